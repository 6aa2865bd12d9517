"""Everything that an order rests on, read once; and all that stands against it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.checkout.domain.codes import code_faults
from teleshop.checkout.domain.delivery import DeliveryOffer
from teleshop.checkout.domain.goods import (
    GIFT_NOT_AVAILABLE,
    Goods,
    confirmation_faults,
    may_be_given,
    sale_fault,
)
from teleshop.checkout.domain.offer import Article, Gift, Priced
from teleshop.checkout.domain.terms import (
    Amounts,
    amounts_of,
    area_faults,
    payment_faults,
    size_faults,
)
from teleshop.checkout.domain.wish import STANDARD, Wish
from teleshop.checkout.ports import (
    Catalogue,
    Delivery,
    Offers,
    Pieces,
    Prices,
    PricesUnfitError,
    QuotaPieces,
)
from teleshop.kernel.errors import FieldError

GIFTS = "/without_gifts"
"""The place of a request that says what becomes of gifts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a wish comes to. ``priced`` and ``amounts`` are None where it cannot be priced;
    ``articles`` and ``goods`` are by SKU, those of gifts included as far as they are ours.
    ``faults`` are all but those of stock and total.
    """

    offer: DeliveryOffer | None
    articles: Mapping[str, Article]
    goods: Mapping[str, Goods]
    priced: Priced | None
    gifts: tuple[Gift, ...]
    amounts: Amounts | None
    faults: tuple[FieldError, ...]

    def wanted(self, wish: Wish) -> list[Pieces]:
        """What is taken from stock: the lines, and gifts that are articles of ours."""
        lines = [
            Pieces(line.sku, line.quantity, f"/lines/{index}/quantity")
            for index, line in enumerate(wish.lines)
        ]
        own = [gift for gift in self.gifts if gift.sku in self.articles]
        return [*lines, *(Pieces(gift.sku, gift.quantity, GIFTS) for gift in own)]

    def quotas(self, wish: Wish) -> list[QuotaPieces]:
        """What is counted against stated stocks of promotions. An order that was taken on paper
        counts against none: its price was promised while the promotion ran.
        """
        if self.priced is None or wish.outage is not None:
            return []
        places = {line.sku: index for index, line in reversed(list(enumerate(wish.lines)))}
        given = {(gift.promotion_id, gift.sku) for gift in self.gifts}
        refused = {(gift.promotion_id, gift.sku) for gift in self.priced.gifts} - given
        return [
            QuotaPieces(
                one.promotion_id,
                one.sku,
                one.quantity,
                one.limit,
                GIFTS
                if (one.promotion_id, one.sku) in given
                else f"/lines/{places[one.sku]}/quantity",
            )
            for one in self.priced.quotas
            if (one.promotion_id, one.sku) not in refused
        ]


class Finder:
    """Reads prices, goods and terms of delivery; stateless."""

    def __init__(self, prices: Prices, catalogue: Catalogue, delivery: Delivery) -> None:
        self._prices = prices
        self._catalogue = catalogue
        self._delivery = delivery

    def look_up(self, wish: Wish, now: datetime) -> Found:
        """What the wish comes to at its instant; refuses nothing, but tells all that stands
        against it.
        """
        at = wish.at(now)
        offer = self._delivery.offer(wish.address.region, at)
        offers = self._prices.offers(
            dict.fromkeys(line.sku for line in wish.lines), wish.channel, at, now
        )
        priced, unpriced = _price(offers, wish)
        gifts = priced.gifts if priced is not None and not wish.without_gifts else ()
        articles = dict(offers.articles)
        unknown = {gift.sku for gift in gifts} - articles.keys()
        if unknown:
            articles |= self._prices.articles(sorted(unknown))
        goods = self._goods(articles, at if wish.outage else None)
        amounts = amounts_of(priced.total, offer) if priced is not None and offer else None
        faults = [
            *_sale_faults(wish, articles, goods, unpriced),
            *_gift_faults(gifts, articles, goods),
            *confirmation_faults(wish.lines, goods),
            *code_faults(priced.codes if priced else (), at),
            *area_faults(offer),
        ]
        found = Found(
            offer=offer,
            articles=articles,
            goods=goods,
            priced=priced,
            gifts=gifts,
            amounts=amounts,
            faults=(),
        )
        count = len({one.sku for one in found.wanted(wish)})
        if offer and amounts:
            faults += payment_faults(wish.payment_method, offer, amounts.total, count)
        faults += size_faults(count + len(found.quotas(wish)))
        return replace(found, faults=tuple(faults))

    def _goods(
        self, articles: Mapping[str, Article], taken_at: datetime | None
    ) -> dict[str, Goods]:
        found = self._catalogue.find_many(list(articles.values()), taken_at) if articles else {}
        return {
            sku: found[article.product_id]
            for sku, article in articles.items()
            if article.product_id in found
        }


def _price(offers: Offers, wish: Wish) -> tuple[Priced | None, tuple[FieldError, ...]]:
    lines = [(line.sku, line.quantity) for line in wish.lines]
    kind = wish.customer_kind or STANDARD
    try:
        return offers.price(lines, kind, slot_id=wish.slot_id, codes=wish.codes), ()
    except PricesUnfitError as unfit:
        return None, unfit.errors


def _sale_faults(
    wish: Wish,
    articles: Mapping[str, Article],
    goods: Mapping[str, Goods],
    unpriced: tuple[FieldError, ...],
) -> Iterator[FieldError]:
    """One fault for each place: what the catalog says is nearer to the cause than a price that is
    missing for it.
    """
    told = set()
    promised = wish.outage is not None
    for index, line in enumerate(wish.lines):
        pointer = f"/lines/{index}/sku"
        known = line.sku in articles
        fault = sale_fault(line.sku, goods.get(line.sku), pointer, promised=promised)
        # Of an article without a sheet pricing says that it has no price: nobody knows it.
        if known and fault is not None:
            told.add(pointer)
            yield fault
    yield from (fault for fault in unpriced if fault.pointer not in told)


def _gift_faults(
    gifts: tuple[Gift, ...], articles: Mapping[str, Article], goods: Mapping[str, Goods]
) -> Iterator[FieldError]:
    ours = [gift.sku for gift in gifts if gift.sku in articles]
    if not all(may_be_given(sku, goods.get(sku)) for sku in ours):
        yield GIFT_NOT_AVAILABLE.at(GIFTS)
