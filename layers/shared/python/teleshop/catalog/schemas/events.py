"""Events of the catalog: what happened to products, told to others. Nothing personal."""

from typing import ClassVar

import msgspec

from teleshop.kernel.events import EventData


class CatalogEvent(EventData, frozen=True, kw_only=True):
    """What all events of a product say."""

    context: ClassVar[str] = "catalog"

    product_id: str
    supplier_id: str


class ProductSubmitted(CatalogEvent, frozen=True, kw_only=True):
    """A revision was sent in for review, for the ``round``-th time; ``requester`` is a token
    subject. ``material`` are the fields to be reviewed.
    """

    revision: int
    round: int
    requester: str
    material: tuple[str, ...] = ()


class ProductReviewRestarted(CatalogEvent, frozen=True, kw_only=True):
    """A person lets the failed review of a round run again."""

    revision: int
    round: int
    requester: str


class ProductReviewStalled(CatalogEvent, frozen=True, kw_only=True):
    """The review of a round failed for a technical reason and waits for a person."""

    revision: int
    round: int
    error: str


class ProductReturned(CatalogEvent, frozen=True, kw_only=True):
    """A revision went back to its supplier; ``codes`` are the fields that failed."""

    revision: int
    round: int
    codes: tuple[str, ...] = ()


class ProductRefused(CatalogEvent, frozen=True, kw_only=True):
    """A revision was rejected for good; with the first one the product is."""

    revision: int
    round: int


class ApprovedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """One article of an approved product; amounts are whole fen of CNY."""

    sku: str
    own_code: str
    supply_price: int | None = None
    suggested_price: int | None = None


class ProductApproved(CatalogEvent, frozen=True, kw_only=True):
    """A revision's content holds from now on; ``path`` leads from the root to its category."""

    revision: int
    category_id: str
    path: tuple[str, ...]
    name: str
    skus: tuple[ApprovedArticle, ...]
    by_rule: bool = False
    """Whether it was immaterial, so that no person had to decide."""


class ProductPublished(CatalogEvent, frozen=True, kw_only=True):
    """A product is on sale; ``restored`` if it was suspended before, with the kinds of obstacles
    that were ``cured``.
    """

    revision: int
    category_id: str
    restored: bool = False
    cured: tuple[str, ...] = ()


class ProductChanged(CatalogEvent, frozen=True, kw_only=True):
    """What customers see of a product changed while it is on sale."""

    revision: int


class ProductSuspended(CatalogEvent, frozen=True, kw_only=True):
    """Something that a product on sale needs fell away; ``reasons`` are kinds of obstacles."""

    reasons: tuple[str, ...]


class ProductWithdrawn(CatalogEvent, frozen=True, kw_only=True):
    """A product was taken off for good, by its supplier or by the platform."""

    by_platform: bool = False
