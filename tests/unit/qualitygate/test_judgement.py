"""How figures stand beside the thresholds: exact at every edge."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.indicators.domain.measures import Measure
from teleshop.qualitygate.domain import (
    POLICIES,
    Check,
    Level,
    Reading,
    Threshold,
    judge,
    policy_on,
    window,
)
from teleshop.qualitygate.domain.policy import WHOLE

pytestmark = pytest.mark.clause("3.3.1")
POLICY = POLICIES[0]
FIRST, LAST = date(2026, 10, 24), date(2026, 11, 22)
GOOD = {
    "orders": 100,
    "complaints": 0,
    "responses": 100,
    "responses_met": 100,
    "shipments": 100,
    "late_shipments": 0,
}


def level(**figures: int) -> Level:
    return judge({**GOOD, **figures}, FIRST, LAST, POLICY).level


def reading(check: Check, **figures: int) -> Reading:
    readings = judge({**GOOD, **figures}, FIRST, LAST, POLICY).readings
    return next(one for one in readings if one.check is check)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({}, Level.OK),
        ({"complaints": 7}, Level.OK),
        ({"complaints": 8}, Level.WARN),
        ({"complaints": 9}, Level.HOLD),
        ({"responses_met": 81}, Level.OK),
        ({"responses_met": 80}, Level.WARN),
        ({"responses_met": 77}, Level.WARN),
        ({"responses_met": 76}, Level.HOLD),
        ({"late_shipments": 7}, Level.OK),
        ({"late_shipments": 8}, Level.WARN),
        ({"late_shipments": 9}, Level.WARN),
        ({"late_shipments": 10}, Level.HOLD),
        ({"complaints": 8, "late_shipments": 10}, Level.HOLD),
    ],
)
def test_a_threshold_is_reached_as_soon_as_the_share_is_exactly_that(
    figures: dict[str, int], expected: Level
) -> None:
    assert level(**figures) is expected


def test_one_in_ten_thousand_below_a_threshold_is_below_it() -> None:
    assert level(orders=10_000, complaints=799) is Level.OK
    assert level(orders=10_000, complaints=800) is Level.WARN


def test_with_fewer_orders_than_the_least_nothing_is_judged() -> None:
    assert level(orders=9, complaints=9) is Level.NOT_JUDGED
    assert level(orders=10, complaints=9) is Level.HOLD
    judgement = judge({}, FIRST, LAST, POLICY)
    assert (judgement.level, judgement.orders) == (Level.NOT_JUDGED, 0)
    assert judgement.at_least(Level.NOT_JUDGED) == ()


def test_what_is_counted_too_seldom_says_nothing() -> None:
    assert level(responses=9, responses_met=0) is Level.OK
    assert level(responses=10, responses_met=0) is Level.HOLD
    assert level(shipments=0, late_shipments=0) is Level.OK


def test_a_correction_ahead_of_its_fact_is_no_negative_share() -> None:
    assert reading(Check.INCIDENTS, complaints=-2).bad == 0
    assert reading(Check.LATE_RESPONSES, responses=10, responses_met=12).bad == 0


def test_the_window_is_thirty_days_with_both_ends() -> None:
    assert window(LAST, POLICY) == (FIRST, LAST)
    assert (LAST - FIRST).days + 1 == POLICY.window_days


def test_every_figure_of_the_policy_is_a_measure() -> None:
    names = {name for one in POLICY.thresholds for name in (one.bad, one.less, one.of) if name}
    assert names <= {measure.value for measure in Measure}
    assert {one.check for one in POLICY.thresholds} == set(Check)


@pytest.mark.parametrize(("warn", "hold"), [(0, 5), (9, 8), (5, 10_001)])
def test_thresholds_that_make_no_sense_are_refused(warn: int, hold: int) -> None:
    with pytest.raises(ValueError, match="incidents"):
        Threshold(check=Check.INCIDENTS, bad="complaints", of="orders", warn=warn, hold=hold)


def test_the_policy_of_a_day_is_the_last_one_that_began() -> None:
    early, late = POLICY, POLICY.__class__(effective_from=date(2027, 1, 1), minimum_orders=25)
    assert policy_on(date(2026, 12, 31), (early, late)) is early
    assert policy_on(date(2027, 1, 1), (early, late)) is late
    assert policy_on(date(2020, 1, 1), (early, late)) is early


counts = st.integers(0, 500)


@given(bad=counts, of=st.integers(10, 500))
def test_the_distance_leads_exactly_to_each_threshold(bad: int, of: int) -> None:
    own = reading(Check.INCIDENTS, orders=of, complaints=bad)
    for distance, threshold in ((own.to_warn, own.warn), (own.to_hold, own.hold)):
        assert (bad + distance) * WHOLE >= threshold * of
        assert distance == 0 or (bad + distance - 1) * WHOLE < threshold * of
    needed = own.good_needed
    assert bad * WHOLE < own.warn * (of + needed)
    assert needed == 0 or bad * WHOLE >= own.warn * (of + needed - 1)


@given(bad=counts, of=st.integers(1, 500))
def test_a_share_shown_at_a_threshold_has_reached_it(bad: int, of: int) -> None:
    own = reading(Check.INCIDENTS, orders=of, complaints=bad)
    assert own.share is not None
    assert (own.share >= own.warn) == (bad * WHOLE >= own.warn * of)


def test_of_nothing_there_is_no_share() -> None:
    own = reading(Check.LATE_SHIPMENTS, shipments=0, late_shipments=0)
    assert (own.share, own.level, own.to_warn) == (None, Level.NOT_JUDGED, 1)


@given(
    figures=st.fixed_dictionaries(dict.fromkeys(GOOD, counts)),
)
def test_every_supplier_is_at_exactly_one_level_and_never_better_than_its_worst_share(
    figures: dict[str, int],
) -> None:
    judgement = judge(figures, FIRST, LAST, POLICY)
    if figures["orders"] < POLICY.minimum_orders:
        assert judgement.level is Level.NOT_JUDGED
    else:
        assert judgement.level in {Level.OK, Level.WARN, Level.HOLD}
        assert (judgement.level is Level.HOLD) == bool(judgement.at_least(Level.HOLD))
