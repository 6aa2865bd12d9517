"""Whether every hour has its people (6.1.1: service around the clock), and the gaps where it has
not.

An hour is covered if at every moment of it enough trained people are on shift. Consecutive hours
that are not make one gap; a gap keeps its identity while it shrinks or grows, so that it is told
once.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from teleshop.roster.domain.policy import CoverRule

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who counts from ``starts_at`` up to, not including, ``ends_at``."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HourCover:
    """The hour from ``starts_at``: ``present`` is the smallest number of people at any moment."""

    starts_at: datetime
    needed: int
    present: int

    @property
    def covered(self) -> bool:
        """Whether enough people are there all the time."""
        return self.present >= self.needed


class GapOutcome(StrEnum):
    """How a gap ended: people were found, it became part of another one, or it went by."""

    COVERED = "covered"
    MERGED = "merged"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverGap:
    """Hours from ``starts_at`` to ``ends_at`` in which ``least`` people are there where ``needed``
    are; ``rule`` is the key of the rule of cover, ``urgent`` that the manager was told.
    """

    id: str
    rule: str
    team: str | None
    skill: str | None
    needed: int
    least: int
    starts_at: datetime
    ends_at: datetime
    urgent: bool
    found_at: datetime
    closed_at: datetime | None = None
    outcome: GapOutcome | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverState:
    """The open gaps of one rule as the last control left them; its version lets two controls at
    once find a gap only once.
    """

    rule: str
    gaps: tuple[CoverGap, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class CoverChange:
    """What a control found about one gap: ``before`` None for a new one; ``now_urgent``: it has
    become the manager's.
    """

    before: CoverGap | None
    after: CoverGap
    now_urgent: bool = False


def hours_of(
    rule: CoverRule, present: Sequence[Presence], since: datetime, until: datetime
) -> list[HourCover]:
    """The cover of every clock hour of the rule from the one that holds ``since`` up to ``until``;
    of the running hour only what is left counts.
    """
    first = _hour(since)
    by_hour: dict[datetime, list[Presence]] = defaultdict(list)
    for one in present:
        hour = max(_hour(one.starts_at), first)
        while hour < min(one.ends_at, until):
            by_hour[hour].append(one)
            hour += HOUR
    count = -(-(until - first) // HOUR)
    hours = (first + number * HOUR for number in range(count))
    return [
        HourCover(
            starts_at=hour,
            needed=rule.people,
            present=_least(by_hour[hour], max(hour, since), hour + HOUR),
        )
        for hour in hours
        if rule.applies(hour)
    ]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _least(present: Sequence[Presence], since: datetime, until: datetime) -> int:
    """The smallest number of people at any moment from ``since`` up to ``until``."""
    moments = {since}
    for one in present:
        moments |= {at for at in (one.starts_at, one.ends_at) if since < at < until}
    return min(sum(one.starts_at <= at < one.ends_at for one in present) for at in moments)


@dataclass(frozen=True, slots=True)
class _Run:
    starts_at: datetime
    ends_at: datetime
    least: int


def _runs(hours: Sequence[HourCover]) -> Iterator[_Run]:
    """Consecutive hours that are not covered, as one each."""
    run: _Run | None = None
    for hour in hours:
        if hour.covered:
            continue
        if run is not None and run.ends_at == hour.starts_at:
            run = _Run(run.starts_at, hour.starts_at + HOUR, min(run.least, hour.present))
            continue
        if run is not None:
            yield run
        run = _Run(hour.starts_at, hour.starts_at + HOUR, hour.present)
    if run is not None:
        yield run


def gaps_after(
    rule: CoverRule,
    known: Sequence[CoverGap],
    hours: Sequence[HourCover],
    *,
    now: datetime,
    urgent: timedelta,
    ids: Iterator[str],
) -> list[CoverChange]:
    """What changes about the gaps of a rule, given those that were open and the cover as it is.

    A known gap goes on in the first run of hours that overlaps it; its part that lies behind
    stays in it. What is left of ``hours`` makes new gaps with the next of ``ids``. Gaps about
    which nothing changes are left out.
    """
    first = _hour(now)
    left = list(_runs(hours))
    found: list[CoverChange] = []
    taken: list[_Run] = []
    for gap in sorted(known, key=lambda one: one.starts_at):
        run = next((r for r in left if _overlap(gap, r)), None)
        if run is None:
            merged = any(_overlap(gap, other) for other in taken)
            found.append(CoverChange(gap, _closed(gap, now, _outcome(gap, first, merged))))
            continue
        left.remove(run)
        taken.append(run)
        started = min(gap.starts_at, run.starts_at) if gap.starts_at < first else run.starts_at
        now_urgent = not gap.urgent and run.starts_at - now < urgent
        after = replace(
            gap,
            starts_at=started,
            ends_at=run.ends_at,
            least=run.least,
            needed=rule.people,
            urgent=gap.urgent or now_urgent,
        )
        if after != gap:
            found.append(CoverChange(gap, after, now_urgent))
    found.extend(
        CoverChange(
            None,
            CoverGap(
                id=next(ids),
                rule=rule.key,
                team=rule.team,
                skill=rule.skill,
                needed=rule.people,
                least=run.least,
                starts_at=run.starts_at,
                ends_at=run.ends_at,
                urgent=run.starts_at - now < urgent,
                found_at=now,
            ),
        )
        for run in left
    )
    return found


def _overlap(gap: CoverGap, run: _Run) -> bool:
    return gap.starts_at < run.ends_at and run.starts_at < gap.ends_at


def _outcome(gap: CoverGap, first: datetime, merged: bool) -> GapOutcome:
    if merged:
        return GapOutcome.MERGED
    return GapOutcome.PASSED if gap.ends_at <= first else GapOutcome.COVERED


def _closed(gap: CoverGap, now: datetime, outcome: GapOutcome) -> CoverGap:
    return replace(gap, closed_at=now, outcome=outcome)
