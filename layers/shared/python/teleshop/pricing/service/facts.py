"""Finding the facts of a wished price: at most one page of the category, one of the article's
requests, and for each channel its history of 90 days and eight days of deals.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from teleshop.kernel.clock import china_date
from teleshop.kernel.paging import PageRequest
from teleshop.pricing.domain.change import ChangeState
from teleshop.pricing.domain.facts import Facts, Past, Peers, computed, peers_of
from teleshop.pricing.domain.references import CN_DAYS
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.service.prices import with_unwritten
from teleshop.pricing.tables import PricingRepository

LATEST = 20
MONTH, QUARTER = timedelta(days=30), timedelta(days=90)


class FactFinder:
    """Computes facts from what is stored; stateless."""

    def __init__(self, repository: PricingRepository) -> None:
        self._repository = repository

    def find(
        self,
        sheet: Sheet,
        amount: int,
        channels: Sequence[Channel],
        *,
        effective_from: datetime,
        now: datetime,
        peers: int,
    ) -> Facts:
        """The facts as they are at ``now``; ``peers`` is how many others are looked at."""
        return computed(
            sheet,
            amount,
            channels,
            effective_from,
            now,
            past={channel: self._past(sheet, channel, now) for channel in channels},
            peers=self._peers(sheet, channels[0], now, peers),
            in_review=self._in_review(sheet.sku, channels),
        )

    def _in_review(self, sku: str, channels: Sequence[Channel]) -> tuple[str, ...]:
        """Of the latest requests, as far as the index has them."""
        page = self._repository.changes_of_sku(sku, PageRequest(LATEST))
        waiting = [change for change in page.items if change.state is ChangeState.IN_REVIEW]
        wanted = set(channels)
        return tuple(change.id for change in waiting if wanted & set(change.channels))

    def _past(self, sheet: Sheet, channel: Channel, now: datetime) -> Past:
        sku, opens = sheet.sku, now - QUARTER
        written = self._repository.prices_between(sku, channel, opens, now)
        rows = with_unwritten(written, sheet, channel, since=opens, until=now)
        amounts = [row.amount or 0 for row in rows]
        # What was in force when the last 30 days began counts for them too.
        recent = [row for row in rows if row.effective_from > now - MONTH]
        held = [row for row in rows if row.effective_from <= now - MONTH][-1:]
        deals = self._repository.deals_before(sku, channel, china_date(now), CN_DAYS)
        sold = [deal.amount for deal in deals if deal.amount is not None]
        return Past(
            within_30=tuple(row.amount or 0 for row in (*held, *recent)),
            within_90=tuple(amounts),
            lowest_deal_7=min(sold, default=None),
        )

    def _peers(self, sheet: Sheet, channel: Channel, now: datetime, limit: int) -> Peers:
        page = self._repository.of_category(sheet.category_id, PageRequest(limit + 1))
        others = [other for other in page.items if other.sku != sheet.sku][:limit]
        prices = [other.price_at(now, channel) for other in others]
        known = [price for price in prices if price is not None]
        return peers_of(known, complete=page.next is None)
