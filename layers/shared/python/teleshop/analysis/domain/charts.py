"""Control charts: whether a cause had more cases in a week than chance explains.

The count of a week is taken as a Poisson variable. Its expected value is the mean of the weeks
before it (c-chart), or, where the orders of every week are known, their cases per order times the
orders of this week (u-chart). From nine on, the upper limit is three standard deviations above.

Below nine a count is too skewed for that (where one half is expected, three deviations raise a
false alarm in every seventieth week), so the limit is the exact Poisson one with the same risk of
0.135 %. A cause that never came up is given half a case in its whole baseline: one complaint is
then no signal, two in a week are after twelve weeks without any, three after eight.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from teleshop.analysis.domain.policy import ChartPolicy

RISK = 0.00135
"""How often a week under control may be above its limit: three standard deviations of the normal
distribution, one side."""
SMALL = 9
"""Below this mean the limit is the exact one; there the lower three-sigma limit would be negative.
"""


class ChartState(StrEnum):
    """What a week is judged to be."""

    INSUFFICIENT_HISTORY = "insufficient_history"
    IN_CONTROL = "in_control"
    ABOVE_LIMIT = "above_limit"
    RUN_ABOVE_CENTRE = "run_above_centre"

    @property
    def is_signal(self) -> bool:
        """Whether people are told."""
        return self in (ChartState.ABOVE_LIMIT, ChartState.RUN_ABOVE_CENTRE)


class ChartKind(StrEnum):
    """Counts, or counts per thousand orders."""

    C = "c"
    U = "u"


@dataclass(frozen=True, slots=True)
class WeekCount:
    """The cases of one cause in one week, and all orders placed in it."""

    week: str
    count: int
    orders: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """A week as it was judged, once. ``centre`` is the count expected and ``limit`` the greatest
    that chance explains, both None without enough history; ``run`` is how many weeks in a row, this
    one included, were above their centre.
    """

    cause: str
    week: str
    state: ChartState
    chart: ChartKind
    count: int
    orders: int
    centre: float | None
    limit: int | None
    baseline_weeks: int
    run: int
    judged_at: datetime


def upper_limit(mean: float) -> int:
    """The greatest count that chance explains where ``mean`` is expected (0 or more)."""
    if mean >= SMALL:
        return math.floor(mean + 3 * math.sqrt(mean))
    term = math.exp(-mean)
    below, count = term, 0
    while 1 - below > RISK:
        count += 1
        term *= mean / count
        below += term
    return count


@dataclass(frozen=True, slots=True)
class _Expected:
    chart: ChartKind
    centre: float
    limit: int
    weeks: int


def _expected(
    policy: ChartPolicy, before: Sequence[WeekCount], week: WeekCount
) -> _Expected | None:
    """What the weeks before a week let expect of it; None if they are too few."""
    base = before[-policy.baseline :]
    if len(base) < policy.least_baseline:
        return None
    total = sum(one.count for one in base)
    seldom = max(total, 0.5)
    if all(one.orders >= policy.least_orders for one in (*base, week)):
        share = week.orders / sum(one.orders for one in base)
        return _Expected(ChartKind.U, total * share, upper_limit(seldom * share), len(base))
    return _Expected(ChartKind.C, total / len(base), upper_limit(seldom / len(base)), len(base))


def judge(
    policy: ChartPolicy,
    cause: str,
    weeks: Sequence[WeekCount],
    now: datetime,
    *,
    run_before: int = 0,
) -> ChartPoint:
    """Judge the last of ``weeks``, which are complete, follow one another and begin where counting
    began, or at least ``policy.baseline`` weeks before the last; ``run_before`` is the run of the
    week before it.

    A week above its limit is a signal; so is the ``policy.run``-th week in a row above the centre,
    and again every so many weeks as long as that lasts.
    """
    last, before = weeks[-1], weeks[:-1]
    found = _expected(policy, before, last)
    run = 0
    if found is None:
        state = ChartState.INSUFFICIENT_HISTORY
    else:
        state = ChartState.IN_CONTROL
        run = run_before + 1 if last.count > found.centre else 0
        if last.count > found.limit:
            state = ChartState.ABOVE_LIMIT
        elif run and run % policy.run == 0:
            state = ChartState.RUN_ABOVE_CENTRE
    return ChartPoint(
        cause=cause,
        week=last.week,
        state=state,
        chart=ChartKind.C if found is None else found.chart,
        count=last.count,
        orders=last.orders,
        centre=None if found is None else round(found.centre, 3),
        limit=None if found is None else found.limit,
        baseline_weeks=min(len(before), policy.baseline) if found is None else found.weeks,
        run=run,
        judged_at=now,
    )
