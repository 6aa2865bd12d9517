"""Events of payments. Amounts are whole fen. Of what gateways and banks number only the reference
of a refund is told, which names a payment and nobody's account.
"""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class PaymentsEvent(EventData, frozen=True, kw_only=True):
    """What payments publish."""

    context: ClassVar[str] = "payments"


class PaymentReceived(PaymentsEvent, frozen=True, kw_only=True):
    """What is due for an order came in, exactly; once for each payment."""

    payment_id: str
    order_id: str
    customer_id: str
    amount: int
    method: str
    received_at: datetime


class PaymentUnexpected(PaymentsEvent, frozen=True, kw_only=True):
    """Something came in, or went out, that does not fit. ``kind``: `late`, `twice`, `wrong_amount`,
    `wrong_currency`, `wrong_method` (with ``refund_id``: it goes back by itself),
    `unknown_payment`, `unknown_refund` (``movement_id``: finance looks), `refund_paid_twice`,
    `refund_amount_differs`, `refund_failed_after` (about ``refund_id``: finance looks).
    """

    kind: str
    amount: int
    currency: str
    movement_id: str | None = None
    payment_id: str | None = None
    order_id: str | None = None
    customer_id: str | None = None
    refund_id: str | None = None


class RefundEvent(PaymentsEvent, frozen=True, kw_only=True):
    """What all events about a refund say; ``reason`` is a code, ``subject`` what it is for."""

    refund_id: str
    payment_id: str
    order_id: str
    customer_id: str
    amount: int
    reason: str
    subject: str


class RefundRequested(RefundEvent, frozen=True, kw_only=True):
    """Money is to go back by ``due_at``: ``route`` `gateway` (which is asked for ``attempt``) or
    `hand` (finance pays).
    """

    method: str
    route: str
    attempt: int
    due_at: datetime


class RefundSettled(RefundEvent, frozen=True, kw_only=True):
    """The money went back; ``late`` if that was not in time."""

    reference: str
    settled_at: datetime
    late: bool


class RefundFailed(RefundEvent, frozen=True, kw_only=True):
    """The gateway could not pay; finance lets it be tried again, or pays by hand."""

    attempt: int
    code: str
    due_at: datetime


class RefundDueSoon(RefundEvent, frozen=True, kw_only=True):
    """A refund is due soon and not paid."""

    state: str
    due_at: datetime


class RefundOverdue(RefundEvent, frozen=True, kw_only=True):
    """A refund was not paid in time; that stays, whenever it is paid."""

    state: str
    due_at: datetime
