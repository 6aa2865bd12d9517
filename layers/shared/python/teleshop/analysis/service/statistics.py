"""Reading the counters: Pareto, statistics with trend, clock metrics, agreement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from teleshop.analysis.domain import (
    AGREEMENT,
    BY_CATEGORY,
    BY_CAUSE,
    BY_PRODUCT,
    BY_SUPPLIER,
    CLOCKS_BY_CAUSE,
    CLOCKS_BY_SUPPLIER,
    DEFAULT_POLICY,
    UNCLASSIFIED,
    AnalysisPolicy,
    By,
    ClockMetrics,
    ClocksBy,
    Ranked,
    metrics_of,
    ranking,
)
from teleshop.analysis.domain.periods import (
    EARLIEST,
    LATEST,
    between,
    first_day,
    shifted,
    up_to,
)
from teleshop.analysis.tables import AnalysisRepository
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import FieldError, InvalidInputError

OWED_BY_SUPPLIERS = frozenset({"supplier"})
"""Whose clocks a supplier sees; how the platform keeps its own is not its business."""
MOST_WEEKS = 53
"""Weeks that one answer covers."""


@dataclass(frozen=True, slots=True)
class Pareto:
    """The causes of one week. ``unclassified`` cases are in ``total`` and no line; ``weeks`` are
    those of the trend, earliest first.
    """

    week: str
    kind: str
    total: int
    unclassified: int
    weeks: tuple[str, ...]
    lines: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Cases of one period by one property; ``others`` are the cases of the values beyond the
    listed ones.
    """

    period: str
    by: By
    kind: str | None
    supplier_id: str | None
    total: int
    others: int
    periods: tuple[str, ...]
    lines: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class ClocksLine:
    """The metrics of one kind of clock for one value (a week, a supplier, a cause)."""

    value: str
    clock: str
    owed_by: str
    metrics: ClockMetrics


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """How often people agreed with a suggestion: ``agreed`` of ``judged``."""

    value: str
    judged: int
    agreed: int

    @property
    def rate(self) -> float | None:
        """The part that was agreed with; None if nothing was judged."""
        return round(self.agreed / self.judged, 4) if self.judged else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of some weeks: overall, by week, and by the cause that was suggested."""

    overall: AgreementLine
    weeks: tuple[AgreementLine, ...]
    causes: tuple[AgreementLine, ...]


class Figures:
    """Answers from the counters; stateless, one per process. Figures follow the events of cases
    by seconds.
    """

    def __init__(
        self, repository: AnalysisRepository, policy: AnalysisPolicy = DEFAULT_POLICY
    ) -> None:
        self._repository = repository
        self._policy = policy

    def pareto(self, week: str, kind: str, trend: int) -> Pareto:
        """The causes of the cases of one kind that arrived in a week, the vital few marked, with
        the counts of the ``trend`` weeks before.
        """
        week = _period(week, "/week")
        weeks = tuple(up_to(shifted(week, -1), trend))
        counts = [self._counts(By.CAUSE, one, kind, None) for one in (*weeks, week)]
        unclassified = [one.pop(UNCLASSIFIED, 0) for one in counts]
        lines = ranking(counts[-1], counts[:-1], vital_share=self._policy.vital_share)
        return Pareto(
            week=week,
            kind=kind,
            total=sum(counts[-1].values()) + unclassified[-1],
            unclassified=unclassified[-1],
            weeks=weeks,
            lines=tuple(lines),
        )

    def statistics(
        self,
        actor: Actor,
        period: str,
        by: By,
        *,
        kind: str | None = None,
        supplier_id: str | None = None,
        trend: int,
        limit: int,
    ) -> Statistics:
        """The cases of a week or month, most frequent value first, with the ``trend`` periods
        before. A supplier gets its own figures, whatever it asks for.

        Refuses a breakdown that is not counted by supplier (`breakdown_not_available`).
        """
        period = _period(period, "/period")
        supplier_id = _supplier(actor, supplier_id)
        if supplier_id is not None and by in (By.PRODUCT, By.CATEGORY):
            raise InvalidInputError(
                errors=[
                    FieldError(
                        "/by",
                        "breakdown_not_available",
                        "单个供应商的统计只能按 cause、area、kind 或 supplier 分类。",
                        "The figures of one supplier are broken down by cause, area, kind or "
                        "supplier.",
                        clause="2.4.5",
                    )
                ]
            )
        periods = tuple(up_to(shifted(period, -1), trend))
        counts = [self._counts(by, one, kind, supplier_id) for one in (*periods, period)]
        lines = ranking(counts[-1], counts[:-1], vital_share=self._policy.vital_share)
        total = sum(counts[-1].values())
        shown = lines[:limit]
        return Statistics(
            period=period,
            by=by,
            kind=kind,
            supplier_id=supplier_id,
            total=total,
            others=total - sum(line.count for line in shown),
            periods=periods,
            lines=tuple(shown),
        )

    def _counts(
        self, by: By, period: str, kind: str | None, supplier_id: str | None
    ) -> dict[str, int]:
        """Cases by value; without those that have no such value (a case about no product)."""
        only_kind = frozenset({kind}) if kind else None
        if supplier_id is not None or by is By.SUPPLIER:
            dimension, kind_at = BY_SUPPLIER, 1
            place = {By.SUPPLIER: 0, By.KIND: 1}.get(by, 2)
        else:
            dimension = {By.PRODUCT: BY_PRODUCT, By.CATEGORY: BY_CATEGORY}.get(by, BY_CAUSE)
            kind_at, place = 1, 1 if by is By.KIND else 0
        figures = self._repository.figures(
            dimension,
            period,
            (place,),
            value=supplier_id,
            only=(kind_at, only_kind) if only_kind else None,
        )
        found: dict[str, int] = {}
        for (value,), sums in figures.items():
            name = value.partition(".")[0] if by is By.AREA else value
            if sums["n"]:
                found[name] = found.get(name, 0) + sums["n"]
        return found

    def clock_metrics(
        self,
        actor: Actor,
        first: str,
        last: str,
        by: ClocksBy,
        *,
        value: str | None = None,
    ) -> list[ClocksLine]:
        """How clocks due in the weeks from ``first`` to ``last`` were kept, by kind of clock and
        by week, supplier or cause; ``value`` asks for one supplier or cause alone.

        A supplier gets the clocks that it owes in cases about its goods, by week or supplier.
        """
        own = _supplier(actor, None)
        weeks = _weeks(first, last)
        dimension = CLOCKS_BY_SUPPLIER if by is ClocksBy.SUPPLIER or own else CLOCKS_BY_CAUSE
        if own is not None:
            value = own
            by = ClocksBy.WEEK if by is ClocksBy.WEEK else ClocksBy.SUPPLIER
        elif by is ClocksBy.WEEK:
            value = None
        found: dict[tuple[str, str, str], ClockMetrics] = {}
        for week in weeks:
            figures = self._repository.figures(
                dimension,
                week,
                (0, 1, 2),
                value=value,
                only=(2, OWED_BY_SUPPLIERS) if own else None,
            )
            for (name, clock, owed_by), sums in figures.items():
                key = (week if by is ClocksBy.WEEK else name, clock, owed_by)
                found[key] = found.get(key, ClockMetrics()) + metrics_of(sums)
        return [
            ClocksLine(*key, metrics)
            for key, metrics in sorted(found.items())
            if metrics.met or metrics.missed
        ]

    def agreement(self, first: str, last: str) -> Agreement:
        """How often people agreed with the suggested cause in the weeks from ``first`` to
        ``last``; of a case judged again, the last judgement counts.
        """
        by_week: dict[str, AgreementLine] = {}
        by_cause: dict[str, AgreementLine] = {}
        overall = AgreementLine("all", 0, 0)
        for week in _weeks(first, last):
            line = AgreementLine(week, 0, 0)
            for (cause,), sums in self._repository.figures(AGREEMENT, week, (0,)).items():
                line = _more(line, sums)
                by_cause[cause] = _more(by_cause.get(cause, AgreementLine(cause, 0, 0)), sums)
                overall = _more(overall, sums)
            by_week[week] = line
        causes = sorted(by_cause.values(), key=lambda line: (-line.judged, line.value))
        return Agreement(
            overall,
            tuple(by_week.values()),
            tuple(line for line in causes if line.judged),
        )


def _more(line: AgreementLine, sums: Mapping[str, int]) -> AgreementLine:
    return AgreementLine(
        line.value, line.judged + sums.get("n", 0), line.agreed + sums.get("agreed", 0)
    )


def _supplier(actor: Actor, asked: str | None) -> str | None:
    """The supplier whose figures are answered; a supplier without an id has none to see."""
    if actor.has(Role.SUPPLIER) and not actor.is_staff:
        return actor.supplier_id or "-"
    return asked


def _period(period: str, pointer: str) -> str:
    """The period, if there is one of that name; a week and month may be far from each other."""
    try:
        first_day(shifted(period, -MOST_WEEKS))
        first_day(period)
    except ValueError as unknown:
        raise InvalidInputError(
            errors=[
                FieldError(
                    pointer,
                    "period_unknown",
                    "该周（如 2026-W47）或月（如 2026-11）不存在，或超出统计范围"
                    "（{first} 至 {last} 年）。",
                    "There is no such week (like 2026-W47) or month (like 2026-11), or it is out "
                    "of the years counted, {first} to {last}.",
                    {"first": EARLIEST, "last": LATEST},
                )
            ]
        ) from unknown
    return period


def _weeks(first: str, last: str) -> Sequence[str]:
    """The weeks between two, both included; refuses none, too many, and weeks that do not exist."""
    weeks = between(_period(first, "/from"), _period(last, "/to"))
    if weeks and len(weeks) <= MOST_WEEKS:
        return weeks
    raise InvalidInputError(
        errors=[
            FieldError(
                "/to",
                "range_reversed" if not weeks else "range_too_long",
                "截止周不得早于起始周，且最多 {most} 周。",
                "The last week must not be before the first, and {most} weeks are the most.",
                {"most": MOST_WEEKS},
            )
        ]
    )
