"""A hold for a deposit is back when what lifted it is undone; all else is a request of its own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.policy import DEFAULT_POLICY
from teleshop.deposits.domain.top_up import Cause, settle

pytestmark = pytest.mark.clause("3.4.2")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
LATE = DUE + DAY
MONTH = DEFAULT_POLICY.lowered_days * DAY
EMPTY = Deposit(supplier_id="sup_1", required=500_00)


def changed(
    before: Deposit,
    after: Deposit,
    now: datetime,
    cause: Cause = Cause.OTHER,
    booked_at: datetime | None = None,
) -> Deposit:
    return settle(after, now, cause=cause, missing=before.shortfall, booked_at=booked_at)


def paid(deposit: Deposit, amount: int, now: datetime) -> Deposit:
    return changed(deposit, rules.pay_in(deposit, amount)[0], now, Cause.PAYMENT)


def taken_back(deposit: Deposit, amount: int, booked_at: datetime, now: datetime) -> Deposit:
    after = rules.take_back_payment(deposit, amount)[0]
    return changed(deposit, after, now, Cause.REVERSAL, booked_at)


def required(deposit: Deposit, amount: int, now: datetime) -> Deposit:
    return changed(deposit, rules.require(deposit, amount), now, Cause.REQUIREMENT)


def fined(deposit: Deposit, amount: int, now: datetime) -> Deposit:
    return changed(deposit, rules.fine(deposit, amount)[0], now)


def overdue() -> Deposit:
    """300 of 500 yuan are there, the rest was due on 7 December, and the supplier is on hold."""
    short = paid(EMPTY, 300_00, NOW)
    assert (short.due_at, short.overdue) == (DUE, False)
    return replace(short, overdue=True)


def is_new(deposit: Deposit, now: datetime) -> bool:
    """Whether what is missing has ten working days from ``now``."""
    return not deposit.overdue and deposit.due_at == DEFAULT_POLICY.top_up_due(now)


def test_a_payment_that_was_none_brings_the_hold_back() -> None:
    full = paid(overdue(), 200_00, LATE)
    assert (full.due_at, full.overdue) == (None, False)
    again = taken_back(full, 200_00, LATE, LATE + 90 * DAY)
    assert (again.due_at, again.overdue, again.asked) == (DUE, True, 2)


@pytest.mark.parametrize(("after", "back"), [(MONTH - DAY / 24, True), (MONTH, False)])
def test_a_requirement_that_is_raised_again_within_thirty_days_brings_the_hold_back(
    after: timedelta, back: bool
) -> None:
    less = required(overdue(), 0, LATE)
    assert (less.due_at, less.overdue) == (None, False)
    again = required(less, 500_00, LATE + after)
    assert (again.overdue, is_new(again, LATE + after)) == (back, not back)


def test_however_often_it_is_booked_and_taken_back_the_hold_is_back() -> None:
    deposit, now = overdue(), LATE
    for _ in range(3):
        now += DAY
        full = paid(deposit, 200_00, now)
        deposit = taken_back(full, 200_00, now, now + DAY)
        assert (deposit.due_at, deposit.overdue) == (DUE, True)
        deposit = required(required(deposit, 0, now), 500_00, now + DAY)
        assert (deposit.due_at, deposit.overdue) == (DUE, True)


def test_another_payment_than_the_one_that_lifted_the_hold_makes_a_new_request() -> None:
    full = paid(overdue(), 400_00, LATE)
    now = LATE + DAY
    assert is_new(taken_back(full, 300_00, NOW, now), now)


def test_more_than_was_missing_then_makes_a_new_request() -> None:
    less = required(overdue(), 0, LATE)
    now = LATE + DAY
    assert is_new(required(less, 500_01, now), now)
    fine = fined(paid(overdue(), 200_00, LATE), 1, now)
    assert is_new(fine, now)


def test_a_request_that_was_answered_in_its_time_never_puts_anybody_on_hold_later() -> None:
    """An error of finance that is put right costs the supplier nothing."""
    full = paid(paid(EMPTY, 300_00, NOW), 200_00, NOW + DAY)
    error = required(full, 1000_00, NOW + 5 * DAY)
    right = required(error, 500_00, NOW + 6 * DAY)
    assert right.due_at is None
    now = NOW + 34 * DAY
    assert is_new(required(right, 600_00, now), now)
    assert is_new(taken_back(full, 200_00, NOW + DAY, now), now)


def test_a_reversal_beside_a_fine_whose_time_runs_leaves_that_time() -> None:
    full = paid(EMPTY, 500_00, NOW)
    fine = fined(full, 100_00, NOW + 20 * DAY)
    due = fine.due_at
    open_again = taken_back(fine, 500_00, NOW, NOW + 21 * DAY)
    right = paid(open_again, 500_00, NOW + 21 * DAY)
    assert (right.due_at, right.overdue, right.shortfall) == (due, False, 100_00)


def test_after_the_cooperation_no_hold_comes_back() -> None:
    full = paid(overdue(), 200_00, LATE)
    over = rules.end(full)
    again = taken_back(over, 200_00, LATE, LATE + DAY)
    assert (again.due_at, again.overdue) == (None, False)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "back", "require", "fine"]),
        st.integers(0, 900_00),
        st.integers(0, 9),
    ),
    max_size=10,
)


@given(ACTS)
def test_a_supplier_is_on_hold_at_once_only_for_what_was_overdue_before(
    acts: list[tuple[str, int, int]],
) -> None:
    """Nothing is ever due in the past but what had been, and never more than was missing then."""
    deposit, booked, now, most = overdue(), [(300_00, NOW)], LATE, 200_00
    for act, number, which in acts:
        now += DAY
        before = deposit
        if act == "pay" and number:
            deposit = paid(deposit, number, now)
            booked.append((number, now))
        elif act == "back" and booked:
            amount, booked_at = booked.pop(which % len(booked))
            deposit = taken_back(deposit, amount, booked_at, now)
        elif act == "require":
            deposit = required(deposit, number, now)
        elif act == "fine" and number:
            deposit = fined(deposit, number, now)
        if before.overdue:
            most = max(most, before.shortfall)
        if deposit.overdue and not before.overdue:
            assert deposit.shortfall <= most
            assert deposit.due_at == DUE
        if deposit.due_at is not None and not deposit.overdue:
            assert deposit.due_at > NOW + DAY
