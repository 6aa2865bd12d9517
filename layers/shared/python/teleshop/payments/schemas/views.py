"""What people see of payments. Amounts are whole fen."""

from collections.abc import Sequence
from datetime import datetime

from teleshop.kernel.schema import Output
from teleshop.payments.domain.movement import Movement
from teleshop.payments.domain.notices import PayLink
from teleshop.payments.domain.payment import Payment, Receipt
from teleshop.payments.domain.refund import Refund


class CallbackView(Output, frozen=True, kw_only=True):
    """What a callback came to; the same however often it is sent. ``about`` is the payment or
    refund.
    """

    outcome: str
    about: str | None = None


class LinkView(Output, frozen=True, kw_only=True):
    """Where the customer pays, until ``expires_at``."""

    url: str
    expires_at: datetime

    @classmethod
    def of(cls, link: PayLink) -> "LinkView":
        """The same for people."""
        return cls(url=link.url, expires_at=link.expires_at)


class ReceiptView(Output, frozen=True, kw_only=True):
    """A sum that came in; ``transaction`` is for those who keep the books."""

    gateway: str
    amount: int
    currency: str
    at: datetime
    verdict: str
    refund_id: str | None = None
    transaction: str | None = None

    @classmethod
    def of(cls, receipt: Receipt, *, numbers: bool) -> "ReceiptView":
        """The same for people."""
        return cls(
            gateway=receipt.gateway,
            amount=receipt.amount,
            currency=receipt.currency,
            at=receipt.at,
            verdict=receipt.verdict,
            refund_id=receipt.refund_id,
            transaction=receipt.number if numbers else None,
        )


class RefundView(Output, frozen=True, kw_only=True):
    """A refund as its reader may see it; the customer not who of the staff paid it.
    ``awaits_second``: ``entered_by`` entered a large payment by hand, which another person of
    finance has to enter too.
    """

    id: str
    payment_id: str
    order_id: str
    customer_id: str
    amount: int
    currency: str
    method: str
    route: str
    reason: str
    subject: str
    state: str
    due_at: datetime
    requested_at: datetime
    late: bool
    attempt: int
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    reference: str | None = None
    failed_at: datetime | None = None
    failure: str | None = None
    overdue_at: datetime | None = None
    disputes: list[str]
    awaits_second: bool = False
    entered_by: str | None = None
    version: int

    @classmethod
    def of(cls, refund: Refund, *, staff: bool) -> "RefundView":
        """What its reader may see."""
        return cls(
            id=refund.id,
            payment_id=refund.payment_id,
            order_id=refund.order_id,
            customer_id=refund.customer_id,
            amount=refund.amount,
            currency=refund.currency,
            method=refund.method,
            route="hand" if refund.by_hand else "gateway",
            reason=refund.reason,
            subject=refund.subject,
            state=refund.state,
            due_at=refund.due_at,
            requested_at=refund.requested_at,
            late=refund.late,
            attempt=refund.attempt,
            sent_at=refund.sent_at,
            settled_at=refund.settled_at,
            settled_by=refund.settled_by if staff else None,
            reference=refund.reference,
            failed_at=refund.failed_at if staff else None,
            failure=refund.failure if staff else None,
            overdue_at=refund.overdue_at,
            disputes=list(refund.disputes) if staff else [],
            awaits_second=staff and refund.awaits_second,
            entered_by=refund.entered.by if staff and refund.entered else None,
            version=refund.version,
        )


class PaymentView(Output, frozen=True, kw_only=True):
    """A payment with what came in and what went back. ``link_until``: a link made now could pay
    until then, null where none can.
    """

    id: str
    order_id: str
    customer_id: str
    amount: int
    currency: str
    method: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    received: int
    received_at: datetime | None
    refunded: int
    refundable: int
    closed_at: datetime | None
    receipts: list[ReceiptView]
    refunds: list[RefundView]
    link_until: datetime | None = None
    version: int

    @classmethod
    def of(
        cls,
        payment: Payment,
        refunds: Sequence[Refund],
        *,
        staff: bool,
        numbers: bool,
        link_until: datetime | None,
    ) -> "PaymentView":
        """What its reader may see."""
        return cls(
            id=payment.id,
            order_id=payment.order_id,
            customer_id=payment.customer_id,
            amount=payment.amount,
            currency=payment.currency,
            method=payment.method,
            state=payment.state,
            opened_at=payment.opened_at,
            due_at=payment.due_at,
            received=payment.received,
            received_at=payment.received_at,
            refunded=payment.refunded,
            refundable=payment.refundable,
            closed_at=payment.closed_at,
            receipts=[ReceiptView.of(one, numbers=numbers) for one in payment.receipts],
            refunds=[RefundView.of(one, staff=staff) for one in refunds],
            link_until=link_until,
            version=payment.version,
        )


class UnexpectedView(Output, frozen=True, kw_only=True):
    """Money that did not fit. ``told_of`` is the payment or refund that the gateway named.
    ``awaits_second``: ``entered_by`` entered what became of a large sum, which another person of
    finance has to enter too.
    """

    id: str
    gateway: str
    transaction: str
    kind: str
    told_of: str
    amount: int
    currency: str
    at: datetime
    told_at: datetime
    state: str
    refund_id: str | None = None
    reference: str | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    awaits_second: bool = False
    entered_by: str | None = None
    version: int

    @classmethod
    def of(cls, movement: Movement) -> "UnexpectedView":
        """The same for finance."""
        return cls(
            id=movement.id,
            gateway=movement.gateway,
            transaction=movement.number,
            kind=movement.kind,
            told_of=movement.told_of,
            amount=movement.amount,
            currency=movement.currency,
            at=movement.at,
            told_at=movement.told_at,
            state=movement.state,
            refund_id=movement.refund_id,
            reference=movement.reference,
            settled_at=movement.settled_at,
            settled_by=movement.settled_by,
            awaits_second=movement.awaits_second,
            entered_by=movement.entered.by if movement.awaits_second and movement.entered else None,
            version=movement.version,
        )
