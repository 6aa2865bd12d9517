"""A request to top up that seemed to be answered is open again with the time that it had."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from teleshop.deposits.domain import deposit as rules
from teleshop.deposits.domain.deposit import Deposit
from teleshop.deposits.domain.top_up import (
    REMEMBERED,
    Cause,
    settle,
    without_fine,
    without_payment,
)

pytestmark = pytest.mark.clause("3.4.2")
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DUE = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)
LATE = DUE + DAY
EMPTY = Deposit(supplier_id="sup_1", required=500_00)


def paid(deposit: Deposit, amount: int, now: datetime) -> Deposit:
    return settle(rules.pay_in(deposit, amount)[0], now, cause=Cause.PAYMENT)


def taken_back(deposit: Deposit, amount: int, booked_at: datetime, now: datetime) -> Deposit:
    after = without_payment(rules.take_back_payment(deposit, amount)[0], amount, booked_at)
    return settle(after, now, cause=Cause.REVERSAL)


def required(deposit: Deposit, amount: int, now: datetime) -> Deposit:
    return settle(rules.require(deposit, amount), now, cause=Cause.REQUIREMENT)


def fined(deposit: Deposit, amount: int, now: datetime) -> Deposit:
    return settle(rules.fine(deposit, amount)[0], now)


def annulled(deposit: Deposit, amount: int, booked_at: datetime, now: datetime) -> Deposit:
    return settle(without_fine(rules.annul(deposit, amount)[0], amount, booked_at), now)


def asked() -> Deposit:
    """300 of 500 yuan are there, and the rest is due on 7 December."""
    short = paid(EMPTY, 300_00, NOW)
    assert (short.due_at, short.asked_at, short.asked_for) == (DUE, NOW, 500_00)
    return short


@pytest.mark.parametrize(("now", "overdue"), [(DUE - DAY, False), (DUE, True), (LATE, True)])
def test_a_payment_that_was_none_leaves_the_request_as_it_was(now: datetime, overdue: bool) -> None:
    full = paid(asked(), 200_00, now)
    assert (full.due_at, full.overdue) == (None, False)
    again = taken_back(full, 200_00, now, now)
    assert (again.due_at, again.overdue, again.asked) == (DUE, overdue, 2)


@pytest.mark.parametrize(("now", "overdue"), [(DUE - DAY, False), (DUE, True), (LATE, True)])
def test_a_requirement_that_is_lowered_and_raised_leaves_the_request_as_it_was(
    now: datetime, overdue: bool
) -> None:
    less = required(asked(), 0, now)
    assert (less.due_at, less.overdue) == (None, False)
    again = required(less, 500_00, now)
    assert (again.due_at, again.overdue) == (DUE, overdue)


def test_what_was_lowered_for_thirty_days_is_asked_for_anew() -> None:
    less = required(asked(), 0, LATE)
    for after, overdue in ((30 * DAY - DAY / 24, True), (30 * DAY, False)):
        again = required(less, 500_00, LATE + after)
        assert again.overdue is overdue
        assert (again.due_at == DUE) is overdue


def test_what_was_lowered_to_the_last_fen_and_paid_is_asked_for_with_its_time() -> None:
    less = required(asked(), 300_01, LATE)
    assert less.due_at == DUE
    again = required(paid(less, 1, LATE), 500_00, LATE)
    assert (again.due_at, again.overdue) == (DUE, True)


def test_a_request_that_money_answered_is_over() -> None:
    full = paid(asked(), 200_00, NOW + DAY)
    more = required(full, 600_00, NOW + 2 * DAY)
    assert more.due_at is not None
    assert more.due_at > DUE
    fine = fined(full, 1_00, LATE)
    assert (fine.overdue, fine.asked) == (False, 2)
    assert (fine.due_at or NOW) > LATE


def test_a_payment_from_before_the_request_makes_a_new_one() -> None:
    full = paid(asked(), 200_00, NOW + DAY)
    again = taken_back(full, 300_00, NOW - DAY, LATE)
    assert (again.overdue, again.asked) == (False, 2)
    assert (again.due_at or NOW) > LATE


def test_a_request_for_a_fine_that_is_void_comes_not_back() -> None:
    full = paid(asked(), 200_00, NOW)
    fine = fined(full, 50_00, NOW + DAY)
    void = annulled(paid(fine, 50_00, NOW + 2 * DAY), 50_00, NOW + DAY, NOW + 3 * DAY)
    assert (void.due_at, void.held) == (None, 550_00)
    void = taken_back(void, 50_00, NOW + 2 * DAY, NOW + 4 * DAY)
    more = required(void, 600_00, LATE + 30 * DAY)
    assert more.overdue is False


def test_money_that_came_meanwhile_answers_it_all_the_same() -> None:
    full = paid(paid(asked(), 200_00, NOW + DAY), 200_00, NOW + 2 * DAY)
    fine = fined(full, 200_00, NOW + 3 * DAY)
    again = taken_back(fine, 200_00, NOW + DAY, LATE)
    assert (again.overdue, again.shortfall) == (False, 200_00)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), st.integers(1, 900_00)),
        st.tuples(st.just("require"), st.integers(0, 900_00)),
        st.tuples(st.just("reverse"), st.integers(0, 9)),
    ),
    max_size=REMEMBERED,
)


@example([("pay", 200_00), ("require", 700_01), ("pay", 1), ("pay", 200_00)], NOW + DAY)
@given(ACTS, st.sampled_from([NOW + DAY, LATE]))
def test_no_bookings_of_finance_give_a_supplier_more_time_than_it_had(
    acts: list[tuple[str, int]], start: datetime
) -> None:
    """Whatever is booked, taken back, lowered and raised within a month: once all of it is as it
    was, the request is as it was.
    """
    deposit, wrong, now = asked(), [], start
    if start is LATE:
        deposit = replace(deposit, overdue=True)
    for act, number in acts:
        now += DAY
        if act == "pay":
            deposit = paid(deposit, number, now)
            wrong.append((number, now))
        elif act == "require":
            deposit = required(deposit, number, now)
        elif wrong:
            amount, booked_at = wrong.pop(number % len(wrong))
            deposit = taken_back(deposit, amount, booked_at, now)
    now += DAY
    for amount, booked_at in wrong:
        deposit = taken_back(deposit, amount, booked_at, now)
    deposit = required(deposit, 500_00, now)
    assert deposit.shortfall == 200_00
    assert (deposit.due_at, deposit.overdue) == (DUE, now >= DUE)
