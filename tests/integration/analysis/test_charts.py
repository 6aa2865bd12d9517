"""The weekly judgement of causes on the table."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from teleshop.analysis.domain import (
    TAXONOMY,
    AnalysisPolicy,
    ChartKind,
    ChartPolicy,
    ChartState,
    Taxonomy,
)
from teleshop.analysis.service import Charts, WeekJudged
from teleshop.analysis.tables import AnalysisRepository
from teleshop.analysis.wiring import charts, counting
from teleshop.orders.schemas import OrderPlaced, OrderReported
from tests.factories.analysis import DAY, DEFECT, HOUR, LATE, deliver, event, seen, system
from tests.factories.orders import order

MONDAY = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
"""00:30 in China; week 2026-W47 has just ended."""
LAST = "2026-W47"


def arrive(weeks_ago: int, count: int, cause: str = DEFECT, **changes: Any) -> None:
    """Complaints of a week before MONDAY."""
    at = MONDAY - weeks_ago * 7 * DAY + HOUR
    for number in range(count):
        counting().count_case(
            system(at), seen(weeks_ago * 100 + number, at, cause=cause, **changes)
        )


def few() -> Charts:
    """The causes of quality alone, judged without making up for weeks, and per order early."""
    areas = [area for area in TAXONOMY.areas if area.cause.code == "quality"]
    policy = AnalysisPolicy(chart=ChartPolicy(catch_up=1, least_orders=10))
    return Charts(AnalysisRepository(), Taxonomy(1, areas), policy)


def judge(at: datetime = MONDAY) -> WeekJudged:
    return charts().judge_weeks(system(at))[-1]


@pytest.mark.clause("6.1.4")
def test_a_week_above_the_limit_is_told_once(aws: Any) -> None:
    for week in range(2, 12):
        arrive(week, 1)
    arrive(1, 6)
    arrive(1, 1, LATE)
    first = judge()
    assert (first.week, first.signals) == (LAST, (DEFECT,))
    assert judge(MONDAY + HOUR) == first
    assert len(aws.items("OutboxTable")) == 1
    chart = charts().chart(DEFECT, 53)
    assert chart.state is ChartState.ABOVE_LIMIT
    point = chart.points[-1]
    # Nine complete weeks: the first of all may have been counted only in part.
    assert (point.count, point.centre, point.limit, point.baseline_weeks) == (6, 1.0, 5, 9)
    assert point.chart is ChartKind.C
    assert charts().chart(LATE, 53).state is ChartState.IN_CONTROL


@pytest.mark.clause("6.1.4")
def test_without_eight_complete_weeks_there_is_insufficient_history(aws: Any) -> None:
    assert judge().signals == ()
    assert charts().chart(DEFECT, 1).state is ChartState.INSUFFICIENT_HISTORY
    for week in range(2, 10):
        arrive(week, 1)
    arrive(1, 50, LATE)
    assert judge(MONDAY + 7 * DAY).signals == ()
    points = {point.week: point for point in charts().chart(LATE, 53).points}
    assert points[LAST].state is ChartState.INSUFFICIENT_HISTORY
    assert charts().chart("safety.injury", 53).points[-1].state is ChartState.IN_CONTROL


@pytest.mark.clause("6.1.4")
def test_weeks_that_the_schedule_missed_are_made_up_for(aws: Any) -> None:
    for week in range(3, 13):
        arrive(week, 1)
    arrive(2, 9)
    found = charts().judge_weeks(system())
    assert [week.week for week in found] == ["2026-W44", "2026-W45", "2026-W46", LAST]
    assert [week.signals for week in found] == [(), (), (DEFECT,), ()]


@pytest.mark.clause("6.1.4")
def test_eight_weeks_above_the_centre_are_a_signal_of_their_own(aws: Any) -> None:
    for week in range(9, 22):
        arrive(week, 2)
    signals = []
    for week in range(8, 0, -1):
        arrive(week, 4)
        signals.append(few().judge_weeks(system(MONDAY - (week - 1) * 7 * DAY))[-1].signals)
    assert signals == [()] * 7 + [(DEFECT,)]
    assert charts().chart(DEFECT, 1).state is ChartState.RUN_ABOVE_CENTRE


@pytest.mark.clause("6.1.4")
def test_counts_are_judged_per_order_where_orders_are_known(aws: Any) -> None:
    for week in range(1, 12):
        at = MONDAY - week * 7 * DAY + HOUR
        for number in range(30 if week == 1 else 10):
            counting().count_order(system(at), f"order-{week}-{number}", at)
        arrive(week, 6 if week == 1 else 2)
    assert few().judge_weeks(system(MONDAY))[-1].signals == ()
    (point,) = charts().chart(DEFECT, 1).points
    assert (point.chart, point.orders, point.count) == (ChartKind.U, 30, 6)
    # Two in ten orders, as in the weeks before.
    assert point.centre == 6.0


@pytest.mark.clause("6.1.4")
def test_only_the_first_report_of_an_order_is_counted(aws: Any) -> None:
    told = OrderReported(
        customer_id="customer-1",
        order_id=order().id,
        supplier_ids=[],
        channel=order().channel,
        placed_at=MONDAY,
        paid=100,
        version=1,
        changed=[],
        correction=None,
    )
    first = event(told)
    for one in (first, first, event(msgspec.structs.replace(told, version=2))):
        deliver("count_orders", one)
    (row,) = [item for item in aws.items("AnalysisTable") if item["pk"].startswith("orders#")]
    assert (row["pk"], row["n"]) == ("orders#2026", 1)


@pytest.mark.clause("6.1.4")
def test_an_order_taken_here_is_counted_in_the_week_in_which_it_was_given(aws: Any) -> None:
    told = OrderPlaced(
        customer_id="customer-1",
        order_id="ord_1",
        supplier_ids=[],
        channel=order().channel,
        slot_id=None,
        placed_at=MONDAY - DAY,
        entered_at=MONDAY + DAY,
        lines=(),
        promotion_ids=(),
        goods_total=0,
        freight=0,
        total=0,
        currency="CNY",
        payment_method="gateway",
        payment_due_at=None,
        promised_on=MONDAY.date(),
        region="33",
    )
    first = event(told)
    for one in (first, first):
        deliver("count_orders", one)
    (row,) = [item for item in aws.items("AnalysisTable") if item["pk"].startswith("orders#")]
    assert row["n"] == 1
    assert LAST in row["sk"]
