"""Use cases: parcels leave, arrive or are refused, and goods come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date, end_of_china_day, instant
from teleshop.kernel.ids import derived_id
from teleshop.kernel.transaction import Transaction
from teleshop.orders.domain import (
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
    OrderDelivered,
    OrderPaid,
    OrderRefused,
    OrderReturned,
    OrderShipped,
)
from teleshop.orders.service.base import LifeBase, Money, facts, pieces_of
from teleshop.orders.service.clocks import COMPLETION, register
from teleshop.orders.service.placing import by_of, policy_of

PARCEL_PREFIX = "pcl"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedGoods:
    """What after-sales accepted of an order: ``refund`` fen are due by ``due_at``."""

    case_id: str
    order_id: str
    pieces: tuple[ParcelPieces, ...]
    faulty: bool
    refund: int
    due_at: datetime


class Handover(LifeBase):
    """What happens to the goods of orders; stateless."""

    def ship(
        self,
        call: Call,
        order_id: str,
        *,
        pieces: Sequence[ParcelPieces],
        carrier: str,
        waybill: str,
        warehouse: str,
    ) -> PlacedOrder:
        """A parcel left the warehouse: exactly what was held for its pieces leaves the stock. The
        same parcel, told by its waybill, changes nothing.
        """
        order = self._get(call, order_id)
        parcel = Parcel(
            id=derived_id(PARCEL_PREFIX, order_id, carrier, waybill),
            pieces=tuple(pieces),
            carrier_id=carrier,
            waybill=waybill,
            warehouse=warehouse,
            shipped_at=call.now,
        )
        known = order.parcel(parcel.id)
        if known is not None:
            if (known.pieces, known.warehouse) != (parcel.pieces, warehouse):
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
                carrier_id=carrier,
                warehouse=warehouse,
                lines=pieces_of(saved, ((one.line, one.quantity) for one in pieces)),
                shipped_at=call.now,
                promised_on=saved.promise.promised_on,
                complete=saved.state is OrderState.SHIPPED,
            )
        )
        return tx.commit(saved)

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
                lines=pieces_of(saved, ((one.line, one.quantity) for one in refused.parcel.pieces)),
                refund=refused.refund,
                refused_at=at,
            )
        )
        self._settled(tx, saved)
        return tx.commit(saved)

    def goods_returned(self, call: Call, returned: ReturnedGoods) -> PlacedOrder:
        """Goods came back and were accepted: the order notes them, and the refund that the rules of
        returns make due goes the way the money came. A case does this once.
        """
        order = self._get(call, returned.order_id)
        back = take_back(order, returned.case_id, returned.pieces, returned.refund, call.now)
        if back is None:
            return order
        tx = self._begin(call, "take_goods_back", order)
        saved = self._save(tx, order, back.order)
        money = Money(back.refund, "returned", returned.case_id, returned.due_at)
        self._send_back(tx, order, money)
        if back.refund < returned.refund:
            tx.note(beyond_what_came_in=returned.refund - back.refund)
        if back.whole and order.state is OrderState.DELIVERED:
            self._drop_clock(tx, order, COMPLETION)
        tx.publish(
            OrderReturned(
                **facts(saved),
                case_id=returned.case_id,
                lines=pieces_of(saved, ((one.line, one.quantity) for one in returned.pieces)),
                faulty=returned.faulty,
                refund=returned.refund,
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
