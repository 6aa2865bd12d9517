"""Sending refunds, what finance does, and the clock."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import StaleVersionError
from teleshop.kernel.use_case import run
from teleshop.payments.domain.movement import Movement, MovementState, movement_id
from teleshop.payments.domain.policy import HAND_ALONE_UP_TO
from teleshop.payments.domain.refund import Dispute
from teleshop.payments.errors import (
    GatewayUnavailableError,
    MovementNotFoundError,
    MovementStateError,
    NotKnownYetError,
    RefundNotFoundError,
    RefundWithGatewayError,
    SettledInFutureError,
    SettlementReferenceUsedError,
)
from teleshop.payments.gateway import NAME
from teleshop.payments.schemas import SettlementBody, UnexpectedSettlementBody
from teleshop.payments.service import Method, Refund, RefundState
from teleshop.payments.tables import PaymentsRepository
from teleshop.payments.wiring import service
from tests.factories import payments as f
from tests.harness.aws import Cloud
from tests.harness.gateway import FakeGateway
from tests.harness.twin_walk import between, outcome_of

pytestmark = pytest.mark.clause("6.3.1")


def types(aws: Cloud) -> list[str]:
    return [str(row["type"]) for row in aws.items("OutboxTable")]


def cash_refund(order_id: str = "ord_cash", amount: int = 100_00) -> Refund:
    if service().desk.of_order(order_id) is None:
        f.opened(order_id, method=Method.CASH_ON_DELIVERY, due_at=None)
        f.within(lambda tx: service().desk.collect(tx, f.stored(order_id), f.AMOUNT, f.NOW))
    return f.refunded(amount, order_id)


def by_hand(refund: Refund, reference: str = "bank-1", **body: Any) -> Refund:
    frame = f.call(f.FINANCE, f.DAY)
    wanted = SettlementBody(reference=reference, **body)
    return service().refunds.settle_by_hand(frame, refund.id, wanted)


def failed() -> Refund:
    f.paid()
    refund = f.refunded()
    f.fail(refund)
    return f.refund_of(refund.id)


def test_a_refund_that_the_gateway_took_up_is_sent(aws: Cloud) -> None:
    f.paid()
    refund, gateway = f.refunded(), FakeGateway()
    assert f.send(refund, gateway) is RefundState.SENT
    assert f.send(refund, gateway) is None
    assert len(gateway.asked) == 1
    assert gateway.asked[0]["body"]["amount"] == f.AMOUNT


def test_a_gateway_that_does_not_answer_changes_nothing_and_is_asked_again(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    gateway = FakeGateway(answers=[GatewayUnavailableError(), (503, b"")])
    for _ in range(2):
        with pytest.raises(GatewayUnavailableError):
            f.send(refund, gateway)
    assert f.refund_of(refund.id) == refund
    assert f.send(refund, gateway) is RefundState.SENT
    keys = {asked["headers"]["Idempotency-Key"] for asked in gateway.asked}
    assert keys == {f"{refund.id}.1"}


def test_an_outcome_in_the_answer_is_stored_at_once(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    gateway = FakeGateway(answers=[(422, b'{"code":"account_closed"}')])
    assert f.send(refund, gateway) is RefundState.FAILED
    assert "RefundFailed" in types(aws)


def test_cash_is_never_sent_to_a_gateway(aws: Cloud) -> None:
    gateway = FakeGateway()
    assert f.send(cash_refund(), gateway) is None
    assert gateway.asked == []


def test_a_refund_that_is_not_there_fails_loudly(aws: Cloud) -> None:
    with pytest.raises(RefundNotFoundError):
        service().refunds.send(f.call(), "rfd_none", 1)


def test_after_a_failure_finance_lets_a_new_attempt_be_made(aws: Cloud) -> None:
    refund = failed()
    again = service().refunds.retry(f.call(f.FINANCE, f.DAY), refund.id)
    assert (again.state, again.attempt) == (RefundState.REQUESTED, 2)
    assert f.fail(refund).outcome == "failed"
    assert f.refund_of(refund.id).state is RefundState.REQUESTED
    gateway = FakeGateway()
    f.send(again, gateway)
    assert gateway.asked[0]["headers"]["Idempotency-Key"] == f"{refund.id}.2"
    assert types(aws).count("RefundRequested") == 2


def test_before_a_failure_the_gateway_is_asked_for_the_same_attempt(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    f.send(refund)
    again = service().refunds.retry(f.call(f.FINANCE, f.DAY), refund.id)
    assert (again.state, again.attempt) == (RefundState.REQUESTED, 1)


def test_cash_is_paid_by_finance_with_a_reference_of_its_own(aws: Cloud) -> None:
    first = by_hand(cash_refund())
    assert (first.state, first.settled_by, first.late) == (RefundState.SETTLED, "fay", False)
    with pytest.raises(SettlementReferenceUsedError):
        by_hand(cash_refund())
    assert by_hand(cash_refund(amount=40_00), "bank-2").state is RefundState.SETTLED
    assert types(aws).count("RefundSettled") == 2


def test_the_time_on_the_bank_statement_is_neither_to_come_nor_before_the_request(
    aws: Cloud,
) -> None:
    refund = cash_refund()
    for wrong in (f.NOW + f.DAY + timedelta(seconds=1), f.NOW):
        with pytest.raises(SettledInFutureError):
            by_hand(refund, settled_at=wrong)
    assert by_hand(refund, settled_at=f.NOW + f.DAY).settled_at == f.NOW + f.DAY


def test_nobody_pays_by_hand_while_the_gateway_may_pay(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    with pytest.raises(RefundWithGatewayError):
        by_hand(refund)
    f.fail(refund)
    assert by_hand(refund).state is RefundState.SETTLED
    assert f.settle(refund).outcome == "refund_paid_twice"


BEN = Actor("ben", frozenset({Role.FINANCE}))
ANN = Actor("ann", frozenset({Role.FINANCE}))
LARGE = HAND_ALONE_UP_TO + 1


def large_failed() -> Refund:
    f.opened(amount=LARGE)
    f.pay(amount=LARGE)
    refund = f.refunded(LARGE)
    f.fail(refund)
    return f.refund_of(refund.id)


def test_a_large_refund_by_hand_needs_two_persons_of_finance(aws: Cloud) -> None:
    refund = large_failed()
    first = by_hand(refund)
    assert (first.state, first.awaits_second) == (RefundState.FAILED, True)
    assert types(aws).count("RefundSettled") == 0
    body = SettlementBody(reference="bank-1")
    done = service().refunds.settle_by_hand(f.call(BEN, f.DAY), refund.id, body)
    assert (done.state, done.settled_by) == (RefundState.SETTLED, "ben")
    assert types(aws).count("RefundSettled") == 1


def test_a_wrong_reference_of_somebody_who_is_gone_is_replaced_by_the_next_two(aws: Cloud) -> None:
    refund = large_failed()
    by_hand(refund, "wrong-1")
    body, own = SettlementBody(reference="bank-1"), service().refunds
    first = own.settle_by_hand(f.call(BEN, f.DAY), refund.id, body)
    assert first.entered is not None
    assert (first.state, first.entered.by) == (RefundState.FAILED, "ben")
    assert types(aws).count("RefundSettled") == 0
    done = own.settle_by_hand(f.call(ANN, f.DAY), refund.id, body)
    assert (done.state, done.settled_by, done.reference) == (RefundState.SETTLED, "ann", "bank-1")
    # The wrong one settles nothing, and may settle something else.
    assert by_hand(cash_refund(), "wrong-1").state is RefundState.SETTLED


def test_what_the_gateway_pays_after_somebody_entered_it_by_hand_is_told(aws: Cloud) -> None:
    refund = large_failed()
    by_hand(refund)
    f.settle(refund, amount=LARGE)
    after = f.refund_of(refund.id)
    assert (after.state, after.disputes) == (RefundState.SETTLED, (Dispute.PAID_TWICE,))
    assert types(aws).count("PaymentUnexpected") == 1


def test_a_version_that_moved_on_is_told(aws: Cloud) -> None:
    refund = failed()
    frame = f.call(f.FINANCE)
    stale = type(frame)(frame.actor, frame.now, "r", "c", expected_version=refund.version - 1)
    with pytest.raises(StaleVersionError):
        service().refunds.retry(stale, refund.id)
    with pytest.raises(StaleVersionError):
        service().refunds.settle_by_hand(stale, refund.id, SettlementBody(reference="bank-1"))


def test_the_clock_warns_and_breaches_for_good(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    own = service().refunds
    assert own.clock_approaches(f.call(after=5 * f.DAY), refund.id) is not None
    late = own.clock_ran_out(f.call(after=7 * f.DAY), refund.id, refund.due_at)
    assert late is not None
    assert late.late
    assert own.clock_ran_out(f.call(after=8 * f.DAY), refund.id, refund.due_at) is None
    f.settle(refund, after=9 * f.DAY)
    done = f.refund_of(refund.id)
    assert (done.state, done.late) == (RefundState.SETTLED, True)
    assert {"RefundDueSoon", "RefundOverdue"} <= set(types(aws))
    (clock,) = aws.items("DeadlinesTable")
    assert clock["state"] == "met"


def test_the_clock_of_a_paid_refund_tells_nothing(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    f.settle(refund)
    own = service().refunds
    assert own.clock_approaches(f.call(after=5 * f.DAY), refund.id) is None
    assert own.clock_ran_out(f.call(after=7 * f.DAY), refund.id, refund.due_at) is None


def test_unexpected_money_is_dealt_with_once(aws: Cloud) -> None:
    with pytest.raises(NotKnownYetError):
        f.pay()
    own, body = service().refunds, UnexpectedSettlementBody(reference="bank-1")
    (kept,) = aws.items("PaymentsTable")
    own.settle_unexpected(f.call(f.FINANCE), kept["id"], body)
    with pytest.raises(MovementStateError):
        own.settle_unexpected(f.call(f.FINANCE), kept["id"], body)
    with pytest.raises(MovementNotFoundError):
        own.settle_unexpected(f.call(f.FINANCE), "gtx_none", body)


def unmatched(number: str = f.TRANSACTION, **changes: Any) -> Movement:
    """Money came in that nothing is known of."""
    with pytest.raises(NotKnownYetError):
        f.pay(transaction=number, **changes)
    return movement(movement_id(NAME, number))


def movement(id: str) -> Movement:
    found = PaymentsRepository().find_movement(id)
    assert found is not None
    return found


def settle(money: Movement, by: Actor = f.FINANCE, reference: str = "bank-1") -> Movement:
    frame = f.call(by, f.DAY)
    body = UnexpectedSettlementBody(reference=reference)
    return run(frame, lambda: service().refunds.settle_unexpected(frame, money.id, body))


def test_a_reference_settles_one_sum_of_unexpected_money_or_one_refund(aws: Cloud) -> None:
    first, second = unmatched(), unmatched("another")
    settle(first)
    with pytest.raises(SettlementReferenceUsedError):
        settle(second)
    with pytest.raises(SettlementReferenceUsedError):
        by_hand(cash_refund())
    by_hand(cash_refund(amount=40_00), "bank-2")
    with pytest.raises(SettlementReferenceUsedError):
        settle(second, reference="bank-2")
    assert movement(second.id) == second
    assert settle(second, reference="bank-3").state is MovementState.SETTLED


@pytest.mark.parametrize("changes", [{"amount": LARGE}, {"amount": 1, "currency": "USD"}])
def test_unexpected_money_of_a_large_or_an_unknown_worth_needs_two_persons_of_finance(
    aws: Cloud, changes: dict[str, Any]
) -> None:
    money = unmatched(**changes)
    first = settle(money)
    assert (first.state, first.awaits_second) == (MovementState.UNMATCHED, True)
    assert settle(money).state is MovementState.UNMATCHED
    done = settle(money, BEN)
    assert (done.state, done.settled_by, done.reference) == (
        MovementState.SETTLED,
        "ben",
        "bank-1",
    )
    assert not done.awaits_second
    with pytest.raises(MovementStateError):
        settle(money, BEN)


def test_up_to_the_very_limit_one_person_settles_unexpected_money(aws: Cloud) -> None:
    assert settle(unmatched(amount=HAND_ALONE_UP_TO)).state is MovementState.SETTLED


def test_who_was_first_corrects_the_reference_and_the_second_confirms_that(aws: Cloud) -> None:
    money = unmatched(amount=LARGE)
    settle(money, reference="bank-x")
    settle(money)
    assert settle(money, BEN).reference == "bank-1"
    # What was entered first and corrected settles nothing, and may settle something else.
    assert settle(unmatched("another"), reference="bank-x").state is MovementState.SETTLED


def test_another_persons_other_reference_of_unexpected_money_is_the_new_first(aws: Cloud) -> None:
    money = unmatched(amount=LARGE)
    settle(money, reference="wrong-1")
    replaced = settle(money, BEN)
    assert replaced.entered is not None
    assert (replaced.state, replaced.entered.by) == (MovementState.UNMATCHED, "ben")
    assert settle(money, BEN).state is MovementState.UNMATCHED
    done = settle(money, ANN)
    assert (done.state, done.settled_by, done.reference) == (
        MovementState.SETTLED,
        "ann",
        "bank-1",
    )


def test_of_two_who_enter_different_references_at_once_the_last_is_first(aws: Cloud) -> None:
    money = unmatched(amount=LARGE)
    ended = between(
        lambda: outcome_of(lambda: settle(money, BEN, "bank-2")),
        lambda: settle(money).state,
        at=2,
    )
    assert ended[1] is MovementState.UNMATCHED
    kept = movement(money.id)
    assert kept.entered is not None
    assert (kept.entered.by, kept.state) == ("ben", MovementState.UNMATCHED)


def test_what_one_person_entered_does_not_keep_the_money_from_its_payment(aws: Cloud) -> None:
    money = unmatched(amount=LARGE)
    settle(money)
    f.opened(amount=LARGE)
    assert f.pay(amount=LARGE).outcome == "accepted"
    with pytest.raises(MovementStateError):
        settle(money, BEN)
    assert movement(money.id).state is MovementState.BOOKED


def test_money_that_its_payment_claims_between_look_and_write_is_not_settled(aws: Cloud) -> None:
    money = unmatched(amount=LARGE)
    settle(money)

    def claimed() -> str:
        f.opened(amount=LARGE)
        return f.pay(amount=LARGE).outcome

    ended = between(lambda: outcome_of(lambda: settle(money, BEN)), claimed, at=2)
    assert ended == (MovementStateError.code, "accepted")
    assert movement(money.id).state is MovementState.BOOKED
