"""Routes of the analysis context."""

from typing import TYPE_CHECKING

from teleshop.analysis.schemas import (
    AgreementLineView,
    AgreementView,
    BurstsQuery,
    BurstView,
    CausesView,
    ChartQuery,
    ChartView,
    ClocksLineView,
    ClocksQuery,
    ClocksView,
    ParetoQuery,
    ParetoView,
    PointView,
    RankedView,
    StatisticsQuery,
    StatisticsView,
    SuggestionBody,
    SuggestionView,
    WeeksQuery,
)
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.analysis.service import Agreement, AgreementLine, Chart, Pareto, Statistics

api = ApiBlueprint(__name__)


def to_pareto(found: "Pareto") -> ParetoView:
    """The causes of a week."""
    return ParetoView(
        week=found.week,
        kind=found.kind,
        total=found.total,
        unclassified=found.unclassified,
        trend_weeks=list(found.weeks),
        lines=[RankedView.of(line) for line in found.lines],
    )


def to_statistics(found: "Statistics") -> StatisticsView:
    """The cases of a period."""
    return StatisticsView(
        period=found.period,
        by=found.by,
        kind=found.kind,
        supplier_id=found.supplier_id,
        total=found.total,
        others=found.others,
        trend_periods=list(found.periods),
        lines=[RankedView.of(line) for line in found.lines],
    )


def to_agreement(found: "Agreement") -> AgreementView:
    """Agreement with suggestions."""
    return AgreementView(
        overall=_line(found.overall),
        weeks=[_line(line) for line in found.weeks],
        causes=[_line(line) for line in found.causes],
    )


def _line(line: "AgreementLine") -> AgreementLineView:
    return AgreementLineView(
        value=line.value, judged=line.judged, agreed=line.agreed, rate=line.rate
    )


def to_chart(found: "Chart") -> ChartView:
    """The chart of a cause."""
    return ChartView(
        cause=found.cause,
        state=found.state,
        points=[PointView.of(point) for point in found.points],
    )


@api.get(
    "/causes",
    answer=CausesView,
    clause="6.1.4",
    summary=("查看原因分类", "Show the taxonomy of causes"),
)
def show_causes(request: Request[NoBody, NoQuery]) -> CausesView:
    """All causes with the words that suggest them."""
    from teleshop.analysis.wiring import causes

    return CausesView.of(causes().taxonomy)


@api.post(
    "/cause-suggestions",
    body=SuggestionBody,
    answer=SuggestionView,
    clause="6.1.4",
    summary=("根据文字推荐原因", "Suggest a cause from a text"),
)
def suggest_cause(request: Request[SuggestionBody, NoQuery]) -> SuggestionView:
    """The cause that the words of a text speak for; nothing is stored."""
    from teleshop.analysis.wiring import causes

    return SuggestionView.of(causes().suggest(request.body.text))


@api.get(
    "/cause-agreement",
    query=WeeksQuery,
    answer=AgreementView,
    present=to_agreement,
    clause="6.1.4",
    summary=("查看推荐原因的采纳率", "Show how often suggested causes were confirmed"),
)
def show_agreement(request: Request[NoBody, WeeksQuery]) -> "Agreement":
    """How often people agreed with suggestions, by week and by suggested cause."""
    from teleshop.analysis.wiring import figures

    return figures().agreement(request.query.first, request.query.last)


@api.get(
    "/causes/pareto",
    query=ParetoQuery,
    answer=ParetoView,
    present=to_pareto,
    clause="6.1.4",
    summary=("查看每周原因帕累托", "Show the weekly Pareto of causes"),
)
def show_pareto(request: Request[NoBody, ParetoQuery]) -> "Pareto":
    """The causes of a week with the vital few, and the weeks before."""
    from teleshop.analysis.wiring import figures

    query = request.query
    return figures().pareto(query.week, query.kind, query.trend)


@api.get(
    "/case-statistics",
    query=StatisticsQuery,
    answer=StatisticsView,
    present=to_statistics,
    clause="2.4.5",
    summary=("查看售后与投诉统计", "Show statistics of cases"),
)
def show_statistics(request: Request[NoBody, StatisticsQuery]) -> "Statistics":
    """The cases of a week or month by cause, area, kind, supplier, product or category."""
    from teleshop.analysis.wiring import figures

    query = request.query
    return figures().statistics(
        request.actor,
        query.period,
        query.by,
        kind=query.kind,
        supplier_id=query.supplier_id,
        trend=query.trend,
        limit=query.limit,
    )


@api.get(
    "/clock-metrics",
    query=ClocksQuery,
    answer=ClocksView,
    clause="6.1.3",
    summary=("查看时限达成情况", "Show how clocks were kept"),
)
def show_clock_metrics(request: Request[NoBody, ClocksQuery]) -> ClocksView:
    """Clocks met and missed, with minutes left and over, by week, supplier or cause."""
    from teleshop.analysis.wiring import figures

    query = request.query
    lines = figures().clock_metrics(
        request.actor, query.first, query.last, query.by, value=query.value
    )
    views = [
        ClocksLineView.of(line.value, line.clock, line.owed_by, line.metrics) for line in lines
    ]
    return ClocksView.of(query.by, views)


@api.get(
    "/causes/{code}/control-chart",
    query=ChartQuery,
    answer=ChartView,
    present=to_chart,
    clause="6.1.4",
    summary=("查看原因控制图", "Show the control chart of a cause"),
)
def show_control_chart(request: Request[NoBody, ChartQuery]) -> "Chart":
    """The latest judged weeks of a cause."""
    from teleshop.analysis.wiring import charts

    return charts().chart(request.path["code"], request.query.weeks)


@api.get(
    "/complaint-bursts",
    query=BurstsQuery,
    answer=Listing[BurstView],
    clause="6.1.4",
    summary=("查询集中投诉", "List bursts of complaints"),
)
def list_bursts(request: Request[NoBody, BurstsQuery]) -> Listing[BurstView]:
    """Bursts, the latest first."""
    from teleshop.analysis.wiring import bursts

    page = bursts().list_bursts(request.query.page)
    return Listing.of(page.map(lambda burst: BurstView.of(burst, request.call.now)))


@api.get(
    "/complaint-bursts/{burst_id}",
    answer=BurstView,
    clause="6.1.4",
    summary=("查看集中投诉", "Show a burst of complaints"),
)
def show_burst(request: Request[NoBody, NoQuery]) -> BurstView:
    """A burst with its cases."""
    from teleshop.analysis.wiring import bursts

    return BurstView.of(bursts().get_burst(request.path["burst_id"]), request.call.now)
