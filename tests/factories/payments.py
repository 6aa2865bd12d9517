"""Payments and refunds in the state that a test needs, made through the services as callers
would.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.payments.gateway import NAME, HttpGateway
from teleshop.payments.schemas import CallbackView
from teleshop.payments.service import Method, Payment, Refund, Refunds, payment_id
from teleshop.payments.tables import PaymentsRepository
from teleshop.payments.wiring import service
from tests.harness.aws import GATEWAY_SECRET
from tests.harness.gateway import FakeGateway, callback

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ORDER = "ord_01KASY2D7V3M7T1QZ9N3D6W8XR"
PAYMENT = payment_id(ORDER)
BUYER = Actor("wang", frozenset({Role.CUSTOMER}))
OTHER = Actor("zhao", frozenset({Role.CUSTOMER}))
AGENT = Actor("agnes", frozenset({Role.AGENT}))
FINANCE = Actor("fay", frozenset({Role.FINANCE}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), "sup_01KASY2D7V3M7T1QZ9N3D6W8XR")
AMOUNT = 240_00
TRANSACTION = "4200002626202611230001"
REFERENCE = "50302026112300001"


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta()) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation")


def within(do: Callable[[Transaction], Any], after: timedelta = timedelta()) -> Any:
    """What ``do`` answers, in a transaction of another context."""
    frame = call(after=after)

    def use_case() -> Any:
        tx = Transaction(frame, "tests", Subject("order", ORDER))
        return tx.commit(do(tx))

    return run(frame, use_case)


def opened(order_id: str = ORDER, **changes: Any) -> Payment:
    """The payment of an order that was placed."""
    wanted: dict[str, Any] = {
        "order_id": order_id,
        "customer_id": BUYER.subject,
        "amount": AMOUNT,
        "method": Method.GATEWAY,
        "due_at": NOW + 30 * MINUTE,
    }
    made: Payment = within(lambda tx: service().desk.open(tx, **wanted | changes))
    return made


def stored(order_id: str = ORDER) -> Payment:
    """The payment as it is stored now."""
    found = service().desk.of_order(order_id)
    assert found is not None
    return found


def closed(order_id: str = ORDER, after: timedelta = 31 * MINUTE) -> Payment:
    """The payment once its time was over."""
    made: Payment = within(lambda tx: service().desk.close(tx, stored(order_id)), after)
    return made


def paid_data(**changes: Any) -> dict[str, Any]:
    """What a gateway says of money that came in."""
    return {
        "payment_id": PAYMENT,
        "transaction": TRANSACTION,
        "amount": AMOUNT,
        "currency": "CNY",
        "paid_at": NOW.isoformat(),
    } | changes


def said(kind: str, data: dict[str, Any], after: timedelta = MINUTE, **signed: Any) -> CallbackView:
    """A callback arrives."""
    frame = call(after=after)
    headers, body = callback(kind, data, frame.now, **signed)
    answer: CallbackView = run(
        frame, lambda: service().callbacks.receive(frame, NAME, headers, body)
    )
    return answer


def pay(after: timedelta = MINUTE, **changes: Any) -> CallbackView:
    """Money arrives."""
    return said("payment.succeeded", paid_data(**changes), after)


def paid(order_id: str = ORDER, **changes: Any) -> Payment:
    """A payment that was paid."""
    opened(order_id, **changes)
    pay(payment_id=payment_id(order_id), transaction=f"{TRANSACTION}{order_id[-4:]}")
    return stored(order_id)


def refunded(amount: int = AMOUNT, order_id: str = ORDER, **changes: Any) -> Refund:
    """A refund that was asked for, of a payment that is paid."""
    wanted: dict[str, Any] = {
        "amount": amount,
        "reason": "cancelled",
        "subject": order_id,
        "due_at": NOW + 7 * DAY,
    }
    made: Refund = within(
        lambda tx: service().desk.refund(tx, stored(order_id), **wanted | changes), 2 * MINUTE
    )
    return made


def refund_of(refund_id: str) -> Refund:
    """The refund as it is stored now."""
    found = service().desk.find_refund(refund_id)
    assert found is not None
    return found


def refunds_with(gateway: FakeGateway) -> Refunds:
    """The service of refunds with a gateway of the test."""
    adapter = HttpGateway("http://gateway", "http://shop", lambda: (GATEWAY_SECRET,), gateway.post)
    return Refunds(PaymentsRepository(), deadlines(), {NAME: adapter})


def send(refund: Refund, gateway: FakeGateway | None = None, after: timedelta = DAY) -> Any:
    """The gateway is asked for a refund."""
    frame = call(after=after)
    own = refunds_with(gateway or FakeGateway())
    return run(frame, lambda: own.send(frame, refund.id, refund.attempt))


def succeeded_data(refund: Refund, **changes: Any) -> dict[str, Any]:
    """What a gateway says of a refund that it paid."""
    return {
        "refund_id": refund.id,
        "reference": REFERENCE,
        "amount": refund.amount,
        "currency": refund.currency,
        "refunded_at": (NOW + DAY).isoformat(),
    } | changes


def settle(refund: Refund, after: timedelta = DAY, **changes: Any) -> CallbackView:
    """The gateway says that it paid a refund."""
    return said("refund.succeeded", succeeded_data(refund, **changes), after)


def fail(refund: Refund, after: timedelta = DAY, **changes: Any) -> CallbackView:
    """The gateway says that it could not pay a refund."""
    data = {"refund_id": refund.id, "attempt": refund.attempt, "code": "account_closed"}
    return said("refund.failed", data | changes, after)
