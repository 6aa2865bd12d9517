"""What is there of articles (库存), as it was read: heads, shards, and the used part of what
promotions may sell.

An article's stock in a warehouse is spread over shards, rows with a partition key of their own.
``available`` can be sold, ``reserved`` is promised to orders; together they are on hand. Neither is
ever negative: every change has a condition that keeps it so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from teleshop.stock.domain.policy import QUOTA_PIECES, QUOTA_SHARDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A warehouse that has, or had, stock of an article: its shards are numbered from 0 up to and
    without ``width``.
    """

    warehouse: str
    width: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of an article beside its numbers.

    ``shards`` is the setting: over so many rows in each warehouse stock is spread. A place that was
    wider keeps its ``width`` until nothing is left in the rows beyond. ``sold_out_at`` is when the
    last piece was known to be gone, None while there are some; ``epoch`` counts how often that
    happened. ``hot_until`` ends the time for which the article needs many shards. ``waited`` says
    that somebody has ever waited for it: who sells it asks how much is held back for those who do.
    """

    sku: str
    product_id: str
    supplier_id: str
    shards: int = 1
    places: tuple[Place, ...] = ()
    sold_out_at: datetime | None = None
    epoch: int = 0
    hot_until: datetime | None = None
    waited: bool = False
    version: int = 1

    @property
    def asked_for(self) -> bool:
        """Whether somebody may be waiting for it: it was sold out once, or had too few pieces."""
        return self.waited or self.epoch > 0

    @property
    def rows(self) -> int:
        """How many shards the article has over all warehouses."""
        return sum(place.width for place in self.places)

    @property
    def spread(self) -> bool:
        """Whether it lies in several rows of a warehouse, or did and they are not given up yet."""
        return self.shards > 1 or any(place.width > 1 for place in self.places)

    def place(self, warehouse: str) -> Place | None:
        """A warehouse by its code."""
        return next((place for place in self.places if place.warehouse == warehouse), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The numbers of one row: of a shard, or of a part of a promotion's stock (``used``).

    ``epoch`` is the article's when the row was last found empty together with all others.
    """

    available: int = 0
    reserved: int = 0
    used: int = 0
    epoch: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One shard with its place."""

    warehouse: str
    number: int
    available: int = 0
    reserved: int = 0

    @property
    def on_hand(self) -> int:
        """What lies there."""
        return self.available + self.reserved


@dataclass(frozen=True, slots=True, kw_only=True)
class SkuLevels:
    """An article with all its shards."""

    head: Head
    shards: tuple[Shard, ...]

    @property
    def available(self) -> int:
        """What can be sold."""
        return sum(shard.available for shard in self.shards)

    @property
    def reserved(self) -> int:
        """What is promised to orders."""
        return sum(shard.reserved for shard in self.shards)

    @property
    def on_hand(self) -> int:
        """What lies in the warehouses."""
        return self.available + self.reserved

    def in_warehouse(self, warehouse: str) -> tuple[Shard, ...]:
        """The shards of one warehouse, by number."""
        return tuple(shard for shard in self.shards if shard.warehouse == warehouse)


def nothing_of(head: Head) -> SkuLevels:
    """The levels of an article that is marked as sold out, for taking from it: while the mark is
    there no row has anything to sell, since whatever brings a piece back takes the mark away in the
    same transaction. What is reserved is not told.
    """
    return SkuLevels(head=head, shards=())


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaLevels:
    """What a promotion may sell of an article: the stated ``limit``, what is ``used`` of it by
    row, and whether it was told that it is used up.
    """

    promotion_id: str
    sku: str
    limit: int
    used: tuple[int, ...]
    told: bool = False

    @property
    def room(self) -> tuple[int, ...]:
        """What is left in each row."""
        shares = quota_shares(self.limit)
        return tuple(max(0, most - used) for most, used in zip(shares, self.used, strict=True))

    @property
    def left(self) -> int:
        """What is left in all."""
        return sum(self.room)


QuotaKey = tuple[str, str]
"""Promotion and SKU."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """What a plan is made from. An article that is missing was never received."""

    skus: Mapping[str, SkuLevels] = field(default_factory=dict)
    quotas: Mapping[QuotaKey, QuotaLevels] = field(default_factory=dict)


def quota_shares(limit: int) -> tuple[int, ...]:
    """How the stated stock of a promotion is divided over rows: they need no creation, since
    everybody computes the same.
    """
    if limit <= 0:
        return ()
    rows = min(QUOTA_SHARDS, -(-limit // QUOTA_PIECES))
    base, rest = divmod(limit, rows)
    return tuple(base + (number < rest) for number in range(rows))
