"""Goods on sale with prices, promotions and stock, and orders as callers would send them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from teleshop.catalog.domain.content import AfterSales, Content, Variant
from teleshop.catalog.domain.product import Obstacle, Product, ProductState
from teleshop.catalog.domain.revision import CheckItem, ItemState, Revision, RevisionState
from teleshop.catalog.tables import ProductRow, RevisionRow
from teleshop.checkout.schemas import OrderBody
from teleshop.checkout.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.journal import OutboxRow
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.orders.service import PlacedOrder, ShownOrder
from teleshop.orders.tables import TakenRepository
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet
from teleshop.pricing.domain.terms import Channel, Scope, Term, TermKind
from teleshop.pricing.tables import ChannelSheetRow, SheetRow
from teleshop.stock.service import Wanted
from teleshop.stock.wiring import service as stock
from tests.factories import categories, pricing, reviews
from tests.factories import stock as levels

NOW = pricing.NOW
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
SKUS = tuple(f"sku_01M85DCW3M18EC0KYDXHRENC{number:02d}" for number in range(60))
POT, PAN, LID, SPATULA = SKUS[:4]
WANG = Actor("customer-wang", frozenset({Role.CUSTOMER}))
LIU = Actor("customer-liu", frozenset({Role.CUSTOMER}))
AGENT = Actor("anna", frozenset({Role.AGENT}))
PHONE = "138 0013 8000"
KEPT_PHONE = "+8613800138000"
PROMOTION = "prm_01M85DCW3M18EC0KYDXHRENC01"


def call(actor: Actor = WANG, at: datetime = NOW) -> Call:
    """The frame of a call."""
    return Call(actor, at, "request", "correlation")


@dataclass(frozen=True)
class Shop:
    """What is sold: everything of one supplier in one category."""

    supplier_id: str
    category_id: str


def product_of(sku: str) -> str:
    """The product of an article: each has one of its own."""
    return f"prd_{sku.removeprefix('sku_')}"


def shop(*skus: str, pieces: int = 100, price: int = 100_00, **category: Any) -> Shop:
    """Articles on sale at one price in every channel, with so many pieces each in Hangzhou."""
    said = {"goods_kind": "electronics", "durable": True, **category}
    made = Shop(reviews.on_board(), categories.made("woks", **said))
    for sku in skus or (POT, PAN, LID):
        on_sale(made, sku, price=price)
        if pieces:
            levels.received(pieces, sku)
    return made


def on_sale(
    where: Shop,
    sku: str,
    *,
    price: int = 100_00,
    since: datetime = NOW - 100 * DAY,
    **said: Any,
) -> None:
    """An article on sale, as catalog and pricing keep it."""
    stored_product(where, sku, **said)
    pricing.stored(
        pricing.sheet(
            sku,
            product_id=product_of(sku),
            supplier_id=where.supplier_id,
            category_id=where.category_id,
            path=(where.category_id,),
            entries=pricing.everywhere(price, since),
        )
    )


def more(sku: str, *, price: int = 100_00, pieces: int = 100) -> None:
    """One more article on sale, of a supplier that is there already."""
    where = Shop(reviews.SUPPLIER, categories.made("soup_pots"))
    on_sale(where, sku, price=price)
    levels.received(pieces, sku)


def received(quantity: int, sku: str) -> None:
    """Goods that came in."""
    levels.received(quantity, sku)


def sheet_of(sku: str) -> Sheet:
    """The price sheet of an article."""
    known: Sheet | None = SheetRow.find(SheetRow.key_of(sku), SheetRow.SK)
    assert known is not None
    return known


def stored_product_of_sheet(sku: str) -> None:
    """The product of an article whose price sheet another factory has stored, and its supplier."""
    known = sheet_of(sku)
    where = Shop(reviews.on_board(), categories.made("woks"))
    stored_product(where, sku, id=known.product_id)


def stored_product(
    where: Shop,
    sku: str,
    *,
    state: ProductState = ProductState.PUBLISHED,
    obstacles: tuple[str, ...] = (),
    after_sales: AfterSales | None = None,
    id: str = "",
) -> None:
    """A product with one article, as the catalog keeps it."""
    id = id or product_of(sku)
    content = Content(
        category_id=where.category_id,
        name=f"云栖炒锅 {sku[-2:]}",
        unit="口",
        variants=(Variant(sku=sku, own_code=sku[-4:], options={"尺寸": "30 厘米"}),),
        after_sales=after_sales or AfterSales(return_days=15, warranty_months=12),
    )
    product = Product(
        id=id,
        supplier_id=where.supplier_id,
        state=state,
        created_at=NOW - 90 * DAY,
        name=content.name,
        category_id=where.category_id,
        skus=(sku,),
        live=1,
        revisions=1,
        obstacles=tuple(Obstacle(kind, id) for kind in obstacles),
        published_at=NOW - 60 * DAY,
    )
    revision = Revision(
        product_id=id,
        number=1,
        state=RevisionState.APPROVED,
        content=content,
        created_at=NOW - 90 * DAY,
        created_by="sven",
        items=(CheckItem(field="name", state=ItemState.PASSED, reviewed_by="rita"),),
        approved_at=NOW - 80 * DAY,
        approved_by="rita",
    )
    tx = Transaction(Call(SYSTEM_ACTOR, NOW, "request", "correlation"), "prepare", _subject(id))
    tx.create(ProductRow, product, conflict=RacedError(), audited=False)
    tx.create(RevisionRow, revision, conflict=RacedError(), audited=False)
    tx.commit(None)


def changed_product(sku: str, **changes: Any) -> None:
    """The product is another from now on."""
    known = reviews.product_of(product_of(sku))
    tx = Transaction(call(SYSTEM_ACTOR), "prepare", _subject(known.id))
    tx.save(ProductRow, known, replace(known, **changes), audited=False)
    tx.commit(None)


def obstacles(*kinds: str, sku: str = SPATULA) -> tuple[Obstacle, ...]:
    """What keeps a product off sale."""
    return tuple(Obstacle(kind, product_of(sku)) for kind in kinds)


def _subject(id: str) -> Subject:
    return Subject("product", id)


# -- promotions ------------------------------------------------------------------------------------


def term(kind: TermKind = TermKind.FIXED_PRICE, sku: str = POT, **changes: Any) -> Term:
    """A promotion of an article in every channel for a week: 80 yuan, 500 pieces."""
    facts: dict[str, Any] = {
        "promotion_id": PROMOTION,
        "kind": kind,
        "channels": tuple(Channel),
        "starts_at": NOW - DAY,
        "ends_at": NOW + 6 * DAY,
        "skus": (sku,),
        "conditions_zh": "数量有限。",
        "conditions_en": "While stocks last.",
    }
    if kind is TermKind.FIXED_PRICE:
        facts |= {"amount": 80_00, "stock": 500}
    return Term(**facts | changes)


def changed_sheet(sku: str, **changes: Any) -> Sheet:
    """The price sheet of an article says something else."""
    known = sheet_of(sku)
    tx = Transaction(call(SYSTEM_ACTOR), "prepare", Subject("price_sheet", sku))
    stored: Sheet = tx.save(SheetRow, known, replace(known, **changes), audited=False)
    return tx.commit(stored)


def promoted(*terms: Term, sku: str = POT) -> None:
    """Promotions on the sheet of an article."""
    changed_sheet(sku, terms=terms)


def everywhere_off(channel: Channel = Channel.APP, **changes: Any) -> None:
    """A threshold discount on everything in one channel: 50 off 300 by default."""
    facts: dict[str, Any] = {
        "scope": Scope.EVERYTHING,
        "skus": (),
        "threshold": 300_00,
        "off": 50_00,
        "channels": (channel,),
    }
    made = ChannelSheet(channel=channel, terms=(term(TermKind.THRESHOLD, **facts | changes),))
    tx = Transaction(call(SYSTEM_ACTOR), "prepare", Subject("price_sheet", channel))
    tx.create(ChannelSheetRow, made, conflict=RacedError(), audited=False)
    tx.commit(None)


# -- orders ----------------------------------------------------------------------------------------


def line(sku: str = POT, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """A line of a body."""
    return {"sku": sku, "quantity": quantity, **more}


def address(**changes: Any) -> dict[str, Any]:
    """A place in Hangzhou."""
    return {
        "name": "王小明",
        "phone": PHONE,
        "region": "330106",
        "detail": "文三路 1 号 2 幢 301 室",
    } | changes


def body(*lines: dict[str, Any], total: int = 100_00, **changes: Any) -> dict[str, Any]:
    """An order by app; one pot by default, for 100 yuan without freight."""
    return {
        "channel": "app",
        "lines": list(lines or (line(),)),
        "address": address(),
        "payment_method": "gateway",
        "agreed_total": total,
    } | changes


def by_phone(*lines: dict[str, Any], total: int = 100_00, **changes: Any) -> dict[str, Any]:
    """An order that an agent enters for a caller."""
    return body(*lines, total=total, **{"channel": "phone", "call_id": "call-1"} | changes)


def on_paper(
    *lines: dict[str, Any], taken_at: datetime, total: int = 100_00, **changes: Any
) -> dict[str, Any]:
    """An order that was taken on paper."""
    sheet = {"taken_at": f"{taken_at.isoformat()}", "sheet_number": "GS-0001"}
    more = {"channel": "phone", "outage": sheet} | changes
    return body(*lines, total=total, **more)


def form(sent: dict[str, Any]) -> OrderBody:
    """What was sent, read."""
    return msgspec.convert(sent, OrderBody)


def placed(
    sent: dict[str, Any] | None = None, actor: Actor = WANG, at: datetime = NOW
) -> PlacedOrder:
    """The order that comes of it."""
    shown = ordered(sent or body(), actor, at)
    assert shown.taken is not None
    return shown.taken.order


def ordered(sent: dict[str, Any], actor: Actor = WANG, at: datetime = NOW) -> ShownOrder:
    """What whoever orders is shown."""
    frame = call(actor, at)
    return run(frame, lambda: service().placing.place_order(frame, form(sent)))


def kept(order_id: str) -> PlacedOrder:
    """The order as it is stored."""
    found = TakenRepository().find(order_id)
    assert found is not None
    return found


def outbox() -> list[str]:
    """The types of the events that were told."""
    return [row.type for row in OutboxRow.scan()]


def left_of(sku: str = POT) -> int:
    """What can still be sold of an article."""
    own = stock().reservations
    return own.levels([Wanted(sku, 0)], consistent=True).skus[sku].available
