"""Orders as they are really placed: with stock that is held and a payment that is open."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor
from teleshop.kernel.ids import derived_id
from teleshop.kernel.use_case import run
from teleshop.orders.schemas import ParcelBody, PiecesForm
from teleshop.orders.service import Held, PlacedOrder
from teleshop.orders.wiring import life
from teleshop.payments.service import Method, payment_id
from teleshop.payments.wiring import service as payments
from teleshop.stock.service import QuotaWanted, Wanted
from teleshop.stock.wiring import service as stock
from tests.factories import payments as pay
from tests.factories import stock as shelves
from tests.factories.placed_orders import (
    CUSTOMER,
    HOUR,
    MINUTE,
    NOW,
    ORDER_ID,
    PACKER,
    begin,
    call,
    cash,
    line,
    pan,
    placed,
    recipient,
)

POT = shelves.SKU
PAN = shelves.SECOND
HELD = 10
"""Pieces of each article that there were."""
PROMOTION = shelves.PROMOTION
GRACE = 16 * MINUTE
WAREHOUSE = "hz-1"


def goods(warehouse: str = WAREHOUSE) -> None:
    """Ten pots and ten pans in a warehouse."""
    shelves.listed(POT, PAN)
    shelves.received(HELD, POT, warehouse)
    shelves.received(HELD, PAN, warehouse)


def wish(id: str = ORDER_ID, *, at_the_door: bool = False, **changes: Any) -> PlacedOrder:
    """Two pots and a pan, of articles that are really there."""
    lines = changes.pop("lines", (line(sku=POT), pan(sku=PAN)))
    make = cash if at_the_door else placed
    return make(id, lines=lines, payment_id=payment_id(id), **changes)


def bought(order: PlacedOrder | None = None, actor: Actor = CUSTOMER) -> PlacedOrder:
    """An order, in one transaction with what it holds and its payment."""
    order = order or wish()
    own = stock().reservations
    wanted = [Wanted(each.sku, each.quantity) for each in order.lines]
    quotas = [QuotaWanted(PROMOTION, POT, 1, 5)]
    plan = own.plan(own.levels(wanted, quotas), wanted, quotas, seed=order.id)
    tx = begin(order, actor)
    held = tuple(
        Held(kind=one.kind, sku=one.sku, place=one.place, shard=one.shard, quantity=one.quantity)
        for one in own.take(tx, plan)
    )
    payments().desk.open(
        tx,
        order_id=order.id,
        customer_id=order.customer_id,
        amount=order.total,
        method=Method(order.payment_method.value),
        due_at=order.payment_due_at,
    )
    made = life().record(tx, replace(order, held=held), recipient(order.id))
    return tx.commit(made)


def money_came(order_id: str = ORDER_ID, amount: int = 410_00, at: datetime = NOW) -> None:
    """The gateway tells of money; the order has not heard of it yet."""
    number = derived_id("gtx", order_id)[4:]
    pay.pay(at - NOW + MINUTE, payment_id=payment_id(order_id), amount=amount, transaction=number)


def paid(order: PlacedOrder | None = None) -> PlacedOrder:
    """An order that heard of its money."""
    made = bought(order)
    money_came(made.id, made.total)
    frame = call(SYSTEM_ACTOR, NOW + MINUTE)
    return run(frame, lambda: life().payment_received(frame, made.id, made.total, NOW))


def released(order: PlacedOrder | None = None) -> PlacedOrder:
    """An order that the warehouse has; at the door it is not paid yet."""
    made = bought(order) if order and order.pays_at_the_door else paid(order)
    frame = call(SYSTEM_ACTOR, NOW + MINUTE + GRACE)
    after = run(frame, lambda: life().release_due(frame, made.id))
    assert after is not None
    return after


def parcel(
    waybill: str = "SF1234567890123", warehouse: str = WAREHOUSE, **lines: Any
) -> ParcelBody:
    """A parcel of so many pieces of lines, named ``line1=2``."""
    wanted = lines or {"line1": 2, "line2": 1}
    return ParcelBody(
        lines=tuple(
            PiecesForm(line=int(name.removeprefix("line")), quantity=quantity)
            for name, quantity in wanted.items()
        ),
        carrier="sf",
        waybill=waybill,
        warehouse=warehouse,
    )


def sent(order: PlacedOrder | None = None, **lines: Any) -> PlacedOrder:
    """An order of which a parcel left."""
    made = released(order)
    frame = call(PACKER, NOW + HOUR)
    return run(frame, lambda: life().ship(frame, made.id, parcel(**lines)))


def delivered(order: PlacedOrder | None = None) -> PlacedOrder:
    """An order that its customer signed for, a day after it was placed."""
    made = sent(order)
    due = made.total if made.pays_at_the_door else None
    frame = call(PACKER, NOW + 25 * HOUR)
    at = NOW + 24 * HOUR
    (one,) = made.parcels
    return run(frame, lambda: life().deliver(frame, made.id, one.id, at=at, collected=due))


def on_hand(sku: str = POT) -> tuple[int, int]:
    """What can be sold of an article, and what is held of it."""
    levels = stock().reservations.levels([Wanted(sku, 1)], consistent=True).skus[sku]
    return levels.available, levels.reserved


def later(actor: Actor = SYSTEM_ACTOR, after: timedelta = HOUR, **options: Any) -> Any:
    """A call some time after the order was placed."""
    return call(actor, NOW + after, **options)
