"""The order that a wish comes to: lines, gifts, discounts, amounts, promise. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from teleshop.checkout.domain.goods import Goods, return_terms
from teleshop.checkout.domain.offer import Comparison, Discount, DiscountKind, Gift, Step
from teleshop.checkout.domain.policy import OrderPolicy
from teleshop.checkout.domain.wish import STANDARD, Channel, Wish, WishedLine
from teleshop.checkout.ports import Taken
from teleshop.checkout.service.finding import Found
from teleshop.kernel.phones import normalised_phone
from teleshop.orders.service import (
    BundlePart,
    ExclusionProof,
    GiftTerm,
    GoodsKind,
    Held,
    OrderDiscount,
    Outage,
    PaymentMethod,
    PlacedLine,
    PlacedOrder,
    PriceStep,
    Promise,
    Recipient,
    ReturnExclusion,
    SalesChannel,
    ShownReference,
)
from teleshop.orders.service import DiscountKind as KeptKind

STOCK = "stock"
OTHER_GOODS = "other"
PIECE = "件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What an order has beside its wish: its number, whose it is, who enters it, and its
    payment.
    """

    order_id: str
    customer_id: str
    placed_by: str
    payment_id: str
    payment_due_at: datetime | None
    customer_unverified: bool = False


def payment_due(wish: Wish, policy: OrderPolicy, now: datetime) -> datetime | None:
    """Until when the order is paid; None for cash at the door."""
    if PaymentMethod(wish.payment_method) is PaymentMethod.CASH_ON_DELIVERY:
        return None
    by_phone = wish.channel is Channel.PHONE
    return now + (policy.callers_pay_within if by_phone else policy.pay_within)


def recipient_of(wish: Wish, order_id: str) -> Recipient:
    """Who gets the parcel, in the form in which it is kept."""
    address = wish.address
    return Recipient(
        order_id=order_id,
        name=address.name.strip(),
        phone=normalised_phone(address.phone) or "",
        region=address.region,
        detail=address.detail.strip(),
        postcode=address.postcode,
    )


def assemble(
    wish: Wish, found: Found, taken: Sequence[Taken], frame: Frame, now: datetime
) -> PlacedOrder:
    """The order as it is locked; ``found`` has no faults."""
    priced, amounts = found.priced, found.amounts
    if priced is None or amounts is None:
        raise ValueError("what has no price is no order")
    at = wish.at(now)
    lines = (*_lines(wish, found, at), *_gift_lines(wish, found))
    return PlacedOrder(
        id=frame.order_id,
        customer_id=frame.customer_id,
        channel=SalesChannel(wish.channel),
        customer_kind=wish.customer_kind or STANDARD,
        placed_at=at,
        entered_at=now,
        placed_by=frame.placed_by,
        lines=lines,
        list_total=priced.list_total,
        goods_total=amounts.goods,
        freight=amounts.freight,
        total=amounts.total,
        payment_method=PaymentMethod(wish.payment_method),
        payment_id=frame.payment_id,
        promise=_promise(found, taken),
        discounts=tuple(_discount(one, wish) for one in priced.discounts),
        passed_over=tuple(_discount(one, wish) for one in priced.passed_over),
        gift_terms=tuple(_gift_terms(wish, found)),
        held=tuple(
            Held(
                kind=one.kind,
                sku=one.sku,
                place=one.place,
                shard=one.shard,
                quantity=one.quantity,
            )
            for one in taken
        ),
        payment_due_at=frame.payment_due_at,
        codes=tuple(dict.fromkeys(wish.codes)),
        customer_unverified=frame.customer_unverified,
        gifts_given_up=wish.without_gifts and bool(priced.gifts),
        slot_id=wish.slot_id,
        call_id=wish.call_id,
        outage=Outage(sheet_number=wish.outage.sheet_number, entered_by=frame.placed_by)
        if wish.outage
        else None,
    )


def _promise(found: Found, taken: Sequence[Taken]) -> Promise:
    offer = found.offer
    if offer is None or offer.promised_on is None:
        raise ValueError("what is not delivered is no order")
    pieces: dict[str, int] = {}
    for one in taken:
        if one.kind == STOCK:
            pieces[one.place] = pieces.get(one.place, 0) + one.quantity
    preferred = (*offer.area.warehouses, *sorted(pieces))
    # Of what comes from several warehouses, the one that sends most; of equal ones the preferred.
    warehouse = max(preferred, key=lambda code: (pieces.get(code, 0), -preferred.index(code)))
    return Promise(
        region=offer.region,
        promised_on=offer.promised_on,
        warehouse=warehouse,
        freight=offer.area.freight,
        free_freight_from=offer.area.free_from,
    )


