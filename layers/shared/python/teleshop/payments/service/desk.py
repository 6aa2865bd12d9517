"""What other contexts do with payments, each within its own transaction.

One transaction changes a payment's row once: it opens, closes, collects or refunds, not two of
them.
"""

from datetime import datetime

from teleshop.kernel.transaction import Transaction
from teleshop.payments.domain import payment as rules
from teleshop.payments.domain.notices import PayLink
from teleshop.payments.domain.payment import Method, Payment, PaymentState, payment_id
from teleshop.payments.domain.refund import Refund
from teleshop.payments.errors import PaymentExistsError
from teleshop.payments.service.base import Desk, tell_received
from teleshop.payments.tables import PaymentRow

PAY_AT = "standard"
"""The gateway that new links lead to; callbacks are taken of every gateway that is wired."""


class PaymentDesk(Desk):
    """See the module."""

    def open(
        self,
        tx: Transaction,
        *,
        order_id: str,
        customer_id: str,
        amount: int,
        method: Method,
        due_at: datetime | None,
    ) -> Payment:
        """Add the payment of a new order: ``amount`` fen by ``due_at`` (None for cash at the door).

        Where nothing is due it is received at once, and told so.
        """
        made = rules.new_payment(
            order_id, customer_id, amount, method, due_at=due_at, now=tx.call.now
        )
        tx.create(PaymentRow, made, conflict=PaymentExistsError())
        if made.state is PaymentState.RECEIVED:
            tell_received(tx, made)
        return made

    def link(self, payment: Payment, now: datetime) -> PayLink | None:
        """A signed link to the gateway's pay page, made here; None where nothing can be paid by
        link.
        """
        end = rules.link_end(payment, now)
        return self._gateways[PAY_AT].link(payment, end) if end else None

    def close(self, tx: Transaction, payment: Payment) -> Payment:
        """Nobody waits for this payment any more; what comes later is sent back. Closing it again
        changes nothing.

        Money that came first wins: :class:`~teleshop.payments.errors.PaymentReceivedError`, at once
        where ``payment`` shows it; where it came since, commit raises
        :class:`~teleshop.kernel.errors.RacedError`, and the use case that is run again finds it.
        """
        after = rules.closed(payment, tx.call.now)
        return payment if after is payment else self._save_payment(tx, payment, after)

    def collect(self, tx: Transaction, payment: Payment, amount: int, at: datetime) -> Payment:
        """Cash was taken in at the door: exactly what is due."""
        stored = self._save_payment(tx, payment, rules.collected(payment, amount, at))
        tell_received(tx, stored)
        return stored

    def refund(
        self,
        tx: Transaction,
        payment: Payment,
        *,
        amount: int,
        reason: str,
        subject: str,
        due_at: datetime,
    ) -> Refund:
        """Send ``amount`` of what came in back by ``due_at``, by the way it came: the gateway is
        asked by an event; cash is paid by finance.

        ``reason`` is a code, ``subject`` what it is for (a case, an order). Never more than came
        in: the row of the payment is part of ``tx``, so that of two refunds at once one is run
        again.
        """
        refund_id = self._new_refund_id(tx)
        self._save_payment(tx, payment, rules.with_refund(payment, refund_id, amount))
        return self._ask(
            tx,
            payment,
            payment.accepted,
            refund_id=refund_id,
            amount=amount,
            reason=reason,
            subject=subject,
            due_at=due_at,
        )

    def find(self, payment_id: str) -> Payment | None:
        """The payment as it is stored now."""
        return self._repository.find_payment(payment_id)

    def of_order(self, order_id: str) -> Payment | None:
        """The payment of an order as it is stored now."""
        return self._repository.find_payment(payment_id(order_id))

    def refunds_of(self, payment: Payment) -> list[Refund]:
        """Its refunds, first asked first."""
        return self._repository.refunds(payment.refunds)

    def find_refund(self, refund_id: str) -> Refund | None:
        """A refund as it is stored now."""
        return self._repository.find_refund(refund_id)
