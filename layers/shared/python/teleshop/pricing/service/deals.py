"""Deal prices follow what is reported of orders.

Nothing marks an event as done: what an order contributed is stored with the report it came from,
so that reports may come twice or in disorder. Then every day that it touches is settled: the row
of the day is read, the cheapest order of that day after it, and the row is written only if it does
not say so. Whoever changes the orders of a day settles it afterwards; so however many do at once,
the last of them finds what all have written, and a hot day is not written by every order.

An order of n articles costs two reads, two more for each article, and one transaction for each
thirty articles; a day's row is written when its lowest price changes.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.pricing.domain.deals import Deal, DealDay, OrderDeal, Sale, deals_of, touched
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.ports import Sales
from teleshop.pricing.tables import DealRow, DealtRow, OrderDealRow, PricingRepository

STEP: Final = 30
"""So many articles of an order are written at once, three writes for each at most."""


class Deals:
    """Keeps the lowest deal of each SKU, channel and China day; stateless."""

    def __init__(self, repository: PricingRepository, sales: Sales) -> None:
        self._repository = repository
        self._sales = sales

    def take_over(self, call: Call, order_id: str) -> None:
        """Let an order as it stands now, or as it was corrected, count."""
        sale = self._sales.find(order_id)
        if sale is None:
            return
        kept = run(call, lambda: self._keep(call, sale))
        for sku, channel, day in touched(kept):
            run(call, partial(self.settle_day, call, sku, channel, day))

    def _keep(self, call: Call, sale: Sale) -> list[OrderDeal]:
        """Store what the order contributes; answers everything it ever did, as it stands now."""
        known = self._repository.contributed(sale.order_id)
        found = deals_of(sale)
        # What is off is written down for goods that were no deal yet, too: a slow run that read the
        # order before must not bring it back.
        undone = {line.sku for line in sale.lines} if sale.undone else set()
        news = [
            _contribution(sale, sku, known.get(sku), found.get(sku))
            for sku in sorted({*known, *found, *undone})
            if sku not in known or _tells_more(sale, known[sku], found.get(sku))
        ]
        written = [(known.get(one.sku), one) for one in news]
        for start in range(0, len(written), STEP):
            self._store(call, sale, written[start : start + STEP])
        return [*{**known, **{one.sku: one for one in news}}.values()]

    @staticmethod
    def _store(
        call: Call, sale: Sale, changed: Sequence[tuple[OrderDeal | None, OrderDeal]]
    ) -> None:
        tx = Transaction(call, "take_over_deals", Subject("order", sale.order_id))
        for before, after in changed:
            if before is None:
                tx.create(OrderDealRow, after, conflict=RacedError(), audited=False)
            else:
                tx.save(OrderDealRow, before, after, conflict=RacedError(), audited=False)
            _move(tx, before.deal if before else None, after.deal)
        tx.note(articles=[one.sku for _, one in changed], version=sale.version)
        tx.commit(None)

    def settle_day(self, call: Call, sku: str, channel: Channel, day: date) -> DealDay | None:
        """Let the row of a day say what its cheapest order is; None if it says so already."""
        # In this order: an order that comes between the two reads is found by the second.
        before = self._repository.deal_day(sku, channel, day)
        lowest = self._repository.lowest_dealt(sku, channel, day)
        amount = lowest.amount if lowest else None
        order_id = lowest.order_id if lowest else None
        if before is None and lowest is None:
            return None
        if before is not None and (before.amount, before.order_id) == (amount, order_id):
            return None
        tx = Transaction(call, "settle_deal_day", Subject("price_sheet", sku))
        if before is None:
            made = DealDay(sku=sku, channel=channel, day=day, amount=amount, order_id=order_id)
            return tx.commit(tx.create(DealRow, made, conflict=RacedError()))
        after = replace(before, amount=amount, order_id=order_id)
        return tx.commit(tx.save(DealRow, before, after, conflict=RacedError()))


def _tells_more(sale: Sale, known: OrderDeal, deal: Deal | None) -> bool:
    """Whether a later state of an order is to be written: also where the deal is the same, since a
    slow run of an earlier report must not undo it; but the deals of an order whose prices are
    locked are written when they are made and when it is off.
    """
    if known.order_version >= sale.version:
        return False
    return not sale.locked or known.deal != deal


def _contribution(sale: Sale, sku: str, known: OrderDeal | None, deal: Deal | None) -> OrderDeal:
    if known is None:
        return OrderDeal(order_id=sale.order_id, sku=sku, order_version=sale.version, deal=deal)
    moved = known.deal != deal
    return replace(
        known,
        order_version=sale.version,
        deal=deal,
        former=known.deal if moved else known.former,
    )


def _move(tx: Transaction, before: Deal | None, after: Deal | None) -> None:
    if before == after:
        return
    if before is not None:
        tx.delete(DealtRow, before, conflict=RacedError())
    if after is not None:
        tx.create(DealtRow, after, conflict=RacedError(), audited=False)
