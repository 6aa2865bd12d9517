"""The rows of the invoices table."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from teleshop.invoices.domain.buyer import InvoiceKind
from teleshop.invoices.domain.export import SupplierExport
from teleshop.invoices.domain.receipt import ReceiptFile
from teleshop.invoices.domain.request import (
    InvoiceRequest,
    OrderInvoices,
    RequestState,
    UsedFile,
    UsedNumber,
)
from teleshop.invoices.domain.supply import LineState, SupplierLine
from teleshop.kernel.clock import sortable
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    Personal,
    Text,
)
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
CONFIDENTIAL = DataClass.CONFIDENTIAL
Keys = Mapping[str, str | None]
SHARDS: Final = 4
"""A key of an index takes 1,000 writes per second. In the burst of one supplier's item, 10,000
orders a minute are written twice (placed, paid): about 700 writes per second in all of the index by
state, which moves a line with three. Four keys leave room for five times as much, and a page reads
no more than four.
"""


class OwnerIndex(GlobalSecondaryIndex[Any]):
    """What belongs to one customer, or to one supplier, in order of time."""

    class Meta:
        index_name = "by_owner"
        projection = AllProjection()

    owner_key = Text(hash_key=True, data_class=INTERNAL)
    owner_sort = Text(range_key=True, data_class=INTERNAL)


class StateIndex(GlobalSecondaryIndex[Any]):
    """Requests of one state, those due first first; a supplier's lines of one state, in order of
    time.
    """

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class ProductIndex(GlobalSecondaryIndex["LinePlaceRow"]):
    """Which orders have lines of a product, in order of time. Nothing in it changes once a line is
    there, so that what happens to an order costs no write here.
    """

    class Meta:
        index_name = "by_product"
        projection = KeysOnlyProjection()

    product_key = Text(hash_key=True, data_class=INTERNAL)
    product_sort = Text(range_key=True, data_class=INTERNAL)


class _Row(TableModel):
    """What all rows of the table share."""

    table = "invoices"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSummary:
    """What a list shows of a request; nothing of it is sealed."""

    id: str
    order_id: str
    customer_id: str
    kind: InvoiceKind
    amount: int
    currency: str
    state: RequestState
    requested_at: datetime
    due_at: datetime | None
    overdue: bool
    pending: int
    number: str | None
    issued_at: datetime | None


class _RequestColumns(_Row):
    """What lists show of a request."""

    owner_key = Text(null=True, data_class=INTERNAL)
    owner_sort = Text(null=True, data_class=INTERNAL)
    state_key = Text(null=True, data_class=INTERNAL)
    state_sort = Text(null=True, data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    currency = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    due_at = Instant(null=True, data_class=INTERNAL)
    overdue = Flag(data_class=INTERNAL)
    pending = Integer(data_class=INTERNAL)
    number = Text(null=True, data_class=INTERNAL)
    issued_at = Instant(null=True, data_class=INTERNAL)

    by_owner = OwnerIndex()
    by_state = StateIndex()


class RequestSummaryRow(_RequestColumns):
    """A request as lists read it: without what is sealed, so that a page opens nothing. Written as
    :class:`RequestRow`.
    """

    entity = RequestSummary


class RequestRow(_RequestColumns):
    """A request; ``buyer`` is personal as a whole."""

    entity = InvoiceRequest
    SK = "request"

    buyer = Personal()
    lines = Json(data_class=INTERNAL)
    freight = Integer(data_class=INTERNAL)
    requested_by = Text(data_class=INTERNAL)
    by_staff = Flag(data_class=INTERNAL)
    turn = Integer(data_class=INTERNAL)
    document_id = Text(null=True, data_class=INTERNAL)
    issued_by = Text(null=True, data_class=INTERNAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    reason = Text(null=True, data_class=INTERNAL)
    # What staff write may name persons: not in the audit entry.
    words = Text(data_class=CONFIDENTIAL)
    corrections = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: InvoiceRequest) -> Keys:
        next_at = entity.due_at or entity.ended_at or entity.issued_at or entity.requested_at
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "owner_key": customer_key(entity.customer_id),
            "owner_sort": f"{sortable(entity.requested_at)}#{entity.id}",
            "state_key": request_key(entity.state),
            "state_sort": f"{sortable(next_at)}#{entity.id}",
        }


class OrderInvoicesRow(_Row):
    """The requests of one order."""

    entity = OrderInvoices
    SK = "invoices"

    order_id = Text(data_class=INTERNAL)
    requests = Json(data_class=INTERNAL)
    standing = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: OrderInvoices) -> Keys:
        return {"pk": entity.order_id, "sk": cls.SK}


class NumberRow(_Row):
    """A number that was stated, once."""

    entity = UsedNumber
    SK = "number"

    number = Text(data_class=INTERNAL)
    request_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: UsedNumber) -> Keys:
        return {"pk": f"number#{entity.number}", "sk": cls.SK}


class FileRow(_Row):
    """The file of an invoice, which is that of no other."""

    entity = UsedFile
    SK = "file"

    sha256 = Text(data_class=INTERNAL)
    document_id = Text(data_class=INTERNAL)
    request_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: UsedFile) -> Keys:
        return {"pk": f"file#{entity.sha256}", "sk": cls.SK}


class ReceiptRow(_Row):
    """Where the receipt of an order is."""

    entity = ReceiptFile
    SK = "receipt"

    order_id = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    asked_at = Instant(data_class=INTERNAL)
    made_at = Instant(null=True, data_class=INTERNAL)
    file = Json(null=True, data_class=INTERNAL)
    turn = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ReceiptFile) -> Keys:
        return {"pk": entity.order_id, "sk": cls.SK}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlace:
    """Where a line of a product stands: its order (``pk``), and its place in the index."""

    pk: str
    product_sort: str


class LinePlaceRow(_Row):
    """A line as the index by product carries it. Written as :class:`LineRow`."""

    entity = LinePlace

    product_key = Text(data_class=INTERNAL)
    product_sort = Text(data_class=INTERNAL)

    by_product = ProductIndex()


class LineRow(_Row):
    """One line of an order for its supplier."""

    entity = SupplierLine
    PREFIX = "line#"

    owner_key = Text(data_class=INTERNAL)
    owner_sort = Text(data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    product_key = Text(data_class=INTERNAL)
    product_sort = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    line = Integer(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    title = Text(data_class=INTERNAL)
    quantity = Integer(data_class=INTERNAL)
    price = Integer(data_class=INTERNAL)
    amount = Integer(data_class=INTERNAL)
    gift = Flag(data_class=INTERNAL)
    shipped = Integer(data_class=INTERNAL)
    returned = Integer(data_class=INTERNAL)
    refused = Integer(data_class=INTERNAL)
    placed_at = Instant(data_class=INTERNAL)
    paid_at = Instant(null=True, data_class=INTERNAL)
    shipped_at = Instant(null=True, data_class=INTERNAL)
    delivered_at = Instant(null=True, data_class=INTERNAL)
    completed_at = Instant(null=True, data_class=INTERNAL)
    cancelled_at = Instant(null=True, data_class=INTERNAL)
    promised_on = Day(null=True, data_class=INTERNAL)
    province = Text(null=True, data_class=INTERNAL)
    as_of = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_owner = OwnerIndex()
    by_state = StateIndex()

    @classmethod
    def keys_of(cls, entity: SupplierLine) -> Keys:
        shard = shard_of(entity.order_id)
        place = place_of(entity)
        return {
            "pk": entity.order_id,
            "sk": f"{cls.PREFIX}{entity.line:04d}",
            "owner_key": supplier_key(entity.supplier_id, None, shard),
            "owner_sort": place,
            "state_key": supplier_key(entity.supplier_id, entity.state, shard),
            "state_sort": place,
            "product_key": product_key(entity.product_id, shard),
            "product_sort": place,
        }


class ExportRow(_Row):
    """An export that was asked for."""

    entity = SupplierExport
    SK = "export"

    id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    first = Day(data_class=INTERNAL)
    last = Day(data_class=INTERNAL)
    form = Text(data_class=INTERNAL)
    asked_at = Instant(data_class=INTERNAL)
    asked_by = Text(data_class=INTERNAL)
    by_staff = Flag(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    made_at = Instant(null=True, data_class=INTERNAL)
    lines = Integer(data_class=INTERNAL)
    file = Json(null=True, data_class=INTERNAL)
    failure = Text(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: SupplierExport) -> Keys:
        return {"pk": entity.id, "sk": cls.SK}


def customer_key(customer_id: str) -> str:
    """The requests of one customer."""
    return f"customer#{customer_id}"


def request_key(state: RequestState) -> str:
    """The requests of one state."""
    return f"request#{state}"


def supplier_key(supplier_id: str, state: LineState | None, shard: int) -> str:
    """One shard of the lines of a supplier, all or those of one state."""
    return "#".join(("supplier", supplier_id, *([state] if state else []), str(shard)))


def product_key(product_id: str, shard: int) -> str:
    """One shard of the lines of a product."""
    return f"product#{product_id}#{shard}"


def shard_of(order_id: str) -> int:
    """The shard of an order's lines; stable over processes, unlike `hash`."""
    return zlib.crc32(order_id.encode()) % SHARDS


def place_of(line: SupplierLine) -> str:
    """Where a line stands in the lists of its supplier."""
    return f"{sortable(line.placed_at)}#{line.order_id}#{line.line:04d}"
