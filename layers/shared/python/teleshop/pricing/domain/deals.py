"""Deal prices (成交价): what a piece was really sold for, after every discount.

The reference price of a promotion is the lowest of them (rule R2.1). What is kept answers a
look-back of seven days by eight rows at most: one row for each SKU, channel and China day. So that
a corrected order leaves no wrong lowest price behind, the deal of each order is kept beside it, in
order of price: the lowest of a day is the first of those.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from teleshop.kernel.clock import china_date
from teleshop.pricing.domain.terms import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line of an order as far as prices are concerned; ``paid`` fen for all of ``quantity``."""

    sku: str
    quantity: int
    paid: int
    gift: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """An order as far as prices are concerned; ``concluded``: it was paid, or sent to somebody who
    pays at the door, and is not off. ``version`` counts the states that it was in. ``locked``:
    lines and prices never change. ``undone``: it was concluded once and is off.
    """

    order_id: str
    channel: Channel
    placed_at: datetime
    concluded: bool
    version: int
    lines: tuple[SoldLine, ...]
    locked: bool = False
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """The lowest price of a piece of a SKU in one order: ``amount`` fen, rounded down."""

    sku: str
    channel: Channel
    day: date
    amount: int
    order_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DealDay:
    """The lowest deal of a SKU in a channel on a China day; ``amount`` None once every order of
    that day was corrected away.
    """

    sku: str
    channel: Channel
    day: date
    amount: int | None
    order_id: str | None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDeal:
    """What an order contributed for a SKU by its report ``order_version``: ``deal`` is None where
    there is none (any more). ``former`` is what it contributed before that.
    """

    order_id: str
    sku: str
    order_version: int
    deal: Deal | None
    former: Deal | None = None
    version: int = 1


def deals_of(sale: Sale) -> dict[str, Deal]:
    """The deals of an order by SKU.

    The day is that of the order, when the price was agreed. An order that nobody paid or received
    is no deal; neither is a gift, nor a line for which less than a fen a piece was paid. Of several
    lines of a SKU the cheapest piece counts.
    """
    found: dict[str, Deal] = {}
    if not sale.concluded:
        return found
    day = china_date(sale.placed_at)
    for line in sale.lines:
        amount = line.paid // line.quantity
        if line.gift or amount <= 0:
            continue
        known = found.get(line.sku)
        if known is None or amount < known.amount:
            found[line.sku] = Deal(
                sku=line.sku,
                channel=sale.channel,
                day=day,
                amount=amount,
                order_id=sale.order_id,
            )
    return found


def touched(kept: Iterable[OrderDeal]) -> list[tuple[str, Channel, date]]:
    """The days whose lowest deal an order may have changed: SKU, channel, day; each once."""
    days = {
        (deal.sku, deal.channel, deal.day)
        for one in kept
        for deal in (one.deal, one.former)
        if deal is not None
    }
    return sorted(days)
