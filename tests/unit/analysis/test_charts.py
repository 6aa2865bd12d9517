"""Control limits and the judgement of weeks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.analysis.domain import (
    ChartKind,
    ChartPolicy,
    ChartState,
    WeekCount,
    judge,
    upper_limit,
)
from teleshop.analysis.domain.charts import RISK, SMALL
from tests.factories.analysis import DEFECT, NOW

POLICY = ChartPolicy()


def weeks(*counts: int, orders: tuple[int, ...] = ()) -> list[WeekCount]:
    known = orders or (0,) * len(counts)
    return [
        WeekCount(f"2026-W{number:02}", count, sold)
        for number, (count, sold) in enumerate(zip(counts, known, strict=True), 1)
    ]


def above(mean: float, count: int) -> float:
    """The chance of more than ``count`` where ``mean`` is expected, term by term."""
    return 1 - sum(
        math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(count + 1)
    )


@pytest.mark.clause("6.1.4")
@given(st.floats(0.01, SMALL, exclude_max=True))
def test_the_small_limit_is_the_least_count_with_no_more_than_the_accepted_risk(
    mean: float,
) -> None:
    limit = upper_limit(mean)
    assert above(mean, limit) <= RISK + 1e-9
    assert limit == 0 or above(mean, limit - 1) > RISK - 1e-9


@pytest.mark.clause("6.1.4")
@given(st.floats(0, 500), st.floats(0, 500))
def test_more_expected_allows_no_less(one: float, other: float) -> None:
    low, high = sorted((one, other))
    if low >= SMALL or high < SMALL:
        assert upper_limit(low) <= upper_limit(high)


@pytest.mark.parametrize(
    ("mean", "limit"), [(0, 0), (0.0417, 1), (1, 5), (4, 11), (9, 18), (16, 28), (100, 130)]
)
def test_known_limits(mean: float, limit: int) -> None:
    assert upper_limit(mean) == limit


@pytest.mark.clause("6.1.4")
def test_a_count_at_the_limit_is_in_control_and_one_more_is_not() -> None:
    at = judge(POLICY, DEFECT, weeks(*[4] * 12, 11), NOW)
    beyond = judge(POLICY, DEFECT, weeks(*[4] * 12, 12), NOW)
    assert (at.state, at.limit, at.centre) == (ChartState.IN_CONTROL, 11, 4.0)
    assert (beyond.state, beyond.state.is_signal) == (ChartState.ABOVE_LIMIT, True)


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize(
    ("before", "state"), [(7, ChartState.INSUFFICIENT_HISTORY), (8, ChartState.ABOVE_LIMIT)]
)
def test_eight_weeks_are_the_least_history(before: int, state: ChartState) -> None:
    point = judge(POLICY, DEFECT, weeks(*[1] * before, 50), NOW, run_before=3)
    assert (point.state, point.baseline_weeks) == (state, before)
    assert (point.limit is None) == (point.run == 0) == (before == 7)


def test_only_the_last_twelve_weeks_are_the_baseline() -> None:
    point = judge(POLICY, DEFECT, weeks(500, *[1] * 12, 1), NOW)
    assert (point.centre, point.baseline_weeks) == (1.0, 12)


@pytest.mark.clause("6.1.4")
def test_a_cause_that_never_came_up_is_no_signal_with_one_complaint() -> None:
    assert judge(POLICY, DEFECT, weeks(*[0] * 12, 1), NOW).state is ChartState.IN_CONTROL
    assert judge(POLICY, DEFECT, weeks(*[0] * 12, 2), NOW).state is ChartState.ABOVE_LIMIT
    assert judge(POLICY, DEFECT, weeks(*[0] * 8, 2), NOW).state is ChartState.IN_CONTROL


@pytest.mark.clause("6.1.4")
@pytest.mark.parametrize(
    ("before", "state"),
    [
        (6, ChartState.IN_CONTROL),
        (7, ChartState.RUN_ABOVE_CENTRE),
        (8, ChartState.IN_CONTROL),
        (15, ChartState.RUN_ABOVE_CENTRE),
    ],
)
def test_the_eighth_week_in_a_row_above_the_centre_is_a_signal(
    before: int, state: ChartState
) -> None:
    point = judge(POLICY, DEFECT, weeks(*[4] * 12, 5), NOW, run_before=before)
    assert (point.state, point.run) == (state, before + 1)
    assert judge(POLICY, DEFECT, weeks(*[4] * 13), NOW, run_before=before).run == 0


@pytest.mark.clause("6.1.4")
def test_orders_count_only_if_every_week_has_enough_of_them() -> None:
    counts, known = (*[2] * 12, 20), (*[100] * 12, 1000)
    point = judge(POLICY, DEFECT, weeks(*counts, orders=known), NOW)
    assert (point.chart, point.centre, point.limit) == (ChartKind.U, 20.0, 33)
    assert point.state is ChartState.IN_CONTROL
    gap = (99, *known[1:])
    point = judge(POLICY, DEFECT, weeks(*counts, orders=gap), NOW)
    assert (point.chart, point.state) == (ChartKind.C, ChartState.ABOVE_LIMIT)
