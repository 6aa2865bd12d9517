"""Orders that a case affects.

| row | pk | sk | by_state |
|---|---|---|---|
| search | `affected#<case>` | `search` | |
| order | `affected#<case>` | `order#<order>` | case and standing, order |
| counts | `affected#<case>` | `counts#<shard>` | |
| pointer | `points#<after-sales case, claim or order>` | case | |

Counts are kept in some rows by the hash of the order, since many orders are dealt with at once.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from pynamodb.expressions.update import Action

from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.attributes import DataClass, Instant, Integer, Json, Text
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.kernel.store.table import TableModel
from teleshop.violations.domain.affected import (
    COUNT_SHARDS,
    Affected,
    Counts,
    Search,
    Standing,
    summed,
)
from teleshop.violations.tables.cases import StateIndex

INTERNAL = DataClass.INTERNAL
Keys = Mapping[str, str | None]
ORDER: Final = "order#"
COUNTS: Final = "counts#"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which affected order an after-sales case, a claim or an order (``key``) belongs to."""

    key: str
    case_id: str
    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPart:
    """The counts of one shard."""

    found: int = 0
    waiting: int = 0
    offered: int = 0
    claimed: int = 0
    called_off: int = 0
    refunded: int = 0
    declined: int = 0
    under_way: int = 0
    not_needed: int = 0
    failed: int = 0


class _Row(TableModel):
    """What all rows of the table share."""

    table = "violations"

    pk = Text(hash_key=True, data_class=INTERNAL)
    sk = Text(range_key=True, data_class=INTERNAL)


class SearchRow(_Row):
    """The search for the orders of a case."""

    entity = Search
    SK = "search"

    case_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    products = Json(data_class=INTERNAL)
    begun_at = Instant(data_class=INTERNAL)
    found_all_at = Instant(null=True, data_class=INTERNAL)
    stopped_at = Instant(null=True, data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Search) -> Keys:
        return {"pk": partition(entity.case_id), "sk": cls.SK}


class AffectedRow(_Row):
    """One affected order."""

    entity = Affected

    state_key = Text(data_class=INTERNAL)
    state_sort = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)
    supplier_id = Text(data_class=INTERNAL)
    customer_id = Text(null=True, data_class=INTERNAL)
    standing = Text(data_class=INTERNAL)
    why = Text(null=True, data_class=INTERNAL)
    lines = Json(data_class=INTERNAL)
    help_id = Text(null=True, data_class=INTERNAL)
    found_at = Instant(data_class=INTERNAL)
    changed_at = Instant(data_class=INTERNAL)
    version = Integer(data_class=INTERNAL)

    by_state = StateIndex()

    @classmethod
    def keys_of(cls, entity: Affected) -> Keys:
        return {
            "pk": partition(entity.case_id),
            "sk": f"{ORDER}{entity.order_id}",
            "state_key": state_key(entity.case_id, entity.standing),
            "state_sort": entity.order_id,
        }


class PointerRow(_Row):
    """Leads from what was opened for a customer to the affected order."""

    entity = Pointer

    key = Text(data_class=INTERNAL)
    case_id = Text(data_class=INTERNAL)
    order_id = Text(data_class=INTERNAL)

    @classmethod
    def keys_of(cls, entity: Pointer) -> Keys:
        return {"pk": points(entity.key), "sk": entity.case_id}


class CountRow(_Row):
    """The counts of one shard; changes add to them where they lie."""

    entity = CountPart

    found = Integer(null=True, data_class=INTERNAL)
    waiting = Integer(null=True, data_class=INTERNAL)
    offered = Integer(null=True, data_class=INTERNAL)
    claimed = Integer(null=True, data_class=INTERNAL)
    called_off = Integer(null=True, data_class=INTERNAL)
    refunded = Integer(null=True, data_class=INTERNAL)
    declined = Integer(null=True, data_class=INTERNAL)
    under_way = Integer(null=True, data_class=INTERNAL)
    not_needed = Integer(null=True, data_class=INTERNAL)
    failed = Integer(null=True, data_class=INTERNAL)

    @classmethod
    def at(cls, case_id: str, order_id: str) -> Self:
        """The row that counts an order, by its key alone."""
        shard = zlib.crc32(order_id.encode()) % COUNT_SHARDS
        return cls(partition(case_id), f"{COUNTS}{shard}")

    @classmethod
    def moving(cls, before: Standing | None, after: Standing) -> list[Action]:
        """The change of a row by an order that goes from one standing to another."""
        gone = [getattr(cls, before.value).add(-1)] if before is not None else []
        return [*gone, getattr(cls, after.value).add(1)]

    def counted(self) -> dict[Standing, int]:
        """What the row counts."""
        return {state: int(getattr(self, state.value) or 0) for state in Standing}


class AffectedRepository:
    """Reads of them; no scans, no filters."""

    def search(self, case_id: str) -> Search | None:
        """The search of a case, if it has one."""
        found: Search | None = SearchRow.find(partition(case_id), SearchRow.SK)
        return found

    def find(self, case_id: str, order_id: str) -> Affected | None:
        """An affected order as it stands now."""
        found: Affected | None = AffectedRow.find(partition(case_id), f"{ORDER}{order_id}")
        return found

    def known(self, case_id: str, order_ids: Sequence[str]) -> dict[str, Affected]:
        """Those of the orders that are on record already, by id."""
        keys = ((partition(case_id), f"{ORDER}{order_id}") for order_id in order_ids)
        return {found.order_id: found for found in AffectedRow.find_many(keys).values()}

    def pointed(self, key: str) -> tuple[Pointer, ...]:
        """Which affected orders belong to an after-sales case, a claim or an order."""
        with reading():
            rows = PointerRow.query(points(key), consistent_read=True)
            return tuple(row.to_entity() for row in rows)

    def of_case(self, case_id: str, page: PageRequest) -> Page[Affected]:
        """The affected orders of a case, by number."""
        return query_page(
            AffectedRow,
            AffectedRow,
            partition(case_id),
            page,
            scope="affected-orders",
            range_condition=AffectedRow.sk.startswith(ORDER),
        )

    def of_standing(self, case_id: str, standing: Standing, page: PageRequest) -> Page[Affected]:
        """Those that stand where it is said, by number."""
        return query_page(
            AffectedRow.by_state,
            AffectedRow,
            state_key(case_id, standing),
            page,
            scope="affected-orders-of-standing",
        )

    def counts(self, case_id: str) -> Counts:
        """How many stand where: one read of a few rows."""
        with reading():
            rows: list[Any] = list(
                CountRow.query(
                    partition(case_id),
                    range_key_condition=CountRow.sk.startswith(COUNTS),
                )
            )
        return summed([row.counted() for row in rows])


def partition(case_id: str) -> str:
    """All of one case."""
    return f"affected#{case_id}"


def state_key(case_id: str, standing: Standing) -> str:
    """The affected orders of a case that stand somewhere."""
    return f"affected#{case_id}#{standing}"


def points(key: str) -> str:
    """What leads to an affected order."""
    return f"points#{key}"
