"""Orders that are taken here, and who acts on them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.service import (
    GoodsKind,
    Held,
    PaymentMethod,
    PlacedLine,
    PlacedOrder,
    Promise,
    Recipient,
    SalesChannel,
)

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
ORDER_ID = "ord_01KASY2D7V3M7T1QZ9N3D6W8XR"
OTHER_ORDER = "ord_01KASY2D7V3M7T1QZ9N3D6W8XS"
PAYMENT_ID = "pay_01KASY2D7V3M7T1QZ9N3D6W8XR"
PRODUCT = "prd_01KASY2D7V3M7T1QZ9N3D6W8XR"
POT = "sku_01KASY2D7V3M7T1QZ9N3D6W8XR"
PAN = "sku_01KASY2D7V3M7T1QZ9N3D6W8XS"
SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
OTHER_SUPPLIER = "sup_01KASY2D7V3M7T1QZ9N3D6W8XS"
CUSTOMER = Actor("customer-ann", frozenset({Role.CUSTOMER}))
STRANGER = Actor("customer-bob", frozenset({Role.CUSTOMER}))
AGENT = Actor("agnes", frozenset({Role.AGENT}))
LEAD = Actor("lena", frozenset({Role.LEAD}))
PACKER = Actor("paul", frozenset({Role.WAREHOUSE}))
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
PHONE = "+8613812341234"
CASH = PaymentMethod.CASH_ON_DELIVERY


def line(number: int = 1, **changes: Any) -> PlacedLine:
    """Two pots of 200 CNY for 150 CNY each."""
    made = PlacedLine(
        number=number,
        sku=POT,
        product_id=PRODUCT,
        supplier_id=SUPPLIER_ID,
        revision=1,
        title="铸铁锅 26cm",
        unit="口",
        goods_kind=GoodsKind.OTHER,
        quantity=2,
        list_price=200_00,
        price=150_00,
        amount=300_00,
        return_days=7,
        warranty_months=12,
    )
    return replace(made, **changes)


def pan(number: int = 2, **changes: Any) -> PlacedLine:
    """A pan of another supplier for 100 CNY."""
    facts: dict[str, Any] = {
        "sku": PAN,
        "supplier_id": OTHER_SUPPLIER,
        "title": "煎锅",
        "quantity": 1,
        "list_price": 100_00,
        "price": 100_00,
        "amount": 100_00,
    }
    return line(number, **{**facts, **changes})


def held_for(lines: tuple[PlacedLine, ...], warehouse: str = "hz-1") -> tuple[Held, ...]:
    """One row for each line."""
    return tuple(
        Held(kind="stock", sku=each.sku, place=warehouse, shard=0, quantity=each.quantity)
        for each in lines
    )


def placed(id: str = ORDER_ID, **changes: Any) -> PlacedOrder:
    """Two pots and a pan for 400 CNY and 10 CNY freight, to be paid within half an hour."""
    lines = changes.pop("lines", (line(), pan()))
    goods = sum(each.amount for each in lines)
    freight = changes.pop("freight", 10_00)
    made = PlacedOrder(
        id=id,
        customer_id=CUSTOMER.subject,
        channel=SalesChannel.APP,
        customer_kind="all",
        placed_at=NOW,
        entered_at=NOW,
        placed_by=CUSTOMER.subject,
        lines=lines,
        list_total=sum(each.list_price * each.quantity for each in lines),
        goods_total=goods,
        freight=freight,
        total=goods + freight,
        payment_method=PaymentMethod.GATEWAY,
        payment_id=PAYMENT_ID,
        payment_due_at=NOW + 30 * MINUTE,
        held=held_for(lines),
        promise=Promise(
            region="330106", promised_on=date(2026, 11, 26), warehouse="hz-1", freight=freight
        ),
    )
    return replace(made, **changes)


def cash(id: str = ORDER_ID, **changes: Any) -> PlacedOrder:
    """The same, to be paid at the door."""
    return placed(id, payment_method=CASH, payment_due_at=None, **changes)


def recipient(order_id: str = ORDER_ID, **changes: Any) -> Recipient:
    """Somebody in Hangzhou."""
    made = Recipient(
        order_id=order_id,
        name="王小明",
        phone=PHONE,
        region="330106",
        detail="文三路 90 号 3 幢 1201 室",
    )
    return replace(made, **changes)


def call(actor: Actor = SYSTEM_ACTOR, now: datetime = NOW, **options: Any) -> Call:
    """The call of somebody at an instant."""
    return Call(actor, now, "request-1", "correlation-1", **options)


def begin(order: PlacedOrder, actor: Actor = CUSTOMER) -> Transaction:
    """The transaction that places an order."""
    return Transaction(call(actor, order.entered_at), "place_order", Subject("order", order.id))
