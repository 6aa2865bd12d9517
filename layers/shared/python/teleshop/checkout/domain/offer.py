"""What goods cost, in the words of this context: the quote that becomes the order. Amounts are
whole fen of CNY.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from teleshop.checkout.domain.codes import CodeFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Whose a SKU is, and where it lies."""

    sku: str
    product_id: str
    supplier_id: str
    category_id: str
    title: str
    marked: int | None = None
    """The marked price of a piece at the instant that was asked for; None where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one promotion did to the amount of a line, in words for the customer."""

    promotion_id: str
    kind: str
    before: int
    after: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The price that is struck out beside the promotional one, and of which days it is."""

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """The answer to one line, in the place where it was asked."""

    sku: str
    quantity: int
    list_price: int
    price: int
    amount: int
    steps: tuple[Step, ...] = ()
    comparison: Comparison | None = None


class DiscountKind(StrEnum):
    """What bears on several pieces together."""

    THRESHOLD = "threshold"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Discount:
    """满减: ``off`` at ``threshold``, once or for each full one (``repeats``). 组合: ``times`` sets
    of ``parts`` (pieces by SKU) at ``price``. ``amount`` is what it took off the goods of ``skus``.
    """

    promotion_id: str
    kind: DiscountKind
    amount: int
    skus: tuple[str, ...]
    threshold: int = 0
    off: int = 0
    repeats: bool = False
    parts: Mapping[str, int] = field(default_factory=dict)
    price: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """What comes for nothing with goods of ``with_skus``: ``each`` pieces for every ``threshold``
    of these. ``value`` of a piece where it is told.
    """

    promotion_id: str
    sku: str
    name: str
    quantity: int
    value: int | None
    with_skus: tuple[str, ...]
    threshold: int = 1
    each: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Pieces that a promotion with a stated stock (``limit``) sells or gives."""

    promotion_id: str
    sku: str
    quantity: int
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """What the lines cost: ``total`` is the sum of their amounts, ``list_total`` the same at marked
    prices. ``codes`` say what became of each code; ``passed_over`` is what the goods could have had
    instead of ``discounts``.
    """

    lines: tuple[PricedLine, ...]
    discounts: tuple[Discount, ...]
    gifts: tuple[Gift, ...]
    quotas: tuple[Quota, ...]
    list_total: int
    total: int
    codes: tuple[CodeFacts, ...] = ()
    passed_over: tuple[Discount, ...] = ()