def _lines(wish: Wish, found: Found, at: datetime) -> Iterator[PlacedLine]:
    quoted = found.priced.lines if found.priced else ()
    for number, (line, price) in enumerate(zip(wish.lines, quoted, strict=True), start=1):
        goods = found.goods[line.sku]
        terms = return_terms(goods, line.confirmation)
        yield PlacedLine(
            number=number,
            sku=line.sku,
            product_id=goods.product_id,
            supplier_id=goods.supplier_id,
            revision=goods.revision,
            title=goods.title,
            unit=goods.unit,
            goods_kind=GoodsKind(goods.goods_kind),
            quantity=line.quantity,
            list_price=price.list_price,
            price=price.price,
            amount=price.amount,
            steps=tuple(_step(step) for step in price.steps),
            reference=_reference(price.comparison) if price.comparison else None,
            options=dict(goods.skus[line.sku]),
            exclusion=ReturnExclusion(terms.exclusion) if terms.exclusion else None,
            exclusion_proof=_proof(wish, line, at) if terms.confirmed else None,
            return_days=terms.days,
            durable=goods.durable,
            warranty_months=goods.warranty_months,
        )


def _gift_lines(wish: Wish, found: Found) -> Iterator[PlacedLine]:
    """Gifts, after the goods with which they come. ``price`` is the marked price of a piece, which
    is owed for a gift that does not come back with its goods (R1.13).
    """
    for number, gift in enumerate(found.gifts, start=len(wish.lines) + 1):
        article, goods = found.articles.get(gift.sku), found.goods.get(gift.sku)
        bought = next(
            index for index, line in enumerate(wish.lines, start=1) if line.sku in gift.with_skus
        )
        marked = gift.value or (article.marked if article else None) or 0
        yield PlacedLine(
            number=number,
            sku=gift.sku,
            product_id=goods.product_id if goods else "",
            # Whoever sells the goods answers for a gift that is no article of ours.
            supplier_id=_supplier_of(gift, goods, found, wish.lines[bought - 1]),
            revision=goods.revision if goods else 0,
            title=goods.title if goods else gift.name,
            unit=goods.unit if goods else PIECE,
            goods_kind=GoodsKind(goods.goods_kind if goods else OTHER_GOODS),
            quantity=gift.quantity,
            list_price=marked,
            price=marked,
            amount=0,
            gift_of=bought,
            options=dict(goods.skus[gift.sku]) if goods else {},
            return_days=return_terms(goods, None).days if goods else 0,
            durable=goods.durable if goods else False,
            warranty_months=goods.warranty_months if goods else 0,
        )


def _gift_terms(wish: Wish, found: Found) -> Iterator[GiftTerm]:
    """What earned each gift: of what comes back later, kept goods may still earn it."""
    for number, gift in enumerate(found.gifts, start=len(wish.lines) + 1):
        yield GiftTerm(
            code=gift.promotion_id,
            line=number,
            lines=_numbers(wish, gift.with_skus),
            threshold=gift.threshold,
            quantity=gift.each,
        )


def _numbers(wish: Wish, skus: Collection[str]) -> tuple[int, ...]:
    """The lines of these articles."""
    return tuple(number for number, line in enumerate(wish.lines, start=1) if line.sku in skus)


def _supplier_of(gift: Gift, goods: Goods | None, found: Found, line: WishedLine) -> str:
    return goods.supplier_id if goods else found.goods[line.sku].supplier_id


def _proof(wish: Wish, line: WishedLine, at: datetime) -> ExclusionProof:
    said = line.confirmation
    return ExclusionProof(
        conspicuous_mark=True,
        confirmed_at=at,
        pre_ticked=False,
        reference=(said.reference if said else None) or wish.proof or "",
    )


def _step(step: Step) -> PriceStep:
    return PriceStep(
        promotion_id=step.promotion_id,
        kind=step.kind,
        before=step.before,
        after=step.after,
        zh=step.zh,
        en=step.en,
    )


def _reference(shown: Comparison) -> ShownReference:
    return ShownReference(
        amount=shown.amount,
        pack=shown.pack,
        basis=shown.basis,
        since=shown.since,
        until=shown.until,
    )


def _discount(one: Discount, wish: Wish) -> OrderDiscount:
    numbers = _numbers(wish, one.skus)
    if one.kind is DiscountKind.BUNDLE:
        return OrderDiscount(
            code=one.promotion_id,
            kind=KeptKind.BUNDLE,
            amount=one.amount,
            lines=numbers,
            parts=tuple(
                BundlePart(sku=sku, quantity=quantity) for sku, quantity in one.parts.items()
            ),
            price=one.price,
            times=one.times,
        )
    return OrderDiscount(
        code=one.promotion_id,
        kind=KeptKind.THRESHOLD,
        amount=one.amount,
        threshold=one.threshold,
        off=one.off,
        repeats=one.repeats,
        lines=numbers,
    )
