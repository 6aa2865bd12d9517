"""What the checks of a promotion look at, gathered before."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from teleshop.promotions.domain.content import Channel, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePoint:
    """``amount`` holds from ``since`` on."""

    since: datetime
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rival:
    """Another promotion that sets the price of a piece."""

    promotion_id: str
    channels: frozenset[Channel]
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """An article as its price sheet tells it; ``prices`` by channel in order of time, the one in
    force first. ``full``: its sheet takes no more promotions.
    """

    sku: str
    product_id: str
    cost: int | None = None
    sellable: bool = True
    full: bool = False
    prices: Mapping[Channel, tuple[PricePoint, ...]] = field(default_factory=dict)
    rivals: tuple[Rival, ...] = ()

    def points(self, channel: Channel, since: datetime, until: datetime) -> list[PricePoint]:
        """The price in force at ``since``, if any, and those that begin before ``until``."""
        known = self.prices.get(channel, ())
        before = [point for point in known if point.since <= since]
        return [*before[-1:], *(point for point in known if since < point.since < until)]

    def since(self, at: datetime) -> "Goods":
        """Without the prices that were replaced before an instant."""
        kept = {
            channel: tuple(self.points(channel, at, datetime.max.replace(tzinfo=UTC)))
            for channel in self.prices
        }
        return replace(self, prices=kept)

    def price_at(self, channel: Channel, at: datetime) -> int | None:
        """The marked price at an instant."""
        found = [point.amount for point in self.prices.get(channel, ()) if point.since <= at]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One row that a reference price rests on."""

    kind: str
    amount: int
    day: date | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """The most that may be claimed as a reference price, None with a ``code`` that says why."""

    amount: int | None
    rule: str
    code: str | None = None
    basis: str = ""
    since: datetime | None = None
    until: datetime | None = None
    document_id: str | None = None
    rows: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFault:
    """A public word that the law does not allow, or not without proof. ``field`` is the path of its
    text in the content (``conditions_zh``, ``gift/name``), ``start`` the place in it.
    """

    field: str
    start: int
    word: str
    code: str
    refuses: bool
    reason_zh: str
    reason_en: str
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What stands against the supplier of an article: ``suspended``, or else on hold, and why."""

    suspended: bool
    why_zh: str
    why_en: str


ReferenceKey = tuple[str, Channel, Pack]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """``goods`` by SKU, the gift's among them; ``references`` what may be claimed; ``history`` the
    prices of a SKU and channel in the days before the start and of the run, where one begins in
    them; ``full`` the channels that take no more discounts on a category or on everything;
    ``blocks`` what stands against the suppliers of its goods, by SKU.
    """

    goods: Mapping[str, Goods]
    references: Mapping[ReferenceKey, Allowed] = field(default_factory=dict)
    history: Mapping[tuple[str, Channel], tuple[PricePoint, ...]] = field(default_factory=dict)
    words: tuple[WordFault, ...] = ()
    full: tuple[Channel, ...] = ()
    blocks: Mapping[str, Block] = field(default_factory=dict)
