"""How clocks were kept, case by case: met or missed, and by how many minutes.

Three events tell of a clock: that it was breached, that it ended, and, when the case is closed, how
all of them stood. A clock is one record, so it is counted once; the later and fuller telling wins,
and a breach that was told stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from teleshop.analysis.domain.figures import Figure, Sums, mark_of, shard_of
from teleshop.analysis.domain.periods import week_of
from teleshop.analysis.domain.taxonomy import UNCLASSIFIED

CLOCKS_BY_CAUSE, CLOCKS_BY_SUPPLIER = "clocks-cause", "clocks-supplier"

BOUNDS = (-1440, -240, -60, 0, 30, 240, 1440)
"""Minutes left at which one group of the histogram ends and the next begins: more than a day over,
4 to 24 hours, 1 to 4 hours, up to an hour over; up to 30 minutes left, 4 hours, a day, more."""
GROUPS = len(BOUNDS) + 1
MOST_FIGURES = 80
"""Counters that one transaction moves; it takes a hundred writes in all."""


class Telling(IntEnum):
    """Which event told of a clock, the fullest last."""

    BREACHED = 1
    ENDED = 2
    CLOSED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact:
    """What is known of one clock. ``minutes_left`` is negative when it was over, None while it has
    not ended. ``cause`` and ``supplier_id`` are those of the case when that was told, ``mark``
    orders what is told alike.
    """

    id: str
    clock: str
    owed_by: str
    due_at: datetime
    missed: bool
    telling: Telling
    mark: str
    minutes_left: int | None = None
    cause: str | None = None
    supplier_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClocksRecord:
    """The clocks of one case; a case has a handful per round."""

    case_id: str
    clocks: tuple[ClockFact, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class ClockMetrics:
    """Sums over clocks. ``left`` and ``over`` are minutes, of those that ended in time and of those
    that ended late; a missed clock that has not ended is in ``missed`` alone. ``groups`` is the
    histogram of minutes left (:data:`BOUNDS`).
    """

    met: int = 0
    missed: int = 0
    left: int = 0
    over: int = 0
    groups: tuple[int, ...] = (0,) * GROUPS

    def __add__(self, other: "ClockMetrics") -> "ClockMetrics":
        return ClockMetrics(
            self.met + other.met,
            self.missed + other.missed,
            self.left + other.left,
            self.over + other.over,
            tuple(a + b for a, b in zip(self.groups, other.groups, strict=True)),
        )

    @property
    def ended_late(self) -> int:
        """How many of the missed ones have ended."""
        return max(0, sum(self.groups) - self.met)

    @property
    def rate(self) -> float | None:
        """The part of clocks that were met; None without any."""
        return round(self.met / (self.met + self.missed), 4) if self.met + self.missed else None


@dataclass(frozen=True, slots=True)
class ClockTeller:
    """Makes facts of what one event, at ``at``, says of the clocks of one case."""

    telling: Telling
    at: datetime
    event_id: str
    cause: str | None
    supplier_id: str | None

    def fact(
        self,
        id: str,
        clock: str,
        *,
        owed_by: str,
        due_at: datetime,
        missed: bool,
        minutes_left: int | None = None,
    ) -> ClockFact:
        """What it says of one clock; ``minutes_left`` only if the clock has ended."""
        return ClockFact(
            id=id,
            clock=clock,
            owed_by=owed_by,
            due_at=due_at,
            missed=missed,
            telling=self.telling,
            mark=mark_of(self.at, self.event_id),
            minutes_left=minutes_left,
            cause=self.cause,
            supplier_id=self.supplier_id,
        )


def with_fact(record: ClocksRecord, fact: ClockFact) -> ClocksRecord:
    """The record after one telling of one clock."""
    known = {clock.id: clock for clock in record.clocks}
    before = known.get(fact.id)
    if before is not None:
        fuller, other = sorted(
            (before, fact), key=lambda one: (one.telling, one.mark), reverse=True
        )
        fact = replace(
            fuller,
            missed=before.missed or fact.missed,
            minutes_left=_first(fuller.minutes_left, other.minutes_left),
        )
    known[fact.id] = fact
    return replace(record, clocks=tuple(known[id] for id in sorted(known)))


def with_facts(record: ClocksRecord, facts: Sequence[ClockFact]) -> ClocksRecord:
    """The record after all of ``facts``, as far as one transaction can move their counters.

    What is left out was counted when each of those clocks ended, only under the cause of then.
    """
    before = clock_sums(record)
    for fact in facts:
        after = with_fact(record, fact)
        moved = clock_sums(after)
        changed = sum(before.get(key) != moved.get(key) for key in {*before, *moved})
        if changed > MOST_FIGURES:
            break
        record = after
    return record


def group_of(minutes_left: int) -> int:
    """The group of the histogram, counted from nothing left to all."""
    return sum(minutes_left >= bound for bound in BOUNDS)


def clock_sums(record: ClocksRecord) -> Sums:
    """What the clocks of a case add to the metrics of the weeks in which they were due, by cause
    and by supplier.
    """
    found: dict[Figure, dict[str, int]] = {}
    shard = shard_of(record.case_id)
    for fact in record.clocks:
        if not fact.missed and fact.minutes_left is None:
            continue
        week, name = week_of(fact.due_at), (fact.clock, fact.owed_by)
        figures = [Figure(CLOCKS_BY_CAUSE, week, (fact.cause or UNCLASSIFIED, *name, shard))]
        if fact.supplier_id is not None:
            figures.append(Figure(CLOCKS_BY_SUPPLIER, week, (fact.supplier_id, *name)))
        for figure in figures:
            sums = found.setdefault(figure, {})
            for key, amount in _amounts(fact).items():
                sums[key] = sums.get(key, 0) + amount
    return found


def metrics_of(sums: Mapping[str, int]) -> ClockMetrics:
    """The metrics that stand in one counter."""
    return ClockMetrics(
        sums.get("met", 0),
        sums.get("missed", 0),
        sums.get("left", 0),
        sums.get("over", 0),
        tuple(sums.get(f"h{group}", 0) for group in range(GROUPS)),
    )


def _amounts(fact: ClockFact) -> Mapping[str, int]:
    amounts = {"missed" if fact.missed else "met": 1}
    if fact.minutes_left is not None:
        # A breach that was told stays one, even if what it waited for turns out to have been early.
        minutes = min(fact.minutes_left, 0) if fact.missed else fact.minutes_left
        amounts["over" if fact.missed else "left"] = abs(minutes)
        amounts[f"h{group_of(fact.minutes_left)}"] = 1
    return amounts


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)
