"""Reference prices: which price a promotional one may be compared with, and what proves it.

The Chinese pack reads eight rows at most (seven days, and the last deal before them where they are
empty), the European one the price history of thirty days, the manufacturer's one the sheet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from teleshop.kernel.clock import china_date
from teleshop.pricing.domain import references as packs
from teleshop.pricing.domain.deals import DealDay
from teleshop.pricing.domain.records import PriceRecord
from teleshop.pricing.domain.references import Claim, Pack, ReferenceAnswer
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import ITEM_KINDS, Channel
from teleshop.pricing.errors import SkuNotFoundError
from teleshop.pricing.ports import Papers
from teleshop.pricing.service.prices import with_unwritten
from teleshop.pricing.service.sheets import promotion_record
from teleshop.pricing.tables import PricingRepository


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What may be claimed: the answer of a pack, and what it means for a price."""

    sku: str
    channel: Channel
    starts_at: datetime
    answer: ReferenceAnswer
    claim: Claim
    price: int | None = None


class References:
    """Finds reference prices; stateless."""

    def __init__(self, repository: PricingRepository, papers: Papers) -> None:
        self._repository = repository
        self._papers = papers

    def reference(
        self,
        sku: str,
        channel: Channel,
        starts_at: datetime,
        now: datetime,
        pack: Pack = Pack.CN,
        *,
        document_id: str | None = None,
    ) -> ReferenceAnswer:
        """The most that may be claimed for a comparison that starts at ``starts_at``, as far as is
        known at ``now``, with the rows that prove it. ``document_id`` is for the manufacturer's
        price, and of a file that proves it.
        """
        sheet = None if pack is Pack.CN else self._repository.sheet(sku)
        return self._answer(
            pack, sku, sheet, channel, starts_at=starts_at, now=now, document_id=document_id
        )

    def _answer(
        self,
        pack: Pack,
        sku: str,
        sheet: Sheet | None,
        channel: Channel,
        *,
        starts_at: datetime,
        now: datetime,
        document_id: str | None,
    ) -> ReferenceAnswer:
        match pack:
            case Pack.CN:
                return self._cn(sku, channel, starts_at, now)
            case Pack.EU:
                return self._eu(sku, sheet, channel, starts_at, now)
            case Pack.MANUFACTURER:
                suggested = sheet.suggested if sheet else None
                return packs.manufacturer_reference(starts_at, suggested, document_id)

    def preview(
        self,
        sku: str,
        channel: Channel,
        starts_at: datetime,
        now: datetime,
        pack: Pack,
        *,
        price: int | None = None,
        document_id: str | None = None,
    ) -> Preview:
        """What may be claimed by whoever sells a SKU at ``price``; refuses one without sheet. A
        document proves nothing unless it is on file as research or as one of the goods.
        """
        sheet = self._repository.sheet(sku)
        if sheet is None:
            raise SkuNotFoundError
        proves = document_id and self._papers.proves(document_id, sheet.supplier_id)
        proof = document_id if proves else None
        answer = self._answer(
            pack, sku, sheet, channel, starts_at=starts_at, now=now, document_id=proof
        )
        return Preview(
            sku=sku,
            channel=channel,
            starts_at=starts_at,
            answer=answer,
            claim=packs.claim_of(answer, price),
            price=price,
        )

    def deals_before(self, sku: str, channel: Channel, at: datetime, days: int) -> list[DealDay]:
        """The lowest deals of the China days before that of ``at``, a row for each day at most."""
        day = china_date(at)
        found = self._repository.deals_before(sku, channel, day, days)
        return [deal for deal in found if deal.amount is not None]

    def _cn(
        self, sku: str, channel: Channel, starts_at: datetime, now: datetime
    ) -> ReferenceAnswer:
        first, _ = packs.cn_window(starts_at)
        day = china_date(starts_at)
        deals = self._repository.deals_before(sku, channel, day, packs.CN_DAYS)
        last = None
        if all(deal.amount is None for deal in deals):
            last = self._repository.last_deal_before(sku, channel, first)
        return packs.cn_reference(starts_at, now, deals, last)

    def _eu(
        self,
        sku: str,
        sheet: Sheet | None,
        channel: Channel,
        starts_at: datetime,
        now: datetime,
    ) -> ReferenceAnswer:
        opens, closes = packs.eu_window(starts_at), min(starts_at, now)
        written = self._repository.prices_between(sku, channel, opens, closes)
        prices = with_unwritten(written, sheet, channel, since=opens, until=closes)
        ended = self._repository.promotions_since(sku, opens)
        return packs.eu_reference(starts_at, now, channel, prices, [*ended, *_running(sheet, now)])


def _running(sheet: Sheet | None, now: datetime) -> Iterable[PriceRecord]:
    """Promotions that have begun and are on the sheet still."""
    if sheet is None:
        return
    for term in sheet.terms:
        if term.kind in ITEM_KINDS and term.starts_at <= now:
            yield promotion_record(sheet, term, term.ends_at)
