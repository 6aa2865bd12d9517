"""What is asked and answered over HTTP."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from teleshop.analysis.domain import (
    BOUNDS,
    Burst,
    By,
    Cause,
    ChartKind,
    ChartPoint,
    ChartState,
    ClockMetrics,
    ClocksBy,
    Leaf,
    Ranked,
    Scope,
    Suggestion,
    Taxonomy,
)
from teleshop.kernel.schema import Input, ListQuery, Output

MAX_TEXT = 4000
WEEKS = 53

Week = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-W\d{2}$",
        description="周（周一起，中国时间），如 2026-W47 / week from Monday, China time",
        extra={"zh": "周的格式为 2026-W47。", "en": "Write a week as 2026-W47."},
    ),
]
Period = Annotated[
    str,
    Meta(
        pattern=r"^\d{4}-(W\d{2}|\d{2})$",
        description="周 2026-W47 或月 2026-11（中国时间）/ week or month, China time",
        extra={
            "zh": "周的格式为 2026-W47，月的格式为 2026-11。",
            "en": "Write a week as 2026-W47, a month as 2026-11.",
        },
    ),
]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.]{0,79}$", max_length=80)]
Reference = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$", max_length=80)]
Trend = Annotated[int, Meta(ge=0, le=12, description="对比的往期数 / periods before")]


class CauseView(Output, frozen=True, kw_only=True):
    """One cause; ``given`` is false for a retired one, which new cases may not carry."""

    code: str
    zh: str
    en: str
    given: bool
    replaced_by: str | None

    @classmethod
    def of(cls, taxonomy: Taxonomy, cause: Cause) -> "CauseView":
        """A cause as the taxonomy has it."""
        return cls(
            code=cause.code,
            zh=cause.zh,
            en=cause.en,
            given=taxonomy.is_given(cause),
            replaced_by=cause.replaced_by,
        )


class LeafView(CauseView, frozen=True, kw_only=True):
    """A cause of the second level; ``words`` suggest it, with their weights."""

    words: dict[str, int]

    @classmethod
    def of_leaf(cls, taxonomy: Taxonomy, leaf: Leaf) -> "LeafView":
        """A leaf with its words."""
        view = msgspec.structs.asdict(CauseView.of(taxonomy, leaf.cause))
        return cls(**view, words=dict(leaf.words))


class AreaView(CauseView, frozen=True, kw_only=True):
    """A cause of the first level with those below it."""

    causes: list[LeafView]


class CausesView(Output, frozen=True, kw_only=True):
    """The taxonomy, in order of gravity."""

    version: int
    areas: list[AreaView]

    @classmethod
    def of(cls, taxonomy: Taxonomy) -> "CausesView":
        """All of it, retired causes too."""
        return cls(
            version=taxonomy.version,
            areas=[
                AreaView(
                    **msgspec.structs.asdict(CauseView.of(taxonomy, area.cause)),
                    causes=[LeafView.of_leaf(taxonomy, leaf) for leaf in area.leaves],
                )
                for area in taxonomy.areas
            ],
        )


class SuggestionBody(Input, frozen=True, kw_only=True):
    """The words of a customer; nothing of it is stored."""

    text: Annotated[str, Meta(min_length=1, max_length=MAX_TEXT)]


class AlternativeView(Output, frozen=True, kw_only=True):
    """Another cause that the text allows."""

    code: str
    confidence: float


class SuggestionView(Output, frozen=True, kw_only=True):
    """The suggested cause with the words that speak for it; all empty if no word is known."""

    code: str | None
    confidence: float
    matched: list[str]
    alternatives: list[AlternativeView]

    @classmethod
    def of(cls, found: Suggestion | None) -> "SuggestionView":
        """What was found, if anything."""
        if found is None:
            return cls(code=None, confidence=0.0, matched=[], alternatives=[])
        return cls(
            code=found.code,
            confidence=found.confidence,
            matched=list(found.matched),
            alternatives=[
                AlternativeView(code=one.code, confidence=one.confidence)
                for one in found.alternatives
            ],
        )


class RankedView(Output, frozen=True, kw_only=True):
    """One line of a ranking; ``trend`` are the counts of the periods before, earliest first."""

    value: str
    count: int
    share: float
    cumulative: float
    vital: bool
    trend: list[int]
    change: int | None

    @classmethod
    def of(cls, line: Ranked) -> "RankedView":
        """A line."""
        return cls(
            value=line.value,
            count=line.count,
            share=line.share,
            cumulative=line.cumulative,
            vital=line.vital,
            trend=list(line.trend),
            change=line.change,
        )


class ParetoQuery(Input, frozen=True, kw_only=True):
    """Which week, which kind of case."""

    week: Week
    kind: Code = "complaint"
    trend: Trend = 4


class ParetoView(Output, frozen=True, kw_only=True):
    """The causes of a week; `vital` ones together reach the vital share."""

    week: str
    kind: str
    total: int
    unclassified: int
    trend_weeks: list[str]
    lines: list[RankedView]


class StatisticsQuery(Input, frozen=True, kw_only=True):
    """Which period, broken down by what; for one kind of case or one supplier."""

    period: Period
    by: By = By.CAUSE
    kind: Code | None = None
    supplier_id: Reference | None = None
    trend: Trend = 3
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class StatisticsView(Output, frozen=True, kw_only=True):
    """The cases of a period; ``others`` are those of values that are not listed."""

    period: str
    by: By
    kind: str | None
    supplier_id: str | None
    total: int
    others: int
    trend_periods: list[str]
    lines: list[RankedView]


class WeeksQuery(Input, frozen=True, kw_only=True):
    """Weeks from one to another, both included; 53 at most."""

    first: Week = msgspec.field(name="from")
    last: Week = msgspec.field(name="to")


class ClocksQuery(WeeksQuery, frozen=True, kw_only=True):
    """By what clock metrics are broken down; ``value`` asks for one supplier or cause."""

    by: ClocksBy = ClocksBy.WEEK
    value: Reference | None = None


class ClocksLineView(Output, frozen=True, kw_only=True):
    """How one kind of clock was kept. Minutes are averages, None without any; ``histogram`` counts
    ended clocks by minutes left, see ``bounds``.
    """

    value: str
    clock: str
    owed_by: str
    met: int
    missed: int
    met_rate: float | None
    average_minutes_left: float | None
    average_minutes_over: float | None
    histogram: list[int]

    @classmethod
    def of(cls, value: str, clock: str, owed_by: str, metrics: ClockMetrics) -> "ClocksLineView":
        """One line."""
        late = metrics.ended_late
        return cls(
            value=value,
            clock=clock,
            owed_by=owed_by,
            met=metrics.met,
            missed=metrics.missed,
            met_rate=metrics.rate,
            average_minutes_left=round(metrics.left / metrics.met, 1) if metrics.met else None,
            average_minutes_over=round(metrics.over / late, 1) if late else None,
            histogram=list(metrics.groups),
        )


class ClocksView(Output, frozen=True, kw_only=True):
    """Clock metrics; group k of a histogram is from ``bounds[k-1]`` up to, not including,
    ``bounds[k]`` minutes left.
    """

    by: ClocksBy
    bounds: list[int]
    lines: list[ClocksLineView]

    @classmethod
    def of(cls, by: ClocksBy, lines: list[ClocksLineView]) -> "ClocksView":
        """The lines with the bounds of their histograms."""
        return cls(by=by, bounds=list(BOUNDS), lines=lines)


class AgreementLineView(Output, frozen=True, kw_only=True):
    """How often people agreed."""

    value: str
    judged: int
    agreed: int
    rate: float | None


class AgreementView(Output, frozen=True, kw_only=True):
    """Agreement with suggested causes: overall, by week, by suggested cause."""

    overall: AgreementLineView
    weeks: list[AgreementLineView]
    causes: list[AgreementLineView]


class ChartQuery(Input, frozen=True, kw_only=True):
    """How many of the latest weeks."""

    weeks: Annotated[int, Meta(ge=1, le=WEEKS)] = 26


class PointView(Output, frozen=True, kw_only=True):
    """One week as it was judged; ``centre`` and ``limit`` are counts."""

    week: str
    state: ChartState
    chart: ChartKind
    count: int
    orders: int
    per_thousand_orders: float | None
    centre: float | None
    limit: int | None
    baseline_weeks: int
    run: int
    judged_at: datetime

    @classmethod
    def of(cls, point: ChartPoint) -> "PointView":
        """A point."""
        rate = round(1000 * point.count / point.orders, 3) if point.orders else None
        return cls(
            week=point.week,
            state=point.state,
            chart=point.chart,
            count=point.count,
            orders=point.orders,
            per_thousand_orders=rate,
            centre=point.centre,
            limit=point.limit,
            baseline_weeks=point.baseline_weeks,
            run=point.run,
            judged_at=point.judged_at,
        )


class ChartView(Output, frozen=True, kw_only=True):
    """The control chart of a cause; ``state`` is that of its latest week."""

    cause: str
    state: ChartState
    points: list[PointView]


class BurstsQuery(ListQuery, frozen=True, kw_only=True):
    """Bursts, the latest first."""


class BurstView(Output, frozen=True, kw_only=True):
    """A burst: ``case_ids`` are its first hundred cases, ``count`` is of all. ``ended_at`` is when
    it had been quiet long enough, None while it goes on.
    """

    id: str
    scope: Scope
    scope_id: str
    started_at: datetime
    last_at: datetime
    raised_at: datetime
    ended_at: datetime | None
    count: int
    case_ids: list[str]
    threshold: int
    window_minutes: int

    @classmethod
    def of(cls, burst: Burst, now: datetime) -> "BurstView":
        """A burst as it stands at an instant."""
        return cls(
            id=burst.id,
            scope=burst.scope,
            scope_id=burst.scope_id,
            started_at=burst.started_at,
            last_at=burst.last_at,
            raised_at=burst.raised_at,
            ended_at=burst.ended_at(now),
            count=burst.count,
            case_ids=list(burst.case_ids),
            threshold=burst.threshold,
            window_minutes=burst.window_minutes,
        )
