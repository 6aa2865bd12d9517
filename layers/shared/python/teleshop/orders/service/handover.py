"""Use cases: parcels leave, arrive or are refused, and goods come back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from teleshop.kernel.actor import Call
from teleshop.kernel.calendar import end_of_days
from teleshop.kernel.clock import china_date, end_of_china_day, instant
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import derived_id
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import judged_on
from teleshop.orders.domain import (
    CARRIERS,
    Claim,
    OrderState,
    Parcel,
    ParcelPieces,
    PlacedLine,
    PlacedOrder,
    TakenBack,
    UsedWaybill,
    deliver,
    is_ready,
    refuse,
    settle_claim,
    share_of,
    share_of_returned,
    ship,
    take_back,
)
from teleshop.orders.errors import WaybillOfOtherError, WaybillUsedError
from teleshop.orders.schemas import (
    InspectedGoods,
    OrderDelivered,
    OrderPaid,
    OrderRefused,
    OrderReturned,
    OrderShipped,
    ParcelBody,
    PieceFact,
)
from teleshop.orders.service.base import (
    LifeBase,
    Money,
    arrived_of,
    facts,
    fallen_since,
    pieces_of,
)
from teleshop.orders.service.clocks import completion_clock, register, return_clock
from teleshop.orders.service.placing import by_of, policy_of, sold_of
from teleshop.orders.tables import WaybillRow

PARCEL_PREFIX = "pcl"
STATUTORY_DAYS = 7
"""A shorter promise takes nothing from the days that the law gives for return (R1.1)."""


class Handover(LifeBase):
    """What happens to the goods of orders; stateless."""

    def ship(self, call: Call, order_id: str, body: ParcelBody) -> PlacedOrder:
        """A parcel left the warehouse: exactly what was held for its pieces leaves the stock. The
        same parcel, told by its waybill, changes nothing.
        """
        order = self._get(call, order_id)
        carrier, waybill = _known_as(body.carrier, body.waybill)
        parcel = Parcel(
            id=derived_id(PARCEL_PREFIX, order_id, carrier, waybill),
            pieces=tuple(ParcelPieces(line=one.line, quantity=one.quantity) for one in body.lines),
            carrier_id=carrier,
            waybill=waybill,
            warehouse=body.warehouse,
            shipped_at=call.now,
        )
        known = order.parcel(parcel.id)
        if known is not None:
            if (known.pieces, known.warehouse) != (parcel.pieces, parcel.warehouse):
                raise WaybillUsedError
            return order
        used = self._repository.waybill(carrier, waybill)
        if used is not None and used.is_of_other(order, call.now):
            if not body.waybill_shared:
                raise WaybillOfOtherError
            parcel = replace(parcel, shared_waybill=True)
        shipped = ship(order, parcel, by_of(call.actor))
        tx = self._begin(call, "ship_parcel", order)
        self._note_waybill(tx, order, used, parcel)
        self._stock.ship(tx, shipped.taken)
        saved = self._save(tx, order, shipped.order)
        tx.publish(
            OrderShipped(
                **facts(saved),
                parcel_id=parcel.id,
                carrier_id=parcel.carrier_id,
                warehouse=parcel.warehouse,
                lines=facts_of(saved, parcel.pieces, _sent_last),
                shipped_at=call.now,
                promised_on=saved.promise.promised_on,
                complete=saved.state is OrderState.SHIPPED,
                dispatched_by=shipped.parcel.dispatched_by,
            )
        )
        self._wake_claims(tx, order, saved)
        return tx.commit(saved)

    def deliver(
        self,
        call: Call,
        order_id: str,
        parcel_id: str,
        *,
        at: datetime | None = None,
        collected: int | None = None,
    ) -> PlacedOrder:
        """The customer signed for a parcel; cash that was due at the door came in with it. From the
        last parcel on the days for return run. The same again changes nothing, at whatever time it
        is told if it names none.
        """
        order = self._get(call, order_id)
        at = instant(at) if at else None
        after = deliver(order, parcel_id, at, by_of(call.actor), call.now, collected=collected)
        if after == order:
            return order
        tx = self._begin(call, "deliver_parcel", order)
        self._collect(tx, order, collected, at)
        saved = self._save(tx, order, after)
        if collected is not None:
            tx.publish(paid_at_the_door(saved, collected, at or call.now))
        self._settled(tx, order, saved)
        return tx.commit(saved)

    def refuse(
        self, call: Call, order_id: str, parcel_id: str, *, at: datetime | None = None
    ) -> PlacedOrder:
        """The customer did not take a parcel in: what was paid for it goes back. Its goods are
        counted into the stock when the warehouse has them again. The same again changes nothing, at
        whatever time it is told if it names none.
        """
        order = self._get(call, order_id)
        at = instant(at) if at else None
        refused = refuse(order, parcel_id, at, by_of(call.actor), call.now)
        if refused.order == order:
            return order
        tx = self._begin(call, "refuse_parcel", order)
        saved = self._save(tx, order, refused.order)
        due_at = self._refund_due(order, call.now)
        self._send_back(tx, order, Money(refused.refund, "refused", parcel_id, due_at))
        self._nothing_to_collect(tx, order, saved)
        tx.publish(
            OrderRefused(
                **facts(saved),
                parcel_id=parcel_id,
                lines=facts_of(saved, refused.pieces, fallen_since(order)),
                refund=refused.refund,
                refused_at=at or call.now,
            )
        )
        self._settled(tx, order, saved)
        return tx.commit(saved)

    def goods_returned(self, call: Call, goods: InspectedGoods) -> PlacedOrder:
        """Goods came back and were accepted: the order notes them, and the refund that the rules of
        returns make due goes the way the money came. A case does this once.

        Whether the parcel was noted as delivered is no matter. Where it was not even noted that the
        goods left, or what the courier collected, that is waited for.
        """
        order = self._get(call, goods.order_id or "")
        claim = Claim(
            case_id=goods.case_id,
            pieces=tuple(
                ParcelPieces(line=one.line, quantity=one.quantity) for one in goods.accepted
            ),
            refund=goods.refund_due,
            due_at=goods.refund_due_at or self._refund_due(order, call.now),
            faulty=goods.faulty,
            defective=goods.defective,
        )
        back = take_back(order, claim, call.now)
        return order if back is None else self._take_back(call, order, back)

    def claim_due(self, call: Call, order_id: str) -> PlacedOrder | None:
        """What a claim waited for was noted: the money goes back now; None if none is ready. One at
        a time, since a transaction changes a payment once.
        """
        order = self._repository.find(order_id)
        back = None if order is None else settle_claim(order, call.now)
        return None if order is None or back is None else self._take_back(call, order, back)

    def _take_back(self, call: Call, order: PlacedOrder, back: TakenBack) -> PlacedOrder:
        claim = back.claim
        tx = self._begin(call, "take_goods_back", order)
        saved = self._save(tx, order, back.order)
        if back.waits:
            tx.note(waits=claim.case_id)
            return tx.commit(saved)
        money = Money(back.refund, "returned", claim.case_id, claim.due_at)
        self._send_back(tx, order, money)
        if back.refund < claim.refund:
            # What after-sales owes beyond what came in (freight of the way back) is not the
            # payment's to give.
            tx.note(beyond_what_came_in=claim.refund - back.refund)
        self._nothing_to_collect(tx, order, saved)
        if back.whole and order.state is OrderState.DELIVERED:
            self._drop_clock(tx, order, completion_clock(order))
        tx.publish(
            OrderReturned(
                **facts(saved),
                case_id=claim.case_id,
                lines=facts_of(saved, claim.pieces, share_of_returned),
                faulty=claim.faulty,
                defective=claim.defective,
                refund=back.refund,
                whole=back.whole,
                returned_at=call.now,
            )
        )
        return tx.commit(saved)

    # -- parts --

    @staticmethod
    def _note_waybill(
        tx: Transaction, order: PlacedOrder, used: UsedWaybill | None, parcel: Parcel
    ) -> None:
        """Whoever comes first has the number, until carriers may have used it again."""
        now = tx.call.now
        if used is not None and not used.is_over(now):
            return
        mine = UsedWaybill(
            carrier_id=parcel.carrier_id,
            waybill=parcel.waybill,
            order_id=order.id,
            customer_id=order.customer_id,
            noted_at=now,
        )
        if used is None:
            tx.create(WaybillRow, mine, conflict=RacedError(), audited=False)
        else:
            again = replace(mine, version=used.version)
            tx.save(WaybillRow, used, again, conflict=RacedError(), audited=False)

    def _settled(self, tx: Transaction, before: PlacedOrder, order: PlacedOrder) -> None:
        """If this made the order a delivered one: tell it, and let the days for return run. Claims
        that waited for it are settled.
        """
        self._wake_claims(tx, before, order)
        if order.state is not OrderState.DELIVERED or order.delivered_at is None:
            return
        self._tell_delivered(tx, order, order.delivered_at)
        self._start_completion(tx, order)

    @staticmethod
    def _tell_delivered(tx: Transaction, order: PlacedOrder, delivered_at: datetime) -> None:
        arrived = ((line.number, line.shipped - line.refused) for line in order.lines)
        tx.publish(
            OrderDelivered(
                **facts(order),
                delivered_at=delivered_at,
                promised_on=order.promise.promised_on,
                lines=arrived_of(order, arrived),
            )
        )

    def _start_completion(self, tx: Transaction, order: PlacedOrder) -> None:
        """Let the days for return of a delivered order run."""
        if order.days_from is None:
            return
        days = max([STATUTORY_DAYS, *(line.return_days for line in order.lines)])
        # A last day that is a holiday moves on; of a year whose holidays are not published the
        # latest day counts that it may move to.
        last = end_of_days(china_date(order.days_from), days).latest
        over = last + timedelta(days=policy_of(order).completed_after)
        register(self._deadlines, tx, order, completion_clock(order), end_of_china_day(over))

    def _wake_claims(self, tx: Transaction, before: PlacedOrder, order: PlacedOrder) -> None:
        """Let what a claim waited for be told to it."""
        for claim in order.claims:
            if is_ready(order, claim) and not is_ready(before, claim):
                register(self._deadlines, tx, order, return_clock(claim.case_id), tx.call.now)

    def _collect(
        self, tx: Transaction, order: PlacedOrder, collected: int | None, at: datetime | None
    ) -> None:
        """Note the cash that came in at the door; nothing for none."""
        if collected is not None:
            with judged_on(order, lambda: self._repository.find(order.id)):
                self._payments.collect(tx, order.payment_id, collected, at or tx.call.now)

    def _nothing_to_collect(self, tx: Transaction, before: PlacedOrder, after: PlacedOrder) -> None:
        """If nothing of an order that is paid at the door was kept: nobody waits for its money."""
        over = after.state in (OrderState.REFUSED, OrderState.RETURNED)
        if over and after.pays_at_the_door and not after.received:
            with judged_on(before, lambda: self._repository.find(before.id)):
                self._payments.close(tx, after.payment_id)


def _known_as(carrier: str, waybill: str) -> tuple[str, str]:
    """One parcel has one number, however it is typed: capitals, without hyphens and spaces."""
    known = carrier.lower()
    number = waybill.upper().replace("-", "").replace(" ", "")
    return known if known in CARRIERS else carrier, number


def paid_at_the_door(order: PlacedOrder, collected: int, at: datetime) -> OrderPaid:
    """The courier's cash pays an order."""
    return OrderPaid(
        **facts(order),
        payment_id=order.payment_id,
        amount=collected,
        paid_at=at,
        payment_method=order.payment_method.value,
        lines=sold_of(order),
    )


def facts_of(
    order: PlacedOrder,
    pieces: Sequence[ParcelPieces],
    charged: Callable[[PlacedLine, int], int],
) -> tuple[PieceFact, ...]:
    """Pieces of a parcel, for events."""
    return pieces_of(order, ((one.line, one.quantity) for one in pieces), charged)


def _sent_last(line: PlacedLine, quantity: int) -> int:
    return share_of(line, line.shipped - quantity, quantity)
