"""Sending refunds, their clock, and what finance does."""

from datetime import datetime

from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.payments.domain import movement as movements
from teleshop.payments.domain import refund as rules
from teleshop.payments.domain.movement import Movement, MovementState
from teleshop.payments.domain.notices import Answer, RefundNotPaid, RefundPaid
from teleshop.payments.domain.refund import BY_HAND, Dispute, Refund, RefundState
from teleshop.payments.errors import (
    MovementNotFoundError,
    SettledInFutureError,
    SettlementReferenceUsedError,
    TransactionUsedError,
)
from teleshop.payments.schemas import (
    RefundDueSoon,
    RefundOverdue,
    SettlementBody,
    UnexpectedSettlementBody,
)
from teleshop.payments.service.base import Desk, facts, tell_dispute, tell_requested
from teleshop.payments.tables import MovementRow, RefundRow


class Refunds(Desk):
    """See the module."""

    def send(self, call: Call, refund_id: str, attempt: int) -> RefundState | None:
        """Ask the gateway for an attempt, and store what it answered; None where that is not wanted
        any more.

        After a crash between asking and storing the gateway is asked again, which pays once. A
        callback that came in between wins. Raises
        :class:`~teleshop.payments.errors.GatewayUnavailableError` to be tried again.
        """
        before = self._get_refund(refund_id)
        if not rules.awaits(before, attempt) or before.gateway is None:
            return None
        answer = self._gateways[before.gateway].refund(before, call.now)
        return self._store(call, before, answer)

    def _store(self, call: Call, before: Refund, answer: Answer) -> RefundState:
        tx = self._begin(call, "send_refund", before)
        match answer:
            case RefundPaid():
                after = rules.settled(
                    before,
                    reference=answer.reference,
                    amount=answer.amount,
                    currency=answer.currency,
                    at=answer.at,
                )
            case RefundNotPaid():
                after = rules.failed(before, answer.attempt, answer.code, call.now)
            case _:
                after = rules.sent(before, before.attempt, call.now)
        if isinstance(after, Dispute):
            stored = tx.save(RefundRow, before, rules.disputed(before, after))
            tell_dispute(tx, stored, after)
        elif after.state is RefundState.SETTLED:
            source = before.gateway or BY_HAND
            stored = self._settle(tx, before, after, source, TransactionUsedError())
        elif after.state is RefundState.FAILED:
            stored = self._fail(tx, before, after)
        else:
            stored = tx.save(RefundRow, before, after)
        return tx.commit(stored.state)

    # -- finance --

    def retry(self, call: Call, refund_id: str) -> Refund:
        """The gateway is asked again: anew after a failure, else whether it has taken it up."""
        before = self._get_refund(refund_id)
        call.check_version(before.version)
        tx = self._begin(call, "retry_refund", before)
        stored = tx.save(RefundRow, before, rules.asked_again(before, call.actor.subject))
        tell_requested(tx, stored)
        return tx.commit(stored)

    def settle_by_hand(self, call: Call, refund_id: str, body: SettlementBody) -> Refund:
        """Finance paid it; its reference settles nothing else. A large one is settled once a
        second person entered the same, and until then waits for that.
        """
        before = self._get_refund(refund_id)
        call.check_version(before.version)
        at = body.settled_at or call.now
        after = rules.settled_by_hand(before, body.reference, call.actor.subject, at)
        if not before.requested_at <= at <= call.now:
            raise SettledInFutureError
        if after.awaits_second:
            tx = self._begin(call, "enter_settlement_by_hand", before)
            return tx.commit(tx.save(RefundRow, before, after))
        tx = self._begin(call, "settle_refund_by_hand", before)
        stored = self._settle(tx, before, after, BY_HAND, SettlementReferenceUsedError())
        return tx.commit(stored)

    def settle_unexpected(
        self, call: Call, movement_id: str, body: UnexpectedSettlementBody
    ) -> Movement:
        """Finance found out what unmatched money was, or sent it back by hand; the reference
        settles nothing else. A large one is settled once a second person entered the same, and
        until then stays unmatched: its payment may still claim it.
        """
        before = self._repository.find_movement(movement_id)
        if before is None:
            raise MovementNotFoundError
        call.check_version(before.version)
        after = movements.dealt_with(before, body.reference, call.actor.subject, call.now)
        subject = Subject("movement", movement_id)
        # Its payment claims the money without having read it.
        unclaimed = MovementRow.state == MovementState.UNMATCHED.value
        if after.awaits_second:
            tx = Transaction(call, "enter_what_became_of_unexpected", subject)
            return tx.commit(tx.save(MovementRow, before, after, provided=unclaimed))
        tx = Transaction(call, "settle_unexpected", subject)
        conflict = SettlementReferenceUsedError()
        self._use_reference(tx, BY_HAND, body.reference, movement_id, conflict)
        return tx.commit(tx.save(MovementRow, before, after, provided=unclaimed))

    # -- the clock --

    def clock_approaches(self, call: Call, refund_id: str) -> Refund | None:
        """The refund is due soon: finance is told, unless it was paid."""
        refund = self._get_refund(refund_id)
        if refund.state is RefundState.SETTLED:
            return None
        tx = self._begin(call, "warn_of_refund", refund)
        tx.publish(
            RefundDueSoon(**facts(refund), state=refund.state, due_at=refund.due_at),
        )
        return tx.commit(refund)

    def clock_ran_out(self, call: Call, refund_id: str, due_at: datetime) -> Refund | None:
        """The refund was not paid by ``due_at``: a breach for good. None if it was paid meanwhile,
        or the breach is known.
        """
        before = self._get_refund(refund_id)
        after = rules.overdue(before, call.now)
        if after is before:
            return None
        tx = self._begin(call, "breach_refund", before)
        stored = tx.save(RefundRow, before, after)
        tx.publish(RefundOverdue(**facts(stored), state=stored.state, due_at=due_at))
        return tx.commit(stored)
