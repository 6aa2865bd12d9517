"""From what is wanted and what is there to what is taken from which row.

A plan is made of levels that may be a moment old; the conditions of the transaction decide whether
it still fits. Rows are chosen by chance (with a seed, so that the same request plans the same),
weighted by what is left in them: they empty together, and orders that come at the same time seldom
meet at one.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from teleshop.stock.domain.levels import (
    Levels,
    QuotaKey,
    QuotaLevels,
    Shard,
    SkuLevels,
    quota_shares,
)
from teleshop.stock.domain.policy import MAX_KEPT, MAX_PARTS
from teleshop.stock.errors import QuotaUsedUpError, ScatteredError, StockShortError

STOCK: Final = "stock"
QUOTA: Final = "quota"
Kind = Literal["stock", "quota"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many pieces of an article; ``pointer`` is where the request says so."""

    sku: str
    quantity: int
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class QuotaWanted:
    """So many pieces of what a promotion may sell of an article, which is ``limit`` in all."""

    promotion_id: str
    sku: str
    quantity: int
    limit: int
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """What an order holds of one row: ``place`` is the warehouse, or the promotion."""

    kind: Kind
    sku: str
    place: str
    shard: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be taken from one row. Of a promotion's row ``most`` may be used in all."""

    holding: Holding
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be taken; each row once."""

    parts: tuple[Part, ...]

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """What is held once the plan is done."""
        return tuple(part.holding for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Too little of an article. ``told``: whether it is marked as sold out already; ``stocked``:
    whether it was ever received.
    """

    sku: str
    asked: int
    left: int
    pointer: str
    stocked: bool = True
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedUp:
    """Too little of what a promotion may sell. ``told``: whether others know already."""

    promotion_id: str
    sku: str
    asked: int
    left: int
    limit: int
    pointer: str
    told: bool = False


def shortages(levels: Levels, wanted: Sequence[Wanted]) -> list[Shortage]:
    """Which articles there is too little of, all shards counted."""
    found = []
    for sku, (asked, pointer) in _sums(wanted).items():
        known = levels.skus.get(sku)
        left = known.available if known else 0
        if left < asked:
            told = known is not None and known.head.sold_out_at is not None
            found.append(
                Shortage(
                    sku=sku,
                    asked=asked,
                    left=left,
                    pointer=pointer,
                    stocked=known is not None,
                    told=told,
                )
            )
    return found


def used_up(levels: Levels, quotas: Sequence[QuotaWanted]) -> list[UsedUp]:
    """Which promotions may not sell that many any more, all rows counted."""
    found = []
    for (promotion_id, sku), quota in merged(quotas).items():
        known = levels.quotas[promotion_id, sku]
        if known.left < quota.quantity:
            found.append(
                UsedUp(
                    promotion_id=promotion_id,
                    sku=sku,
                    asked=quota.quantity,
                    left=known.left,
                    limit=quota.limit,
                    pointer=quota.pointer or "/lines",
                    told=known.told,
                )
            )
    return found


def plan(
    levels: Levels,
    wanted: Sequence[Wanted],
    quotas: Sequence[QuotaWanted] = (),
    *,
    seed: str,
    warehouses: Sequence[str] = (),
) -> Plan:
    """What to take from which rows. One warehouse for all if one has all, ``warehouses`` in the
    order of preference first; one row for an article where one has enough, else as few as can be.

    Refuses with :class:`StockShortError` or :class:`QuotaUsedUpError` exactly what does not fit in
    all rows together; :class:`ScatteredError` if it lies in more rows than a transaction can take
    from.
    """
    short, over = shortages(levels, wanted), used_up(levels, quotas)
    if short:
        raise StockShortError(short, over)
    if over:
        raise QuotaUsedUpError(over)
    chance = random.Random(seed)
    asked = {sku: quantity for sku, (quantity, _) in _sums(wanted).items()}
    order = _in_order(levels, asked, warehouses, chance)
    parts = [
        Part(Holding(STOCK, sku, shard.warehouse, shard.number, taken))
        for sku, quantity in asked.items()
        for shard, taken in _taken(levels.skus[sku], quantity, order, chance)
    ]
    for key, quota in merged(quotas).items():
        parts += _quota_parts(levels.quotas[key], quota.quantity, chance)
    if len(parts) > MAX_PARTS or writes_to_keep(part.holding for part in parts) > MAX_KEPT:
        raise ScatteredError(tuple(asked))
    return Plan(tuple(parts))


def writes_to_keep(holdings: Iterable[Holding]) -> int:
    """Of how many rows something is held, and how many warehouses have to know of it."""
    rows, warehouses = set(), set()
    for one in holdings:
        rows.add((one.kind, one.sku, one.place, one.shard))
        if one.kind == STOCK:
            warehouses.add(one.place)
    return len(rows) + len(warehouses)


