"""Prices in the state that a test needs: sheets of invented articles, stored as their context
stores them.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.service import Decided
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.clock import china_date, sortable
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.orders.service import CorrectionReason, Order
from teleshop.orders.wiring import service as orders
from teleshop.pricing.domain.change import PriceChange
from teleshop.pricing.domain.records import PricedProduct, PriceRecord
from teleshop.pricing.domain.sheet import PriceEntry, Sheet
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.schemas import ChangeBody
from teleshop.pricing.service.prices import record_of
from teleshop.pricing.tables import DealRow, PriceRow, ProductRow, SheetRow
from teleshop.pricing.wiring import service
from tests.factories.orders import LEAD, line, order

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
    """The sheet of an article on sale that costs 120 yuan and is sold for 199 everywhere."""
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
        "on_sale": True,
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
        made = PricedProduct(product_id=product_id, revision=1, skus=tuple(skus), on_sale=True)
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


# -- price changes ---------------------------------------------------------------------------------

WEEK = 7 * DAY
APPROVED = Decided("approved", MANAGER.subject)
REJECTED = Decided("rejected", MANAGER.subject, reason_code="too_low")
RETURNED = Decided("returned", MANAGER.subject, reason_code="research_thin")
TIMED_OUT = Decided("timed_out")


def body(**changes: Any) -> ChangeBody:
    """A cut of 5 % in the television channel in a week, well researched."""
    seen = f"{china_date(NOW) - DAY:%Y-%m-%d}"
    wanted: dict[str, Any] = {
        "sku": SKU,
        "channels": ["tv"],
        "amount": 189_05,
        "effective_from": sortable(NOW + WEEK),
        "reason": "同类商品普遍降价",
        "research": [
            {
                "competitor": "快乐购",
                "price": 189_00,
                "observed_on": seen,
                "link": "https://shop.example/pan",
            },
            {
                "competitor": "东方购物",
                "price": 192_00,
                "observed_on": seen,
                "link": "https://tv.example/pan",
            },
        ],
        "evaluation": {"direction": "cut", "size": 500, "reason": "与市场持平"},
    }
    return msgspec.convert(wanted | changes, ChangeBody)


def requested(
    actor: Actor = MERCHANDISER, after: timedelta = timedelta(), **changes: Any
) -> PriceChange:
    """A price change that was asked for; its sheet is there."""
    frame = call(actor, after)
    return run(frame, lambda: service().changes.request_change(frame, body(**changes)))


def decided(
    change_id: str, outcome: Decided = APPROVED, after: timedelta = DAY, round: int = 1
) -> str:
    """The decision takes effect, as the state machine lets it."""
    service().reviews.apply_outcome(call(after=after), change_id, round, outcome)
    return change_id


def scheduled(**changes: Any) -> str:
    """A price that was approved and will hold in a week."""
    stored(sheet())
    return decided(requested(**changes).id)


# -- deals -----------------------------------------------------------------------------------------


def sold(id: str, amount: int, at: datetime = NOW, *, sku: str = SKU, **changes: Any) -> Order:
    """An order of one piece for ``amount`` fen, paid, reported and counted."""
    bought = line(1, sku=sku, product_id=PRODUCT, unit_price=max(amount, 199_00), paid=amount)
    facts: dict[str, Any] = {
        "placed_at": at,
        "lines": (bought,),
        "paid": amount,
        "freight": 0,
        "paid_at": at,
        "shipped_at": None,
        "delivered_at": None,
        "reported_at": at,
    }
    made = replace(order(id), **facts | changes)
    return counted(made)


def counted(made: Order, correction: CorrectionReason | None = None) -> Order:
    """An order that was reported, and counted as it stands then."""
    frame = Call(LEAD, max(NOW, made.placed_at), "request", "correlation")
    reported = run(frame, lambda: orders().report_order(frame, made, correction))
    service().deals.take_over(call(), made.id)
    return reported


def forgotten(sku: str, channel: Channel, day: date) -> None:
    """The row of a day is gone, as if its first order had not been settled yet."""
    tx = _begin(sku)
    known = service().deals._repository.deal_day(sku, channel, day)
    tx.delete(DealRow, known, conflict=RacedError())
    tx.commit(None)
