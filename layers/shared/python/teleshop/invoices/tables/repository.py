"""Reads of the invoices table; no scans, no filters."""

import heapq
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from pynamodb.indexes import Index

from teleshop.invoices.domain.export import SupplierExport
from teleshop.invoices.domain.receipt import ReceiptFile
from teleshop.invoices.domain.request import InvoiceRequest, OrderInvoices, RequestState
from teleshop.invoices.domain.supply import LineState, SupplierLine
from teleshop.invoices.tables.rows import (
    SHARDS,
    ExportRow,
    LinePlaceRow,
    LineRow,
    OrderInvoicesRow,
    OwnerIndex,
    ProductIndex,
    ReceiptRow,
    RequestRow,
    RequestSummary,
    RequestSummaryRow,
    StateIndex,
    customer_key,
    place_of,
    product_key,
    request_key,
    supplier_key,
)
from teleshop.kernel.clock import sortable
from teleshop.kernel.paging import Page, PageRequest, invalid_cursor, read_cursor, sign_cursor
from teleshop.kernel.store.failures import reading
from teleshop.kernel.store.query import query_page

AT_ONCE = 500
"""Lines that an export reads of one shard with one call: less than half of the megabyte that a page
may have.
"""
FIRST, LAST = "0", "~"
"""Sort before and behind every place."""


class InvoiceRepository:
    """Requests and receipts."""

    def find(self, request_id: str) -> InvoiceRequest | None:
        """The request as it is stored now."""
        found: InvoiceRequest | None = RequestRow.find(request_id, RequestRow.SK)
        return found

    def of_order(self, order_id: str) -> OrderInvoices | None:
        """The requests of an order, by their ids."""
        found: OrderInvoices | None = OrderInvoicesRow.find(order_id, OrderInvoicesRow.SK)
        return found

    def summaries(self, request_ids: tuple[str, ...]) -> list[RequestSummary]:
        """These requests, in the order asked for."""
        keys = [(request_id, RequestRow.SK) for request_id in request_ids]
        found = RequestSummaryRow.find_many(keys)
        return [found[key] for key in keys if key in found]

    def of_customer(self, customer_id: str, page: PageRequest) -> Page[RequestSummary]:
        """The requests of one customer, newest first."""
        return query_page(
            RequestSummaryRow.by_owner,
            RequestSummaryRow,
            customer_key(customer_id),
            page,
            scope="invoice-requests-of-customer",
            newest_first=True,
        )

    def of_state(self, state: RequestState, page: PageRequest) -> Page[RequestSummary]:
        """The requests of one state: those due first first, or those that ended last first."""
        waits = state in (RequestState.REQUESTED, RequestState.RED_LETTER_DUE)
        return query_page(
            RequestSummaryRow.by_state,
            RequestSummaryRow,
            request_key(state),
            page,
            scope="invoice-requests-of-state",
            newest_first=not waits,
        )

    def receipt(self, order_id: str) -> ReceiptFile | None:
        """Where the receipt of an order is."""
        found: ReceiptFile | None = ReceiptRow.find(order_id, ReceiptRow.SK)
        return found


class SupplyRepository:
    """The lines that suppliers see, and their exports."""

    def of_order(self, order_id: str) -> tuple[SupplierLine, ...]:
        """Every line of an order as it is on record now."""
        with reading():
            rows = LineRow.query(
                order_id,
                range_key_condition=LineRow.sk.startswith(LineRow.PREFIX),
                consistent_read=True,
            )
            return tuple(row.to_entity() for row in rows)

    def of_supplier(
        self,
        supplier_id: str,
        state: LineState | None,
        since: datetime | None,
        page: PageRequest,
    ) -> Page[SupplierLine]:
        """The lines of a supplier, newest first: one query for each shard, merged. The cursor is
        the place of the last line shown, which is a place in every shard.
        """
        first = sortable(since) if since else FIRST
        scope = f"supplier-order-lines|{supplier_id}|{state or ''}|{first}"
        last = _after(scope, page.cursor)
        source: Index[Any] = LineRow.by_state if state else LineRow.by_owner
        place = StateIndex.state_sort if state else OwnerIndex.owner_sort
        # One more tells whether there is more; one more again, since a bound is within its span.
        limit = page.limit + 2

        def read(shard: int) -> list[SupplierLine]:
            with reading():
                rows = source.query(
                    supplier_key(supplier_id, state, shard),
                    range_key_condition=place.between(first, last),
                    scan_index_forward=False,
                    limit=limit,
                    page_size=limit,
                )
                return [row.to_entity() for row in rows]

        with ThreadPoolExecutor(SHARDS) as pool:
            parts = list(pool.map(read, range(SHARDS)))
        found = [line for part in parts for line in part if place_of(line) != last]
        found.sort(key=place_of, reverse=True)
        shown, more = found[: page.limit], found[page.limit :]
        return Page(shown, sign_cursor(scope, {"after": place_of(shown[-1])}) if more else None)

    def between(self, supplier_id: str, since: datetime, until: datetime) -> Iterator[SupplierLine]:
        """The lines of a supplier that were ordered from ``since`` up to, not including,
        ``until``, oldest first: the shards are read page by page and merged as they are used up, so
        that what is held at once does not grow with the period.
        """
        span = OwnerIndex.owner_sort.between(sortable(since), sortable(until))

        def read(shard: int) -> Iterator[SupplierLine]:
            with reading():
                rows = LineRow.by_owner.query(
                    supplier_key(supplier_id, None, shard),
                    range_key_condition=span,
                    page_size=AT_ONCE,
                )
                for row in rows:
                    yield row.to_entity()

        return heapq.merge(*map(read, range(SHARDS)), key=place_of)

    def orders_of_product(
        self, product_id: str, shard: int, after: str | None, limit: int
    ) -> tuple[tuple[str, ...], str | None]:
        """The orders with lines of a product, one of ``SHARDS`` shards at a time, those placed
        first first, behind the place ``after``; and the place behind which there is more, None at
        the end. An order that has the product in two lines may come twice.
        """
        with reading():
            rows = list(
                LinePlaceRow.by_product.query(
                    product_key(product_id, shard),
                    range_key_condition=ProductIndex.product_sort > after if after else None,
                    limit=limit,
                    page_size=limit,
                )
            )
        orders = tuple(dict.fromkeys(row.pk for row in rows))
        return orders, rows[-1].product_sort if len(rows) == limit else None

    def find_export(self, export_id: str) -> SupplierExport | None:
        """An export as it is stored now."""
        found: SupplierExport | None = ExportRow.find(export_id, ExportRow.SK)
        return found


def _after(scope: str, cursor: str | None) -> str:
    """Before which place a page begins."""
    if cursor is None:
        return LAST
    after = read_cursor(scope, cursor).get("after")
    if not isinstance(after, str):
        raise invalid_cursor()
    return after
