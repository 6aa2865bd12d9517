"""Purchases, from the snapshots of the orders context."""

from typing import Protocol

from teleshop.care.domain.after_sales.purchase import (
    Confirmation,
    DiscountKind,
    EarnedGift,
    Purchase,
    PurchasedDiscount,
    PurchasedLine,
    SetPart,
    Voucher,
)
from teleshop.orders.service import (
    Order,
    OrderDiscount,
    OrderLine,
    Orders,
    OrderSource,
    is_unpaid,
    paid_by_line,
)


class Purchases(Protocol):
    """Orders as after-sales needs them."""

    def find(self, order_id: str) -> Purchase | None:
        """The purchase, or None if the order was never reported."""


class OrderPurchases:
    """Purchases from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def find(self, order_id: str) -> Purchase | None:
        """The purchase of a reported order."""
        order = self._orders.find(order_id)
        return None if order is None else purchase_of(order)


def purchase_of(order: Order) -> Purchase:
    """An order as a purchase, with what was really paid for each line."""
    paid = paid_by_line(order)
    return Purchase(
        order_id=order.id,
        customer_id=order.customer_id,
        channel=order.channel.value,
        placed_at=order.placed_at,
        delivered_at=order.days_from or order.delivered_at,
        lines=tuple(_line(line, paid[line.number]) for line in order.lines),
        paid=order.paid,
        currency=order.currency,
        freight=order.freight,
        free_freight_from=order.free_freight_from,
        published_freight=order.published_freight,
        discounts=(
            *(_discount(order, discount) for discount in order.discounts),
            *(_discount(order, other, given=False) for other in order.passed_over),
        ),
        gift_terms=tuple(
            EarnedGift(
                line=term.line,
                lines=term.lines,
                threshold=term.threshold,
                quantity=term.quantity,
            )
            for term in order.gift_terms
        ),
        vouchers=tuple(
            Voucher(code=used.code, kind=used.kind, value=used.value, line=used.line)
            for used in order.coupons
        ),
        payment_route=order.payment_route,
        slot_id=order.slot_id,
        seller_disclosed=order.seller_disclosed,
        taken_here=order.source is OrderSource.HERE,
        unpaid=is_unpaid(order),
        cancelled_at=order.cancelled_at,
    )


def _discount(order: Order, discount: OrderDiscount, *, given: bool = True) -> PurchasedDiscount:
    """As it was locked; goods count at their marked price where that is known."""
    goods = [line for line in order.lines if line.gift_of is None]
    covered = [line for line in goods if not discount.lines or line.number in discount.lines]
    return PurchasedDiscount(
        kind=DiscountKind(discount.kind),
        code=discount.code,
        counts={
            line.number: line.unit_price if line.list_price is None else line.list_price
            for line in covered
        },
        threshold=discount.threshold,
        off=discount.off,
        repeats=discount.repeats,
        parts=tuple(
            SetPart(tuple(line.number for line in goods if line.sku == part.sku), part.quantity)
            for part in discount.parts
        ),
        price=discount.price,
        given=given,
    )


def _line(line: OrderLine, paid: int) -> PurchasedLine:
    proof = line.exclusion_proof
    return PurchasedLine(
        number=line.number,
        product_id=line.product_id,
        supplier_id=line.supplier_id,
        title=line.title,
        goods_kind=line.goods_kind.value,
        quantity=line.quantity,
        unit_price=line.unit_price,
        paid=paid,
        exclusion=line.exclusion.value if line.exclusion else None,
        confirmation=Confirmation(
            conspicuous_mark=proof.conspicuous_mark,
            confirmed_at=proof.confirmed_at,
            pre_ticked=proof.pre_ticked,
            reference=proof.reference,
        )
        if proof
        else None,
        promised_return_days=line.promised_return_days,
        durable=line.durable,
        warranty_months=line.warranty_months,
        installed_at=line.installed_at,
        gift_of=line.gift_of,
    )
