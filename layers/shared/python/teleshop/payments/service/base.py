"""What the use cases of payments share: asking for refunds, settling them, telling of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError, TeleshopError
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.payments.domain.payment import Payment, Receipt
from teleshop.payments.domain.policy import WARN_BEFORE
from teleshop.payments.domain.refund import (
    BY_HAND,
    REFUND_PREFIX,
    Dispute,
    Refund,
    disputed,
)
from teleshop.payments.errors import RefundNotFoundError
from teleshop.payments.ports import Gateway
from teleshop.payments.schemas import (
    PaymentReceived,
    PaymentUnexpected,
    RefundFailed,
    RefundRequested,
    RefundSettled,
)
from teleshop.payments.tables import PaymentRow, PaymentsRepository, ReferenceRow, RefundRow
from teleshop.payments.tables.rows import UsedReference

REFUND_CLOCK = "refund"


class Desk:
    """Base of the services of payments; stateless."""

    def __init__(
        self, repository: PaymentsRepository, deadlines: Deadlines, gateways: Mapping[str, Gateway]
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._gateways = gateways

    def _get_refund(self, refund_id: str) -> Refund:
        refund = self._repository.find_refund(refund_id)
        if refund is None:
            raise RefundNotFoundError
        return refund

    @staticmethod
    def _begin(call: Call, action: str, refund: Refund) -> Transaction:
        return Transaction(call, action, Subject("refund", refund.id))

    @staticmethod
    def _save_payment(tx: Transaction, before: Payment, after: Payment) -> Payment:
        # Within the transactions of others `If-Match` is about their record, never about this row.
        return tx.save(PaymentRow, before, after, conflict=RacedError())

    @staticmethod
    def _new_refund_id(tx: Transaction) -> str:
        return new_id(REFUND_PREFIX, tx.call.now)

    def _ask(
        self,
        tx: Transaction,
        payment: Payment,
        source: Receipt | None,
        *,
        refund_id: str,
        amount: int,
        reason: str,
        subject: str,
        due_at: datetime,
    ) -> Refund:
        """Ask for a refund of ``source``, or of cash, in ``tx``: its row, its clock, its event. The
        payment's row, which holds the sum of refunds, is the caller's.
        """
        refund = Refund(
            id=refund_id,
            payment_id=payment.id,
            order_id=payment.order_id,
            customer_id=payment.customer_id,
            amount=amount,
            currency=source.currency if source else payment.currency,
            method=payment.method,
            reason=reason,
            subject=subject,
            due_at=due_at,
            requested_at=tx.call.now,
            gateway=source.gateway if source else None,
            number=source.number if source else None,
        )
        tx.create(RefundRow, refund, conflict=RacedError())
        self._deadlines.register(
            tx,
            id=clock_id(refund),
            owner=Owner("payments", "refund", refund.id),
            kind=REFUND_CLOCK,
            due_at=due_at,
            warn_before=WARN_BEFORE,
        )
        tell_requested(tx, refund)
        return refund

    def _settle(
        self, tx: Transaction, before: Refund, after: Refund, source: str, conflict: TeleshopError
    ) -> Refund:
        """Store a refund that was paid, by a reference that settles nothing else (``conflict``).
        Where somebody entered that it was paid by hand, and now the gateway says so, finance is
        told: perhaps it was paid twice.
        """
        if before.entered is not None and source != BY_HAND:
            after = disputed(after, Dispute.PAID_TWICE)
            tell_dispute(tx, after, Dispute.PAID_TWICE)
        stored = tx.save(RefundRow, before, after)
        reference = str(after.reference)
        self._use_reference(tx, source, reference, after.id, conflict)
        self._deadlines.meet(tx, clock_id(after))
        tx.publish(
            RefundSettled(
                **facts(stored),
                reference=reference,
                settled_at=stored.settled_at or tx.call.now,
                late=stored.late,
            )
        )
        return stored

    @staticmethod
    def _use_reference(
        tx: Transaction, source: str, reference: str, settles: str, conflict: TeleshopError
    ) -> None:
        """The reference settles that and nothing else, whether refund or unmatched money."""
        used = UsedReference(source=source, reference=reference, settles=settles)
        tx.create(ReferenceRow, used, conflict=conflict, audited=False)

    @staticmethod
    def _fail(tx: Transaction, before: Refund, after: Refund) -> Refund:
        """Store a refund that the gateway could not pay."""
        stored = tx.save(RefundRow, before, after)
        tx.publish(
            RefundFailed(
                **facts(stored),
                attempt=stored.attempt,
                code=stored.failure or "refused",
                due_at=stored.due_at,
            )
        )
        return stored


def clock_id(refund: Refund) -> str:
    """The deadline of a refund."""
    return f"payments:{refund.id}:{REFUND_CLOCK}"


def facts(refund: Refund) -> dict[str, Any]:
    """What every event about a refund says."""
    return {
        "refund_id": refund.id,
        "payment_id": refund.payment_id,
        "order_id": refund.order_id,
        "customer_id": refund.customer_id,
        "amount": refund.amount,
        "reason": refund.reason,
        "subject": refund.subject,
    }


def tell_dispute(tx: Transaction, refund: Refund, kind: Dispute) -> None:
    """Publish that what is said of a refund does not fit."""
    tx.publish(
        PaymentUnexpected(
            kind=kind,
            amount=refund.amount,
            currency=refund.currency,
            payment_id=refund.payment_id,
            order_id=refund.order_id,
            customer_id=refund.customer_id,
            refund_id=refund.id,
        )
    )


def tell_requested(tx: Transaction, refund: Refund) -> None:
    """Publish that money is to go back."""
    tx.publish(
        RefundRequested(
            **facts(refund),
            method=refund.method,
            route="hand" if refund.by_hand else "gateway",
            attempt=refund.attempt,
            due_at=refund.due_at,
        )
    )


def tell_received(tx: Transaction, payment: Payment) -> None:
    """Publish that what is due came in."""
    tx.publish(
        PaymentReceived(
            payment_id=payment.id,
            order_id=payment.order_id,
            customer_id=payment.customer_id,
            amount=payment.received,
            method=payment.method,
            received_at=payment.received_at or tx.call.now,
        )
    )
