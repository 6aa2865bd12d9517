"""The price watch table: rows and reads.

| row | pk | sk | by_state | by_supplier | by_month |
|---|---|---|---|---|---|
| violation | id | `violation` | state, due, id | supplier, found, id | month found, found, id |
| charge | `charge#<sku>#<channel>#<quantity>#<conditions>` | `charge` | | | |
| record | `record#<month>` | `record` | | | |
| check of a day | `day-check#<day>` | `check` | | | `day-check#<month>`, day |
| part of a check | `day-check#<day>` | `part#<run>#<shard>` | | | |
"""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from teleshop.kernel.clock import china_date, sortable
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import (
    DataClass,
    Day,
    Flag,
    Instant,
    Integer,
    Json,
    Text,
)
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.pricewatch.domain.day_check import CheckPart, DayCheck
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


class CheckMonthIndex(GlobalSecondaryIndex["DayCheckRow"]):
    """The checks of the days of one month."""

    class Meta:
        index_name = "by_month"
        projection = AllProjection()

    month_key = Text(hash_key=True, data_class=INTERNAL)
    found_sort = Text(range_key=True, data_class=INTERNAL)


class DayCheckRow(TableModel):
    """The last check of a day."""

    table = "pricewatch"
    entity = DayCheck

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    month_key = Text(data_class=INTERNAL)
    found_sort = Text(data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    state = Text(data_class=INTERNAL)
    started_at = Instant(data_class=INTERNAL)
    started_by = Text(data_class=INTERNAL)
    finished_at = Instant(null=True, data_class=INTERNAL)
    counted = Json(data_class=INTERNAL)
    due_at = Instant(null=True, data_class=INTERNAL)
    turn = Integer(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_month = CheckMonthIndex()

    SK = "check"

    @classmethod
    def keys_of(cls, entity: DayCheck) -> Mapping[str, str | None]:
        return {
            "pk": cls.key_of(entity.day),
            "sk": cls.SK,
            "month_key": cls.month_of(f"{entity.day:%Y-%m}"),
            "found_sort": entity.day.isoformat(),
        }

    @classmethod
    def key_of(cls, day: date) -> str:
        """Where all about the check of a day lies."""
        return f"day-check#{day}"

    @classmethod
    def month_of(cls, month: str) -> str:
        """Where the checks of a month are listed."""
        return f"day-check#{month}"


class CheckPartRow(TableModel):
    """One shard of one run of a check."""

    table = "pricewatch"
    entity = CheckPart

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)
    day = Day(data_class=INTERNAL)
    run = Integer(data_class=INTERNAL)
    shard = Integer(data_class=INTERNAL)
    steps = Integer(data_class=INTERNAL)
    cursor = Text(null=True, data_class=INTERNAL)
    done = Flag(data_class=INTERNAL)
    counted = Json(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: CheckPart) -> Mapping[str, str | None]:
        return {
            "pk": DayCheckRow.key_of(entity.day),
            "sk": cls.sort_key(entity.run, entity.shard),
        }

    @classmethod
    def sort_key(cls, run: int, shard: int) -> str:
        """The place of a shard among the parts."""
        return f"{cls.of_run(run)}{shard:02d}"

    @classmethod
    def of_run(cls, run: int) -> str:
        """How the places of the parts of a run begin."""
        return f"part#{run:05d}#"


class DayCheckRepository:
    """Finds checks of days; no scans, no filters."""

    def find(self, day: date) -> DayCheck | None:
        """The last check of a day."""
        found: DayCheck | None = DayCheckRow.find(DayCheckRow.key_of(day), DayCheckRow.SK)
        return found

    def part(self, day: date, run: int, shard: int) -> CheckPart | None:
        """One part as it is stored now."""
        place = CheckPartRow.sort_key(run, shard)
        found: CheckPart | None = CheckPartRow.find(DayCheckRow.key_of(day), place)
        return found

    def parts(self, day: date, run: int) -> list[CheckPart]:
        """The parts of a run as they are stored now; one query."""
        with reading():
            rows = CheckPartRow.query(
                DayCheckRow.key_of(day),
                range_key_condition=CheckPartRow.sk.startswith(CheckPartRow.of_run(run)),
                consistent_read=True,
            )
            return [row.to_entity() for row in rows]

    def of_month(self, month: str, page: PageRequest) -> Page[DayCheck]:
        """The checks of the days of a month, the latest day first."""
        return query_page(
            DayCheckRow.by_month,
            DayCheckRow,
            DayCheckRow.month_of(month),
            page,
            scope="day-checks",
            newest_first=True,
        )


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


__all__ = [
    "ChargeRow",
    "CheckPartRow",
    "DayCheckRepository",
    "DayCheckRow",
    "RecordRow",
    "RecordState",
    "ViolationRow",
    "WatchRepository",
]
