"""The price watch table: rows and reads.

| row | pk | sk | by_state | by_supplier | by_month |
|---|---|---|---|---|---|
| violation | id | `violation` | state, due, id | supplier, found, id | month found, found, id |
| charge | `charge#<sku>#<channel>#<quantity>#<conditions>` | `charge` | | | |
| record | `record#<month>` | `record` | | | |
"""

import hashlib
from collections.abc import Iterator, Mapping

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import china_date, sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Flag, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.pricewatch.domain.record import RecordState, ViolationRecord
from teleshop.pricewatch.domain.sales import Charge
from teleshop.pricewatch.domain.violation import Violation, ViolationState

INTERNAL = DataClass.INTERNAL
CONFIDENTIAL = DataClass.CONFIDENTIAL


class StateIndex(GlobalSecondaryIndex["ViolationRow"]):
    """The violations of one state, those due first first."""

    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state_key = Text(hash_key=True, data_class=INTERNAL)
    state_sort = Text(range_key=True, data_class=INTERNAL)


class SupplierIndex(GlobalSecondaryIndex["ViolationRow"]):
    """The violations about the goods of one supplier, in order of time."""

    class Meta:
        index_name = "by_supplier"
        projection = AllProjection()

    supplier_key = Text(hash_key=True, data_class=INTERNAL)
    found_sort = Text(range_key=True, data_class=INTERNAL)


class MonthIndex(GlobalSecondaryIndex["ViolationRow"]):
    """The violations found in one month of the China calendar, in order of time."""

    class Meta:
        index_name = "by_month"
        projection = AllProjection()

    month_key = Text(hash_key=True, data_class=INTERNAL)
    found_sort = Text(range_key=True, data_class=INTERNAL)


class ViolationRow(TableModel):
    """A violation."""

    table = "pricewatch"
    entity = Violation

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    supplier_key = Text(data_class=INTERNAL)
    found_sort = Text(data_class=INTERNAL)
    month_key = Text(data_class=INTERNAL)
    id = Text(data_class=INTERNAL)
    kind = Text(data_class=INTERNAL)
    severity = Text(data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    product_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    evidence = Json(data_class=INTERNAL)
    found_at = Instant(data_class=INTERNAL)
    due_at = Instant(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    holds_price = Flag(data_class=INTERNAL)
    overdue = Flag(data_class=INTERNAL)
    attempt = Integer(data_class=INTERNAL)
    order_id = Text(null=True, data_class=INTERNAL)
    promotion_id = Text(null=True, data_class=INTERNAL)
    corrected_at = Instant(null=True, data_class=INTERNAL)
    corrected_by = Text(null=True, data_class=INTERNAL)
    # What staff write may name persons: not in the audit entry.
    correction = Text(data_class=CONFIDENTIAL)
    ended_at = Instant(null=True, data_class=INTERNAL)
    ended_by = Text(null=True, data_class=INTERNAL)
    ended_reason = Text(data_class=CONFIDENTIAL)
    version = Integer(data_class=INTERNAL)

    by_state = StateIndex()
    by_supplier = SupplierIndex()
    by_month = MonthIndex()

    SK = "violation"

    @classmethod
    def keys_of(cls, entity: Violation) -> Mapping[str, str | None]:
        return {
            "pk": entity.id,
            "sk": cls.SK,
            "state_key": entity.state,
            "state_sort": f"{sortable(entity.due_at)}#{entity.id}",
            "supplier_key": entity.supplier_id,
            "found_sort": f"{sortable(entity.found_at)}#{entity.id}",
            "month_key": f"{china_date(entity.found_at):%Y-%m}",
        }


class ChargeRow(TableModel):
    """What was first paid for some pieces of a SKU under certain conditions."""

    table = "pricewatch"
    entity = Charge

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    sku = Text(data_class=INTERNAL)
    channel = Text(data_class=INTERNAL)
    quantity = Integer(data_class=INTERNAL)
    conditions = Json(data_class=INTERNAL)
    paid = Integer(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "charge"

    @classmethod
    def keys_of(cls, entity: Charge) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity), "sk": cls.SK}

    @classmethod
    def key_of(cls, charge: Charge) -> str:
        """Where the charge of equal conditions lies; hashed, since a key has a bounded length."""
        conditions = hashlib.sha256("\x00".join(charge.conditions).encode()).hexdigest()
        return f"charge#{charge.sku}#{charge.channel}#{charge.quantity}#{conditions}"


class RecordRow(TableModel):
    """Where the record of a month is."""

    table = "pricewatch"
    entity = ViolationRecord

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    month = Text(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    asked_at = Instant(data_class=INTERNAL)
    made_at = Instant(null=True, data_class=INTERNAL)
    files = Json(data_class=INTERNAL)
    violations = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    SK = "record"

    @classmethod
    def keys_of(cls, entity: ViolationRecord) -> Mapping[str, str | None]:
        return {"pk": cls.key_of(entity.month), "sk": cls.SK}

    @classmethod
    def key_of(cls, month: str) -> str:
        """Where the record of a month lies."""
        return f"record#{month}"


class WatchRepository:
    """Finds what this context stored; no scans, no filters."""

    def find(self, violation_id: str) -> Violation | None:
        """The violation as it is stored now."""
        found: Violation | None = ViolationRow.find(violation_id, ViolationRow.SK)
        return found

    def known_charge(self, charge: Charge) -> Charge | None:
        """What is known under the conditions of a charge."""
        found: Charge | None = ChargeRow.find(ChargeRow.key_of(charge), ChargeRow.SK)
        return found

    def of_state(self, state: ViolationState, page: PageRequest) -> Page[Violation]:
        """The violations of one state, those due first first."""
        return query_page(
            ViolationRow.by_state, ViolationRow, state, page, scope="price-violations-of-state"
        )

    def of_supplier(self, supplier_id: str, page: PageRequest) -> Page[Violation]:
        """The violations about the goods of one supplier, newest first."""
        return query_page(
            ViolationRow.by_supplier,
            ViolationRow,
            supplier_id,
            page,
            scope="price-violations-of-supplier",
            newest_first=True,
        )

    def of_month(self, month: str) -> Iterator[Violation]:
        """All violations found in a month, in order of time, page by page."""
        with reading():
            for row in ViolationRow.by_month.query(month):
                yield row.to_entity()

    def find_record(self, month: str) -> ViolationRecord | None:
        """Where the record of a month is."""
        found: ViolationRecord | None = RecordRow.find(RecordRow.key_of(month), RecordRow.SK)
        return found


__all__ = ["ChargeRow", "RecordRow", "RecordState", "ViolationRow", "WatchRepository"]
