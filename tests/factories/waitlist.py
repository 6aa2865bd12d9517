"""Goods that are sold out and those who wait for them, made as callers would."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.stock.schemas import MovementBody
from teleshop.stock.service import Holding, SkuLevels, Wanted
from teleshop.stock.tables import StockRepository
from teleshop.stock.wiring import service as stock
from teleshop.waitlist.domain.entry import Channel, Entry, Held, lines_of_queue, new_entry
from teleshop.waitlist.domain.policy import DEFAULT_POLICY
from teleshop.waitlist.domain.serving import Place
from teleshop.waitlist.schemas import JoinBody, OffersToMake
from teleshop.waitlist.tables import WaitlistRepository
from teleshop.waitlist.wiring import service
from tests.factories import pricing

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon in China."""
SKU = pricing.SKU
SECOND_SKU = pricing.SECOND_SKU
TITLE = "Yunqi Wok 28cm"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
LINES = lines_of_queue(DEFAULT_POLICY.most_pieces)
CUSTOMER = Actor("customer-1", frozenset({Role.CUSTOMER}))
OTHER = Actor("customer-2", frozenset({Role.CUSTOMER}))
AGENT = Actor("anna", frozenset({Role.AGENT}))
MERCHANDISER = pricing.MERCHANDISER
ORDER = "ord_01M85DCW3M18EC0KYDXHRENF19"


def customer(number: int) -> Actor:
    """One of many."""
    return Actor(f"customer-{number}", frozenset({Role.CUSTOMER}))


def call(actor: Actor = SYSTEM_ACTOR, now: datetime = NOW) -> Call:
    """The frame of a call without a key."""
    return Call(actor, now, "request", "correlation")


# -- pure --


def entry(
    number: int = 1, *, quantity: int = 1, now: datetime = NOW, id: str | None = None
) -> Entry:
    """An entry that nothing stores."""
    return new_entry(
        id or f"wtl_01M85DCW3M18EC0KYDXHREN{number:03}",
        sku=SKU,
        title=TITLE,
        customer_id=f"customer-{number}",
        quantity=quantity,
        channel=Channel.TV,
        slot_id=None,
        joined_by=f"customer-{number}",
        ticket=number,
        now=now,
        policy=DEFAULT_POLICY,
    )


def place(turn: str, quantity: int = 1, *, line: str = "00", whole_only: bool = False) -> Place:
    """A place in a queue."""
    return Place(
        sku=SKU,
        line=line,
        turn=turn,
        entry_id=f"wtl-{turn}",
        quantity=quantity,
        whole_only=whole_only,
    )


def held(quantity: int, shard: int = 0, warehouse: str = "hz-1") -> Held:
    """Pieces of one row."""
    return Held(kind="stock", sku=SKU, place=warehouse, shard=shard, quantity=quantity)


# -- stored --


def on_sale(*skus: str) -> None:
    """Articles on sale that were never in stock; SKU alone by default."""
    pricing.stored(*(pricing.sheet(sku, title=TITLE) for sku in skus or (SKU,)))


def received(
    quantity: int, *, sku: str = SKU, now: datetime = NOW, warehouse: str = "hz-1"
) -> None:
    """Pieces come in."""
    body = msgspec.convert(
        {
            "kind": "receipt",
            "warehouse": warehouse,
            "quantity": quantity,
            "reference": f"GRN-{sku[-4:]}-{warehouse}-{now:%d%H%M%S%f}-{quantity}",
        },
        MovementBody,
    )
    own = Call(Actor("wu", frozenset({Role.WAREHOUSE})), now, "request", "correlation")
    run(own, lambda: stock().movements.record(own, sku, body))


def bought(quantity: int, *, sku: str = SKU, now: datetime = NOW) -> tuple[Any, ...]:
    """Somebody buys pieces: answers what the order holds."""

    def buy() -> tuple[Any, ...]:
        reservations, wanted = stock().reservations, [Wanted(sku, quantity)]
        plan = reservations.plan(
            reservations.levels(wanted, consistent=True), wanted, seed=f"{now}{quantity}"
        )
        tx = Transaction(call(now=now), "buy", Subject("tests", "order"))
        return tx.commit(reservations.take(tx, plan))

    return run(call(now=now), buy)


def holding(held: Any) -> Holding:
    """What an order holds, as stock names it."""
    return Holding(held.kind, held.sku, held.place, held.shard, held.quantity)


def cancelled(holdings: tuple[Any, ...], *, now: datetime = NOW) -> None:
    """An order gives its stock back."""
    tx = Transaction(call(now=now), "cancel", Subject("tests", "order"))
    stock().reservations.give_back(tx, holdings)
    tx.commit(None)


def sold_out(*skus: str, pieces: int = 1) -> dict[str, tuple[Any, ...]]:
    """Articles on sale whose last pieces have just been bought: what the orders hold, by SKU."""
    wanted = skus or (SKU,)
    on_sale(*wanted)
    for sku in wanted:
        received(pieces, sku=sku, now=NOW - MINUTE)
    return {sku: bought(pieces, sku=sku) for sku in wanted}


def body(quantity: int = 1, *, sku: str = SKU, **more: Any) -> JoinBody:
    """What a customer sends."""
    return msgspec.convert({"sku": sku, "quantity": quantity, "channel": "app"} | more, JoinBody)


def joined(
    number: int = 1, quantity: int = 1, *, sku: str = SKU, now: datetime | None = None
) -> Entry:
    """A customer waits; each later number a second later."""
    own = call(customer(number), NOW + number * SECOND if now is None else now)
    return run(own, lambda: service().entries.join(own, body(quantity, sku=sku))).entry


def serve(*skus: str, now: datetime = NOW + 10 * MINUTE) -> None:
    """What an event upon which goods may be there leads to: one step."""
    own = call(now=now)
    run(own, lambda: service().offers.serve_any(own, skus or (SKU,)))


def stored(entry: Entry) -> Entry:
    """The entry as it stands now."""
    found = WaitlistRepository().find(entry.id)
    assert found is not None
    return found


def offered(number: int = 1, quantity: int = 1, pieces: int | None = None) -> Entry:
    """A customer to whom ``pieces`` of the wanted ones are offered: a stock of its own comes in."""
    made = joined(number, quantity)
    received(pieces or quantity, now=NOW + MINUTE)
    serve(now=NOW + 2 * MINUTE)
    found = stored(made)
    assert found.offer is not None
    return found


def left(sku: str = SKU) -> int:
    """What can be sold."""
    return _rows(sku).available


def promised(sku: str = SKU) -> int:
    """What is held by orders and offers."""
    return _rows(sku).reserved


def _rows(sku: str) -> SkuLevels:
    repository = StockRepository()
    head = repository.find_head(sku)
    assert head is not None
    return repository.levels([head], consistent=True).skus[sku]


def ask(*skus: str, now: datetime) -> None:
    """Events that ask for a step, published as a step itself would."""
    tx = Transaction(call(now=now), "ask", Subject("tests", "step"))
    for sku in skus:
        tx.publish(OffersToMake(sku=sku))
    tx.commit(None)


def envelope(context: str, kind: str, facts: dict[str, Any], at: datetime) -> dict[str, Any]:
    """An event as the bus delivers it."""
    return {
        "id": "bus-1",
        "source": f"teleshop.{context}",
        "detail-type": kind,
        "detail": {
            "id": "evt_01M85DCW3M18EC0KYDXHRENF19",
            "type": kind,
            "version": 1,
            "context": context,
            "occurred_at": at.isoformat(),
            "subject": f"{context}#1",
            "correlation_id": "correlation",
            "data": facts,
        },
    }
