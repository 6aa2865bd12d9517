"""Every case of docs/payments.md: what a gateway says, in whatever order and however often, counts
once.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from teleshop.kernel.errors import RacedError, TeleshopError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.webhooks import NotGenuineError, OutOfTimeError
from teleshop.payments.domain.movement import Movement, MovementState
from teleshop.payments.errors import (
    CallbackUnreadableError,
    GatewayNotFoundError,
    NotKnownYetError,
    PaymentReceivedError,
    TransactionUsedError,
)
from teleshop.payments.schemas import CallbackView, UnexpectedSettlementBody
from teleshop.payments.service import Method, PaymentState, RefundState, payment_id
from teleshop.payments.tables import PaymentsRepository
from teleshop.payments.wiring import service
from tests.factories import payments as f
from tests.harness.aws import Cloud
from tests.harness.gateway import callback

pytestmark = pytest.mark.clause("4.3.4", "6.3.1")


def events(aws: Cloud) -> list[str]:
    """The types of all events so far."""
    return sorted(str(row["type"]) for row in aws.items("OutboxTable"))


def movements(state: MovementState) -> list[Movement]:
    return PaymentsRepository().movements(state, PageRequest()).items


def everything(aws: Cloud) -> list[Any]:
    names = ("PaymentsTable", "OutboxTable", "AuditTable", "DeadlinesTable", "IdempotencyTable")
    return [aws.items(name) for name in names]


def test_the_exact_amount_pays_once_however_often_it_is_told(aws: Cloud) -> None:
    f.opened()
    first = f.pay()
    assert first == CallbackView(outcome="accepted", about=f.PAYMENT)
    known = everything(aws)
    assert f.pay() == first
    assert f.pay(after=3 * f.DAY) == first
    assert everything(aws) == known
    assert events(aws) == ["PaymentReceived"]
    payment = f.stored()
    assert (payment.state, payment.received) == (PaymentState.RECEIVED, f.AMOUNT)
    assert movements(MovementState.REFUNDED) == []


def test_twins_at_the_same_moment_count_once_and_are_answered_alike(aws: Cloud) -> None:
    f.opened()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: f.pay(), range(8)))
    assert {answer.outcome for answer in answers} == {"accepted"}
    assert events(aws) == ["PaymentReceived"]


def test_money_for_a_payment_that_is_not_there_yet_is_kept_and_matched_when_repeated(
    aws: Cloud,
) -> None:
    for _ in range(2):
        with pytest.raises(NotKnownYetError):
            f.pay()
    (kept,) = movements(MovementState.UNMATCHED)
    assert (kept.told_of, kept.kind, kept.amount) == (f.PAYMENT, "unknown_payment", f.AMOUNT)
    assert events(aws) == ["PaymentUnexpected"]
    f.opened()
    assert f.pay().outcome == "accepted"
    assert movements(MovementState.UNMATCHED) == []
    assert f.stored().state is PaymentState.RECEIVED


def test_money_that_stays_unmatched_is_settled_by_finance_and_then_matches_no_more(
    aws: Cloud,
) -> None:
    with pytest.raises(NotKnownYetError):
        f.pay()
    (kept,) = movements(MovementState.UNMATCHED)
    body = UnexpectedSettlementBody(reference="bank-7")
    service().refunds.settle_unexpected(f.call(f.FINANCE), kept.id, body)
    assert movements(MovementState.UNMATCHED) == []
    f.opened()
    with pytest.raises(TransactionUsedError):
        f.pay()
    assert f.stored().state is PaymentState.OPEN


def test_money_after_the_end_goes_back_in_full_and_the_payment_stays_closed(aws: Cloud) -> None:
    f.opened()
    f.closed()
    answer = f.pay(after=32 * f.MINUTE)
    assert answer.outcome == "late"
    assert f.pay(after=33 * f.MINUTE) == answer
    payment = f.stored()
    assert (payment.state, payment.received) == (PaymentState.CLOSED, 0)
    (refund,) = service().desk.refunds_of(payment)
    assert (refund.amount, refund.reason, refund.number) == (f.AMOUNT, "late", f.TRANSACTION)
    assert events(aws) == ["PaymentUnexpected", "RefundRequested"]
    (stray,) = movements(MovementState.REFUNDED)
    assert stray.refund_id == refund.id


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"amount": f.AMOUNT - 1}, "wrong_amount"),
        ({"amount": f.AMOUNT + 1}, "wrong_amount"),
        ({"amount": 1}, "wrong_amount"),
        ({"currency": "USD"}, "wrong_currency"),
    ],
)
def test_another_amount_or_currency_pays_nothing_and_goes_back(
    aws: Cloud, changes: dict[str, Any], kind: str
) -> None:
    f.opened()
    assert f.pay(**changes).outcome == kind
    payment = f.stored()
    assert (payment.state, payment.received, payment.refunded) == (PaymentState.OPEN, 0, 0)
    (refund,) = service().desk.refunds_of(payment)
    assert refund.amount == changes.get("amount", f.AMOUNT)
    assert refund.currency == changes.get("currency", "CNY")
    assert f.pay(transaction="right").outcome == "accepted"


def test_a_second_transaction_for_a_paid_payment_goes_back(aws: Cloud) -> None:
    f.opened()
    f.pay()
    assert f.pay(transaction="second").outcome == "twice"
    payment = f.stored()
    assert (payment.received, payment.refunded) == (f.AMOUNT, 0)
    (refund,) = service().desk.refunds_of(payment)
    assert (refund.amount, refund.number) == (f.AMOUNT, "second")
    assert f.pay().outcome == "accepted"


def test_money_for_cash_on_delivery_goes_back(aws: Cloud) -> None:
    f.opened(method=Method.CASH_ON_DELIVERY, due_at=None)
    assert f.pay().outcome == "wrong_method"
    assert f.stored().state is PaymentState.OPEN


def test_one_transaction_pays_one_of_two_payments(aws: Cloud) -> None:
    f.opened()
    f.opened("ord_2")
    f.pay()
    with pytest.raises(TransactionUsedError):
        f.pay(payment_id=payment_id("ord_2"))
    assert f.stored("ord_2").state is PaymentState.OPEN


def test_of_money_and_expiry_at_the_same_moment_exactly_one_wins(aws: Cloud) -> None:
    for number in range(12):
        order = f"ord_{number}"
        f.opened(order)
        sums = {"payment_id": payment_id(order), "transaction": f"t{number}"}

        def expire(order: str = order) -> str:
            try:
                return f.closed(order).state
            except PaymentReceivedError:
                return "paid"

        def arrive(sums: dict[str, str] = sums) -> str:
            return f.pay(after=31 * f.MINUTE, **sums).outcome

        with ThreadPoolExecutor(2) as pool:
            money, end = pool.submit(arrive), pool.submit(expire)
        state = f.stored(order).state
        if state is PaymentState.RECEIVED:
            assert (money.result(), end.result()) == ("accepted", "paid")
        else:
            assert (money.result(), end.result()) == ("late", "closed")
            assert len(f.stored(order).refunds) == 1


def test_a_close_that_read_before_the_money_came_is_run_again(aws: Cloud) -> None:
    before = f.opened()
    f.pay()
    with pytest.raises(RacedError):
        f.within(lambda tx: service().desk.close(tx, before))
    with pytest.raises(PaymentReceivedError):
        f.closed()


@pytest.mark.parametrize("kind", ["signature", "body", "time", "gateway", "form", "bytes"])
def test_what_is_refused_stores_nothing(aws: Cloud, kind: str) -> None:
    f.opened()
    known = everything(aws)
    frame = f.call(after=f.MINUTE)
    headers, body = callback("payment.succeeded", f.paid_data(), frame.now)
    name, now = "standard", frame
    refusal: type[TeleshopError] = NotGenuineError
    match kind:
        case "signature":
            headers["webhook-signature"] = "v1,AAAA"
        case "body":
            body = body.replace(b"24000", b"24001")
        case "bytes":
            body = b"\xff\xff"
        case "time":
            refusal, now = OutOfTimeError, f.call(after=f.DAY)
        case "gateway":
            name, refusal = "nobody", GatewayNotFoundError
        case "form":
            headers, body = callback("payment.succeeded", {}, frame.now)
            refusal = CallbackUnreadableError
    with pytest.raises(refusal):
        service().callbacks.receive(now, name, headers, body)
    assert everything(aws) == known


def test_other_news_of_the_gateway_are_taken_and_change_nothing(aws: Cloud) -> None:
    known = everything(aws)
    assert f.said("payment.started", {}).outcome == "ignored"
    assert everything(aws) == known


# -- refunds ---------------------------------------------------------------------------------------


def test_a_refund_is_settled_once_however_often_it_is_told(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    f.send(refund)
    first = f.settle(refund)
    assert first == CallbackView(outcome="settled", about=refund.id)
    known = everything(aws)
    assert f.settle(refund) == first
    assert everything(aws) == known
    done = f.refund_of(refund.id)
    assert (done.state, done.reference, done.late) == (RefundState.SETTLED, f.REFERENCE, False)
    assert events(aws).count("RefundSettled") == 1


def test_a_callback_before_our_own_sent_was_stored_wins(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    f.settle(refund)
    assert f.send(refund) is None
    assert f.refund_of(refund.id).state is RefundState.SETTLED


def test_a_failure_before_our_own_sent_was_stored_wins(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    answer = f.fail(refund)
    assert f.fail(refund) == answer == CallbackView(outcome="failed", about=refund.id)
    assert f.send(refund) is None
    known = f.refund_of(refund.id)
    assert (known.state, known.failure) == (RefundState.FAILED, "account_closed")
    assert events(aws).count("RefundFailed") == 1


def test_a_refund_that_nobody_asked_for_is_kept_and_finance_told(aws: Cloud) -> None:
    data = {
        "refund_id": "rfd_unknown",
        "reference": f.REFERENCE,
        "amount": 1,
        "currency": "CNY",
        "refunded_at": f.NOW.isoformat(),
    }
    for _ in range(2):
        with pytest.raises(NotKnownYetError):
            f.said("refund.succeeded", data)
    (kept,) = movements(MovementState.UNMATCHED)
    assert (kept.kind, kept.told_of) == ("unknown_refund", "rfd_unknown")
    assert events(aws) == ["PaymentUnexpected"]


def test_the_failure_of_an_unknown_refund_stores_nothing(aws: Cloud) -> None:
    known = everything(aws)
    data = {"refund_id": "rfd_unknown", "attempt": 1, "code": "no"}
    with pytest.raises(NotKnownYetError):
        f.said("refund.failed", data)
    assert everything(aws) == known


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda refund: f.settle(refund, reference="other"), "refund_paid_twice"),
        (f.fail, "refund_failed_after"),
    ],
)
def test_what_does_not_fit_a_settled_refund_is_told_once_and_undoes_nothing(
    aws: Cloud, act: Any, kind: str
) -> None:
    f.paid()
    refund = f.refunded()
    f.settle(refund)
    assert act(refund).outcome == kind
    assert act(refund).outcome == kind
    known = f.refund_of(refund.id)
    assert (known.state, known.reference, known.disputes) == (
        RefundState.SETTLED,
        f.REFERENCE,
        (kind,),
    )
    assert events(aws).count("PaymentUnexpected") == 1


def test_a_refund_of_another_amount_does_not_settle(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    assert f.settle(refund, amount=refund.amount - 1).outcome == "refund_amount_differs"
    assert f.refund_of(refund.id).state is RefundState.REQUESTED
    assert events(aws).count("PaymentUnexpected") == 1


def test_one_reference_of_the_gateway_settles_one_refund(aws: Cloud) -> None:
    f.paid()
    first, second = f.refunded(100_00), f.refunded(100_00)
    f.settle(first)
    with pytest.raises(TransactionUsedError):
        f.settle(second)
    assert f.refund_of(second.id).state is RefundState.REQUESTED
