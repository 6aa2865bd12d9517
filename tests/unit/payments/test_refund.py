"""A refund: paid once, whatever a gateway says in whatever order; late is late for good."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.payments.domain import refund as rules
from teleshop.payments.domain.hand import Entered
from teleshop.payments.domain.payment import Method
from teleshop.payments.domain.policy import HAND_ALONE_UP_TO
from teleshop.payments.domain.refund import Dispute, Refund, RefundState
from teleshop.payments.errors import (
    RefundStateError,
    RefundWithGatewayError,
    SettlementWaitsError,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=7)
SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.clause("6.3.1")


def refund(state: RefundState = RefundState.REQUESTED, **changes: object) -> Refund:
    made = Refund(
        id="rfd_1",
        payment_id="pay_1",
        order_id="ord_1",
        customer_id="wang",
        amount=100_00,
        currency="CNY",
        method=Method.GATEWAY,
        reason="cancelled",
        subject="ord_1",
        due_at=DUE,
        requested_at=NOW,
        gateway="standard",
        number="t1",
        state=state,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # changes are fields of it


def cash(state: RefundState = RefundState.REQUESTED) -> Refund:
    return refund(state, method=Method.CASH_ON_DELIVERY, gateway=None, number=None)


def settled(known: Refund, reference: str = "r1", amount: int = 100_00) -> Refund | Dispute:
    return rules.settled(known, reference=reference, amount=amount, currency="CNY", at=NOW)


def good(known: Refund | Dispute) -> Refund:
    assert isinstance(known, Refund)
    return known


def paid(known: Refund, reference: str = "r1") -> Refund:
    return good(settled(known, reference))


@pytest.mark.parametrize("state", [RefundState.REQUESTED, RefundState.SENT, RefundState.FAILED])
def test_money_that_went_is_stored_whatever_was_stored_before(state: RefundState) -> None:
    after = paid(refund(state))
    assert (after.state, after.reference, after.settled_by) == (
        RefundState.SETTLED,
        "r1",
        "standard",
    )


def test_the_same_payment_told_again_changes_nothing() -> None:
    once = paid(refund())
    assert settled(once) is once


def test_a_second_payment_of_one_refund_is_a_dispute() -> None:
    assert settled(paid(refund()), "r2") is Dispute.PAID_TWICE
    by_hand = rules.settled_by_hand(refund(RefundState.FAILED), "bank-1", "fay", NOW)
    assert settled(by_hand, "r2") is Dispute.PAID_TWICE


def test_another_amount_or_currency_does_not_settle() -> None:
    assert settled(refund(), amount=99_99) is Dispute.AMOUNT_DIFFERS
    other = rules.settled(refund(), reference="r1", amount=100_00, currency="USD", at=NOW)
    assert other is Dispute.AMOUNT_DIFFERS


def test_a_failure_after_the_payment_is_a_dispute_and_undoes_nothing() -> None:
    assert rules.failed(paid(refund()), 1, "bounced", NOW) is Dispute.FAILED_AFTER


def test_the_failure_of_an_earlier_attempt_does_not_touch_a_later_one() -> None:
    second = rules.asked_again(good(rules.failed(refund(), 1, "closed", NOW)), "fay")
    assert (second.attempt, second.state) == (2, RefundState.REQUESTED)
    assert rules.failed(second, 1, "closed", NOW) is second
    assert rules.failed(paid(second), 1, "closed", NOW) == paid(second)


def test_the_same_failure_again_changes_nothing() -> None:
    once = good(rules.failed(refund(RefundState.SENT), 1, "closed", NOW))
    assert (once.state, once.failure) == (RefundState.FAILED, "closed")
    assert rules.failed(once, 1, "closed", NOW + SECOND) is once


@pytest.mark.parametrize("state", [RefundState.SENT, RefundState.SETTLED, RefundState.FAILED])
def test_what_a_callback_stored_is_not_overwritten_by_our_own_sent(state: RefundState) -> None:
    known = refund(state)
    assert rules.sent(known, 1, NOW) is known
    assert rules.sent(refund(attempt=2), 1, NOW) == refund(attempt=2)


def test_asking_again_before_a_failure_is_the_same_attempt() -> None:
    for state in (RefundState.REQUESTED, RefundState.SENT):
        again = rules.asked_again(refund(state), "fay")
        assert (again.attempt, again.state) == (1, RefundState.REQUESTED)


def test_cash_and_what_was_paid_are_never_asked_for_again() -> None:
    for known in (cash(), paid(refund())):
        with pytest.raises(RefundStateError):
            rules.asked_again(known, "fay")
    assert not rules.awaits(cash(), 1)


def test_nobody_pays_by_hand_what_the_gateway_may_still_pay() -> None:
    for state in (RefundState.REQUESTED, RefundState.SENT):
        with pytest.raises(RefundWithGatewayError):
            rules.settled_by_hand(refund(state), "bank-1", "fay", NOW)
    with pytest.raises(RefundStateError):
        rules.settled_by_hand(paid(refund()), "bank-1", "fay", NOW)


@pytest.mark.parametrize("known", [cash(), refund(RefundState.FAILED)])
def test_finance_pays_cash_and_what_failed(known: Refund) -> None:
    after = rules.settled_by_hand(known, "bank-1", "fay", NOW)
    assert (after.state, after.reference, after.settled_by) == (
        RefundState.SETTLED,
        "bank-1",
        "fay",
    )


def test_the_due_instant_itself_is_too_late() -> None:
    assert not paid(refund(due_at=NOW + SECOND)).late
    assert paid(refund(due_at=NOW)).late


def test_a_breach_stays_whenever_the_money_comes() -> None:
    late = rules.overdue(refund(), DUE)
    assert late.late
    assert paid(late).late
    assert rules.overdue(late, DUE + SECOND) is late


def by_hand(known: Refund, by: str, reference: str = "bank-1") -> Refund:
    return rules.settled_by_hand(known, reference, by, NOW)


def large(amount: int = HAND_ALONE_UP_TO + 1) -> Refund:
    return refund(RefundState.FAILED, amount=amount)


def test_up_to_the_limit_one_person_settles_by_hand() -> None:
    assert by_hand(large(HAND_ALONE_UP_TO), "fay").state is RefundState.SETTLED


def test_above_it_two_persons_enter_the_same() -> None:
    first = by_hand(large(), "fay")
    assert (first.state, first.awaits_second) == (RefundState.FAILED, True)
    assert by_hand(first, "fay") == first
    done = rules.settled_by_hand(first, "bank-1", "ben", NOW + SECOND)
    assert (done.state, done.settled_by, done.settled_at) == (RefundState.SETTLED, "ben", NOW)
    assert (done.awaits_second, done.entered.by if done.entered else None) == (False, "fay")


def test_who_entered_may_correct_it_and_then_the_other_enters_that() -> None:
    corrected = by_hand(by_hand(large(), "fay"), "fay", "bank-2")
    assert by_hand(corrected, "ben", "bank-2").reference == "bank-2"


def test_what_a_person_who_is_gone_entered_wrongly_gives_way_and_two_still_have_to_agree() -> None:
    wrong = by_hand(large(), "fay", "wrong-1")
    replaced = rules.settled_by_hand(wrong, "bank-1", "ben", NOW + SECOND)
    assert (replaced.state, replaced.awaits_second) == (RefundState.FAILED, True)
    assert replaced.entered == Entered(reference="bank-1", by="ben", at=NOW + SECOND)
    assert by_hand(replaced, "ben").state is RefundState.FAILED
    done = rules.settled_by_hand(replaced, "bank-1", "ann", NOW + 2 * SECOND)
    assert (done.reference, done.settled_by, done.settled_at) == ("bank-1", "ann", NOW + SECOND)
    # Who entered it last takes it back; who was first does so no more.
    with pytest.raises(SettlementWaitsError):
        rules.asked_again(replaced, "fay")
    assert rules.asked_again(replaced, "ben").entered is None


ENTRIES = st.lists(
    st.tuples(st.sampled_from(["fay", "ben", "ann"]), st.sampled_from(["bank-1", "bank-2"])),
    max_size=8,
)


@settings(deadline=None)
@given(ENTRIES)
def test_whoever_enters_what_in_any_order_it_counts_when_two_in_a_row_agree(
    entries: list[tuple[str, str]],
) -> None:
    known, last = large(), ("", "")
    for by, reference in entries:
        known = by_hand(known, by, reference)
        agreed = reference == last[1] and by != last[0]
        assert (known.state is RefundState.SETTLED) is agreed
        if agreed:
            return
        last = (by, reference)
        assert known.awaits_second


def test_the_gateway_is_not_asked_again_for_what_was_entered_unless_it_is_taken_back() -> None:
    first = by_hand(large(), "fay")
    with pytest.raises(SettlementWaitsError):
        rules.asked_again(first, "ben")
    again = rules.asked_again(first, "fay")
    assert (again.state, again.entered) == (RefundState.REQUESTED, None)


def test_what_was_paid_runs_out_no_more() -> None:
    done = paid(refund())
    assert rules.overdue(done, DUE) is done


def test_a_dispute_is_kept_once() -> None:
    once = rules.disputed(refund(), Dispute.PAID_TWICE)
    assert rules.disputed(once, Dispute.PAID_TWICE) is once


STEPS = st.lists(
    st.sampled_from(
        ["sent", "paid", "paid again", "failed", "retry", "hand", "other hand", "overdue"]
    ),
    max_size=14,
)


@settings(deadline=None)
@given(STEPS)
def test_in_no_order_of_steps_is_a_settled_refund_unsettled_or_its_reference_changed(
    steps: list[str],
) -> None:
    known = refund()
    for step in steps:
        before, after = known, step_of(known, step)
        known = after if isinstance(after, Refund) else rules.disputed(known, after)
        if before.state is RefundState.SETTLED:
            assert known.state is RefundState.SETTLED
            assert known.reference == before.reference
        assert known.attempt >= before.attempt
        assert known.late or not before.late


def step_of(known: Refund, step: str) -> Refund | Dispute:
    """What a step gives; a refusal leaves it as it is."""
    steps: dict[str, Callable[[], Refund | Dispute]] = {
        "sent": lambda: rules.sent(known, known.attempt, NOW),
        "paid": lambda: settled(known),
        "paid again": lambda: settled(known, "r2"),
        "failed": lambda: rules.failed(known, known.attempt, "closed", NOW),
        "retry": lambda: rules.asked_again(known, "fay"),
        "hand": lambda: rules.settled_by_hand(known, "bank-1", "fay", NOW),
        "other hand": lambda: rules.settled_by_hand(known, "bank-1", "ben", NOW),
        "overdue": lambda: rules.overdue(known, NOW),
    }
    try:
        return steps[step]()
    except (RefundStateError, RefundWithGatewayError, SettlementWaitsError):
        return known
