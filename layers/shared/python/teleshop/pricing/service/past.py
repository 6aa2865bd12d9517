"""What was published at an instant that has passed, for those who check what was charged."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from teleshop.pricing.domain.quote import Quote, QuoteLine, quote
from teleshop.pricing.domain.records import PriceRecord
from teleshop.pricing.domain.sheet import ChannelSheet, PriceEntry, Sheet
from teleshop.pricing.domain.terms import Channel, CustomerKind
from teleshop.pricing.service.prices import Prices
from teleshop.pricing.tables import PricingRepository

_INSTANT: Final = timedelta(microseconds=1)


class PastPrices:
    """Price sheets and quotes as of an instant; stateless."""

    def __init__(self, repository: PricingRepository, prices: Prices) -> None:
        self._repository = repository
        self._prices = prices

    def ended_promotions(self, sku: str, since: datetime) -> list[PriceRecord]:
        """The promotions that set a SKU's price and ended at or after ``since``, by their ends."""
        return self._repository.promotions_since(sku, since)

    def sheets_as_of(self, skus: Iterable[str], at: datetime, channel: Channel) -> dict[str, Sheet]:
        """The sheets with the one price that was in force in a channel; a SKU without price then
        has no entry. What is suspended, gone or off sale now was not necessarily so then: that is
        left out.

        One read for a hundred SKUs, and two more for each SKU whose price then has left its sheet.
        """
        return self.as_of(self._prices.sheets(skus), at, channel)

    def as_of(
        self, sheets: Mapping[str, Sheet], at: datetime, channel: Channel
    ) -> dict[str, Sheet]:
        """The same of sheets that were read already."""
        found = {}
        for sku, sheet in sheets.items():
            entry = sheet.entry_at(at, channel) or self._past_entry(sku, at, channel)
            entries = (entry,) if entry else ()
            found[sku] = replace(sheet, entries=entries, holds=(), left=False, on_sale=True)
        return found

    def _past_entry(self, sku: str, at: datetime, channel: Channel) -> PriceEntry | None:
        held = self._prices.history(sku, channel, at, at + _INSTANT)
        if not held or held[0].amount is None or held[0].effective_from > at:
            return None
        record = held[0]
        return PriceEntry(
            id=record.id,
            channel=channel,
            amount=held[0].amount,
            effective_from=record.effective_from,
            recorded_at=record.recorded_at,
            change_id=record.change_id or "",
        )

    def quote(
        self,
        lines: Sequence[QuoteLine],
        customer_kind: CustomerKind,
        at: datetime,
        channel: Channel,
        *,
        sheets: Mapping[str, Sheet],
        channel_sheet: ChannelSheet | None = None,
        slot_id: str | None = None,
        codes: Collection[str] = (),
    ) -> Quote:
        """What the lines cost then, by sheets as of then to which promotions that have left them
        since were added again; so is the ``channel_sheet``, without which the one of now is read
        and discounts on a category or on everything that have ended since are not counted.
        """
        if channel_sheet is None:
            channel_sheet = self._prices.channel_sheets((channel,))[channel]
        return quote(
            lines,
            customer_kind,
            at,
            channel,
            sheets=sheets,
            channel_sheet=channel_sheet,
            slot_id=slot_id,
            codes=codes,
        )
