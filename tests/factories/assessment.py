"""Suppliers on board with figures of a quarter, as a run of the assessment finds them."""

from datetime import UTC, date, datetime
from typing import Any

from teleshop.indicators.domain import Figures, Place, Sum, list_shard_of
from teleshop.indicators.tables import QuarterRow
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.clock import sortable
from teleshop.suppliers.tables.rows import ListedRow

QUARTER = "2026Q3"
ENDED = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
"""The first instant after the quarter in China."""
MANAGER = Actor("manager-1", frozenset({Role.MANAGER}))
CATEGORIES = ("pots", "shoes", "tea")


def supplier_id(number: int) -> str:
    """The id of a supplier of these tests; they sort by number."""
    return f"sup_{number:026d}"


def person_of(number: int) -> Actor:
    """Somebody of a supplier."""
    return Actor(f"person-{number}", frozenset({Role.SUPPLIER}), supplier_id(number))


def call(actor: Actor = SYSTEM_ACTOR, now: datetime = ENDED) -> Call:
    """The frame of a call."""
    return Call(actor, now, "request-1", "correlation-1")


def listed(number: int, state: str = "active", category: str | None = None) -> ListedRow:
    """A supplier as the list of those on board has it."""
    own = supplier_id(number)
    since = datetime(2026, 1, 5, tzinfo=UTC)
    there = state in {"active", "suspended"}
    return ListedRow(
        own,
        "supplier",
        status_key=state,
        status_sort=f"{sortable(since)}#{own}",
        reverification_key="due" if there else None,
        reverification_sort=f"2027-01-05#{own}" if there else None,
        id=own,
        legal_name=f"供应商 {number}",
        uscc="91330100799653052A",
        categories=[category or CATEGORIES[number % len(CATEGORIES)]],
        state=state,
        state_since=since,
        last_verified_on=date(2026, 1, 5),
        suspensions=[],
        stalled=False,
        version=1,
    )


def on_board(number: int, state: str = "active", category: str | None = None) -> str:
    """Store a supplier."""
    listed(number, state, category).save()
    return supplier_id(number)


def amounts_of(number: int, **changes: int) -> dict[str, int]:
    """The figures of a supplier: the better, the higher its number."""
    good = min(number, 50)
    return {
        "orders": 200,
        "gross": 1_000_000 * number,
        "returned": 10_000,
        "pieces_delivered": 200,
        "pieces_returned_fault": max(0, 30 - good),
        "answers": 100,
        "answer_points": 100 * (45 + good),
        "responses": 40,
        "responses_met": min(40, good),
        "resolutions": 40,
        "resolutions_met": min(40, good),
        "shipments": 200,
        "late_shipments": 50 - good,
        **changes,
    }


def traded(number: int, quarter: str = QUARTER, shard: int = 0, **changes: int) -> str:
    """Add figures of a supplier to those of a quarter."""
    own = supplier_id(number)
    added = Sum(figures=Figures(amounts_of(number, **changes)), events=1)
    place = Place(period=quarter, shard=shard)
    QuarterRow.at(own, place).update(QuarterRow.adding(own, place, added))
    return own


def market(count: int, silent: int = 0) -> None:
    """``count`` suppliers that traded, and ``silent`` ones behind them that did not."""
    for number in range(1, count + silent + 1):
        on_board(number)
        if number <= count:
            traded(number)


def large_market(aws: Any, count: int) -> None:
    """The same for many, put where they lie without a call for each."""
    suppliers, figures = aws.table("SuppliersTable"), aws.table("IndicatorsTable")
    for number in range(1, count + 1):
        suppliers.put_item(listed(number).serialize())
        own = supplier_id(number)
        row = QuarterRow.at(own, Place(period=QUARTER, shard=0))
        row.list_key = QuarterRow.list_of(QUARTER, list_shard_of(own))
        row.list_sort = f"{own}#0"
        row.events = 1
        for name, amount in amounts_of(number).items():
            setattr(row, name, amount)
        figures.put_item(row.serialize())


def cards_of(aws: Any) -> dict[tuple[str, str], str]:
    """What is stored of every scorecard, by supplier and place: its very text."""
    return {
        (item["pk"], item["sk"]): str(sorted(item.items()))
        for item in aws.items("AssessmentTable")
        if item["sk"].startswith("scorecard#")
    }
