"""The rest of an order is called off: a part has left the warehouse, what has not will not."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.orders.domain.left import (
    count,
    given_back,
    moved_on,
    share_of,
    unsent_of,
    waiting_of,
)
from teleshop.orders.domain.life import not_cancellable, noted
from teleshop.orders.domain.placed import (
    By,
    CancelReason,
    Held,
    OrderState,
    ParcelPieces,
    PlacedLine,
    PlacedOrder,
)
from teleshop.orders.domain.stored import STOCK
from teleshop.orders.errors import WarehouseYesNeededError

CALLED_OFF = "rest_cancelled"


@dataclass(frozen=True, slots=True)
class CalledOff:
    """The order after its rest was called off: ``freed`` is held for it no more, ``refund`` goes
    back.
    """

    order: PlacedOrder
    pieces: tuple[ParcelPieces, ...]
    freed: tuple[Held, ...]
    refund: int


def is_partly_sent(order: PlacedOrder) -> bool:
    """Whether a part of a released order has left; goods that came back have, noted or not."""
    return order.state is OrderState.RELEASED and bool(order.parcels or order.claims)


def rest_of(order: PlacedOrder) -> tuple[ParcelPieces, ...]:
    """What has not left and is not evidently gone all the same."""
    found = (
        ParcelPieces(line=line.number, quantity=_rest_of_line(order, line)) for line in order.lines
    )
    return tuple(one for one in found if one.quantity > 0)


def call_off(
    order: PlacedOrder,
    reason: CancelReason,
    by: By,
    now: datetime,
    *,
    warehouse_said_yes: bool,
) -> CalledOff:
    """What has not left is off: its stock is free, and its money goes back by the rule of
    :func:`~teleshop.orders.domain.left.given_back`. The warehouse must have said that it stays.
    """
    rest = rest_of(order)
    if not is_partly_sent(order) or not rest or by is not By.STAFF:
        raise not_cancellable(order)
    if not warehouse_said_yes:
        raise WarehouseYesNeededError
    off = count(rest)
    share = sum(
        share_of(line, line.quantity - line.called_off - off[line.number], off[line.number])
        for line in order.lines
    )
    lines = tuple(_without(line, off[line.number]) for line in order.lines)
    freed, kept = _freed(replace(order, lines=lines))
    after, refund = given_back(replace(order, lines=lines, held=kept), off, share)
    done = noted(after, now, CALLED_OFF, by, reason.value)
    return CalledOff(moved_on(done, now), rest, freed, refund)


def _rest_of_line(order: PlacedOrder, line: PlacedLine) -> int:
    gone = line.shipped - line.refused - line.returned
    return unsent_of(line) - max(0, waiting_of(order, line) - gone)


def _without(line: PlacedLine, off: int) -> PlacedLine:
    part = share_of(line, line.quantity - line.called_off - off, off)
    return replace(line, called_off=line.called_off + off, fell_away=line.fell_away + part)


def _freed(order: PlacedOrder) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """What is held for nothing any more, and what still is. Of the stated stock of a promotion only
    so much as more than the pieces that stay sold.
    """
    unsent: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    for line in order.lines:
        unsent[line.sku] += unsent_of(line)
        sold[line.sku] += line.quantity - line.called_off
    needed: dict[tuple[str, str], int] = {}
    freed: list[Held] = []
    kept: list[Held] = []
    for held in order.held:
        stock = held.kind == STOCK
        key = (held.sku, "" if stock else held.place)
        keep = min(held.quantity, needed.setdefault(key, (unsent if stock else sold)[held.sku]))
        needed[key] -= keep
        if keep:
            kept.append(replace(held, quantity=keep))
        if keep < held.quantity:
            freed.append(replace(held, quantity=held.quantity - keep))
    return tuple(freed), tuple(kept)
