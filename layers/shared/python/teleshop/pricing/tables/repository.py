"""Reads of the pricing table; no scans, no filters."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.pricing.domain.change import ChangeState, PriceChange
from teleshop.pricing.domain.deals import Deal, DealDay, OrderDeal
from teleshop.pricing.domain.records import PricedProduct, PriceRecord
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.tables.rows import (
    ChangeRow,
    ChannelSheetRow,
    DealRow,
    DealtRow,
    OrderDealRow,
    PriceRow,
    ProductRow,
    QuotedRow,
    SheetRow,
)

_AFTER_ALL = "~"
"""Sorts after every digit and letter."""
_EMPTY_DAYS = 5
"""Days without a deal left, after corrections, are rare; so many rows find the last deal at once.
"""


class PricingRepository:
    """Finds what this context stored."""

    # -- sheets --

    def sheets(self, skus: Iterable[str]) -> dict[str, Sheet]:
        """The sheets that exist, by SKU; one read for each hundred."""
        keys = [(SheetRow.key_of(sku), SheetRow.SK) for sku in skus]
        return {sheet.sku: sheet for sheet in SheetRow.find_many(keys).values()}

    def sheet(self, sku: str) -> Sheet | None:
        """The sheet of one SKU as it is stored now."""
        found: Sheet | None = SheetRow.find(SheetRow.key_of(sku), SheetRow.SK)
        return found

    def channel_sheets(self, channels: Iterable[Channel]) -> dict[Channel, ChannelSheet]:
        """The discounts of channels; a channel that has none yet is not there."""
        keys = [(ChannelSheetRow.key_of(channel), ChannelSheetRow.SK) for channel in channels]
        found = ChannelSheetRow.find_many(keys)
        return {sheet.channel: sheet for sheet in found.values()}

    def sheets_with_channels(
        self, skus: Iterable[str], channels: Iterable[Channel]
    ) -> tuple[dict[str, Sheet], dict[Channel, ChannelSheet]]:
        """Both at once, in one read for each hundred."""
        keys = [
            *((SheetRow.key_of(sku), SheetRow.SK) for sku in skus),
            *((ChannelSheetRow.key_of(channel), ChannelSheetRow.SK) for channel in channels),
        ]
        found = QuotedRow.find_many(keys).values()
        sheets = {one.sku: one for one in found if isinstance(one, Sheet)}
        return sheets, {one.channel: one for one in found if isinstance(one, ChannelSheet)}

    def product(self, product_id: str) -> PricedProduct | None:
        """Which SKUs a product has."""
        found: PricedProduct | None = ProductRow.find(ProductRow.key_of(product_id), ProductRow.SK)
        return found

    def of_category(self, category_id: str, page: PageRequest) -> Page[Sheet]:
        """The sheets of a category, by SKU."""
        return query_page(
            SheetRow.by_category, SheetRow, category_id, page, scope="sheets-of-category"
        )

    def skus_of_category(self, category_id: str, after: str | None, limit: int) -> list[str]:
        """The next SKUs of a category, in order."""
        condition = SheetRow.category_sort > after if after else None
        with reading():
            rows = list(SheetRow.by_category.query(category_id, condition, limit=limit))
        return [str(row.sku) for row in rows]

    # -- history --

    def find_price(self, record: PriceRecord) -> PriceRecord | None:
        """The row of a price or promotion, if it was written."""
        found: PriceRecord | None = PriceRow.find(
            SheetRow.key_of(record.sku), PriceRow.sort_of(record)
        )
        return found

    def prices_between(
        self, sku: str, channel: Channel, since: datetime, until: datetime
    ) -> list[PriceRecord]:
        """The prices of a channel that began at or after ``since`` and before ``until``, and the
        one in force at ``since``; oldest first.
        """
        pk = SheetRow.key_of(sku)
        earliest = PriceRow.prices(channel, since)
        with reading():
            held = list(
                PriceRow.query(
                    pk,
                    PriceRow.sk.between(f"price#{channel}#", earliest),
                    scan_index_forward=False,
                    limit=1,
                    consistent_read=True,
                )
            )
            inside = list(
                PriceRow.query(
                    pk,
                    PriceRow.sk.between(earliest, PriceRow.prices(channel, until)),
                    consistent_read=True,
                )
            )
        return [row.to_entity() for row in (*held, *inside)]

    def promotions_since(self, sku: str, since: datetime) -> list[PriceRecord]:
        """The promotions of a SKU that ended at or after ``since``, in order of their ends."""
        first, last = PriceRow.promotions(since), f"{PriceRow.promotions(None)}{_AFTER_ALL}"
        with reading():
            rows = list(
                PriceRow.query(
                    SheetRow.key_of(sku), PriceRow.sk.between(first, last), consistent_read=True
                )
            )
        return [row.to_entity() for row in rows]

    def history_of_product(self, product_id: str, page: PageRequest) -> Page[PriceRecord]:
        """The history of all SKUs of a product, newest first."""
        return query_page(
            PriceRow.by_product,
            PriceRow,
            product_id,
            page,
            scope="price-history",
            newest_first=True,
        )

    # -- changes --

    def change(self, change_id: str) -> PriceChange | None:
        """A price change as it is stored now."""
        found: PriceChange | None = ChangeRow.find(change_id, ChangeRow.SK)
        return found

    def changes_of_sku(self, sku: str, page: PageRequest) -> Page[PriceChange]:
        """The price changes of a SKU, newest first."""
        return query_page(
            ChangeRow.by_sku, ChangeRow, sku, page, scope="changes-of-sku", newest_first=True
        )

    def changes_of_state(self, state: ChangeState, page: PageRequest) -> Page[PriceChange]:
        """The price changes of a state, those filed first first."""
        return query_page(ChangeRow.by_state, ChangeRow, state, page, scope="changes-of-state")

    # -- deals --

    def deals_before(self, sku: str, channel: Channel, day: date, days: int) -> list[DealDay]:
        """The lowest deals of the ``days`` China days before ``day``; a row for each at most."""
        pk = DealRow.key_of(sku, channel)
        first = (day - timedelta(days=days)).isoformat()
        last = (day - timedelta(days=1)).isoformat()
        with reading():
            rows = list(DealRow.query(pk, DealRow.sk.between(first, last), consistent_read=True))
        return [row.to_entity() for row in rows]

    def last_deal_before(self, sku: str, channel: Channel, day: date) -> DealDay | None:
        """The last China day before ``day`` on which there was a deal that stands."""
        pk = DealRow.key_of(sku, channel)
        with reading():
            found = DealRow.query(
                pk,
                DealRow.sk < day.isoformat(),
                scan_index_forward=False,
                page_size=_EMPTY_DAYS,
                consistent_read=True,
            )
            rows = (row.to_entity() for row in found)
            return next((known for known in rows if known.amount is not None), None)

    def deal_day(self, sku: str, channel: Channel, day: date) -> DealDay | None:
        """The lowest deal of a day as it is stored now."""
        found: DealDay | None = DealRow.find(DealRow.key_of(sku, channel), day.isoformat())
        return found

    def lowest_dealt(self, sku: str, channel: Channel, day: date) -> Deal | None:
        """The cheapest of the orders of a day: the first of those kept."""
        with reading():
            rows = list(
                DealtRow.query(DealtRow.key_of(sku, channel, day), limit=1, consistent_read=True)
            )
        found: Deal | None = rows[0].to_entity() if rows else None
        return found

    def contributed(self, order_id: str) -> dict[str, OrderDeal]:
        """What an order contributed so far, by SKU."""
        with reading():
            rows = list(OrderDealRow.query(OrderDealRow.key_of(order_id), consistent_read=True))
        return {row.sku: row.to_entity() for row in rows}
