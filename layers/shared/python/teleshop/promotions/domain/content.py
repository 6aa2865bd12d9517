"""What a merchandiser plans: the content of a promotion. Amounts are whole fen, rates and shares
basis points.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.money import share_half_up

WHOLE: Final = 10_000
MAX_SKUS: Final = 45
"""A promotion's start and its end are one transaction each: at the end two rows for each SKU (its
price sheet and its price history), of the hundred that DynamoDB takes.
"""


def reduced(marked: int, rate: int) -> int:
    """A price less ``rate`` basis points of it, rounded half up: a fen at least, since nothing is
    sold for nothing.
    """
    return max(share_half_up(marked, WHOLE - rate, WHOLE), 1)


class Channel(StrEnum):
    """Where it holds."""

    TV = "tv"
    WEB = "web"
    APP = "app"


class Kind(StrEnum):
    """The kinds of promotion (4.3.1)."""

    FIXED_PRICE = "fixed_price"
    PERCENT_OFF = "percent_off"
    ON_AIR = "on_air"
    THRESHOLD = "threshold"
    BUNDLE = "bundle"
    GIFT = "gift"


ITEM_KINDS: Final = frozenset({Kind.FIXED_PRICE, Kind.PERCENT_OFF, Kind.ON_AIR})
"""Kinds that set the price of a piece: one at a time for a SKU and channel (4.3.4)."""


class Scope(StrEnum):
    """What a threshold discount counts."""

    SKUS = "skus"
    CATEGORY = "category"
    EVERYTHING = "everything"


class CustomerKind(StrEnum):
    """Whom it is for."""

    STANDARD = "standard"
    MEMBER = "member"
    STAFF = "staff"


class Pack(StrEnum):
    """The rule that a comparison rests on; the names are those of pricing."""

    CN = "cn_lowest_deal_7d"
    EU = "eu_lowest_price_30d"
    MANUFACTURER = "manufacturer_suggested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The price that the promotional price is to be compared with in public (划线价);
    ``document_id`` proves one that the manufacturer suggests.
    """

    amount: int
    pack: Pack = Pack.CN
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article of the promotion; ``amount`` is its promotional price where each has its own."""

    sku: str
    amount: int | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The programme slot that an on-air price is bound to."""

    id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """满减: ``off`` when the goods come to ``threshold``, once or for each full threshold."""

    threshold: int
    off: int
    scope: Scope = Scope.SKUS
    category_id: str | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Pieces of an article in a bundle."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """组合: all ``parts`` together for ``amount``."""

    amount: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """赠品: ``quantity`` pieces with each ``with_each`` pieces bought. ``value`` is what is told to
    be its value, None where none is told.
    """

    sku: str
    name: str
    quantity: int = 1
    with_each: int = 1
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything that is decided on. ``supplier_share`` and ``platform_share`` say who bears the
    discount. ``raise_reason`` is why a price was raised shortly before, ``proofs`` are documents
    that prove words of the conditions.
    """

    kind: Kind
    title_zh: str
    title_en: str
    conditions_zh: str
    conditions_en: str
    channels: tuple[Channel, ...]
    starts_at: datetime
    ends_at: datetime
    supplier_share: int
    platform_share: int
    stock: int | None = None
    items: tuple[Item, ...] = ()
    rate: int | None = None
    slot: Slot | None = None
    threshold: Threshold | None = None
    bundle: Bundle | None = None
    gift: Gift | None = None
    customer_kinds: tuple[CustomerKind, ...] = ()
    code: str | None = None
    raise_reason: str | None = None
    proofs: tuple[str, ...] = ()

    @property
    def skus(self) -> tuple[str, ...]:
        """The articles whose sheets it stands on; none if it counts a category or everything."""
        if self.bundle is not None:
            return tuple(dict.fromkeys(part.sku for part in self.bundle.parts))
        return tuple(item.sku for item in self.items)

    @property
    def on_channel_sheets(self) -> bool:
        """Whether it counts a category or everything, and so stands on the sheets of channels."""
        return self.threshold is not None and self.threshold.scope is not Scope.SKUS

    def price_of(self, item: Item, marked: int) -> int | None:
        """The promotional price of a piece whose marked price is ``marked``; a fen at least."""
        if self.rate is not None:
            return reduced(marked, self.rate)
        return item.amount

    def part(self, sku: str, channels: tuple[Channel, ...], until: datetime) -> "Content":
        """As far as one article and some channels are concerned, until before an instant."""
        items = tuple(item for item in self.items if item.sku == sku)
        return replace(self, items=items, channels=channels, ends_at=until)
