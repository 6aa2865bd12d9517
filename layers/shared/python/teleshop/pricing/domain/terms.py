"""What a promotion (促销) does to a price, as the price sheets keep it and quotes read it.

Amounts are whole fen of CNY; rates are basis points (10,000 is the whole).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WHOLE = 10_000
"""Basis points of the whole."""


class Channel(StrEnum):
    """Where a price holds; orders by telephone are those of the television channel."""

    TV = "tv"
    WEB = "web"
    APP = "app"

    @classmethod
    def of_order(cls, placed_by: str) -> "Channel":
        """The channel whose prices an order has; ``placed_by`` is how it was placed."""
        # Seen on television, ordered by telephone or by post.
        return cls.TV if placed_by in ("phone", "mail") else cls(placed_by)


class CustomerKind(StrEnum):
    """Who buys. A price may differ by these openly declared kinds and by nothing else about the
    person (R2.9).
    """

    STANDARD = "standard"
    MEMBER = "member"
    STAFF = "staff"


class TermKind(StrEnum):
    """The kinds of promotion (standard 4.3.1)."""

    FIXED_PRICE = "fixed_price"
    """一口价: the piece costs ``amount``."""
    PERCENT_OFF = "percent_off"
    """折扣: ``rate`` basis points off the price in force, rounded half up to a fen."""
    ON_AIR = "on_air"
    """直播价: the piece costs ``amount`` for orders of the programme slot ``slot_id``."""
    THRESHOLD = "threshold"
    """满减: ``off`` when the goods in its scope come to ``threshold``; ``repeats`` once for each
    full threshold.
    """
    BUNDLE = "bundle"
    """组合: the set of ``parts`` costs ``amount``."""
    GIFT = "gift"
    """赠品: ``quantity`` of ``gift_sku`` with each ``threshold_quantity`` pieces."""


MAX_TERMS = 20
"""So many promotions are on a sheet at most: whole sheets are read by every quote, and are kept
whole in the audit trail.
"""
ITEM_KINDS = frozenset({TermKind.FIXED_PRICE, TermKind.PERCENT_OFF, TermKind.ON_AIR})
"""Kinds that set the price of a single piece: one at a time for a SKU and channel (4.3.4)."""


class Scope(StrEnum):
    """What a threshold discount counts; any other kind is of named SKUs."""

    SKUS = "skus"
    CATEGORY = "category"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """``quantity`` pieces of a SKU in a bundle."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The price that a promotional price is compared with (划线价), and what proves it.

    ``pack`` names the rule (``cn_lowest_deal_7d``, ``eu_lowest_price_30d``,
    ``manufacturer_suggested``), ``basis`` which part of it applied (``lowest_deal``,
    ``last_deal``, ``lowest_price``, ``manufacturer``). ``since`` and ``until`` bound the days that
    were looked at: ``until`` is the promotion's start and not included.
    """

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An approved promotion as it bears on one SKU (or, in a :class:`~.sheet.ChannelSheet`, on a
    category or on everything), from ``starts_at`` until before ``ends_at``.

    ``customer_kinds`` empty means everybody. ``conditions`` are the public words, Chinese and
    English. ``stock`` is the stated number of pieces, None where none was stated.
    """

    promotion_id: str
    kind: TermKind
    channels: tuple[Channel, ...]
    starts_at: datetime
    ends_at: datetime
    amount: int | None = None
    rate: int | None = None
    slot_id: str | None = None
    scope: Scope = Scope.SKUS
    category_id: str | None = None
    skus: tuple[str, ...] = ()
    threshold: int | None = None
    off: int | None = None
    repeats: bool = False
    parts: tuple[Part, ...] = ()
    gift_sku: str | None = None
    gift_name: str | None = None
    gift_value: int | None = None
    threshold_quantity: int = 1
    quantity: int = 1
    stock: int | None = None
    customer_kinds: tuple[CustomerKind, ...] = ()
    code: str | None = None
    conditions_zh: str = ""
    conditions_en: str = ""
    reference: Reference | None = None

    def runs(self, at: datetime, channel: Channel) -> bool:
        """Whether the promotion is live in a channel at an instant; its end is not included."""
        return channel in self.channels and self.starts_at <= at < self.ends_at
