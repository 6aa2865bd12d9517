"""Use cases: an order is paid, expires, is cancelled, goes to the warehouse, is completed."""

from datetime import datetime

from teleshop.kernel.actor import Call, Role
from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import (
    By,
    CancelReason,
    OrderState,
    PlacedOrder,
    call_off,
    cancelled,
    completed,
    is_partly_sent,
    paid,
    released,
    was_told_completed,
)
from teleshop.orders.errors import (
    CancelReasonError,
    MoneyCameFirstError,
    OrderPartlySentError,
    OrderStateError,
)
from teleshop.orders.schemas import (
    OrderCancelled,
    OrderCompleted,
    OrderExpiring,
    OrderPaid,
    OrderReleased,
)
from teleshop.orders.service.base import Money, facts, fallen_since, left_over, pieces_of
from teleshop.orders.service.clocks import COMPLETION, PAYMENT, RELEASE, RETURN, register
from teleshop.orders.service.corrections import Corrections
from teleshop.orders.service.placing import by_of, policy_of, sold_of

MAY_STOP_THE_WAREHOUSE = (Role.LEAD, Role.MANAGER)


class OrderLife(Corrections):
    """The life of orders that were taken here; stateless, one per process."""

    # -- money --

    def payment_received(
        self, call: Call, order_id: str, amount: int, received_at: datetime
    ) -> PlacedOrder:
        """The amount came in: the order is paid, and after some minutes in which the customer may
        still think better of it goes to the warehouse.

        What is paid already (at the door, or with its cancellation) stays as it is. Money for an
        order that is over is none of the order's: `payments` decided that race and sends it back.
        """
        order = self._get(call, order_id)
        if order.state is not OrderState.PLACED or order.pays_at_the_door:
            return order
        tx = self._begin(call, "receive_order_payment", order)
        after = self._save(tx, order, paid(order, amount, received_at))
        if order.payment_due_at is not None:
            self._meet(tx, order, PAYMENT)
        due_at = call.now + policy_of(order).release_after
        register(self._deadlines, tx, order, RELEASE, due_at)
        tx.publish(
            OrderPaid(
                **facts(after),
                payment_id=after.payment_id,
                amount=amount,
                paid_at=received_at,
                payment_method=after.payment_method.value,
                lines=sold_of(after),
            )
        )
        return tx.commit(after)

    # -- clocks --

    def clock_approaches(self, call: Call, order_id: str) -> PlacedOrder | None:
        """The time for payment is nearly over: the customer is reminded; None if it was paid."""
        order = self._repository.find(order_id)
        if order is None or order.state is not OrderState.PLACED or not order.payment_due_at:
            return None
        tx = self._begin(call, "remind_of_payment", order)
        tx.publish(OrderExpiring(**facts(order), payment_due_at=order.payment_due_at))
        return tx.commit(order)

    def clock_ran_out(self, call: Call, order_id: str, kind: str) -> PlacedOrder | None:
        """What a clock of the order is for has to happen now; None if the order is past it."""
        steps = {
            PAYMENT: self.expire,
            RELEASE: self.release_due,
            COMPLETION: self.complete,
            RETURN: self.claim_due,
        }
        return steps[kind.partition(":")[0]](call, order_id)

    def expire(self, call: Call, order_id: str) -> PlacedOrder | None:
        """The time for payment is over: the order is off and what it held is free. If the money
        came first the order is left alone, and its payment will say so; None then.
        """
        order = self._repository.find(order_id)
        if order is None or order.state is not OrderState.PLACED or order.pays_at_the_door:
            return None
        try:
            return self._cancel(call, order, order, CancelReason.UNPAID, warehouse_yes=False)
        except MoneyCameFirstError:
            return None

    def release_due(self, call: Call, order_id: str) -> PlacedOrder | None:
        """The minutes after payment (at the door: after placing) are over."""
        order = self._repository.find(order_id)
        if order is None:
            return None
        try:
            after = released(order, By.SYSTEM, call.now)
        except OrderStateError:
            return None
        return self._release(self._begin(call, "release_order", order), order, after)

    def complete(self, call: Call, order_id: str) -> PlacedOrder | None:
        """The days for return are over, and the trade with them; None if goods came back or it was
        completed. Not while the money of a return waits: tried again. It is told once, also of an
        order that was put right after it.
        """
        order = self._repository.find(order_id)
        if order is None or order.state is not OrderState.DELIVERED:
            return None
        over = completed(order, call.now)
        tx = self._begin(call, "complete_order", order)
        after = self._save(tx, order, over)
        if not was_told_completed(order):
            tx.publish(OrderCompleted(**facts(after), completed_at=call.now))
        return tx.commit(after)

    # -- people --

    def release(self, call: Call, order_id: str) -> PlacedOrder:
        """The order goes to the warehouse at once, without its minutes of grace; released already
        it stays as it is.
        """
        order = self._get(call, order_id)
        if order.state is OrderState.RELEASED:
            return order
        after = released(order, by_of(call.actor), call.now)
        tx = self._begin(call, "release_order", order)
        self._meet(tx, order, RELEASE)
        return self._release(tx, order, after)

    def cancel(
        self,
        call: Call,
        order_id: str,
        reason: CancelReason,
        *,
        warehouse_confirmed: bool = False,
        rest: bool = False,
    ) -> PlacedOrder:
        """The order is off: its payment is closed, or what was paid goes back in full; what it held
        is free again. Cancelled already it stays as it is.

        Customers cancel until the order goes to the warehouse, staff too. While it lies there
        unsent, a lead or a manager cancels once the warehouse has confirmed that nothing leaves:
        the platform cannot look into the warehouse, so the confirmation is theirs to answer for.
        Once a part has left they call off the ``rest``, which must be said, since what left stays
        sold.
        """
        order = self._own(call, order_id)
        by = by_of(call.actor)
        allowed = reason is CancelReason.CUSTOMER if by is By.CUSTOMER else True
        if not allowed or reason is CancelReason.UNPAID:
            raise CancelReasonError
        if order.state is OrderState.CANCELLED:
            return order
        yes = warehouse_confirmed and call.actor.has(*MAY_STOP_THE_WAREHOUSE)
        if is_partly_sent(order) and by is By.STAFF:
            if not rest:
                raise OrderPartlySentError
            return self._call_off(call, order, reason, warehouse_yes=yes)
        if rest and any(line.called_off for line in order.lines):
            return order
        try:
            return self._cancel(call, order, order, reason, warehouse_yes=yes)
        except MoneyCameFirstError:
            # Paid a moment ago, and the news of it is on its way: cancelled as a paid order.
            payment = self._payments.find(order.payment_id, call.now)
            if payment is None or payment.received_at is None:
                raise
            known = paid(order, payment.received, payment.received_at)
            return self._cancel(call, order, known, reason, warehouse_yes=yes)

    # -- parts --

    def _cancel(
        self,
        call: Call,
        stored: PlacedOrder,
        order: PlacedOrder,
        reason: CancelReason,
        *,
        warehouse_yes: bool,
    ) -> PlacedOrder:
        by = by_of(call.actor)
        after = cancelled(order, reason, by, call.now, warehouse_said_yes=warehouse_yes)
        tx = self._begin(call, "cancel_order", order)
        if order.paid_at is None:
            self._payments.close(tx, order.payment_id)
        refund = after.refunded - order.refunded
        money = Money(refund, "cancelled", order.id, self._refund_due(order, call.now))
        self._send_back(tx, order, money)
        self._stock.give_back(tx, order.held)
        if reason is not CancelReason.UNPAID:
            self._stop_clock(tx, stored)
        saved = self._save(tx, stored, after)
        tx.publish(
            OrderCancelled(
                **facts(saved),
                reason=reason,
                lines=pieces_of(
                    saved, ((line.number, line.quantity) for line in saved.lines), left_over
                ),
                refund=refund,
                cancelled_at=call.now,
                # Whoever paid a moment ago is refunded, but no sale was told.
                sold=stored.pays_at_the_door or stored.paid_at is not None,
            )
        )
        return tx.commit(saved)

    def _call_off(
        self, call: Call, order: PlacedOrder, reason: CancelReason, *, warehouse_yes: bool
    ) -> PlacedOrder:
        off = call_off(order, reason, by_of(call.actor), call.now, warehouse_said_yes=warehouse_yes)
        tx = self._begin(call, "cancel_rest", order)
        due_at = self._refund_due(order, call.now)
        self._send_back(tx, order, Money(off.refund, "cancelled", order.id, due_at))
        self._stock.give_back(tx, off.freed)
        saved = self._save(tx, order, off.order)
        tx.publish(
            OrderCancelled(
                **facts(saved),
                reason=reason,
                extent="rest",
                lines=pieces_of(
                    saved, ((one.line, one.quantity) for one in off.pieces), fallen_since(order)
                ),
                refund=off.refund,
                cancelled_at=call.now,
            )
        )
        self._settled(tx, order, saved)
        return tx.commit(saved)

    def _stop_clock(self, tx: Transaction, order: PlacedOrder) -> None:
        """End the clock that the order's state waits for."""
        if order.state is OrderState.PLACED and not order.pays_at_the_door:
            if order.payment_due_at is not None:
                self._drop_clock(tx, order, PAYMENT)
        elif order.state in (OrderState.PLACED, OrderState.PAID):
            self._drop_clock(tx, order, RELEASE)

    def _release(self, tx: Transaction, before: PlacedOrder, after: PlacedOrder) -> PlacedOrder:
        saved = self._save(tx, before, after)
        tx.publish(
            OrderReleased(
                **facts(saved),
                warehouse=saved.promise.warehouse,
                released_at=tx.call.now,
            )
        )
        return tx.commit(saved)
