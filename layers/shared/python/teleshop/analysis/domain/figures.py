"""What one case adds to the counters.

A counter is never set, only moved by the difference of what a case added before and adds now. So it
does not matter in which order the events of a case come, and one that comes again moves nothing:
the record of the case takes facts over only from an event that is later than what it knows.
"""

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from teleshop.analysis.domain.periods import month_of, week_of, year_of
from teleshop.analysis.domain.taxonomy import UNCLASSIFIED
from teleshop.kernel.clock import sortable

UNKNOWN = "unknown"
"""Stands in counters for goods whose category no order tells."""
SHARDS = 4
"""Counters that many cases meet in are kept in so many parts. One part takes about five hundred
transactions a second by DynamoDB's limit of 1,000 write units, as a transaction writes twice; one
counter about twenty a second before writers wait for each other."""

BY_CAUSE, BY_SUPPLIER, BY_PRODUCT, BY_CATEGORY = "cause", "supplier", "product", "category"
AGREEMENT, ORDERS = "agreement", "orders"


class Figure(NamedTuple):
    """The name of a counter: ``parts`` tell it from the others of its dimension and period."""

    dimension: str
    period: str
    parts: tuple[str, ...]


Sums = Mapping[Figure, Mapping[str, int]]
"""What is added to counters: by figure, the amounts by name."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person made of a suggestion: the cause that was suggested, and whether they agreed."""

    suggested: str
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """What one event says of a case. ``mark`` orders the events of a case (:func:`mark_of`);
    ``arrived_at`` only the opening tells, ``merged`` is true for what lives on in another case.
    """

    case_id: str
    mark: str
    at: datetime
    kind: str
    supplier_id: str | None = None
    product_id: str | None = None
    category: str | None = None
    cause: str | None = None
    arrived_at: datetime | None = None
    merged: bool = False
    judgement: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """What is known of a case here; ``mark`` is that of the latest event, ``judged_mark`` that of
    the latest judgement. Counted once its arrival is known and unless it was merged.
    """

    id: str
    mark: str = ""
    kind: str = ""
    supplier_id: str | None = None
    product_id: str | None = None
    category: str | None = None
    cause: str | None = None
    arrived_at: datetime | None = None
    merged: bool = False
    judged_mark: str = ""
    judged_at: datetime | None = None
    suggested: str | None = None
    agreed: bool | None = None
    version: int = 0


def mark_of(at: datetime, event_id: str) -> str:
    """Orders events by their time, then by their id."""
    return f"{sortable(at)}#{event_id}"


def shard_of(id: str) -> str:
    """The part of a counter that one case or order always uses."""
    return str(zlib.crc32(id.encode()) % SHARDS)


def with_seen(record: CaseRecord, seen: CaseSeen) -> CaseRecord:
    """The record after an event, whichever was told first."""
    after = record
    if seen.mark > record.mark:
        after = replace(
            after,
            mark=seen.mark,
            kind=seen.kind,
            supplier_id=seen.supplier_id,
            product_id=seen.product_id,
            category=seen.category or record.category,
            cause=seen.cause,
        )
    if seen.judgement is not None and seen.mark > record.judged_mark:
        after = replace(
            after,
            judged_mark=seen.mark,
            judged_at=seen.at,
            suggested=seen.judgement.suggested,
            agreed=seen.judgement.agreed,
        )
    return replace(
        after,
        arrived_at=after.arrived_at or seen.arrived_at,
        category=after.category or seen.category,
        merged=after.merged or seen.merged,
    )


def sums_of(record: CaseRecord) -> Sums:
    """What a case adds to the counters: one to each of its week and its month, by cause, supplier,
    product and category; and to the agreement of the week in which a person judged.
    """
    found: dict[Figure, dict[str, int]] = {}
    shard = shard_of(record.id)
    if record.arrived_at is not None and not record.merged:
        cause = record.cause or UNCLASSIFIED
        for period in (week_of(record.arrived_at), month_of(record.arrived_at)):
            for dimension, parts in (
                (BY_CAUSE, (cause, record.kind, shard)),
                (BY_CATEGORY, (record.category or UNKNOWN, record.kind, shard)),
                (BY_SUPPLIER, _given(record.supplier_id, record.kind, cause)),
                (BY_PRODUCT, _given(record.product_id, record.kind)),
            ):
                if parts:
                    found[Figure(dimension, period, parts)] = {"n": 1}
    if record.judged_at is not None and record.suggested is not None:
        figure = Figure(AGREEMENT, week_of(record.judged_at), (record.suggested, shard))
        found[figure] = {"n": 1, "agreed": int(bool(record.agreed))}
    return found


def _given(value: str | None, *more: str) -> tuple[str, ...]:
    return () if value is None else (value, *more)


def sums_of_order(order_id: str, placed_at: datetime) -> Sums:
    """What an order adds: one to the orders of its week, which lie by year."""
    week = week_of(placed_at)
    return {Figure(ORDERS, year_of(week), (week, shard_of(order_id))): {"n": 1}}


def difference(before: Sums, after: Sums) -> Sums:
    """What must be added to counters that hold ``before`` so that they hold ``after``."""
    found: dict[Figure, dict[str, int]] = {}
    for figure in sorted({*before, *after}):
        change = Counter(after.get(figure, {}))
        change.subtract(before.get(figure, {}))
        moved = {name: amount for name, amount in sorted(change.items()) if amount}
        if moved:
            found[figure] = moved
    return found
