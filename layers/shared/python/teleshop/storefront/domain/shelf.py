"""Under which headings (facets) a product stands in the lists, and how its rows come to be right.

The rows of a product may be more than one transaction takes. The shelf remembers which rows are
written and with which card; a step brings some of them to what is right now, and the next step
goes on from there. So every step can be repeated, and comes to the same end in any order.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from teleshop.kernel.clock import sortable
from teleshop.storefront.domain.card import NO_PRICE, Card
from teleshop.storefront.domain.product import Place, ShownProduct
from teleshop.storefront.domain.text import beginnings

EVERYTHING = "all"
KNOWN = "known"
"""All that ever was on sale and has not ended; nobody can ask for this list. A walk along it finds
also what may have come back.
"""
WRITES_OF_A_STEP = 75
"""With the counts of the categories on two paths and the journal below a hundred."""
BYTES_OF_A_STEP = 3_000_000
"""A transaction takes 4 MB; text as JSON in JSON is somewhat longer than the card alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What of a product is in the lists: ``listed`` has the digest of the card by facet,
    ``counted`` the categories whose sum it is part of. ``since`` orders it among the newest and
    never changes. ``as_of`` is the latest instant that was looked at: an older event that comes
    after it decides nothing of before.
    """

    product_id: str
    since: datetime | None = None
    as_of: datetime | None = None
    listed: Mapping[str, str] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One row of one list. ``newest`` and ``price`` are its places in the two orders."""

    facet: str
    product_id: str
    newest: str
    price: str
    card: Card


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """How many products are on sale in a category and below."""

    category_id: str
    products: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a step does: facets to write and to take away; ``more`` remains after it."""

    write: tuple[str, ...]
    remove: tuple[str, ...]
    more: bool


def category_facet(category_id: str) -> str:
    """The list of a category and everything below it."""
    return f"category#{category_id}"


def attribute_facet(category_id: str, code: str, value: str) -> str:
    """The list of a category's products with one value of an attribute."""
    return f"attribute#{category_id}#{code}#{value}"


def supplier_facet(supplier_id: str) -> str:
    """The list of a supplier's products."""
    return f"supplier#{supplier_id}"


def known_facet(supplier_id: str) -> str:
    """The same of one supplier."""
    return f"{KNOWN}#{supplier_id}"


def text_facet(beginning: str) -> str:
    """The list of products with a word that begins so."""
    return f"text#{beginning}"


def value_text(value: str | int | bool) -> str:
    """The value of an attribute as it is asked for."""
    return str(value).lower() if isinstance(value, bool) else str(value).strip()


def hidden_facets_of(product: ShownProduct) -> list[str]:
    """The lists that a product stays in while it is not on sale."""
    return [KNOWN, known_facet(product.supplier_id)]


def facets_of(product: ShownProduct, place: Place, plain: Callable[[str], str] = str) -> list[str]:
    """Every heading that a product on sale stands under; ``plain`` gives texts one spelling."""
    found = [*hidden_facets_of(product), EVERYTHING, supplier_facet(product.supplier_id)]
    categories = dict.fromkeys([*(step.id for step in place.path), *place.aliases])
    found += [category_facet(category_id) for category_id in categories]
    for category_id, codes in place.filters.items():
        found += [
            attribute_facet(category_id, code, value_text(product.attributes[code]))
            for code in sorted(codes)
            if code in product.attributes
        ]
    words = beginnings(plain(product.brand), plain(product.name))
    found += [text_facet(beginning) for beginning in words]
    return list(dict.fromkeys(found))


def digest_of(encoded: bytes, price: str) -> str:
    """What tells a row that is written from one that must be written again."""
    return hashlib.sha256(encoded + price.encode()).hexdigest()[:12]


def newest_key(since: datetime, product_id: str) -> str:
    """The place among the newest, read backwards."""
    return f"{sortable(since)}#{product_id}"


def price_key(card: Card, now: datetime) -> str:
    """The place among the prices, cheapest first."""
    offer = card.offer_at(now)
    return f"{offer.price if offer else NO_PRICE:012d}#{card.product_id}"


def room_for(card_bytes: int) -> int:
    """How many rows with a card of that size a step may write."""
    return max(1, min(WRITES_OF_A_STEP, BYTES_OF_A_STEP // max(1, card_bytes)))


def work_of(
    listed: Mapping[str, str], wanted: Sequence[str], digest: str, room: int = WRITES_OF_A_STEP
) -> Work:
    """What the next step does in ``room`` writes. New rows come before old ones go, so that a
    product which moves is found all the time.
    """
    write = [facet for facet in wanted if listed.get(facet) != digest]
    kept = set(wanted)
    remove = [facet for facet in listed if facet not in kept]
    now = write[:room]
    return Work(
        write=tuple(now),
        remove=tuple(remove[: room - len(now)]),
        more=len(write) + len(remove) > room,
    )
