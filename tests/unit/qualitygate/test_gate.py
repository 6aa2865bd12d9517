"""Clear, warned, held: who is told when, and what ends by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.clock import china_date, start_of_china_day
from teleshop.qualitygate.domain import (
    POLICIES,
    Check,
    Gate,
    GateState,
    Judgement,
    LetterKind,
    Step,
    earliest_hold,
    judge,
    judged,
    opened,
    reinstated,
    window,
)
from teleshop.qualitygate.errors import NotHeldError, StillAboveError

pytestmark = pytest.mark.clause("3.3.1")
POLICY = POLICIES[0]
DAY = timedelta(days=1)
NOW = start_of_china_day(date(2026, 11, 23)) + timedelta(minutes=30)
SUPPLIER = "sup_01KASY2D7V3M7T1QZ9N3D6WXYZ"


def of_day(now: datetime, **figures: int) -> Judgement:
    first, last = window(china_date(now) - DAY, POLICY)
    counted = {
        "orders": 100,
        "responses": 100,
        "responses_met": 100,
        "shipments": 100,
        **figures,
    }
    return judge(counted, first, last, POLICY)


def night(gate: Gate, day: int, **figures: int) -> Step:
    now = NOW + day * DAY
    return judged(gate, of_day(now, **figures), POLICY, now)


def clear() -> Gate:
    return opened(SUPPLIER, NOW)


def warned(**figures: int) -> Gate:
    return night(clear(), 0, **(figures or {"complaints": 8})).gate


def held() -> Gate:
    return night(warned(complaints=9), 3, complaints=9).gate


def lifted(gate: Gate, day: int, *, exception: bool = False, **figures: int) -> Step:
    now = NOW + day * DAY
    return reinstated(gate, of_day(now, **figures), POLICY, now, exception=exception)


def test_whoever_is_below_every_threshold_stays_clear_and_is_told_nothing() -> None:
    assert night(clear(), 0, complaints=7) == Step(clear())


def test_a_reached_threshold_brings_a_letter_with_its_reasons() -> None:
    step = night(clear(), 0, complaints=8, late_shipments=8)
    assert (step.gate.state, step.kind) == (GateState.WARNED, LetterKind.WARNED)
    assert [one.check for one in step.readings] == [Check.INCIDENTS, Check.LATE_SHIPMENTS]
    assert step.hold_from == date(2026, 11, 26)


def test_nobody_is_held_without_a_letter_days_before() -> None:
    first = night(clear(), 0, complaints=50)
    assert first.gate.state is GateState.WARNED
    for day in (0, 1, 2):
        assert night(first.gate, day, complaints=50) == Step(first.gate)
    third = night(first.gate, 3, complaints=50)
    assert (third.gate.state, third.kind) == (GateState.HELD, LetterKind.HELD)


def test_a_hold_rests_on_a_share_that_stood_in_a_letter() -> None:
    gate = warned(complaints=9)
    step = night(gate, 5, late_shipments=10)
    assert (step.gate.state, step.kind) == (GateState.WARNED, LetterKind.WARNED)
    assert night(step.gate, 7, late_shipments=10).gate.state is GateState.WARNED
    assert night(step.gate, 8, late_shipments=10).gate.state is GateState.HELD


def test_the_warning_threshold_alone_never_leads_to_a_hold() -> None:
    gate = warned()
    for day in range(1, 90):
        assert night(gate, day, complaints=8) == Step(gate)


def test_one_episode_brings_one_letter_for_each_share_however_it_swings() -> None:
    gate, letters = clear(), 0
    for day in range(120):
        step = night(gate, day, complaints=8 if day % 2 else 7)
        gate, letters = step.gate, letters + (step.kind is not None)
    assert (gate.state, letters) == (GateState.WARNED, 1)


def test_a_warning_ends_by_itself_after_a_whole_window_below_every_threshold() -> None:
    gate = night(warned(), 1, complaints=7).gate
    assert gate.calm_since == date(2026, 11, 24)
    assert night(gate, 30, complaints=7) == Step(gate)
    step = night(gate, 31, complaints=7)
    assert (step.gate.state, step.kind) == (GateState.CLEAR, LetterKind.CLEARED)
    assert (step.gate.named, step.gate.calm_since) == ((), None)


def test_a_day_at_a_threshold_begins_the_window_anew() -> None:
    gate = night(warned(), 1, complaints=7).gate
    gate = night(gate, 20, complaints=8).gate
    assert gate.calm_since is None
    gate = night(gate, 21, complaints=7).gate
    assert night(gate, 31, complaints=7).gate.state is GateState.WARNED
    assert night(gate, 51, complaints=7).gate.state is GateState.CLEAR


def test_too_few_orders_change_nothing_whatever_the_state() -> None:
    for gate in (clear(), warned(), held()):
        assert night(gate, 40, orders=9, complaints=9) == Step(gate)


@given(days=st.integers(0, 2000), complaints=st.integers(0, 100))
def test_no_time_and_no_figures_lift_a_hold(days: int, complaints: int) -> None:
    assert night(held(), 3 + days, complaints=complaints) == Step(held())


def test_an_older_judgement_than_the_last_change_changes_nothing() -> None:
    gate = night(clear(), 10, complaints=8).gate
    assert night(gate, 9, complaints=0) == Step(gate)


def test_a_person_lifts_a_hold_once_the_figures_are_below_its_threshold() -> None:
    step = lifted(held(), 10, complaints=8)
    assert (step.gate.state, step.kind) == (GateState.WARNED, LetterKind.REINSTATED)
    assert not step.by_exception
    assert [one.check for one in step.gate.named] == [Check.INCIDENTS]
    assert step.hold_from == date(2026, 12, 6)


def test_an_exception_that_is_not_needed_is_none() -> None:
    assert not lifted(held(), 10, exception=True, complaints=0).by_exception


@pytest.mark.parametrize("figures", [{"complaints": 9}, {"orders": 9}])
def test_a_hold_whose_reason_stands_is_lifted_as_an_exception_only(
    figures: dict[str, Any],
) -> None:
    with pytest.raises(StillAboveError):
        lifted(held(), 10, **figures)
    step = lifted(held(), 10, exception=True, **figures)
    assert (step.gate.state, step.by_exception) == (GateState.WARNED, True)


def test_an_exception_holds_for_its_days_and_no_longer() -> None:
    gate = lifted(held(), 10, exception=True, complaints=9).gate
    assert night(gate, 23, complaints=9).gate.state is GateState.WARNED
    assert night(gate, 24, complaints=9).gate.state is GateState.HELD


def test_after_a_reinstatement_the_supplier_is_under_watch_for_a_window() -> None:
    gate = lifted(held(), 10, complaints=0).gate
    assert night(gate, 39, complaints=0).gate.state is GateState.WARNED
    assert night(gate, 40, complaints=0).gate.state is GateState.CLEAR


def test_there_is_nothing_to_lift_where_nothing_is_held() -> None:
    for gate in (clear(), warned()):
        with pytest.raises(NotHeldError):
            lifted(gate, 10, exception=True)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=80))
def test_every_hold_has_a_letter_at_least_the_notice_before_it(rates: list[int]) -> None:
    gate, letter = clear(), None
    for day, complaints in enumerate(rates):
        step = night(gate, day, complaints=complaints)
        gate = step.gate
        if step.kind is LetterKind.WARNED and letter is None:
            letter = day
        if step.kind is LetterKind.CLEARED:
            letter = None
        if step.kind is LetterKind.HELD:
            assert letter is not None
            assert day - letter >= POLICY.notice_days
            assert complaints >= 9


def test_a_letter_names_the_day_from_which_what_it_names_may_become_a_hold() -> None:
    """A share that calmed down had a letter of its own, whose day has passed."""
    before = night(warned(complaints=8), 5, complaints=0).gate
    letter = night(before, 11, late_shipments=8)
    assert [one.check for one in letter.readings] == [Check.LATE_SHIPMENTS]
    assert letter.hold_from == date(2026, 12, 7)


def test_no_day_that_is_named_for_a_hold_has_passed() -> None:
    letter = night(warned(complaints=8), 11, complaints=8, late_shipments=8)
    today = date(2026, 12, 4)
    assert letter.hold_from == today + DAY
    assert earliest_hold(letter.gate, POLICY, today + 5 * DAY) == today + 6 * DAY
