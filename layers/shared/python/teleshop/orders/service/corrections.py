"""Use cases: what became of a parcel is noted, and put right where it was noted wrongly."""

from datetime import datetime

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.clock import instant
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import (
    CASH_NOT_DUE,
    OrderState,
    ParcelCorrection,
    PlacedLine,
    PlacedOrder,
    was_delivered,
    was_refused,
    was_told_delivered,
)
from teleshop.orders.errors import ParcelCorrectionError
from teleshop.orders.schemas import OrderRefused, OutcomeBody, RefusalCorrected
from teleshop.orders.service.base import Money, facts, fallen_since, left_over
from teleshop.orders.service.clocks import completion_clock
from teleshop.orders.service.handover import Handover, facts_of, paid_at_the_door
from teleshop.orders.service.placing import by_of

CORRECTORS = (Role.LEAD, Role.MANAGER)


def _nothing(_: PlacedLine, __: int) -> int:
    """What an order charges for pieces whose money went back."""
    return 0


class Corrections(Handover):
    """See the module; stateless."""

    def settle_parcel(
        self, call: Call, order_id: str, parcel_id: str, body: OutcomeBody
    ) -> PlacedOrder:
        """What became of a parcel, as the carrier says it; with a reason for a correction what
        really did.
        """
        at, collected = body.at, body.collected
        if body.outcome != "delivered" and collected:
            raise InvalidInputError(errors=[CASH_NOT_DUE.at("/collected")])
        if body.correction is None:
            if body.outcome == "delivered":
                return self.deliver(call, order_id, parcel_id, at=at, collected=collected)
            return self.refuse(call, order_id, parcel_id, at=at)
        if not call.actor.has(*CORRECTORS):
            raise ParcelCorrectionError
        if body.outcome == "delivered":
            return self.correct_refusal(
                call, order_id, parcel_id, body.correction, at=at, collected=collected
            )
        return self.correct_delivery(call, order_id, parcel_id, body.correction, at=at)

    def correct_refusal(
        self,
        call: Call,
        order_id: str,
        parcel_id: str,
        reason: ParcelCorrection,
        *,
        at: datetime | None = None,
        collected: int | None = None,
    ) -> PlacedOrder:
        """A parcel that was noted as refused had been delivered: its pieces are the customer's
        again. Money that went back for them stays gone; cash that was due at the door is noted. The
        same again changes nothing.
        """
        order = self._get(call, order_id)
        at = instant(at) if at else None
        after = was_delivered(
            order, parcel_id, at, by_of(call.actor), call.now, reason=reason, collected=collected
        )
        if after == order:
            return order
        tx = self._begin(call, "correct_refusal", order)
        tx.note(parcel=parcel_id)
        self._collect(tx, order, collected, at)
        saved = self._save(tx, order, after)
        parcel = saved.parcel(parcel_id)
        pieces = () if parcel is None else parcel.fell
        tx.publish(
            RefusalCorrected(
                **facts(saved),
                parcel_id=parcel_id,
                lines=facts_of(saved, pieces, left_over if saved.pays_at_the_door else _nothing),
                delivered_at=at or call.now,
                correction=reason,
            )
        )
        if collected is not None:
            tx.publish(paid_at_the_door(saved, collected, at or call.now))
        self._follow(tx, order, saved)
        return tx.commit(saved)

    def correct_delivery(
        self,
        call: Call,
        order_id: str,
        parcel_id: str,
        reason: ParcelCorrection,
        *,
        at: datetime | None = None,
    ) -> PlacedOrder:
        """A parcel that was noted as delivered had not been taken in: what was paid for what is
        left of it goes back. The same again changes nothing.
        """
        order = self._get(call, order_id)
        at = instant(at) if at else None
        refused = was_refused(order, parcel_id, at, by_of(call.actor), call.now, reason=reason)
        if refused.order == order:
            return order
        tx = self._begin(call, "correct_delivery", order)
        tx.note(parcel=parcel_id)
        saved = self._save(tx, order, refused.order)
        due_at = self._refund_due(order, call.now)
        self._send_back(tx, order, Money(refused.refund, "refused", parcel_id, due_at))
        tx.publish(
            OrderRefused(
                **facts(saved),
                parcel_id=parcel_id,
                lines=facts_of(saved, refused.pieces, fallen_since(order)),
                refund=refused.refund,
                refused_at=at or call.now,
                correction=reason,
            )
        )
        self._follow(tx, order, saved)
        return tx.commit(saved)

    def _follow(self, tx: Transaction, before: PlacedOrder, order: PlacedOrder) -> None:
        """Let the days for return run anew as the order stands now; that it was delivered is told
        if nobody was told yet.
        """
        self._wake_claims(tx, before, order)
        if before.state is OrderState.DELIVERED:
            self._drop_clock(tx, before, completion_clock(before))
        if order.state is OrderState.DELIVERED and order.delivered_at is not None:
            if not was_told_delivered(before):
                self._tell_delivered(tx, order, order.delivered_at)
            self._start_completion(tx, order)
