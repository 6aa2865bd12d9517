"""Control charts of causes: the weekly judgement, and the chart of one cause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teleshop.analysis.domain import (
    BY_CAUSE,
    DEFAULT_POLICY,
    ORDERS,
    AnalysisPolicy,
    ChartPoint,
    ChartState,
    Taxonomy,
    WeekCount,
    judge,
)
from teleshop.analysis.domain.periods import shifted, up_to, week_of, year_of
from teleshop.analysis.errors import CauseNotFoundError
from teleshop.analysis.schemas import CauseOutOfControl
from teleshop.analysis.tables import AnalysisRepository, PointRow
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction

AT_ONCE = 40
"""Points in one transaction: each is a row and up to one event, and it takes a hundred writes."""


@dataclass(frozen=True, slots=True)
class WeekJudged:
    """A week and what is stored of it: how many causes were judged, which gave a signal."""

    week: str
    causes: int
    signals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The latest points of one cause, earliest first; ``state`` is that of the last one, or
    `insufficient_history` without any.
    """

    cause: str
    points: tuple[ChartPoint, ...]

    @property
    def state(self) -> ChartState:
        """How the latest week was judged."""
        return self.points[-1].state if self.points else ChartState.INSUFFICIENT_HISTORY


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts of all causes in one week, and its orders."""

    week: str
    by_cause: Mapping[str, int]
    orders: int


class Charts:
    """Judges weeks; stateless, one per process."""

    def __init__(
        self,
        repository: AnalysisRepository,
        taxonomy: Taxonomy,
        policy: AnalysisPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._policy = policy.chart
        self._causes = {leaf.cause.code: leaf.cause for leaf in taxonomy.leaves(retired=True)}

    def judge_weeks(self, call: Call) -> list[WeekJudged]:
        """Judge the complete weeks before ``call.now`` that were not judged yet: the last one, and
        up to three more that a missed schedule left out.

        A point is stored once, with the event of its signal in the same transaction; what was
        stored before the process ended is not judged again. Cases that are entered later change
        the counters and no point. Costs a query per week of the history (seventeen) and per year,
        a batch per week that may be judged, and a transaction per forty causes.
        """
        last = shifted(week_of(call.now), -1)
        weeks = up_to(last, self._policy.catch_up + self._policy.baseline + 1)
        counted = self._counted(weeks)
        judged: list[WeekJudged] = []
        before = self._points(shifted(last, -self._policy.catch_up))
        for week in up_to(last, self._policy.catch_up):
            points = self._points(week)
            upon = [one for one in counted if one.week <= week]
            if upon or week == last:
                points = self._judge(call, week, upon, points, before)
                signals = sorted(one.cause for one in points.values() if one.state.is_signal)
                judged.append(WeekJudged(week, len(points), tuple(signals)))
            before = points
        return judged

    def _points(self, week: str) -> dict[str, ChartPoint]:
        return self._repository.points_of_week(week, list(self._causes))

    def _judge(
        self,
        call: Call,
        week: str,
        counted: Sequence[_Counts],
        known: Mapping[str, ChartPoint],
        before: Mapping[str, ChartPoint],
    ) -> dict[str, ChartPoint]:
        """Store the points of a week that are not known; answers all of them."""
        points = [
            judge(
                self._policy,
                cause,
                _weeks_of(cause, counted) or [WeekCount(week, 0)],
                call.now,
                run_before=before[cause].run if cause in before else 0,
            )
            for cause in self._causes
            if cause not in known
        ]
        for start in range(0, len(points), AT_ONCE):
            tx = Transaction(call, "judge_causes", Subject("week", week))
            for point in points[start : start + AT_ONCE]:
                tx.create(PointRow, point, conflict=RacedError(), audited=point.state.is_signal)
                if point.state.is_signal:
                    said = CauseOutOfControl.of(point, self._causes[point.cause])
                    tx.publish(said, subject=Subject("cause", point.cause))
            tx.commit(None)
        return {**known, **{point.cause: point for point in points}}

    def _counted(self, weeks: Sequence[str]) -> list[_Counts]:
        """The weeks from the first one that has any case on."""
        orders: dict[str, int] = {}
        for year in sorted({year_of(week) for week in weeks}):
            for (week,), sums in self._repository.figures(ORDERS, year, (0,)).items():
                orders[week] = sums["n"]
        found: list[_Counts] = []
        for week in weeks:
            figures = self._repository.figures(BY_CAUSE, week, (0, 1))
            if not found and not any(sums["n"] for sums in figures.values()):
                continue
            by_cause: dict[str, int] = {}
            for (cause, kind), sums in figures.items():
                if kind in self._policy.kinds:
                    by_cause[cause] = by_cause.get(cause, 0) + sums["n"]
            found.append(_Counts(week, by_cause, orders.get(week, 0)))
        return found

    def chart(self, cause: str, weeks: int) -> Chart:
        """The last ``weeks`` judged weeks of a cause of the second level, retired ones too; refuses
        `cause_not_found`.
        """
        if cause not in self._causes:
            raise CauseNotFoundError
        return Chart(cause, tuple(self._repository.points(cause, weeks)))


def _weeks_of(cause: str, counted: Sequence[_Counts]) -> list[WeekCount]:
    """The counts of one cause. The first week is no part of a baseline: counting may have begun in
    its middle.
    """
    found = [WeekCount(one.week, one.by_cause.get(cause, 0), one.orders) for one in counted]
    return found[1:] or found
