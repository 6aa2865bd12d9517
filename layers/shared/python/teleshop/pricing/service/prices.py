"""The price list: what holds, what will hold, what has held."""

from datetime import datetime

from teleshop.kernel.paging import Page, PageRequest
from teleshop.pricing.domain.records import PriceRecord, RecordKind
from teleshop.pricing.domain.sheet import PriceEntry, Sheet
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.errors import PricedProductNotFoundError
from teleshop.pricing.service.sheets import Sheets


class Prices(Sheets):
    """Looking at prices; the sheets come with it."""

    def history(
        self, sku: str, channel: Channel, since: datetime, until: datetime
    ) -> list[PriceRecord]:
        """What a channel's price was between two instants, oldest first: the row in force at
        ``since`` and every one that began before ``until``.

        Exact to the instant: what the sheet says begins then counts from then on, also while its
        row is not written yet. With an ``until`` to come, what is scheduled before it is told too.
        """
        written = self._repository.prices_between(sku, channel, since, until)
        sheet = self._repository.sheet(sku)
        return with_unwritten(written, sheet, channel, since=since, until=until)

    def list_price(self, sku: str) -> Sheet:
        """The sheet of a SKU for staff, scheduled prices included."""
        return self._get(sku)

    def skus_on_sale(self, product_id: str) -> tuple[str, ...]:
        """The articles of a product; refuses one that is not on sale."""
        known = self._repository.product(product_id)
        if known is None or not known.on_sale or not known.skus:
            raise PricedProductNotFoundError
        return known.skus

    def off_sale_since(self, product_id: str) -> datetime | None:
        """Since when a product is off sale, by the latest word on it; None for one that is on sale
        or was never told of.
        """
        known = self._repository.product(product_id)
        return None if known is None or known.on_sale else known.sale_told_at

    def history_of_product(self, product_id: str, page: PageRequest) -> Page[PriceRecord]:
        """The published history of a product's SKUs, newest first."""
        return self._repository.history_of_product(product_id, page)

    def of_category(self, category_id: str, page: PageRequest) -> Page[Sheet]:
        """The sheets of one category, by SKU."""
        return self._repository.of_category(category_id, page)


def with_unwritten(
    written: list[PriceRecord],
    sheet: Sheet | None,
    channel: Channel,
    *,
    since: datetime,
    until: datetime,
) -> list[PriceRecord]:
    """Rows of the history, and those that will be written for what the sheet says has begun."""
    known = {record.id for record in written}
    missing = []
    if sheet is not None:
        missing = [
            record_of(sheet, entry)
            for entry in sheet.entries
            if entry.channel is channel and entry.id not in known and entry.effective_from < until
        ]
    together = sorted((*written, *missing), key=lambda row: (row.effective_from, row.id))
    before = [row for row in together if row.effective_from <= since]
    return [*before[-1:], *(row for row in together if row.effective_from > since)]


def record_of(
    sheet: Sheet,
    entry: PriceEntry,
    recorded_at: datetime | None = None,
    previous: int | None = None,
) -> PriceRecord:
    """The row of the history for a price of the sheet; not yet written without ``recorded_at``."""
    return PriceRecord(
        id=entry.id,
        kind=RecordKind.PRICE,
        sku=sheet.sku,
        product_id=sheet.product_id,
        channels=(entry.channel,),
        effective_from=entry.effective_from,
        recorded_at=recorded_at or entry.recorded_at,
        amount=entry.amount,
        previous=previous,
        change_id=entry.change_id,
    )
