"""Use cases of orders that are taken here: every method that commits."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache

import msgspec

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.orders.schemas import AcceptedPieces, InspectedGoods, OutcomeBody
from teleshop.orders.service import CancelReason, OrderLife, ParcelCorrection, PlacedOrder
from teleshop.orders.wiring import life, showing
from tests.factories import bought as b
from tests.factories.placed_orders import (
    AGENT,
    CUSTOMER,
    DAY,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    ORDER_ID,
    OTHER_ORDER,
    PACKER,
    PHONE,
    STRANGER,
)
from tests.harness.fault_walk import UseCase
from tests.harness.world import World

CLAUSE = "1.1"
FULL = 410_00
Do = Callable[[OrderLife, Call, str], object]


def use_case(
    covers: str,
    prepare: Callable[[], str],
    do: Do,
    *,
    actor: Actor = SYSTEM_ACTOR,
    now: timedelta = HOUR,
    name: str = "",
) -> UseCase:
    """One use case: ``do`` with a request key, as behind the HTTP edge or a consumer of events."""

    def act(world: World, prepared: str) -> object:
        call = world.call("act", actor=actor, now=NOW + now)
        return world.run(call, lambda: do(life(), call, prepared))

    title = f"orders.{covers.split('.')[1]}{name and '.' + name}"
    return UseCase(title, CLAUSE, in_world(prepare), act, covers=(f"orders.{covers}",))


@cache
def in_world(prepare: Callable[[], str]) -> Callable[[World], str]:
    """The preparation for the walk; the same one for the same stage, so that it is made once."""
    return lambda _: prepare()


def staged(make: Callable[..., PlacedOrder], *, at_the_door: bool = False) -> str:
    """Goods, and an order in some stage; answers its parcel, or the order itself."""
    b.goods()
    order = make(b.wish(at_the_door=at_the_door))
    return order.parcels[0].id if order.parcels else order.id


def placed() -> str:
    """It waits for money."""
    return staged(b.bought)


def just_paid() -> str:
    """Its money came, and it has not heard of it."""
    order = staged(b.bought)
    b.money_came()
    return order


def paid() -> str:
    """It is paid."""
    return staged(b.paid)


def released() -> str:
    """The warehouse has it."""
    return staged(b.released)


def sent() -> str:
    """Its parcel is on its way."""
    return staged(b.sent)


def sent_for_cash() -> str:
    """Its parcel is on its way, and is paid at the door."""
    return staged(b.sent, at_the_door=True)


def partly_sent() -> str:
    """A pot is on its way, a pot and a pan are not."""
    b.goods()
    return b.sent(b.wish(), line1=1).id


def claimed() -> str:
    """It left, and came back before that was noted."""
    b.goods()
    order = b.released(b.wish())
    call = b.later(after=30 * MINUTE)
    take_back(life(), call, order.id)
    later = b.later(PACKER)
    run(later, lambda: life().ship(later, order.id, b.parcel()))
    return order.id


def delivered() -> str:
    """The customer has it."""
    return staged(b.delivered)


def receive(own: OrderLife, call: Call, order_id: str) -> object:
    return own.payment_received(call, order_id, FULL, NOW)


def remind(own: OrderLife, call: Call, order_id: str) -> object:
    return own.clock_approaches(call, order_id)


def ran_out(kind: str) -> Do:
    """A clock ran out."""
    return lambda own, call, _: own.clock_ran_out(call, ORDER_ID, kind)


def expire(own: OrderLife, call: Call, order_id: str) -> object:
    return own.expire(call, order_id)


def release_due(own: OrderLife, call: Call, order_id: str) -> object:
    return own.release_due(call, order_id)


def complete(own: OrderLife, call: Call, _: str) -> object:
    return own.complete(call, ORDER_ID)


def release(own: OrderLife, call: Call, order_id: str) -> object:
    return own.release(call, order_id)


def cancel(own: OrderLife, call: Call, order_id: str) -> object:
    return own.cancel(call, order_id, CancelReason.CUSTOMER)


def stop(own: OrderLife, call: Call, order_id: str) -> object:
    return own.cancel(call, order_id, CancelReason.STOCK_MISSING, warehouse_confirmed=True)


def ship(own: OrderLife, call: Call, order_id: str) -> object:
    return own.ship(call, order_id, b.parcel())


def released_after_another() -> str:
    """The same number is on another customer's parcel."""
    b.goods()
    other = b.released(b.wish(OTHER_ORDER, customer_id=STRANGER.subject))
    frame = b.later(PACKER)
    run(frame, lambda: life().ship(frame, other.id, b.parcel(line1=1)))
    return b.released(b.wish()).id


def ship_shared(own: OrderLife, call: Call, order_id: str) -> object:
    return own.ship(call, order_id, msgspec.structs.replace(b.parcel(), waybill_shared=True))


def ship_much_later(own: OrderLife, call: Call, order_id: str) -> object:
    return own.ship(call, order_id, b.parcel())


def ship_part(own: OrderLife, call: Call, order_id: str) -> object:
    return own.ship(call, order_id, b.parcel(line1=1))


def deliver(own: OrderLife, call: Call, parcel_id: str) -> object:
    return own.deliver(call, ORDER_ID, parcel_id, at=NOW + DAY)


def collect(own: OrderLife, call: Call, parcel_id: str) -> object:
    body = OutcomeBody(outcome="delivered", at=NOW + DAY, collected=FULL)
    return own.settle_parcel(call, ORDER_ID, parcel_id, body)


