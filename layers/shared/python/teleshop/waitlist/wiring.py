"""Builds the waiting list."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.pricing.wiring import service as pricing
from teleshop.stock.wiring import service as stock
from teleshop.waitlist.adapters import ReservedStock, SheetGoods
from teleshop.waitlist.service import Entries, Offers, Redemptions, Waitlist
from teleshop.waitlist.tables import WaitlistRepository


@cache
def service() -> Waitlist:
    """The services of this process."""
    parts = (
        WaitlistRepository(),
        deadlines(),
        ReservedStock(stock()),
        SheetGoods(pricing().prices),
    )
    return Waitlist(entries=Entries(*parts), offers=Offers(*parts), redemptions=Redemptions(*parts))
