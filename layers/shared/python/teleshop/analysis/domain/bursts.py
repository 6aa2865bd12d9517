"""Bursts: many complaints about one thing within a short time.

What is remembered of a product, slot or supplier is bounded: its latest arrivals and its latest
bursts. An arrival joins the burst that it lies in or next to; otherwise it may, with arrivals that
belong to no burst, make a new one. Arrivals may be told in any order (a call is entered after an
outage) and again; neither raises a burst twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teleshop.analysis.domain.policy import MOST_ARRIVALS, MOST_CASES, BurstSetting, Scope

MOST_SPANS = 5
"""Bursts of one thing that late arrivals may still join."""
TO_THE = timedelta(minutes=1)
"""How exactly the end of a burst is known once it has all the cases that it names."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A complaint and when it reached the platform; ``burst`` is the one that it belongs to."""

    case_id: str
    at: datetime
    burst: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last complaint of a burst."""

    burst: str
    started_at: datetime
    last_at: datetime

    def holds(self, at: datetime, window: timedelta) -> bool:
        """Whether an arrival belongs to it: quiet for a whole ``window`` ends a burst."""
        return self.started_at - window < at < self.last_at + window

    def covers(self, at: datetime) -> bool:
        """Whether an arrival would not make it longer by more than what is told of its end."""
        return self.started_at <= at <= self.last_at + TO_THE

    def with_arrival(self, at: datetime) -> "Span":
        """The span that reaches to an arrival."""
        return Span(self.burst, min(self.started_at, at), max(self.last_at, at))


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeState:
    """What is remembered of one thing that complaints are about."""

    scope: Scope
    scope_id: str
    arrivals: tuple[Arrival, ...] = ()
    spans: tuple[Span, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A burst; ``case_ids`` are its first hundred cases in the order in which they were told,
    ``count`` is of all.

    ``threshold`` and ``window_minutes`` are the setting that it was found by.
    """

    id: str
    scope: Scope
    scope_id: str
    started_at: datetime
    last_at: datetime
    raised_at: datetime
    count: int
    case_ids: tuple[str, ...]
    threshold: int
    window_minutes: int
    version: int = 1

    def ended_at(self, now: datetime) -> datetime | None:
        """When it ended: a window after its last complaint; None while that is not over."""
        end = self.last_at + timedelta(minutes=self.window_minutes)
        return end if end <= now else None

    @property
    def names_all(self) -> bool:
        """Whether it names as many cases as it ever will."""
        return len(self.case_ids) >= MOST_CASES

    def joined_by(self, span: Span, case_ids: Sequence[str]) -> "Burst":
        """The burst with more complaints."""
        room = max(0, MOST_CASES - len(self.case_ids))
        return replace(
            self,
            started_at=span.started_at,
            last_at=span.last_at,
            count=self.count + len(case_ids),
            case_ids=self.case_ids + tuple(case_ids[:room]),
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """What an arrival did: the new state, and the burst that ``case_ids`` joined, if any; ``new``
    if it was raised by them.
    """

    state: ScopeState
    span: Span | None = None
    case_ids: tuple[str, ...] = ()
    new: bool = False


def arrive(
    state: ScopeState, case_id: str, at: datetime, setting: BurstSetting, burst_id: str
) -> Arrived:
    """Take a complaint over; ``burst_id`` is what a new burst would be called."""
    if any(known.case_id == case_id for known in state.arrivals):
        return Arrived(state)
    arrivals = sorted((*state.arrivals, Arrival(case_id, at)), key=_order)
    near = [span for span in state.spans if span.holds(at, setting.window)]
    if near:
        span, new = min(near, key=lambda one: (_distance(one, at), one.started_at)), False
    else:
        first = _crowd(arrivals, at, setting)
        if first is None:
            return Arrived(replace(state, arrivals=tuple(arrivals[-MOST_ARRIVALS:])))
        span, new = Span(burst_id, first.at, first.at), True
    span, joined = _gathered(span, arrivals, setting.window)
    members = {arrival.case_id for arrival in joined}
    kept = tuple(
        replace(arrival, burst=span.burst) if arrival.case_id in members else arrival
        for arrival in arrivals
    )
    others = tuple(one for one in state.spans if one.burst != span.burst)
    return Arrived(
        replace(state, arrivals=kept[-MOST_ARRIVALS:], spans=(*others, span)[-MOST_SPANS:]),
        span,
        tuple(arrival.case_id for arrival in joined),
        new,
    )


def _crowd(arrivals: Sequence[Arrival], at: datetime, setting: BurstSetting) -> Arrival | None:
    """The first of the arrivals without a burst that together with the one at ``at`` make one."""
    free = [arrival for arrival in arrivals if arrival.burst is None]
    for first, last in zip(free, free[setting.threshold - 1 :], strict=False):
        if first.at <= at <= last.at and last.at - first.at <= setting.window:
            return first
    return None


def _gathered(
    span: Span, arrivals: Sequence[Arrival], window: timedelta
) -> tuple[Span, list[Arrival]]:
    """The span with every free arrival that it reaches, and those arrivals."""
    free = [arrival for arrival in arrivals if arrival.burst is None]
    joined: list[Arrival] = []
    while True:
        reached = [arrival for arrival in free if span.holds(arrival.at, window)]
        if not reached:
            return span, sorted(joined, key=_order)
        for arrival in reached:
            span = span.with_arrival(arrival.at)
            free.remove(arrival)
        joined += reached


def _order(arrival: Arrival) -> tuple[datetime, str]:
    return arrival.at, arrival.case_id


def _distance(span: Span, at: datetime) -> timedelta:
    return max(span.started_at - at, at - span.last_at, timedelta(0))
