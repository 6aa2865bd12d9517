"""A payment: only the exact amount, once, in time, pays it; what is sent back never exceeds what
came in.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.payments.domain import payment as rules
from teleshop.payments.domain.payment import Arrival, Method, Payment, PaymentState, Verdict
from teleshop.payments.domain.policy import LINK_LIVES
from teleshop.payments.errors import (
    CollectedAmountError,
    NotCashError,
    PaymentNotPayableError,
    PaymentReceivedError,
    PaymentStateError,
    RefundExceedsError,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DUE = NOW + 20 * MINUTE

pytestmark = pytest.mark.clause("4.3.4")


def payment(amount: int = 240_00, method: Method = Method.GATEWAY, **changes: object) -> Payment:
    due = None if method is Method.CASH_ON_DELIVERY else DUE
    made = rules.new_payment("ord_1", "wang", amount, method, due_at=due, now=NOW)
    return replace(made, **changes)  # type: ignore[arg-type]  # changes are fields of it


def arrival(amount: int = 240_00, currency: str = "CNY", number: str = "t1") -> Arrival:
    return Arrival(
        gateway="standard", number=number, amount=amount, currency=currency, at=NOW + MINUTE
    )


def paid() -> Payment:
    return rules.with_arrival(payment(), arrival(), None)


def test_an_order_has_one_payment_of_a_name_that_follows_from_it() -> None:
    assert payment().id == rules.payment_id("ord_1")
    assert rules.payment_id("ord_1") != rules.payment_id("ord_2")


def test_the_exact_amount_pays() -> None:
    after = paid()
    assert (after.state, after.received, after.received_at) == (
        PaymentState.RECEIVED,
        240_00,
        NOW + MINUTE,
    )
    assert after.accepted is not None
    assert after.accepted.number == "t1"


@pytest.mark.clause("6.3.1")
def test_what_is_stored_first_decides_and_not_when_the_customer_paid() -> None:
    a_moment_late = replace(arrival(), at=DUE + MINUTE)
    assert rules.judge(payment(), a_moment_late) is Verdict.ACCEPTED
    in_time = replace(arrival(), at=DUE - MINUTE)
    assert rules.judge(rules.closed(payment(), DUE), in_time) is Verdict.LATE


@pytest.mark.parametrize(
    ("known", "sum_", "verdict"),
    [
        (payment(), arrival(240_01), Verdict.WRONG_AMOUNT),
        (payment(), arrival(239_99), Verdict.WRONG_AMOUNT),
        (payment(), arrival(currency="USD"), Verdict.WRONG_CURRENCY),
        (rules.closed(payment(), DUE), arrival(), Verdict.LATE),
        (rules.closed(payment(), DUE), arrival(1), Verdict.LATE),
        (paid(), arrival(number="t2"), Verdict.TWICE),
        (payment(method=Method.CASH_ON_DELIVERY), arrival(), Verdict.WRONG_METHOD),
    ],
)
def test_whatever_else_comes_in_is_a_stray_and_pays_nothing(
    known: Payment, sum_: Arrival, verdict: Verdict
) -> None:
    assert rules.judge(known, sum_) is verdict
    after = rules.with_arrival(known, sum_, "rfd_1")
    assert (after.state, after.received, after.refunded) == (
        known.state,
        known.received,
        known.refunded,
    )
    assert after.refunds == ("rfd_1",)
    seen = after.receipt("standard", sum_.number)
    assert seen is not None
    assert (seen.verdict, seen.refund_id) == (verdict, "rfd_1")


def test_a_stray_leaves_the_payment_open_for_the_right_amount() -> None:
    after = rules.with_arrival(payment(), arrival(1), "rfd_1")
    assert rules.judge(after, arrival(number="t2")) is Verdict.ACCEPTED


def test_a_stray_without_a_refund_and_pay_with_one_are_mistakes() -> None:
    with pytest.raises(ValueError, match="stray"):
        rules.with_arrival(payment(), arrival(1), None)
    with pytest.raises(ValueError, match="stray"):
        rules.with_arrival(payment(), arrival(), "rfd_1")


def test_money_that_came_first_wins_against_expiry() -> None:
    with pytest.raises(PaymentReceivedError):
        rules.closed(paid(), DUE)


def test_closing_again_changes_nothing() -> None:
    once = rules.closed(payment(), DUE)
    assert rules.closed(once, DUE + MINUTE) is once


def test_nothing_due_is_paid_at_once() -> None:
    assert payment(0).state is PaymentState.RECEIVED
    assert payment(0).refundable == 0


def test_a_negative_amount_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="negative"):
        payment(-1)


def test_cash_is_taken_in_exactly_once_and_exactly() -> None:
    cash = payment(method=Method.CASH_ON_DELIVERY)
    for wrong in (239_99, 240_01, 0):
        with pytest.raises(CollectedAmountError):
            rules.collected(cash, wrong, NOW)
    after = rules.collected(cash, 240_00, NOW)
    assert (after.state, after.received, after.refundable) == (
        PaymentState.RECEIVED,
        240_00,
        240_00,
    )
    with pytest.raises(PaymentStateError):
        rules.collected(after, 240_00, NOW)
    with pytest.raises(NotCashError):
        rules.collected(payment(), 240_00, NOW)
    with pytest.raises(NotCashError):
        rules.collected(rules.closed(payment(), NOW), 240_00, NOW)


def test_cash_is_taken_in_also_where_a_refusal_was_noted_by_mistake() -> None:
    closed = rules.closed(payment(method=Method.CASH_ON_DELIVERY), NOW)
    after = rules.collected(closed, 240_00, NOW + MINUTE)
    assert (after.state, after.received, after.received_at) == (
        PaymentState.RECEIVED,
        240_00,
        NOW + MINUTE,
    )


@pytest.mark.clause("6.3.1")
@settings(deadline=None)
@given(st.lists(st.integers(min_value=-10, max_value=240_10), max_size=12))
def test_refunds_together_never_exceed_what_came_in(amounts: list[int]) -> None:
    known, given_back = paid(), 0
    for number, amount in enumerate(amounts):
        if 0 < amount <= 240_00 - given_back:
            known = rules.with_refund(known, f"rfd_{number}", amount)
            given_back += amount
        else:
            with pytest.raises(RefundExceedsError):
                rules.with_refund(known, f"rfd_{number}", amount)
    assert known.refunded == given_back <= known.received
    assert known.refundable == known.received - given_back


@pytest.mark.clause("6.3.1")
def test_nothing_is_sent_back_of_what_did_not_come_in() -> None:
    for known in (payment(), rules.closed(payment(), DUE)):
        with pytest.raises(PaymentStateError):
            rules.with_refund(known, "rfd_1", 1)


def test_a_link_ends_when_the_payment_is_due_at_the_latest() -> None:
    assert rules.link_end(payment(), NOW) == DUE
    far = payment(due_at=NOW + 2 * LINK_LIVES)
    assert rules.link_end(far, NOW) == NOW + LINK_LIVES


@pytest.mark.parametrize(
    ("known", "now"),
    [
        (paid(), NOW),
        (rules.closed(payment(), NOW), NOW),
        (payment(method=Method.CASH_ON_DELIVERY), NOW),
        (payment(), DUE),
        (payment(), DUE + MINUTE),
    ],
)
def test_there_is_no_link_where_nothing_can_be_paid(known: Payment, now: datetime) -> None:
    assert rules.link_end(known, now) is None
    with pytest.raises(PaymentNotPayableError):
        rules.check_payable(known, now)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["right", "wrong", "foreign", "close"]),
        max_size=10,
    )
)
def test_whatever_happens_in_whatever_order_at_most_one_sum_pays_and_each_other_goes_back(
    steps: list[str],
) -> None:
    known = payment()
    for number, step in enumerate(steps):
        if step == "close":
            if known.state is not PaymentState.RECEIVED:
                known = rules.closed(known, DUE)
            continue
        sums = {"right": arrival(), "wrong": arrival(1), "foreign": arrival(currency="EUR")}
        came = replace(sums[step], number=f"t{number}")
        stray = rules.judge(known, came) is not Verdict.ACCEPTED
        known = rules.with_arrival(known, came, f"rfd_{number}" if stray else None)
    accepted = [one for one in known.receipts if one.verdict is Verdict.ACCEPTED]
    strays = [one for one in known.receipts if one.verdict is not Verdict.ACCEPTED]
    assert len(accepted) == (known.state is PaymentState.RECEIVED)
    assert all(one.refund_id for one in strays)
    assert [one.refund_id for one in strays] == list(known.refunds)
