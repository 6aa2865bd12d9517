"""What the shop window knows of a product, its seller and its place, in its own words.

Amounts are whole fen of CNY. Values of kinds and classes are those of the contexts they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of a product; ``options`` tell it from its siblings."""

    sku: str
    gtin: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A document that a product was admitted with, as customers may know of it."""

    type: str
    number: str | None = None
    issued_on: date | None = None
    valid_to: date | None = None
    laboratory: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSalesTerms:
    """What is promised after the sale; place and contact are those of an enterprise."""

    return_class: str
    return_days: int
    warranty_months: int = 0
    warranty_terms: str = ""
    return_address: str = ""
    repair_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownProduct:
    """The reviewed content that holds for a product. ``on_sale`` is what the catalog says;
    ``since`` is when it first was. ``pictures`` are ids of documents, the main one first.
    """

    id: str
    supplier_id: str
    category_id: str
    revision: int
    on_sale: bool
    since: datetime | None
    name: str
    brand: str = ""
    specification: str = ""
    model: str = ""
    unit: str = ""
    origin: str = ""
    manufacturer: str = ""
    manufacturer_address: str = ""
    production_date: date | None = None
    shelf_life_days: int | None = None
    ingredients: tuple[str, ...] = ()
    description: str = ""
    attributes: Mapping[str, str | int | bool] = field(default_factory=dict)
    articles: tuple[Article, ...] = ()
    pictures: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    after_sales: AfterSalesTerms | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who sells (R1.21): real name, the mark by which it is registered (统一社会信用代码) and
    address. ``active`` tells whether it may sell now, ``featured`` whether it was found excellent
    in the last assessment.
    """

    id: str
    name: str
    mark: str
    address: str = field(default="", repr=False)
    active: bool
    featured: bool = False


@dataclass(frozen=True, slots=True)
class PlacedAttribute:
    """A value that a product has, with the words for it."""

    code: str
    zh: str
    en: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A category on the path to a product."""

    id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a product stands: ``path`` from the top down; ``filters`` are, for each category on
    it, the attributes by which may be filtered there. ``aliases`` are merged categories whose
    products this place has taken over.
    """

    path: tuple[Step, ...]
    active: bool
    attributes: tuple[PlacedAttribute, ...] = ()
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A category as customers see it in the tree."""

    id: str
    code: str
    zh: str
    en: str
    parent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a promotional price is compared with, which rule says so, and which days count."""

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A promotion as customers are told of it: dates and conditions; ``reference`` only where a
    price is compared.
    """

    id: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    conditions_zh: str = ""
    conditions_en: str = ""
    stock: int | None = None
    reference: Comparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePrice:
    """What a piece of an article costs in a channel: ``marked`` without, ``price`` with the
    promotion of a single piece that runs. ``others`` are promotions that depend on more.
    """

    sku: str
    channel: str
    marked: int
    price: int
    promotion: Promotion | None = None
    others: tuple[Promotion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The prices of a product from ``starts_at`` (None: since before it was asked) until the next
    slice.
    """

    starts_at: datetime | None
    prices: tuple[ArticlePrice, ...] = ()
