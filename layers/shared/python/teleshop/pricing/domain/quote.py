"""The quote: what goods cost a customer, the only arithmetic of prices there is.

Order of the steps, and why:

1. **Single pieces** (一口价, 折扣, 直播价): the lowest of those that run replaces the marked price,
   if it is lower; ties go to the lowest promotion id.
2. **Bundles** (组合): sets are made where that is cheaper than the pieces; a piece is in one set at
   most, and the sets are those that save most.
3. **Threshold discounts** (满减): goods count at their marked price, so that a lower price of a
   piece never costs the customer the discount. A discount takes all goods of its scope; of those
   whose goods overlap only some are given, those that save most together, ties going to the lowest
   ids. They are never stacked on the same goods.
4. Gifts come on top and change no amount.

Everything is worked out per SKU and shared out to the lines last, so that neither the order of
lines nor the splitting of one changes what goods cost. A further promotion can only lower the
total.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from operator import mul

from teleshop.pricing.domain.quoting.basket import Purchase, filled
from teleshop.pricing.domain.quoting.records import (
    Quote,
    QuotedDiscount,
    QuotedGift,
    QuotedLine,
    QuoteLine,
    Step,
)
from teleshop.pricing.domain.quoting.refusals import QuoteRefusedError
from teleshop.pricing.domain.quoting.sets import bundle_of
from teleshop.pricing.domain.quoting.steps import (
    answers,
    gift_of,
    make_sets,
    passed_over,
    reduce,
    reduction_of,
)
from teleshop.pricing.domain.sheet import ChannelSheet, Sheet
from teleshop.pricing.domain.terms import Channel, CustomerKind, TermKind

__all__ = [
    "Quote",
    "QuoteLine",
    "QuoteRefusedError",
    "QuotedDiscount",
    "QuotedGift",
    "QuotedLine",
    "Step",
    "quote",
]


def quote(
    lines: Sequence[QuoteLine],
    customer_kind: CustomerKind,
    at: datetime,
    channel: Channel,
    *,
    sheets: Mapping[str, Sheet],
    channel_sheet: ChannelSheet | None,
    slot_id: str | None = None,
    codes: Collection[str] = (),
) -> Quote:
    """What the lines cost at an instant.

    ``sheets`` by SKU; a SKU without one has no price, and one that is not on sale is refused.
    ``channel_sheet`` is the one of ``channel``, None where there is none. ``slot_id`` is the
    programme slot in which is bought, ``codes`` what the customer entered. Refuses with
    :class:`QuoteRefusedError`, naming every fault. The stated stock of promotions is not looked at:
    it is counted where orders are taken.
    """
    purchase = Purchase(at, channel, customer_kind, slot_id, frozenset(codes))
    basket = filled(lines, purchase, sheets)
    offers = basket.offers
    for term in channel_sheet.terms if channel_sheet else ():
        if purchase.may_use(term):
            offers[term.promotion_id] = term
    reductions, bundles, gifts = [], [], []
    for promotion_id in sorted(offers):
        term = offers[promotion_id]
        if term.kind is TermKind.THRESHOLD and (reduction := reduction_of(basket, term)):
            reductions.append(reduction)
        elif term.kind is TermKind.BUNDLE and (bundle := bundle_of(basket, term)):
            bundles.append(bundle)
        elif term.kind is TermKind.GIFT and (gift := gift_of(basket, term)):
            gifts.append(gift)
    discounts = [
        *(make_sets(basket, bundles, reductions) if bundles else ()),
        *(reduce(basket, reductions) if reductions else ()),
    ]
    return Quote(
        at,
        channel,
        customer_kind,
        slot_id,
        tuple(answers(lines, basket)),
        tuple(discounts),
        tuple(gifts),
        sum(map(mul, basket.marked, basket.pieces)),
        sum(basket.amounts),
        passed_over=tuple(passed_over(basket, bundles, reductions, discounts)),
    )
