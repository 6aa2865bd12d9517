"""Counters follow the events of cases, once each and in any order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import permutations
from typing import Any

import pytest

from teleshop.analysis.domain import By, ClocksBy
from teleshop.analysis.service import Statistics
from teleshop.analysis.wiring import counting, figures
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.use_case import run
from tests.factories.analysis import (
    DAY,
    DEFECT,
    HOUR,
    LATE,
    MONTH,
    NOW,
    OTHER_ID,
    SUPPLIER_ID,
    WEEK,
    breached,
    classified,
    closed,
    deliver,
    ended,
    event,
    judged,
    merged,
    opened,
    seen,
    system,
)
from tests.factories.orders import order, report

MANAGER = Actor("mia", frozenset({Role.MANAGER}))
SUPPLIER = Actor("sue", frozenset({Role.SUPPLIER}), SUPPLIER_ID)


def statistics(by: By = By.CAUSE, period: str = WEEK, **options: Any) -> Statistics:
    options = {"trend": 0, "limit": 50} | options
    actor: Actor = options.pop("actor", MANAGER)
    return figures().statistics(actor, period, by, **options)


def counts(by: By = By.CAUSE, period: str = WEEK, **options: Any) -> dict[str, int]:
    return {line.value: line.count for line in statistics(by, period, **options).lines}


def story() -> list[dict[str, Any]]:
    """Opened, classified wrongly, classified rightly."""
    return [
        event(opened(), NOW),
        event(classified(cause=LATE, suggested=DEFECT), NOW + HOUR),
        event(classified(cause=DEFECT, suggested=DEFECT), NOW + 2 * HOUR),
    ]


@pytest.mark.clause("6.1.4", "2.4.5")
def test_a_case_is_counted_by_week_and_month_and_everything_it_is_about(aws: Any) -> None:
    bought = order()
    report(bought)
    line = bought.lines[0]
    told = opened(
        order_id=bought.id, product_id=line.product_id, supplier_id=line.supplier_id, cause=DEFECT
    )
    deliver("count_cases", event(told))
    for period in (WEEK, MONTH):
        assert counts(By.CAUSE, period) == {DEFECT: 1}
        assert counts(By.AREA, period) == {"quality": 1}
        assert counts(By.KIND, period) == {"complaint": 1}
        assert counts(By.PRODUCT, period) == {line.product_id: 1}
        assert counts(By.SUPPLIER, period) == {line.supplier_id: 1}
        assert counts(By.CATEGORY, period) == {line.goods_kind.value: 1}
        assert counts(By.CAUSE, period, kind="enquiry") == {}


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize("places", list(permutations(range(3))))
def test_events_in_any_order_and_twice_count_a_case_once(aws: Any, places: tuple[int, ...]) -> None:
    told = story()
    for place in (*places, *reversed(places)):
        deliver("count_cases", told[place])
    assert counts() == {DEFECT: 1}
    assert counts(By.SUPPLIER) == {SUPPLIER_ID: 1}
    agreed = figures().agreement(WEEK, WEEK)
    assert (agreed.overall.judged, agreed.overall.agreed) == (1, 1)


@pytest.mark.clause("6.1.4")
def test_cases_of_one_cause_counted_at_once_are_all_counted(aws: Any) -> None:
    def count(number: int) -> None:
        call = system()
        run(call, lambda: counting().count_case(call, seen(number, cause=DEFECT)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(40)))
    for by in (By.CAUSE, By.SUPPLIER, By.PRODUCT, By.CATEGORY):
        assert list(counts(by).values()) == [40]


@pytest.mark.clause("6.1.4")
def test_a_reclassification_moves_the_count_in_the_week_of_arrival(aws: Any) -> None:
    deliver("count_cases", event(opened(cause=LATE), NOW))
    deliver("count_cases", event(classified(cause=DEFECT), NOW + 8 * DAY))
    assert counts() == {DEFECT: 1}
    assert counts(period="2026-W49") == {}


@pytest.mark.clause("6.1.4")
def test_a_merged_case_leaves_the_counters_and_never_returns(aws: Any) -> None:
    told = [event(opened(), NOW), event(opened(2), NOW), event(merged(1, 2), NOW + HOUR)]
    for one in (*told, *reversed(told)):
        deliver("count_cases", one)
    deliver("count_cases", event(classified(1), NOW + 2 * HOUR))
    assert counts() == {"unclassified": 1}


@pytest.mark.parametrize(
    ("at", "week", "month"),
    [
        # The last instant of Sunday, and the first of Monday, in China.
        (datetime.fromisoformat("2026-11-29T15:59:59.999999+00:00"), "2026-W48", "2026-11"),
        (datetime.fromisoformat("2026-11-29T16:00:00+00:00"), "2026-W49", "2026-11"),
        (datetime.fromisoformat("2026-12-31T16:00:00+00:00"), "2026-W53", "2027-01"),
    ],
)
@pytest.mark.clause("6.1.4")
def test_a_case_belongs_to_the_week_and_month_of_china(
    aws: Any, at: datetime, week: str, month: str
) -> None:
    counting().count_case(system(at), seen(1, at))
    assert sum(counts(period=week).values()) == sum(counts(period=month).values()) == 1


@pytest.mark.clause("6.1.4")
def test_the_pareto_names_the_vital_few_with_the_weeks_before(aws: Any) -> None:
    for number, cause in enumerate([DEFECT] * 7 + [LATE] * 2 + ["price.coupon"]):
        counting().count_case(system(), seen(number, cause=cause))
    counting().count_case(system(), seen(20))
    counting().count_case(system(), seen(21, NOW - 7 * DAY, cause=LATE))
    counting().count_case(system(), seen(22, kind="enquiry", cause=LATE))
    found = figures().pareto(WEEK, "complaint", 2)
    assert (found.total, found.unclassified, found.weeks) == (11, 1, ("2026-W46", "2026-W47"))
    assert [(line.value, line.count, line.vital) for line in found.lines] == [
        (DEFECT, 7, True),
        (LATE, 2, True),
        ("price.coupon", 1, False),
    ]
    assert [line.cumulative for line in found.lines] == [0.7, 0.9, 1.0]
    assert [line.trend for line in found.lines] == [(0, 0), (0, 1), (0, 0)]
    assert found.lines[1].change == 1


@pytest.mark.clause("2.4.5")
def test_a_supplier_sees_its_own_figures_whatever_it_asks_for(aws: Any) -> None:
    counting().count_case(system(), seen(1, cause=DEFECT))
    counting().count_case(system(), seen(2, cause=LATE, supplier_id=OTHER_ID))
    counting().count_case(system(), seen(3, cause=LATE, supplier_id=None, product_id=None))
    assert counts(By.SUPPLIER) == {SUPPLIER_ID: 1, OTHER_ID: 1}
    assert counts(supplier_id=OTHER_ID) == {LATE: 1}
    assert counts(actor=SUPPLIER, supplier_id=OTHER_ID) == {DEFECT: 1}
    assert counts(By.SUPPLIER, actor=SUPPLIER) == {SUPPLIER_ID: 1}
    nobody = Actor("new", frozenset({Role.SUPPLIER}))
    assert counts(actor=nobody) == {}


@pytest.mark.clause("2.4.5")
def test_what_is_not_listed_is_among_the_others(aws: Any) -> None:
    for number, cause in enumerate([DEFECT, DEFECT, LATE, "price.coupon"]):
        counting().count_case(system(), seen(number, cause=cause))
    found = statistics(limit=1)
    assert [line.value for line in found.lines] == [DEFECT]
    assert (found.total, found.others) == (4, 2)


def metrics(by: ClocksBy = ClocksBy.WEEK, actor: Actor = MANAGER, **options: Any) -> list[Any]:
    return [
        (line.value, line.clock, line.metrics.met, line.metrics.missed, line.metrics.over)
        for line in figures().clock_metrics(actor, WEEK, WEEK, by, **options)
    ]


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize("told_twice", [False, True])
@pytest.mark.parametrize("turn", [list, reversed])
def test_a_clock_that_was_breached_and_ended_late_is_missed_once(
    aws: Any, turn: Callable[[list[Any]], Any], told_twice: bool
) -> None:
    story = [
        event(breached(), NOW + HOUR),
        event(ended(left=-90), NOW + 2 * HOUR),
        event(closed(left=-90, cause=DEFECT), NOW + 3 * HOUR),
    ]
    for one in turn(story * (2 if told_twice else 1)):
        deliver("measure_clocks", one)
    assert metrics() == [(WEEK, "respond", 0, 1, 90)]
    # The cause that the case had at its end is the one that counts.
    assert metrics(ClocksBy.CAUSE) == [(DEFECT, "respond", 0, 1, 90)]
    assert metrics(ClocksBy.SUPPLIER) == [(SUPPLIER_ID, "respond", 0, 1, 90)]


@pytest.mark.clause("6.1.3")
def test_clocks_are_met_missed_or_not_counted(aws: Any) -> None:
    deliver("measure_clocks", event(ended(1, left=45)))
    deliver("measure_clocks", event(ended(2, left=0)))
    deliver("measure_clocks", event(breached(3, supplier_id=OTHER_ID)))
    deliver("measure_clocks", event(closed(4, left=None)))
    (line,) = figures().clock_metrics(MANAGER, WEEK, WEEK, ClocksBy.WEEK)
    assert (line.metrics.met, line.metrics.missed, line.metrics.left) == (2, 1, 45)
    assert line.metrics.rate == 0.6667
    assert line.metrics.groups == (0, 0, 0, 0, 1, 1, 0, 0)
    assert metrics(ClocksBy.SUPPLIER, value=OTHER_ID) == [(OTHER_ID, "respond", 0, 1, 0)]


@pytest.mark.clause("6.1.3")
def test_a_supplier_sees_the_clocks_that_it_owes_and_no_others(aws: Any) -> None:
    deliver("measure_clocks", event(ended(1)))
    answer = "supplier_answer"
    deliver("measure_clocks", event(ended(1, clock=answer, owed_by="supplier")))
    told = ended(2, clock=answer, owed_by="supplier", supplier_id=OTHER_ID)
    deliver("measure_clocks", event(told))
    assert metrics(actor=SUPPLIER) == [(WEEK, answer, 1, 0, 0)]
    for by in (ClocksBy.CAUSE, ClocksBy.SUPPLIER):
        assert metrics(by, SUPPLIER, value=OTHER_ID) == [(SUPPLIER_ID, answer, 1, 0, 0)]


@pytest.mark.clause("6.1.4")
def test_agreement_is_measured_by_week_and_by_suggested_cause(aws: Any) -> None:
    counting().count_case(system(), judged(1, NOW, DEFECT, DEFECT))
    counting().count_case(system(), judged(2, NOW, LATE, DEFECT))
    counting().count_case(system(), judged(3, NOW + 7 * DAY, LATE, LATE))
    found = figures().agreement(WEEK, "2026-W49")
    assert (found.overall.judged, found.overall.rate) == (3, 0.6667)
    assert [(line.value, line.rate) for line in found.weeks] == [(WEEK, 0.5), ("2026-W49", 1.0)]
    assert [(line.value, line.judged, line.agreed) for line in found.causes] == [
        (DEFECT, 2, 1),
        (LATE, 1, 1),
    ]
    assert figures().agreement("2026-W01", "2026-W02").overall.rate is None
