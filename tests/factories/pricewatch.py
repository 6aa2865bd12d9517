"""Violations and what detectors look at, in the state that a test needs."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.service import Order, Placing, SalesChannel
from teleshop.orders.wiring import service as orders
from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.domain.violation import Evidence, Found, Violation
from teleshop.pricewatch.ports import Article
from teleshop.pricewatch.schemas import CorrectionBody
from teleshop.pricewatch.wiring import service
from teleshop.pricing.domain.sheet import Sheet
from teleshop.promotions.domain.content import Channel, Item
from teleshop.promotions.domain.promotion import Promotion, Shown, State, Unreverted
from teleshop.promotions.service.terms import terms_of
from teleshop.promotions.tables import PromotionRow
from tests.factories import placed_orders
from tests.factories import pricing as f
from tests.factories.orders import LEAD, line, order
from tests.factories.promotion_plans import plan

ARTICLE = Article(f.SKU, f.PRODUCT, f.SUPPLIER_ID)
CORRECTION = CorrectionBody(text="差价已退还，价格已改正")
MINUTE = timedelta(minutes=1)


def found(severity: Severity = Severity.SEVERE, **changes: Any) -> Found:
    """A piece of 199 yuan for which 209 was charged."""
    made = Found(
        kind=Kind.CHARGED_NOT_PUBLISHED,
        severity=severity,
        facts=("A1", "1"),
        sku=f.SKU,
        channel="tv",
        evidence=(Evidence(what="charged", source="A1", amount=209_00, at=f.NOW),),
        order_id="A1",
    )
    return replace(made, **changes)


def priced(**changes: Any) -> str:
    """An article with prices; answers its SKU."""
    f.stored(f.sheet(**changes))
    return f.SKU


def opened(severity: Severity = Severity.SEVERE) -> str:
    """A violation on record; answers its id."""
    priced()
    made = service().violations.open_violation(f.call(), found(severity), ARTICLE)
    assert made is not None
    return made.id


def corrected(severity: Severity = Severity.SEVERE) -> str:
    """One whose correction waits for verification."""
    violation_id = opened(severity)
    service().violations.correct(f.call(f.MERCHANDISER, f.DAY / 24), violation_id, CORRECTION)
    return violation_id


def stored(violation_id: str) -> Violation:
    """The violation as it is stored now."""
    known = service().violations.find(violation_id)
    assert known is not None
    return known


def bought(
    id: str = "A1",
    unit_price: int = 199_00,
    quantity: int = 1,
    at: datetime = f.NOW,
    **changes: Any,
) -> Order:
    """An order of the article by television, paid as its line says."""
    goods: dict[str, Any] = {
        "sku": f.SKU,
        "product_id": f.PRODUCT,
        "supplier_id": f.SUPPLIER_ID,
    }
    paid = unit_price * quantity
    one = line(1, unit_price=unit_price, quantity=quantity, paid=paid, **goods)
    facts: dict[str, Any] = {
        "lines": (one,),
        "paid": paid,
        "freight": 0,
        "placed_at": at,
        "paid_at": at,
        "shipped_at": None,
        "delivered_at": None,
        "reported_at": at,
        "slot_id": None,
    }
    return replace(order(id), **(facts | changes))


def reported(one: Order) -> str:
    """The order, reported a minute after it was placed; answers its id."""
    orders().report_order(replace(f.call(LEAD), now=one.placed_at + MINUTE), one)
    return one.id


def taken(number: int = 1, price: int = 199_00, at: datetime = f.NOW) -> str:
    """An order of two pieces that was taken here; answers its id."""
    goods: dict[str, Any] = {
        "sku": f.SKU,
        "product_id": f.PRODUCT,
        "supplier_id": f.SUPPLIER_ID,
    }
    one = placed_orders.line(list_price=199_00, price=price, amount=2 * price, **goods)
    made = placed_orders.placed(
        f"ord_{number:026d}",
        channel=SalesChannel.TV,
        customer_kind="standard",
        lines=(one,),
        freight=0,
        placed_at=at,
        entered_at=at,
    )
    tx = placed_orders.begin(made)
    Placing(deadlines()).record(tx, made, placed_orders.recipient(made.id))
    tx.commit(None)
    return made.id


def promoted(
    amount: int = 149_00,
    reference: int | None = None,
    *,
    starts: timedelta = -f.DAY,
    days: int = 2,
    ended: bool = False,
    sheet: Sheet | None = None,
    id: str = "prm_01M85DCW3M18EC0KYDXHRENF01",
    **changes: Any,
) -> str:
    """A promotion of the article on its sheet, or one that has left it; answers its id."""
    begins = f.NOW + starts
    content = plan(
        starts_at=begins, ends_at=begins + days * f.DAY, items=(Item(sku=f.SKU, amount=amount),)
    )
    shown = (
        Shown(
            sku=f.SKU,
            amount=reference or 0,
            pack="cn_lowest_deal_7d",
            basis="lowest_deal",
            since=begins - 7 * f.DAY,
            until=begins,
        ),
    )
    made = Promotion(
        id=id,
        content=content,
        requested_by=f.MERCHANDISER.subject,
        requested_at=begins - f.DAY,
        order=content.ends_at if ended else begins,
        state=State.ENDED if ended else State.RUNNING,
        comparisons=shown if reference is not None else (),
        started_at=begins,
        ended_at=content.ends_at if ended else None,
        product_ids=(f.PRODUCT,),
    )
    made = replace(made, **changes)
    tx = Transaction(f.call(), "prepare", Subject("promotion", id))
    tx.create(PromotionRow, made, conflict=RacedError())
    tx.commit(None)
    terms = terms_of(made, made.comparisons)
    f.stored(replace(sheet or f.sheet(), terms=tuple(terms.values())))
    return id


def left_behind() -> str:
    """A promotion that has ended and whose price did not go back; answers its id."""
    left = (Unreverted(sku=f.SKU, channel=Channel.TV, promotional=149_00, price=149_00),)
    return promoted(149_00, starts=-3 * f.DAY, ended=True, unreverted=left, reverted=False)
