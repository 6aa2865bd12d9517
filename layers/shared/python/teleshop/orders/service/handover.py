"""Use cases: parcels leave, arrive or are refused, and goods come back."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date, end_of_china_day, instant
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.ids import derived_id
from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import (
    CASH_NOT_DUE,
    OrderState,
    Parcel,
    ParcelPieces,
    PlacedOrder,
    deliver,
    refuse,
    ship,
    take_back,
)
from teleshop.orders.errors import WaybillUsedError
from teleshop.orders.schemas import (
    InspectedGoods,
    OrderDelivered,
    OrderPaid,
    OrderRefused,
    OrderReturned,
    OrderShipped,
    OutcomeBody,
    ParcelBody,
    PieceFact,
)
from teleshop.orders.service.base import LifeBase, Money, facts, pieces_of
from teleshop.orders.service.clocks import COMPLETION, register
from teleshop.orders.service.placing import by_of, policy_of

PARCEL_PREFIX = "pcl"


class Handover(LifeBase):
    """What happens to the goods of orders; stateless."""

    def ship(self, call: Call, order_id: str, body: ParcelBody) -> PlacedOrder:
        """A parcel left the warehouse: exactly what was held for its pieces leaves the stock. The
        same parcel, told by its waybill, changes nothing.
        """
        order = self._get(call, order_id)
        parcel = Parcel(
            id=derived_id(PARCEL_PREFIX, order_id, body.carrier, body.waybill),
            pieces=tuple(ParcelPieces(line=one.line, quantity=one.quantity) for one in body.lines),
            carrier_id=body.carrier,
            waybill=body.waybill,
            warehouse=body.warehouse,
            shipped_at=call.now,
        )
        known = order.parcel(parcel.id)
        if known is not None:
            if (known.pieces, known.warehouse) != (parcel.pieces, parcel.warehouse):
                raise WaybillUsedError
            return order
        shipped = ship(order, parcel, by_of(call.actor))
        tx = self._begin(call, "ship_parcel", order)
        self._stock.ship(tx, shipped.taken)
        saved = self._save(tx, order, shipped.order)
        tx.publish(
            OrderShipped(
                **facts(saved),
                parcel_id=parcel.id,
                carrier_id=parcel.carrier_id,
                warehouse=parcel.warehouse,
                lines=_facts_of(saved, parcel.pieces),
                shipped_at=call.now,
                promised_on=saved.promise.promised_on,
                complete=saved.state is OrderState.SHIPPED,
            )
        )
        return tx.commit(saved)

    def settle_parcel(
        self, call: Call, order_id: str, parcel_id: str, body: OutcomeBody
    ) -> PlacedOrder:
        """What became of a parcel, as the carrier says it."""
        at = body.at or call.now
        if body.outcome == "delivered":
            return self.deliver(call, order_id, parcel_id, at=at, collected=body.collected)
        if body.collected:
            raise InvalidInputError(errors=[CASH_NOT_DUE.at("/collected")])
        return self.refuse(call, order_id, parcel_id, at=at)

    def deliver(
        self,
        call: Call,
        order_id: str,
        parcel_id: str,
        *,
        at: datetime,
        collected: int | None = None,
    ) -> PlacedOrder:
        """The customer signed for a parcel; cash that was due at the door came in with it. From the
        last parcel on the days for return run. The same again changes nothing.
        """
        order = self._get(call, order_id)
        at = instant(at)
        after = deliver(order, parcel_id, at, by_of(call.actor), call.now, collected=collected)
        if after == order:
            return order
        tx = self._begin(call, "deliver_parcel", order)
        if collected is not None:
            self._payments.collect(tx, order.payment_id, collected, at)
        saved = self._save(tx, order, after)
        if collected is not None:
            tx.publish(
                OrderPaid(**facts(saved), payment_id=saved.payment_id, amount=collected, paid_at=at)
            )
        self._settled(tx, saved)
        return tx.commit(saved)

    def refuse(self, call: Call, order_id: str, parcel_id: str, *, at: datetime) -> PlacedOrder:
        """The customer did not take a parcel in: what was paid for it goes back. Its goods are
        counted into the stock when the warehouse has them again. The same again changes nothing.
        """
        order = self._get(call, order_id)
        at = instant(at)
        refused = refuse(order, parcel_id, at, by_of(call.actor), call.now)
        if refused.order == order:
            return order
        tx = self._begin(call, "refuse_parcel", order)
        saved = self._save(tx, order, refused.order)
        due_at = self._refund_due(order, call.now)
        self._send_back(tx, order, Money(refused.refund, "refused", parcel_id, due_at))
        if saved.state is OrderState.REFUSED and order.pays_at_the_door:
            self._payments.close(tx, order.payment_id)
        tx.publish(
            OrderRefused(
                **facts(saved),
                parcel_id=parcel_id,
                lines=_facts_of(saved, refused.parcel.pieces),
                refund=refused.refund,
                refused_at=at,
            )
        )
        self._settled(tx, saved)
        return tx.commit(saved)

    def goods_returned(self, call: Call, goods: InspectedGoods) -> PlacedOrder:
        """Goods came back and were accepted: the order notes them, and the refund that the rules of
        returns make due goes the way the money came. A case does this once.
        """
        order = self._get(call, goods.order_id or "")
        pieces = [ParcelPieces(line=one.line, quantity=one.quantity) for one in goods.accepted]
        back = take_back(order, goods.case_id, pieces, goods.refund_due, call.now)
        if back is None:
            return order
        tx = self._begin(call, "take_goods_back", order)
        saved = self._save(tx, order, back.order)
        due_at = goods.refund_due_at or self._refund_due(order, call.now)
        self._send_back(tx, order, Money(back.refund, "returned", goods.case_id, due_at))
        if back.refund < goods.refund_due:
            # What after-sales owes beyond what came in (freight of the way back) is not the
            # payment's to give.
            tx.note(beyond_what_came_in=goods.refund_due - back.refund)
        if back.whole and order.state is OrderState.DELIVERED:
            self._drop_clock(tx, order, COMPLETION)
        tx.publish(
            OrderReturned(
                **facts(saved),
                case_id=goods.case_id,
                lines=_facts_of(saved, pieces),
                faulty=goods.faulty,
                refund=back.refund,
                whole=back.whole,
                returned_at=call.now,
            )
        )
        return tx.commit(saved)

    def _settled(self, tx: Transaction, order: PlacedOrder) -> None:
        """If this made the order a delivered one: tell it, and let the days for return run."""
        if order.state is not OrderState.DELIVERED or order.delivered_at is None:
            return
        tx.publish(OrderDelivered(**facts(order), delivered_at=order.delivered_at))
        kept = [line.return_days for line in order.lines if line.refused < line.quantity]
        days = max(kept, default=0) + policy_of(order).completed_after
        last = china_date(order.delivered_at) + timedelta(days=days)
        register(self._deadlines, tx, order, COMPLETION, end_of_china_day(last))


def _facts_of(order: PlacedOrder, pieces: Sequence[ParcelPieces]) -> tuple[PieceFact, ...]:
    return pieces_of(order, ((one.line, one.quantity) for one in pieces))
