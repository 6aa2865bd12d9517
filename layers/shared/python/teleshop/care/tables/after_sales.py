"""Rows of after-sales, in the care table.

| pk | sk | row |
|---|---|---|
| case id | ``after_sales`` | the request of a case |
| ``order#<number>`` | ``account`` | what came back of an order, over all its cases |
| ``return_place#<owner>`` | ``place`` | where goods go back to |
| ``refund#<reference>`` | ``refund`` | which case a payment belongs to |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from teleshop.care.domain.after_sales.records import AfterSales, OrderAccount, ReturnPlace
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Personal, Text
from teleshop.kernel.store.table import TableModel

INTERNAL = DataClass.INTERNAL
PLATFORM: Final = "platform"
"""The owner of the return place that serves where a supplier has none."""
Keys = Mapping[str, str | None]


class _Row(TableModel):
    """What all rows of the table share."""

    table = "care"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class AfterSalesRow(_Row):
    """The request of one case."""

    entity = AfterSales
    SK = "after_sales"

    case_id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    customer_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    remedy = Text(data_class=INTERNAL)
    ground = Text(data_class=INTERNAL)
    notice_at = Instant(data_class=INTERNAL)
    requested_at = Instant(data_class=INTERNAL)
    lines = Json(data_class=INTERNAL)
    assessment = Json(data_class=INTERNAL)
    stage = Text(data_class=INTERNAL)
    evidence = Json(data_class=INTERNAL)
    ruling = Json(null=True, data_class=INTERNAL)
    place = Text(null=True, data_class=INTERNAL)
    place_given_at = Instant(null=True, data_class=INTERNAL)
    parcel = Json(null=True, data_class=INTERNAL)
    received_at = Instant(null=True, data_class=INTERNAL)
    inspected_at = Instant(null=True, data_class=INTERNAL)
    inspected_by = Text(null=True, data_class=INTERNAL)
    photos = Json(data_class=INTERNAL)
    refund = Json(null=True, data_class=INTERNAL)
    replacement = Json(null=True, data_class=INTERNAL)
    repairs = Json(data_class=INTERNAL)
    sent_back = Json(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: AfterSales) -> Keys:
        return {"pk": entity.case_id, "sk": cls.SK}


class OrderAccountRow(_Row):
    """What came back of one order; its version lets one of two twin requests through."""

    entity = OrderAccount
    SK = "account"

    order_id = Text(data_class=INTERNAL)
    claims = Json(data_class=INTERNAL)
    returned = Json(data_class=INTERNAL)
    exchanged = Json(data_class=INTERNAL)
    repairs = Json(data_class=INTERNAL)
    refunded = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: OrderAccount) -> Keys:
        return {"pk": f"order#{entity.order_id}", "sk": cls.SK}


class ReturnPlaceRow(_Row):
    """Where goods go back to."""

    entity = ReturnPlace
    owner_field = "owner"
    SK = "place"

    owner = Text(data_class=INTERNAL)
    address = Text(data_class=INTERNAL)
    contact = Personal()
    phone = Personal()
    changed_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: ReturnPlace) -> Keys:
        return {"pk": f"return_place#{entity.owner}", "sk": cls.SK}


@dataclass(frozen=True, slots=True)
class RefundReference:
    """The reference of a payment stands for one refund."""

    reference: str
    case_id: str


class RefundReferenceRow(_Row):
    """A payment's reference, taken once."""

    entity = RefundReference
    SK = "refund"

    reference = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: RefundReference) -> Keys:
        return {"pk": f"refund#{entity.reference}", "sk": cls.SK}


class AfterSalesRepository:
    """Finds what after-sales stored; consistent reads of single rows."""

    def find(self, case_id: str) -> AfterSales | None:
        """The request of a case."""
        found: AfterSales | None = AfterSalesRow.find(case_id, AfterSalesRow.SK)
        return found

    def find_many(self, case_ids: Iterable[str]) -> dict[str, AfterSales]:
        """The requests of those of these cases that have one, by case; one read for a page."""
        keys = ((case_id, AfterSalesRow.SK) for case_id in case_ids)
        return {case_id: found for (case_id, _), found in AfterSalesRow.find_many(keys).items()}

    def account(self, order_id: str) -> OrderAccount:
        """The account of an order; an empty one of version 0 if nothing ever happened."""
        found: OrderAccount | None = OrderAccountRow.find(f"order#{order_id}", OrderAccountRow.SK)
        return found or OrderAccount(order_id=order_id)

    def place(self, owner: str) -> ReturnPlace | None:
        """The return place of a supplier or of the platform."""
        found: ReturnPlace | None = ReturnPlaceRow.find(f"return_place#{owner}", ReturnPlaceRow.SK)
        return found

    def place_for(self, supplier_id: str) -> ReturnPlace | None:
        """Where goods of a supplier go back to: its own place, else the platform's."""
        return self.place(supplier_id) or self.place(PLATFORM)
