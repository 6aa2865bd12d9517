"""Reads of orders that were taken here."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from teleshop.kernel.paging import Page, PageRequest, read_cursor, sign_cursor
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page
from teleshop.orders.domain import (
    WORK_SHARDS,
    AddressedRecipient,
    OrderKey,
    PlacedOrder,
    UsedWaybill,
    WorkItem,
    day_key,
    waybill_key,
    work_key,
)
from teleshop.orders.tables.placed import OrderKeyRow, PlacedRow, RecipientRow, WaybillRow, WorkRow


class TakenRepository:
    """Finds what was stored of them; no scans, no filters."""

    def find(self, order_id: str) -> PlacedOrder | None:
        """The order as it is stored now."""
        found = PlacedRow.find(order_id, PlacedRow.SK)
        return found.placed if found else None

    def find_many(self, order_ids: Sequence[str]) -> list[PlacedOrder]:
        """Those that are there, in the order asked for."""
        found = PlacedRow.find_many((order_id, PlacedRow.SK) for order_id in order_ids)
        keys = [(order_id, PlacedRow.SK) for order_id in order_ids]
        return [found[key].placed for key in keys if key in found]

    def recipient(self, order_id: str) -> AddressedRecipient | None:
        """Who gets the parcel."""
        found: AddressedRecipient | None = RecipientRow.find(order_id, RecipientRow.SK)
        return found

    def waybill(self, carrier: str, waybill: str) -> UsedWaybill | None:
        """For whose order a waybill was noted first, if it was."""
        found: UsedWaybill | None = WaybillRow.find(waybill_key(carrier, waybill), WaybillRow.SK)
        return found

    def of_day(self, day: date, shard: int, page: PageRequest) -> Page[PlacedOrder]:
        """The orders of one shard that were entered on a China day, by number."""
        return self._whole(
            query_page(
                OrderKeyRow.by_day, OrderKeyRow, day_key(day, shard), page, scope="orders-of-day"
            )
        )

    def of_phone(self, phone_key: str, page: PageRequest) -> Page[PlacedOrder]:
        """The orders that go to a telephone number, newest first."""
        return self._whole(
            query_page(
                OrderKeyRow.by_phone,
                OrderKeyRow,
                phone_key,
                page,
                scope="orders-of-phone",
                newest_first=True,
            )
        )

    def work(self, warehouse: str, page: PageRequest) -> Page[WorkItem]:
        """What a warehouse has to pack, what is promised first first: one page out of all shards,
        each read behind the last place of the page before.
        """
        scope = f"work|{warehouse}"
        after = read_cursor(scope, page.cursor)["after"] if page.cursor else None

        def read(shard: int) -> list[WorkItem]:
            with reading():
                rows = WorkRow.query(
                    work_key(warehouse, shard),
                    range_key_condition=WorkRow.sk > after if after else None,
                    limit=page.limit + 1,
                    consistent_read=True,
                )
                return [row.to_entity() for row in rows]

        with ThreadPoolExecutor(WORK_SHARDS) as pool:
            parts = list(pool.map(read, range(WORK_SHARDS)))
        found = sorted((item for part in parts for item in part), key=lambda item: item.place)
        items = found[: page.limit]
        more = len(found) > page.limit
        return Page(items, sign_cursor(scope, {"after": items[-1].place}) if more else None)

    def _whole(self, page: Page[OrderKey]) -> Page[PlacedOrder]:
        return Page(self.find_many([key.pk for key in page.items]), page.next)