def refuse(own: OrderLife, call: Call, parcel_id: str) -> object:
    return own.refuse(call, ORDER_ID, parcel_id, at=NOW + DAY)


def refused_by_mistake() -> str:
    """Its parcel was noted as refused."""
    return was_refused(staged(b.sent))


def refused_for_cash_by_mistake() -> str:
    """The same of one that is paid at the door."""
    return was_refused(staged(b.sent, at_the_door=True))


def was_refused(parcel_id: str) -> str:
    frame = b.later(PACKER, DAY)
    run(frame, lambda: life().refuse(frame, ORDER_ID, parcel_id, at=NOW + 2 * HOUR))
    return parcel_id


def correct_refusal(own: OrderLife, call: Call, parcel_id: str) -> object:
    reason = ParcelCorrection.ENTRY_ERROR
    return own.correct_refusal(call, ORDER_ID, parcel_id, reason, at=NOW + DAY)


def correct_for_cash(own: OrderLife, call: Call, parcel_id: str) -> object:
    reason = ParcelCorrection.ENTRY_ERROR
    return own.correct_refusal(call, ORDER_ID, parcel_id, reason, at=NOW + DAY, collected=FULL)


def correct_delivery(own: OrderLife, call: Call, parcel_id: str) -> object:
    reason = ParcelCorrection.CARRIER_CORRECTED
    return own.correct_delivery(call, ORDER_ID, parcel_id, reason, at=NOW + DAY)


def take_back(own: OrderLife, call: Call, _: str) -> object:
    goods = InspectedGoods(
        case_id="asc_01KASY2D7V3M7T1QZ9N3D6W8XR",
        case_kind="return",
        order_id=ORDER_ID,
        accepted=(AcceptedPieces(line=1, quantity=2), AcceptedPieces(line=2, quantity=1)),
        refund_due=FULL,
        refund_due_at=NOW + 9 * DAY,
    )
    return own.goods_returned(call, goods)


def call_off(own: OrderLife, call: Call, _: str) -> object:
    reason = CancelReason.STOCK_MISSING
    return own.cancel(call, ORDER_ID, reason, warehouse_confirmed=True, rest=True)


def claim_due(own: OrderLife, call: Call, _: str) -> object:
    return own.claim_due(call, ORDER_ID)


def look(_: OrderLife, call: Call, order_id: str) -> object:
    return showing().show(call, order_id)


def search(_: OrderLife, call: Call, __: str) -> object:
    return showing().search(call, PHONE, PageRequest())


USE_CASES = (
    use_case("OrderLife.payment_received", just_paid, receive, now=MINUTE),
    use_case("OrderLife.clock_approaches", placed, remind, now=20 * MINUTE),
    use_case("OrderLife.clock_ran_out", placed, ran_out("payment_due"), now=30 * MINUTE),
    use_case("OrderLife.expire", placed, expire, now=30 * MINUTE),
    use_case("OrderLife.release_due", paid, release_due),
    use_case("OrderLife.complete", delivered, complete, now=10 * DAY),
    use_case("OrderLife.release", paid, release, actor=LEAD),
    use_case("OrderLife.cancel", placed, cancel, actor=CUSTOMER, now=MINUTE, name="unpaid"),
    use_case("OrderLife.cancel", just_paid, cancel, actor=CUSTOMER, now=MINUTE, name="just_paid"),
    use_case("OrderLife.cancel", paid, cancel, actor=CUSTOMER, name="paid"),
    use_case("OrderLife.cancel", released, stop, actor=LEAD, name="released"),
    use_case("OrderLife.cancel", partly_sent, call_off, actor=LEAD, now=DAY, name="rest"),
    use_case("Handover.claim_due", claimed, claim_due, now=2 * HOUR),
    use_case("Handover.ship", released, ship, actor=PACKER),
    use_case("Handover.ship", released, ship_part, actor=PACKER, name="part"),
    use_case(
        "Handover.ship",
        released_after_another,
        ship_shared,
        actor=PACKER,
        now=DAY,
        name="shared_waybill",
    ),
    use_case(
        "Handover.ship",
        released_after_another,
        ship_much_later,
        actor=PACKER,
        now=200 * DAY,
        name="waybill_again",
    ),
    use_case("Handover.deliver", sent, deliver, actor=PACKER, now=2 * DAY),
    use_case("Corrections.settle_parcel", sent_for_cash, collect, actor=PACKER, now=2 * DAY),
    use_case("Handover.refuse", sent, refuse, actor=PACKER, now=2 * DAY),
    use_case("Handover.refuse", sent_for_cash, refuse, actor=PACKER, now=2 * DAY, name="cash"),
    use_case(
        "Corrections.correct_refusal", refused_by_mistake, correct_refusal, actor=LEAD, now=3 * DAY
    ),
    use_case(
        "Corrections.correct_refusal",
        refused_for_cash_by_mistake,
        correct_for_cash,
        actor=LEAD,
        now=3 * DAY,
        name="cash",
    ),
    use_case("Corrections.correct_delivery", delivered, correct_delivery, actor=LEAD, now=3 * DAY),
    use_case("Handover.goods_returned", delivered, take_back, now=3 * DAY),
    use_case("Showing.show", released, look, actor=PACKER),
    use_case("Showing.search", placed, search, actor=AGENT),
)
