"""Purchases, as the rules of after-sales see them."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from teleshop.care.domain.after_sales.assess import Request, Wanted
from teleshop.care.domain.after_sales.decision import Ground, Remedy
from teleshop.care.domain.after_sales.purchase import (
    Confirmation,
    DiscountKind,
    Purchase,
    PurchasedDiscount,
    PurchasedLine,
    SetPart,
    Voucher,
)
from teleshop.kernel.clock import CHINA

SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
PLACED = datetime(2026, 11, 17, 20, 0, tzinfo=CHINA)
DELIVERED = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)


def china(day: date, hour: int = 12, minute: int = 0) -> datetime:
    """An instant by the clock in China."""
    return datetime.combine(day, time(hour, minute), CHINA)


def line(number: int = 1, **changes: Any) -> PurchasedLine:
    """One piece for 299 CNY, paid in full."""
    made = PurchasedLine(
        number=number,
        product_id=f"prd-{number}",
        supplier_id=SUPPLIER_ID,
        title="不粘炒锅 30cm",
        goods_kind="other",
        quantity=1,
        unit_price=29_900,
        paid=29_900,
    )
    return replace(made, **changes)


def purchase(*lines: PurchasedLine, **changes: Any) -> Purchase:
    """Ordered on television and signed for on 2026-11-20, a Friday; one line if none is given."""
    goods = lines or (line(),)
    freight = changes.get("freight", 0)
    made = Purchase(
        order_id="TS20261117-0001",
        customer_id="customer-ann",
        channel="tv",
        placed_at=PLACED,
        delivered_at=DELIVERED,
        lines=goods,
        paid=sum(each.paid for each in goods) + freight,
    )
    return replace(made, **changes)


def threshold_sale() -> Purchase:
    """A for 200 and B for 100 CNY, 60 off from 300: paid 240."""
    return purchase(
        line(1, unit_price=20_000, paid=16_000),
        line(2, unit_price=10_000, paid=8_000),
        discounts=(threshold({1: 20_000, 2: 10_000}, 30_000, 6_000),),
    )


def threshold(counts: dict[int, int], reach: int, off: int, **changes: Any) -> PurchasedDiscount:
    """满减 over lines, with what one piece of each counts."""
    made = PurchasedDiscount(
        kind=DiscountKind.THRESHOLD, code="F", counts=counts, threshold=reach, off=off
    )
    return replace(made, **changes)


def bundle(parts: dict[int, int], price: int) -> PurchasedDiscount:
    """A set of so many pieces of each line for one price."""
    return PurchasedDiscount(
        kind=DiscountKind.BUNDLE,
        code="B",
        counts=dict.fromkeys(parts, 0),
        parts=tuple(SetPart((number,), quantity) for number, quantity in parts.items()),
        price=price,
    )


def confirmed(**changes: Any) -> Confirmation:
    """A confirmation that counts."""
    made = Confirmation(
        conspicuous_mark=True, confirmed_at=PLACED, pre_ticked=False, reference="call-17"
    )
    return replace(made, **changes)


def coupon(value: int, **changes: Any) -> Voucher:
    """A coupon of ``value`` fen for the whole order."""
    return replace(Voucher(code="CPN-1", kind="coupon", value=value), **changes)


def request(notice_at: datetime, *wanted: Wanted, **changes: Any) -> Request:
    """Return without reason of one piece of line 1, unless told otherwise."""
    made = Request(
        remedy=Remedy.RETURN,
        ground=Ground.NO_REASON,
        notice_at=notice_at,
        wanted=wanted or (Wanted(1, 1),),
    )
    return replace(made, **changes)
