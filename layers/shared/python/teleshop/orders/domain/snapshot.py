"""What other contexts see of an order that was taken here: the snapshot that reported orders have
too, so that nobody needs to know who took it.
"""

from teleshop.orders.domain.order import Order, OrderLine, OrderSource, ReturnExclusion
from teleshop.orders.domain.placed import PlacedLine, PlacedOrder

STATUTORY = frozenset(
    {
        ReturnExclusion.MADE_TO_ORDER,
        ReturnExclusion.PERISHABLE,
        ReturnExclusion.DIGITAL_OR_OPENED_AV,
        ReturnExclusion.NEWSPAPER,
    }
)
"""Excluded by the law itself (R1.4); all others need the customer's confirmation (R1.5)."""


def snapshot(order: PlacedOrder) -> Order:
    """The order as care, fund, prices and figures read it.

    Pieces that were refused at the door or called off were never the customer's, and what was paid
    for them went back: the snapshot has neither. What was off for several pieces together is then
    settled in the amounts of the lines that are left, and is not counted again. ``paid`` is the
    money itself: nothing before it came in, and what is kept once the order is off; what went back
    for returns is told by after-sales and not taken away here.
    """
    lines = tuple(made for line in order.lines if (made := _line(order, line)) is not None)
    less = any(line.refused or line.called_off for line in order.lines)
    freight = 0 if order.freight_refunded or not lines else order.freight
    charged = sum(line.paid for line in lines) + freight
    kept = order.received - (order.refunded - order.refunded_for_returns)
    return Order(
        id=order.id,
        customer_id=order.customer_id,
        channel=order.channel,
        placed_at=order.placed_at,
        lines=lines,
        paid=min(kept, charged),
        currency=order.currency,
        freight=freight,
        free_freight_from=order.promise.free_freight_from,
        payment_route=order.payment_method.value,
        paid_at=order.paid_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        promised_on=order.promise.promised_on,
        slot_id=order.slot_id,
        carrier_id=order.parcels[-1].carrier_id if order.parcels else None,
        warehouse=order.promise.warehouse,
        seller_disclosed=order.seller_disclosed,
        version=order.version,
        source=OrderSource.HERE,
        discounts=() if less else order.discounts,
        passed_over=() if less else order.passed_over,
        gift_terms=order.gift_terms,
        published_freight=order.promise.freight,
        codes=order.codes,
        gifts_given_up=order.gifts_given_up,
        customer_kind=order.customer_kind,
        payment_id=order.payment_id,
        cancelled_at=order.cancelled_at,
        completed_at=order.completed_at,
        days_from=order.days_from,
    )


def confirmed_exclusion(line: PlacedLine) -> ReturnExclusion | None:
    """Why a line does not come back without reason: by the law itself, or because the customer
    confirmed it for this purchase (R1.5); None where it does.
    """
    proven = line.exclusion in STATUTORY or line.exclusion_proof is not None
    return line.exclusion if proven else None


def _line(order: PlacedOrder, line: PlacedLine) -> OrderLine | None:
    quantity = line.quantity - _fallen(line)
    if not quantity:
        return None
    exclusion = confirmed_exclusion(line)
    return OrderLine(
        number=line.number,
        sku=line.sku,
        product_id=line.product_id,
        title=line.title,
        goods_kind=line.goods_kind,
        quantity=quantity,
        unit_price=line.price,
        paid=line.amount - line.fell_away,
        supplier_id=line.supplier_id,
        exclusion=exclusion,
        exclusion_proof=line.exclusion_proof if exclusion else None,
        promised_return_days=line.return_days,
        durable=line.durable,
        warranty_months=line.warranty_months,
        gift_of=_bought_with(order, line),
        list_price=line.list_price,
        returned=line.returned,
        waived=line.waived,
    )


def _bought_with(order: PlacedOrder, gift: PlacedLine) -> int | None:
    """The line with which a gift came, of those that were taken in; None if none was."""
    if gift.gift_of is None:
        return None
    earned = (term.lines for term in order.gift_terms if term.line == gift.number)
    taken_in = {line.number for line in order.lines if _fallen(line) < line.quantity}
    return next((number for number in next(earned, (gift.gift_of,)) if number in taken_in), None)


def _fallen(line: PlacedLine) -> int:
    return line.refused + line.called_off
