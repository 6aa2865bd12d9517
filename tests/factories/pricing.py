"""Prices in the state that a test needs: sheets of invented articles, stored as their context
stores them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.records import PricedProduct, PriceRecord
from teleshop.pricing.domain.sheet import PriceEntry, Sheet
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.service.prices import record_of
from teleshop.pricing.tables import PriceRow, ProductRow, SheetRow

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SKU = "sku_01M85DCW3M18EC0KYDXHRENF01"
SECOND_SKU = "sku_01M85DCW3M18EC0KYDXHRENF02"
PRODUCT = "prd_01M85DCW3M18EC0KYDXHRENF19"
SUPPLIER_ID = "sup_01M85DCW3M18EC0KYDXHRENF19"
CATEGORY = "cat_01M85DCW3M18EC0KYDXHRENF19"
MERCHANDISER = Actor("mei", frozenset({Role.MERCHANDISER}))
MANAGER = Actor("mona", frozenset({Role.MANAGER}))
FINANCE = Actor("fay", frozenset({Role.FINANCE}))
LEGAL = Actor("lena", frozenset({Role.LEGAL}))
AUDITOR = Actor("otto", frozenset({Role.AUDITOR}))


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta()) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation")


def entry(
    amount: int = 199_00,
    channel: Channel = Channel.TV,
    at: datetime = NOW - 100 * DAY,
    **changes: Any,
) -> PriceEntry:
    """A price that was approved when it began."""
    facts: dict[str, Any] = {
        "id": f"prc_{at:%Y%m%d%H%M}-{channel}",
        "channel": channel,
        "amount": amount,
        "effective_from": at,
        "recorded_at": at,
        "change_id": f"pch_{at:%Y%m%d%H%M}",
    }
    return PriceEntry(**facts | changes)


def everywhere(amount: int = 199_00, at: datetime = NOW - 100 * DAY) -> tuple[PriceEntry, ...]:
    """The same price in every channel."""
    return tuple(entry(amount, channel, at) for channel in Channel)


def sheet(sku: str = SKU, **changes: Any) -> Sheet:
    """The sheet of an article that costs 120 yuan and is sold for 199 in every channel."""
    facts: dict[str, Any] = {
        "sku": sku,
        "product_id": PRODUCT,
        "supplier_id": SUPPLIER_ID,
        "category_id": CATEGORY,
        "path": (CATEGORY,),
        "title": "云栖不粘炒锅 28cm",
        "cost": 120_00,
        "suggested": 399_00,
        "entries": everywhere(),
        "revision": 1,
    }
    return Sheet(**facts | changes)


def stored(*sheets: Sheet) -> None:
    """Sheets, the SKUs of their products, and the history of what is in force, as stored."""
    products: dict[str, list[str]] = {}
    for one in sheets:
        products.setdefault(one.product_id, []).append(one.sku)
        _stored(one)
    for product_id, skus in products.items():
        tx = _begin(product_id)
        made = PricedProduct(product_id=product_id, revision=1, skus=tuple(skus))
        tx.create(ProductRow, made, conflict=RacedError())
        tx.commit(None)


def _stored(one: Sheet) -> None:
    tx = _begin(one.sku)
    tx.create(SheetRow, one, conflict=RacedError())
    for price in one.entries:
        if price.effective_from <= NOW:
            record = record_of(one, price, price.effective_from)
            tx.create(PriceRow, record, conflict=RacedError(), audited=False)
    tx.commit(None)


def recorded(records: Iterable[PriceRecord]) -> None:
    """Rows of the history."""
    tx = _begin("history")
    for record in records:
        tx.create(PriceRow, record, conflict=RacedError(), audited=False)
    tx.commit(None)


def _begin(id: str) -> Transaction:
    return Transaction(call(), "prepare", Subject("price_sheet", id))
