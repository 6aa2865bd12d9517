"""Over how many rows an article is spread, and keeping them even; safe while orders run.

A new number of shards is one change of the head; moving pieces follows in steps, each a transaction
of a few rows under conditions, each asking for the next by an event. Whatever was interrupted goes
on from what is stored.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import sortable
from teleshop.kernel.handlers import once
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.stock.domain import balance
from teleshop.stock.domain.levels import Head, Place, SkuLevels
from teleshop.stock.domain.policy import MAX_ROWS, MAX_SHARDS
from teleshop.stock.errors import HotUntilPastError, ShardRacedError, TooManyRowsError
from teleshop.stock.schemas import ShardsBody, StockRebalancingRequested
from teleshop.stock.service.base import SUBJECT, Desk
from teleshop.stock.tables import HeadRow, ShardRow

ASKED_AT_ONCE: Final = 90
"""Articles for which one transaction asks: it takes a hundred writes."""


class Sharding(Desk):
    """The rows of an article."""

    def split(self, call: Call, sku: str, body: ShardsBody) -> Head:
        """Spread an article over more rows, or fewer. New orders use what is there at once; pieces
        move in steps that follow. Refuses more rows than are read in one call, and a time that is
        over.
        """
        if body.until is not None and body.until <= call.now:
            raise HotUntilPastError
        head = self._head(sku)
        places = tuple(replace(place, width=max(place.width, body.shards)) for place in head.places)
        after = replace(head, shards=body.shards, hot_until=body.until, places=places)
        if after.rows > MAX_ROWS:
            # Rows that orders still hold something of count until they are empty.
            most = min(MAX_SHARDS, MAX_ROWS // max(1, len(head.places)))
            raise TooManyRowsError(warehouses=len(head.places), most=most)
        tx = self._begin(call, "split_stock", sku)
        stored = tx.save(HeadRow, head, after)
        _ask(tx, sku)
        return tx.commit(stored)

    def request_rebalancing(self, call: Call, sku: str) -> Head:
        """Ask for evening out; it follows in steps."""
        head = self._head(sku)
        tx = self._begin(call, "request_rebalancing", sku)
        _ask(tx, sku)
        return tx.commit(head)

    def request_for_hot(self, call: Call) -> int:
        """Ask for evening out of every article that is spread over several rows now; answers how
        many. Asking again at the same instant changes nothing.
        """
        hot = self._repository.hot_heads()
        for first in range(0, len(hot), ASKED_AT_ONCE):
            key = once("stock.rebalance", f"{sortable(call.now)}#{first}")
            own = replace(call, request_key=key)
            self._ask_for(own, [head.sku for head in hot[first : first + ASKED_AT_ONCE]])
        return len(hot)

    def _ask_for(self, call: Call, skus: Sequence[str]) -> None:
        def ask() -> None:
            tx = Transaction(call, "request_rebalancing", Subject(SUBJECT, "hot"))
            for sku in skus:
                _ask(tx, sku)
            tx.commit(None)

        try:
            run(call, ask)
        except RepeatedRequestError:
            return

    def step(self, call: Call, sku: str) -> bool:
        """One step towards even rows; answers whether anything was to be done.

        An article whose time is over gets one row again; then pieces move, warehouse by warehouse;
        at last rows beyond the setting that are empty are given up.
        """
        head = self._repository.find_head(sku)
        if head is None:
            return False
        if head.hot_until is not None and head.hot_until <= call.now:
            tx = self._begin(call, "cool_stock", sku)
            tx.save(HeadRow, head, replace(head, shards=1, hot_until=None))
            _ask(tx, sku)
            return tx.commit(True)
        levels = self._levels(head)
        for place in head.places:
            if self._even(call, levels, place) or self._narrow(call, levels, place):
                return True
        return False

    def _even(self, call: Call, levels: SkuLevels, place: Place) -> bool:
        head, rows = levels.head, levels.in_warehouse(place.warehouse)
        changes = balance.step(rows, head.shards)
        if not changes:
            return False
        tx = self._begin(call, "rebalance_stock", head.sku)
        # The head is replaced so that movements, which look at all rows, do not do so meanwhile.
        tx.save(HeadRow, head, head, audited=False)
        self._change(tx, head.sku, changes)
        tx.note(
            warehouse=place.warehouse,
            changes={str(change.number): change.by for change in changes},
        )
        _ask(tx, head.sku)
        return tx.commit(True)

    def _narrow(self, call: Call, levels: SkuLevels, place: Place) -> bool:
        head, rows = levels.head, levels.in_warehouse(place.warehouse)
        width = balance.narrowest(rows, head.shards)
        if width >= place.width:
            return False
        tx = self._begin(call, "narrow_stock", head.sku)
        for number in range(width, place.width):
            key = ShardRow.key_of(head.sku, place.warehouse, number)
            tx.require(ShardRow, *key, ShardRow.unused(), conflict=ShardRacedError())
        places = tuple(
            replace(known, width=width) if known.warehouse == place.warehouse else known
            for known in head.places
        )
        tx.save(HeadRow, head, replace(head, places=places))
        _ask(tx, head.sku)
        return tx.commit(True)


def _ask(tx: Transaction, sku: str) -> None:
    tx.publish(StockRebalancingRequested(sku=sku), subject=Subject(SUBJECT, sku))
