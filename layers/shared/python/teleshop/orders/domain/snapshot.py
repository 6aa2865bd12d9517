"""What other contexts see of an order that was taken here: the snapshot that reported orders have
too, so that nobody needs to know who took it.
"""

from teleshop.orders.domain.order import Order, OrderLine, OrderSource, ReturnExclusion
from teleshop.orders.domain.parcels import share_of
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

    Pieces that were refused at the door were never the customer's, and what was paid for them went
    back: the snapshot has neither. What was off for several pieces together is then settled in the
    amounts of the lines that are left, and is not counted again.
    """
    lines = tuple(made for line in order.lines if (made := _line(order, line)) is not None)
    refused = any(line.refused for line in order.lines)
    return Order(
        id=order.id,
        customer_id=order.customer_id,
        channel=order.channel,
        placed_at=order.placed_at,
        lines=lines,
        paid=sum(line.paid for line in lines) + (order.freight if lines else 0),
        currency=order.currency,
        freight=order.freight if lines else 0,
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
        discounts=() if refused else order.discounts,
        codes=order.codes,
        gifts_given_up=order.gifts_given_up,
        customer_kind=order.customer_kind,
        payment_id=order.payment_id,
        cancelled_at=order.cancelled_at,
        completed_at=order.completed_at,
    )


def confirmed_exclusion(line: PlacedLine) -> ReturnExclusion | None:
    """Why a line does not come back without reason: by the law itself, or because the customer
    confirmed it for this purchase (R1.5); None where it does.
    """
    proven = line.exclusion in STATUTORY or line.exclusion_proof is not None
    return line.exclusion if proven else None


def _line(order: PlacedOrder, line: PlacedLine) -> OrderLine | None:
    quantity = line.quantity - line.refused
    if not quantity:
        return None
    bought_with = order.line(line.gift_of) if line.gift_of else None
    refused = bought_with is not None and bought_with.refused == bought_with.quantity
    exclusion = confirmed_exclusion(line)
    return OrderLine(
        number=line.number,
        sku=line.sku,
        product_id=line.product_id,
        title=line.title,
        goods_kind=line.goods_kind,
        quantity=quantity,
        unit_price=line.price,
        paid=line.amount - _refused_amount(order, line),
        supplier_id=line.supplier_id,
        exclusion=exclusion,
        exclusion_proof=line.exclusion_proof if exclusion else None,
        promised_return_days=line.return_days,
        durable=line.durable,
        warranty_months=line.warranty_months,
        gift_of=None if refused else line.gift_of,
        list_price=line.list_price,
        returned=line.returned,
    )


def _refused_amount(order: PlacedOrder, line: PlacedLine) -> int:
    """What was charged for the pieces of a line that were refused: their parts as they left."""
    before = amount = 0
    for parcel in order.parcels:
        pieces = sum(one.quantity for one in parcel.pieces if one.line == line.number)
        if parcel.refused_at:
            amount += share_of(line, before, pieces)
        before += pieces
    return amount
