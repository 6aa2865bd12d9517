"""Telling others, once, that an article is sold out or a promotion has sold its stock."""

from dataclasses import replace

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import derived_id
from teleshop.kernel.use_case import ATTEMPTS
from teleshop.stock.domain.levels import Head, quota_shares
from teleshop.stock.domain.planning import UsedUp
from teleshop.stock.domain.records import ToldQuota
from teleshop.stock.errors import QuotaUsedUpError, ShardRacedError, StockShortError
from teleshop.stock.schemas import PromotionStockUsedUp, StockSoldOut
from teleshop.stock.service.base import Desk, unmark
from teleshop.stock.tables import HeadRow, ShardRow, ToldRow


class Telling(Desk):
    """What the refused tell."""

    def tell_short(self, call: Call, refused: StockShortError | QuotaUsedUpError) -> None:
        """Tell what a refusal found: nothing left of an article, or of what a promotion may sell.

        Called before the refusal is answered, so that it is told at the latest by the first one.
        Costs nothing when it was told before: the levels say so. Transactions of its own, without
        the caller's request key, which belongs to the order.
        """
        own = replace(call, request_key=None, expected_version=None)
        for short in getattr(refused, "shortages", ()):
            if short.stocked and not short.left and not short.told:
                self._tell_sold_out(own, short.sku)
        for over in refused.used_up:
            if not over.left and not over.told:
                self._tell_used_up(own, over)

    def _tell_sold_out(self, call: Call, sku: str) -> None:
        for _ in range(ATTEMPTS):
            head = self._repository.find_head(sku)
            if head is None or head.sold_out_at is not None:
                return
            try:
                self._mark(call, head)
            except ShardRacedError:
                # A piece is back: it is not sold out.
                return
            except RacedError:
                continue
            return
        raise RacedError

    def tell_waited(self, call: Call, sku: str) -> None:
        """Somebody waits for an article of which some are left: from now on who sells it asks what
        is held back. Once for an article; a transaction of its own.
        """
        head = self._head(sku)
        if head.waited:
            return
        own = replace(call, request_key=None, expected_version=None)
        tx = self._begin(own, "note_waiting", sku)
        tx.save(HeadRow, head, replace(head, waited=True))
        tx.commit(None)

    def tell_returned(self, call: Call, sku: str, epoch: int, quantity: int) -> None:
        """Pieces of a sold-out article are back whose mark did not fit into the transaction that
        gave them back. A mark that is gone, or is a later one, stays as it is: whoever took it away
        told it, and whoever set it found every row empty.
        """
        head = self._repository.find_head(sku)
        if head is None or head.sold_out_at is None or head.epoch != epoch:
            return
        tx = self._begin(call, "tell_stock_returned", sku)
        unmark(tx, sku, epoch, quantity)
        tx.commit(None)

    def _mark(self, call: Call, head: Head) -> None:
        """Every row is empty at this instant, and says so from now on: a piece that comes back
        meets the mark, however long ago whoever brings it has read the head.
        """
        tx = self._begin(call, "mark_sold_out", head.sku)
        after = replace(head, sold_out_at=call.now, epoch=head.epoch + 1)
        actions, condition = ShardRow.emptied(after.epoch)
        for place in head.places:
            for number in range(place.width):
                row = ShardRow(*ShardRow.key_of(head.sku, place.warehouse, number))
                tx.update_row(row, actions, condition, ShardRacedError())
        tx.save(HeadRow, head, after)
        event_id = derived_id("evt", "sold-out", head.sku, str(after.epoch))
        told = StockSoldOut(sku=head.sku, supplier_id=head.supplier_id, product_id=head.product_id)
        tx.publish(told, id=event_id)
        tx.commit(None)

    def _tell_used_up(self, call: Call, over: UsedUp) -> None:
        tx = self._begin(call, "mark_promotion_stock_used_up", over.sku)
        for number, share in enumerate(quota_shares(over.limit)):
            key = ShardRow.quota_key_of(over.promotion_id, over.sku, number)
            tx.require(ShardRow, *key, ShardRow.used >= share, conflict=ShardRacedError())
        mark = ToldQuota(promotion_id=over.promotion_id, sku=over.sku, told_at=call.now)
        tx.create(ToldRow, mark, conflict=RacedError())
        told = PromotionStockUsedUp(sku=over.sku, promotion_id=over.promotion_id, limit=over.limit)
        tx.publish(told, id=derived_id("evt", "used-up", over.promotion_id, over.sku))
        try:
            tx.commit(None)
        except RacedError:
            # Somebody told it first, or some came back meanwhile.
            return