def split_holdings(
    holdings: Iterable[Holding], pieces: Mapping[str, int]
) -> tuple[tuple[Holding, ...], tuple[Holding, ...]]:
    """Which holdings make up so many ``pieces`` of each article, and which remain; for orders that
    go out, or come back, in parts. What a promotion sold stays with the rest.

    Raises ValueError for more pieces than are held.
    """
    left = {sku: count for sku, count in pieces.items() if count}
    taken, rest = [], []
    for holding in holdings:
        count = min(holding.quantity, left.get(holding.sku, 0)) if holding.kind == STOCK else 0
        if count:
            taken.append(replace(holding, quantity=count))
            left[holding.sku] -= count
        if count < holding.quantity:
            rest.append(replace(holding, quantity=holding.quantity - count))
    if any(left.values()):
        raise ValueError(f"more pieces than are held: {left}")
    return tuple(taken), tuple(rest)


def merged(quotas: Sequence[QuotaWanted]) -> dict[QuotaKey, QuotaWanted]:
    """The same with one entry for each promotion and article."""
    found: dict[QuotaKey, QuotaWanted] = {}
    for quota in quotas:
        key = (quota.promotion_id, quota.sku)
        known = found.get(key)
        found[key] = (
            quota if known is None else replace(known, quantity=known.quantity + quota.quantity)
        )
    return found


def _sums(wanted: Sequence[Wanted]) -> dict[str, tuple[int, str]]:
    """Quantity and first place in the request by SKU."""
    found: dict[str, tuple[int, str]] = {}
    for number, one in enumerate(wanted):
        known, pointer = found.get(one.sku, (0, one.pointer or f"/lines/{number}/quantity"))
        found[one.sku] = (known + one.quantity, pointer)
    return found


def _taken(
    known: SkuLevels, quantity: int, order: Sequence[str], chance: random.Random
) -> list[tuple[Shard, int]]:
    """From which shards how much of one article."""
    for warehouse in order:
        own = known.in_warehouse(warehouse)
        if sum(shard.available for shard in own) >= quantity:
            return _from_rows([(shard, shard.available) for shard in own], quantity, chance)
    # No warehouse has all of it: the first ones give what they have.
    found: list[tuple[Shard, int]] = []
    for warehouse in order:
        own = known.in_warehouse(warehouse)
        count = min(quantity, sum(shard.available for shard in own))
        found += _from_rows([(shard, shard.available) for shard in own], count, chance)
        quantity -= count
    return found


def _in_order(
    levels: Levels, asked: Mapping[str, int], warehouses: Sequence[str], chance: random.Random
) -> list[str]:
    """The warehouses for an order: those that have everything that is asked first, then as
    preferred, then by chance, weighted by what they have.
    """
    rank = {code: number for number, code in enumerate(warehouses)}
    left: dict[str, dict[str, int]] = {}
    for sku in asked:
        for shard in levels.skus[sku].shards:
            own = left.setdefault(shard.warehouse, {})
            own[sku] = own.get(sku, 0) + shard.available

    def key(code: str) -> tuple[bool, int, float]:
        complete = all(left[code].get(sku, 0) >= count for sku, count in asked.items())
        # The largest of u^(1/weight) is a choice by weight.
        weight = sum(left[code].values())
        drawn = chance.random() ** (1 / weight) if weight else -1.0
        return not complete, rank.get(code, len(rank)), -drawn

    return sorted(sorted(left), key=key)


def _from_rows(
    rows: Sequence[tuple[Shard, int]], quantity: int, chance: random.Random
) -> list[tuple[Shard, int]]:
    """One row that has enough, chosen by weight; else the fullest ones, as few as can be."""
    if quantity <= 0:
        return []
    enough = [(row, left) for row, left in rows if left >= quantity]
    if enough:
        weights = [left for _, left in enough]
        (chosen,) = chance.choices([row for row, _ in enough], weights)
        return [(chosen, quantity)]
    found = []
    for row, left in sorted(rows, key=lambda pair: (-pair[1], chance.random())):
        taken = min(left, quantity)
        if not taken:
            break
        found.append((row, taken))
        quantity -= taken
    return found


def _quota_parts(known: QuotaLevels, quantity: int, chance: random.Random) -> list[Part]:
    rows = [
        (Shard(warehouse=known.promotion_id, number=number), left)
        for number, left in enumerate(known.room)
    ]
    most = quota_shares(known.limit)
    return [
        Part(Holding(QUOTA, known.sku, known.promotion_id, row.number, taken), most[row.number])
        for row, taken in _from_rows(rows, quantity, chance)
    ]
