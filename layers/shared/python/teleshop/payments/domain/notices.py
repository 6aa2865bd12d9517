"""What a gateway says, in our words; its adapter makes these of its messages and answers."""

from dataclasses import dataclass, field
from datetime import datetime

from teleshop.payments.domain.payment import Arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentArrived:
    """Money came in for a payment."""

    payment_id: str
    arrival: Arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPaid:
    """Money went back to the customer; ``reference`` is the gateway's number of the refund."""

    gateway: str
    refund_id: str
    reference: str = field(repr=False)
    amount: int
    currency: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundNotPaid:
    """The gateway could not pay an attempt; ``code`` is the gateway's own."""

    refund_id: str
    attempt: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unneeded:
    """Something that the platform does not act on."""

    kind: str


Notice = PaymentArrived | RefundPaid | RefundNotPaid | Unneeded


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """The gateway took up a refund and will call back."""


Answer = TakenUp | RefundPaid | RefundNotPaid
"""What a gateway answers when it is asked for a refund."""


@dataclass(frozen=True, slots=True)
class PayLink:
    """An address where the customer pays; ``url`` is signed, so it is a secret of its payment."""

    url: str = field(repr=False)
    expires_at: datetime
