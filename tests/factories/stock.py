"""Stock in the state that a test needs, made through the services as callers would."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.stock.domain.levels import Head, Levels, Place, QuotaLevels, Shard, SkuLevels
from teleshop.stock.domain.movement import Movement
from teleshop.stock.domain.planning import Holding, QuotaWanted, Wanted
from teleshop.stock.schemas import CountBody, MovementBody, ShardsBody
from teleshop.stock.service import Stock
from teleshop.stock.wiring import service
from tests.factories import pricing as priced

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SKU = priced.SKU
SECOND = priced.SECOND_SKU
SUPPLIER_ID = priced.SUPPLIER_ID
PROMOTION = "prm_01M85DCW3M18EC0KYDXHRENF19"
KEEPER = Actor("wang", frozenset({Role.WAREHOUSE}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
MINUTE = timedelta(minutes=1)


def call(actor: Actor = KEEPER, after: timedelta = timedelta()) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation")


def listed(*skus: str) -> None:
    """Articles that reviewed products have."""
    priced.stored(*(priced.sheet(sku) for sku in skus or (SKU,)))


def entered(kind: str, quantity: int, *, after: timedelta = timedelta(), **changes: Any) -> Any:
    """One entry of the book."""
    sku = changes.pop("sku", SKU)
    wanted = {"kind": kind, "warehouse": "hz-1", "quantity": quantity} | changes
    body = msgspec.convert(wanted, MovementBody)
    frame = call(after=after)
    return run(frame, lambda: service().movements.record(frame, sku, body))


def received(
    quantity: int, sku: str = SKU, warehouse: str = "hz-1", *, after: timedelta = timedelta()
) -> Movement:
    """Goods that came in by a delivery note of their own."""
    number = len(service().reading._repository.movements_since(sku, NOW - 10 * MINUTE))
    made: Movement = entered(
        "receipt",
        quantity,
        sku=sku,
        warehouse=warehouse,
        reference=f"DN-{warehouse}-{number}",
        after=after,
    )
    return made


def split(shards: int, sku: str = SKU, **changes: Any) -> Head:
    """A number of shards, and all steps that follow."""
    frame = call()
    body = ShardsBody(shards=shards, **changes)
    made = run(frame, lambda: service().sharding.split(frame, sku, body))
    evened(sku)
    return made


def evened(sku: str = SKU, after: timedelta = timedelta()) -> int:
    """All steps of evening out; answers how many."""
    steps = 0
    while run(frame := call(SYSTEM_ACTOR, after), lambda: service().sharding.step(frame, sku)):
        steps += 1
    return steps


def stocked(quantity: int = 10, shards: int = 1, sku: str = SKU) -> Stock:
    """An article with so many pieces in one warehouse."""
    listed(sku)
    received(quantity, sku)
    if shards > 1:
        split(shards, sku)
    return service()


def taken(
    quantity: int,
    sku: str = SKU,
    *,
    name: str = "ord_1",
    quotas: Sequence[QuotaWanted] = (),
    after: timedelta = timedelta(),
) -> tuple[Holding, ...]:
    """An order's part in stock, in a transaction of its own."""
    own = service().reservations
    wanted = [Wanted(sku, quantity)]
    plan = own.plan(own.levels(wanted, quotas), wanted, quotas, seed=name)
    tx = Transaction(call(after=after), "place_order", Subject("order", name))
    return tx.commit(own.take(tx, plan))


def given_back(holdings: Sequence[Holding], name: str = "ord_1") -> None:
    """The order is cancelled."""

    def give() -> None:
        tx = Transaction(frame, "cancel_order", Subject("order", name))
        service().reservations.give_back(tx, holdings)
        tx.commit(None)

    frame = call()
    run(frame, give)


def shipped(
    holdings: Sequence[Holding], name: str = "ord_1", after: timedelta = timedelta()
) -> None:
    """The order leaves the house."""
    tx = Transaction(call(after=after), "ship_order", Subject("order", name))
    service().reservations.ship(tx, holdings)
    tx.commit(None)


def counted(counted: int, at: timedelta = timedelta(), **changes: Any) -> Any:
    """A stock-take, entered ten minutes after :data:`NOW` unless told otherwise."""
    frame = call(after=changes.pop("after", 10 * MINUTE))
    facts = {"warehouse": "hz-1", "counted": counted, "counted_at": NOW + at} | changes
    body = msgspec.convert(facts, CountBody)
    return run(frame, lambda: service().movements.count(frame, SKU, body))


def figures(sku: str = SKU) -> tuple[int, int]:
    """What can be sold, and what is promised."""
    levels = service().reading.show(call(), sku)
    return levels.available, levels.reserved


def levels(
    *available: int, sku: str = SKU, reserved: int = 0, warehouse: str = "hz-1"
) -> SkuLevels:
    """An article with these pieces in the shards of one warehouse; pure."""
    shards = tuple(
        Shard(warehouse=warehouse, number=number, available=count, reserved=reserved)
        for number, count in enumerate(available)
    )
    places = (Place(warehouse=warehouse, width=len(available)),)
    head = Head(
        sku=sku,
        product_id=priced.PRODUCT,
        supplier_id=SUPPLIER_ID,
        shards=max(1, len(available)),
        places=places,
    )
    return SkuLevels(head=head, shards=shards)


def of(*known: SkuLevels, quotas: Sequence[QuotaLevels] = ()) -> Levels:
    """Levels of several articles and promotions; pure."""
    return Levels(
        skus={one.head.sku: one for one in known},
        quotas={(one.promotion_id, one.sku): one for one in quotas},
    )
