"""What is due for one order, and every sum that came in for it.

| state | money | next |
|---|---|---|
| `open` | due | `received`, `closed` |
| `received` | the amount due came in, once | |
| `closed` | not wanted any more | `received` (cash whose refusal was noted by mistake) |

One row decides the race between money and expiry: whichever is stored first wins. Every other sum
(late, twice, of another amount …) is a stray, and goes back in full.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.ids import derived_id
from teleshop.kernel.money import CNY, yuan
from teleshop.kernel.rules import rule
from teleshop.payments.domain.policy import LINK_LIVES
from teleshop.payments.errors import (
    CollectedAmountError,
    NotCashError,
    PaymentNotPayableError,
    PaymentReceivedError,
    PaymentStateError,
    RefundExceedsError,
)

PAYMENT_PREFIX: Final = "pay"


class Method(StrEnum):
    """How a customer pays."""

    GATEWAY = "gateway"
    CASH_ON_DELIVERY = "cash_on_delivery"


class PaymentState(StrEnum):
    """See the module."""

    OPEN = "open"
    RECEIVED = "received"
    CLOSED = "closed"


STATE_WORDS: Final = {
    PaymentState.OPEN: ("待付款", "open"),
    PaymentState.RECEIVED: ("已收款", "paid"),
    PaymentState.CLOSED: ("已关闭", "closed"),
}


class Verdict(StrEnum):
    """What a sum that came in is: the payment, or a stray of some kind."""

    ACCEPTED = "accepted"
    LATE = "late"
    TWICE = "twice"
    WRONG_AMOUNT = "wrong_amount"
    WRONG_CURRENCY = "wrong_currency"
    WRONG_METHOD = "wrong_method"
    """Paid by a gateway, though cash is due at the door."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A sum that came in: ``number`` is the gateway's own number of the transaction."""

    gateway: str
    number: str = field(repr=False)
    amount: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """An arrival with its verdict; ``refund_id`` is the refund of a stray."""

    gateway: str
    number: str = field(repr=False)
    amount: int
    currency: str
    at: datetime
    verdict: Verdict
    refund_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Amounts in fen. ``received`` is what came in and was accepted, ``refunded`` what of it is on
    its way back or there; strays count in neither. ``refunds`` are ids, first asked first.
    """

    id: str
    order_id: str
    customer_id: str
    amount: int
    method: Method
    opened_at: datetime
    due_at: datetime | None
    currency: str = CNY
    state: PaymentState = PaymentState.OPEN
    received: int = 0
    received_at: datetime | None = None
    refunded: int = 0
    closed_at: datetime | None = None
    receipts: tuple[Receipt, ...] = ()
    refunds: tuple[str, ...] = ()
    version: int = 1

    @property
    def refundable(self) -> int:
        """What can still be sent back of the accepted money."""
        return self.received - self.refunded

    def receipt(self, gateway: str, number: str) -> Receipt | None:
        """What a transaction of a gateway came to, if it came in for this payment."""
        return next(
            (one for one in self.receipts if (one.gateway, one.number) == (gateway, number)), None
        )

    @property
    def accepted(self) -> Receipt | None:
        """The receipt that pays it; None for cash, and while it is not paid."""
        return next((one for one in self.receipts if one.verdict is Verdict.ACCEPTED), None)


def payment_id(order_id: str) -> str:
    """The payment of an order: it has one."""
    return derived_id(PAYMENT_PREFIX, order_id)


def new_payment(
    order_id: str,
    customer_id: str,
    amount: int,
    method: Method,
    *,
    due_at: datetime | None,
    now: datetime,
) -> Payment:
    """What is due for an order; nothing due is paid at once. ValueError for a negative amount."""
    if amount < 0:
        raise ValueError("an amount due is not negative")
    made = Payment(
        id=payment_id(order_id),
        order_id=order_id,
        customer_id=customer_id,
        amount=amount,
        method=method,
        opened_at=now,
        due_at=due_at,
    )
    if amount:
        return made
    return replace(made, state=PaymentState.RECEIVED, received_at=now)


@rule(
    id="R-payment",
    clause="6.3.1",
    source="民法典",
    article="985",
    effective_from=date(2021, 1, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def judge(payment: Payment, arrival: Arrival) -> Verdict:
    """What a sum is that was not seen before. Only the exact amount due, in its currency, while the
    payment is open, pays it; whatever else came in has no ground and goes back.

    The state decides and not ``arrival.at``: what an order held is free once its payment is closed,
    and until then nobody loses anything by money that came a moment after its time.
    """
    if payment.method is not Method.GATEWAY:
        return Verdict.WRONG_METHOD
    if payment.state is PaymentState.CLOSED:
        return Verdict.LATE
    if payment.state is PaymentState.RECEIVED:
        return Verdict.TWICE
    if arrival.currency != payment.currency:
        return Verdict.WRONG_CURRENCY
    if arrival.amount != payment.amount:
        return Verdict.WRONG_AMOUNT
    return Verdict.ACCEPTED


def with_arrival(payment: Payment, arrival: Arrival, refund_id: str | None) -> Payment:
    """The payment once a sum came in; a stray names the refund that sends it back, the money that
    pays it names none.
    """
    verdict = judge(payment, arrival)
    if (verdict is Verdict.ACCEPTED) is not (refund_id is None):
        raise ValueError("a stray has a refund, and only a stray")
    receipt = Receipt(
        gateway=arrival.gateway,
        number=arrival.number,
        amount=arrival.amount,
        currency=arrival.currency,
        at=arrival.at,
        verdict=verdict,
        refund_id=refund_id,
    )
    after = replace(payment, receipts=(*payment.receipts, receipt))
    if refund_id is not None:
        return replace(after, refunds=(*after.refunds, refund_id))
    return replace(
        after, state=PaymentState.RECEIVED, received=arrival.amount, received_at=arrival.at
    )


def closed(payment: Payment, now: datetime) -> Payment:
    """The payment once nobody waits for it any more; closed again it stays as it is. Money that
    came first wins.
    """
    if payment.state is PaymentState.RECEIVED:
        raise PaymentReceivedError
    if payment.state is PaymentState.CLOSED:
        return payment
    return replace(payment, state=PaymentState.CLOSED, closed_at=now)


def collected(payment: Payment, amount: int, at: datetime) -> Payment:
    """The payment once the cash due was taken in at the door: exactly what is due. Also where it
    was closed, since somebody noted that the parcel was refused, and it was not.
    """
    if payment.method is not Method.CASH_ON_DELIVERY:
        raise NotCashError
    if payment.state is PaymentState.RECEIVED:
        raise state_error(payment)
    if amount != payment.amount:
        raise CollectedAmountError(amount=yuan(amount), due=yuan(payment.amount))
    return replace(payment, state=PaymentState.RECEIVED, received=amount, received_at=at)


def with_refund(payment: Payment, refund_id: str, amount: int) -> Payment:
    """The payment once a part of what came in is sent back; all refunds together never exceed
    that.
    """
    if payment.state is not PaymentState.RECEIVED:
        raise state_error(payment)
    if not 0 < amount <= payment.refundable:
        raise RefundExceedsError(amount=yuan(amount), left=yuan(payment.refundable))
    return replace(
        payment,
        refunded=payment.refunded + amount,
        refunds=(*payment.refunds, refund_id),
    )


def link_end(payment: Payment, now: datetime) -> datetime | None:
    """Until when a link made now can pay; None where nothing can be paid by link."""
    if payment.method is not Method.GATEWAY or payment.state is not PaymentState.OPEN:
        return None
    end = now + LINK_LIVES
    if payment.due_at is not None:
        end = min(end, payment.due_at)
    # A link shows whole seconds.
    end = end.replace(microsecond=0)
    return end if end > now else None


def check_payable(payment: Payment, now: datetime) -> datetime:
    """Until when a link made now can pay; refuses with what stands in the way."""
    end = link_end(payment, now)
    if end is None:
        raise PaymentNotPayableError
    return end


def state_error(payment: Payment) -> PaymentStateError:
    """The refusal of what a payment's state does not allow."""
    zh, en = STATE_WORDS[payment.state]
    return PaymentStateError(state_zh=zh, state_en=en)
