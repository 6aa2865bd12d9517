"""The card of a product in a list, and the price that it shows at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.storefront.domain.product import ArticlePrice, Promotion, ShownProduct, Slice

CHANNELS = ("web", "app", "tv")
"""Whose price a card shows: the first channel in which there is one."""
MAX_OTHERS = 3
PIECE = "件"
"""What is counted where a product names no unit."""
NO_PRICE = 999_999_999_999
"""Sorts a product without a price behind all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a card says of the price from ``starts_at`` on. ``several`` tells that other articles
    of the product cost more (“from”).
    """

    starts_at: datetime | None
    channel: str
    price: int
    marked: int
    several: bool = False
    promotion: Promotion | None = None
    others: tuple[Promotion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything a list shows of a product; ``offers`` in order of time, so that a card is right
    to the instant whenever it is read.
    """

    product_id: str
    supplier_id: str
    category_id: str
    name: str
    brand: str
    picture: str | None
    unit: str = ""
    offers: tuple[Offer, ...] = ()

    def offer_at(self, now: datetime) -> Offer | None:
        """The offer of that instant."""
        begun = [
            offer for offer in self.offers if offer.starts_at is None or offer.starts_at <= now
        ]
        return begun[-1] if begun else None


def card_of(product: ShownProduct, place_id: str, slices: Sequence[Slice]) -> Card:
    """The card of a product; slices without any price end the one before them, those that show
    nothing new are left out.
    """
    offers: list[Offer] = []
    for part in slices:
        offer = _offer_of(part)
        if not offers or replace(offer, starts_at=offers[-1].starts_at) != offers[-1]:
            offers.append(offer)
    return Card(
        product_id=product.id,
        supplier_id=product.supplier_id,
        category_id=place_id,
        name=product.name,
        brand=product.brand,
        picture=product.pictures[0] if product.pictures else None,
        unit=product.unit,
        offers=tuple(offers),
    )


def _offer_of(part: Slice) -> Offer:
    shown = _first_channel(part.prices)
    if not shown:
        return Offer(starts_at=part.starts_at, channel="", price=NO_PRICE, marked=NO_PRICE)
    least = min(shown, key=lambda one: (one.price, one.sku))
    others = {promotion.id: promotion for one in shown for promotion in one.others}
    return Offer(
        starts_at=part.starts_at,
        channel=least.channel,
        price=least.price,
        marked=least.marked,
        several=any(one.price != least.price for one in shown),
        promotion=least.promotion,
        others=tuple(others[key] for key in sorted(others)[:MAX_OTHERS]),
    )


def _first_channel(prices: Sequence[ArticlePrice]) -> list[ArticlePrice]:
    for channel in CHANNELS:
        found = [one for one in prices if one.channel == channel]
        if found:
            return found
    return []
