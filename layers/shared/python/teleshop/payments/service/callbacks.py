"""What a gateway tells by itself; docs/payments.md lists every case with its outcome.

A callback is one read and one transaction. The gateway's own number of a transaction makes it count
once: repeated, it finds itself in the payment's row and is answered as the first time.
"""

from collections.abc import Mapping

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.payments.domain import payment as rules
from teleshop.payments.domain import refund as refunds
from teleshop.payments.domain.movement import Movement, MovementState, Unmatched, movement_id
from teleshop.payments.domain.notices import PaymentArrived, RefundNotPaid, RefundPaid
from teleshop.payments.domain.payment import Arrival, Payment, Verdict
from teleshop.payments.domain.policy import STRAY_DUE
from teleshop.payments.domain.refund import Dispute, Refund
from teleshop.payments.errors import (
    GatewayNotFoundError,
    NotKnownYetError,
    TransactionUsedError,
)
from teleshop.payments.schemas import CallbackView, PaymentUnexpected
from teleshop.payments.service.base import Desk, facts, tell_received
from teleshop.payments.tables import MovementRow, RefundRow

REPORTED = frozenset({"refund_id", "payment_id", "order_id", "customer_id", "amount"})


class Callbacks(Desk):
    """See the module."""

    def receive(
        self, call: Call, gateway: str, headers: Mapping[str, str], body: bytes
    ) -> CallbackView:
        """Let a callback take effect, once. Nothing is read before its sender is proved.

        Raises :class:`NotKnownYetError` for a payment or refund that is not stored (yet): money is
        kept as unmatched, and the gateway repeats.
        """
        known = self._gateways.get(gateway)
        if known is None:
            raise GatewayNotFoundError
        notice = known.read(headers, body, call.now)
        match notice:
            case PaymentArrived():
                return self._payment_arrived(call, notice)
            case RefundPaid():
                return self._refund_paid(call, notice)
            case RefundNotPaid():
                return self._refund_not_paid(call, notice)
        return CallbackView(outcome="ignored")

    # -- money that comes in --

    def _payment_arrived(self, call: Call, notice: PaymentArrived) -> CallbackView:
        arrival = notice.arrival
        before = self._repository.find_payment(notice.payment_id)
        if before is None:
            self._keep_unmatched(
                call,
                _unmatched(arrival, Unmatched.PAYMENT, notice.payment_id, call),
            )
            raise NotKnownYetError
        seen = before.receipt(arrival.gateway, arrival.number)
        if seen is not None:
            return _answer(before, seen.verdict)
        tx = Transaction(call, "receive_payment", Subject("payment", before.id))
        verdict = rules.judge(before, arrival)
        if verdict is Verdict.ACCEPTED:
            stored = self._save_payment(tx, before, rules.with_arrival(before, arrival, None))
            self._book(tx, before, arrival, verdict, None)
            tell_received(tx, stored)
        else:
            self._send_back(tx, before, arrival, verdict)
        return tx.commit(_answer(before, verdict))

    def _send_back(
        self, tx: Transaction, before: Payment, arrival: Arrival, verdict: Verdict
    ) -> None:
        """Keep a stray, ask for its refund in full, tell of it."""
        refund_id = self._new_refund_id(tx)
        after = rules.with_arrival(before, arrival, refund_id)
        self._save_payment(tx, before, after)
        movement = self._book(tx, before, arrival, verdict, refund_id)
        self._ask(
            tx,
            after,
            after.receipt(arrival.gateway, arrival.number),
            refund_id=refund_id,
            amount=arrival.amount,
            reason=verdict,
            subject=before.id,
            due_at=tx.call.now + STRAY_DUE,
        )
        tx.publish(
            PaymentUnexpected(
                kind=verdict,
                amount=arrival.amount,
                currency=arrival.currency,
                movement_id=movement.id,
                payment_id=before.id,
                order_id=before.order_id,
                customer_id=before.customer_id,
                refund_id=refund_id,
            )
        )

    @staticmethod
    def _book(
        tx: Transaction,
        payment: Payment,
        arrival: Arrival,
        verdict: Verdict,
        refund_id: str | None,
    ) -> Movement:
        """Mark the transaction as this payment's: it may have waited unmatched for it, and is of no
        other payment.
        """
        state = MovementState.REFUNDED if refund_id else MovementState.BOOKED
        movement = _movement(
            arrival, tx.call, kind=verdict, told_of=payment.id, state=state, refund_id=refund_id
        )
        unmatched = (MovementRow.state == MovementState.UNMATCHED.value) & (
            MovementRow.told_of == payment.id
        )
        free = MovementRow.pk.does_not_exist() | unmatched
        tx.put_row(MovementRow.from_entity(movement), free, TransactionUsedError())
        return movement

    def _keep_unmatched(self, call: Call, movement: Movement) -> None:
        """Keep what nothing is known of, once, and let finance know."""
        if self._repository.find_movement(movement.id) is not None:
            return
        tx = Transaction(call, "keep_unmatched", Subject("movement", movement.id))
        tx.create(MovementRow, movement, conflict=RacedError())
        tx.publish(
            PaymentUnexpected(
                kind=movement.kind,
                amount=movement.amount,
                currency=movement.currency,
                movement_id=movement.id,
            )
        )
        tx.commit(None)

    # -- money that goes back --

    def _refund_paid(self, call: Call, notice: RefundPaid) -> CallbackView:
        before = self._repository.find_refund(notice.refund_id)
        if before is None:
            arrival = Arrival(
                gateway=notice.gateway,
                number=notice.reference,
                amount=notice.amount,
                currency=notice.currency,
                at=notice.at,
            )
            self._keep_unmatched(
                call, _unmatched(arrival, Unmatched.REFUND, notice.refund_id, call)
            )
            raise NotKnownYetError
        after = refunds.settled(
            before,
            reference=notice.reference,
            amount=notice.amount,
            currency=notice.currency,
            at=notice.at,
        )
        if isinstance(after, Dispute):
            return self._dispute(call, before, after)
        if after is not before:
            tx = self._begin(call, "settle_refund", before)
            self._settle(tx, before, after, notice.gateway, TransactionUsedError())
            return tx.commit(_told(before, "settled"))
        return _told(before, "settled")

    def _refund_not_paid(self, call: Call, notice: RefundNotPaid) -> CallbackView:
        before = self._repository.find_refund(notice.refund_id)
        if before is None:
            raise NotKnownYetError
        after = refunds.failed(before, notice.attempt, notice.code, call.now)
        if isinstance(after, Dispute):
            return self._dispute(call, before, after)
        if after is not before:
            tx = self._begin(call, "fail_refund", before)
            self._fail(tx, before, after)
            return tx.commit(_told(before, "failed"))
        return _told(before, "failed")

    def _dispute(self, call: Call, before: Refund, dispute: Dispute) -> CallbackView:
        """Keep what does not fit and let finance know, once."""
        after = refunds.disputed(before, dispute)
        if after is before:
            return _told(before, dispute)
        tx = self._begin(call, "dispute_refund", before)
        tx.save(RefundRow, before, after)
        known = {name: value for name, value in facts(after).items() if name in REPORTED}
        tx.publish(PaymentUnexpected(kind=dispute, currency=before.currency, **known))
        return tx.commit(_told(before, dispute))


def _movement(
    arrival: Arrival,
    call: Call,
    *,
    kind: str,
    told_of: str,
    state: MovementState,
    refund_id: str | None = None,
) -> Movement:
    return Movement(
        id=movement_id(arrival.gateway, arrival.number),
        gateway=arrival.gateway,
        number=arrival.number,
        kind=kind,
        told_of=told_of,
        amount=arrival.amount,
        currency=arrival.currency,
        at=arrival.at,
        told_at=call.now,
        state=state,
        refund_id=refund_id,
        # Unmatched money has 1: who deals with it loses against a payment that claims it.
        version=1 if state is MovementState.UNMATCHED else 2,
    )


def _unmatched(arrival: Arrival, kind: Unmatched, told_of: str, call: Call) -> Movement:
    return _movement(arrival, call, kind=kind, told_of=told_of, state=MovementState.UNMATCHED)


def _answer(payment: Payment, verdict: Verdict) -> CallbackView:
    return CallbackView(outcome=verdict, about=payment.id)


def _told(refund: Refund, outcome: str) -> CallbackView:
    return CallbackView(outcome=outcome, about=refund.id)
