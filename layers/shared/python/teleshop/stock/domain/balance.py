"""Evening out (再平衡): moving what can be sold between the shards of one warehouse.

What is reserved stays where it is: orders name the row that holds it. Every step moves as much out
of rows as into others, so the sum is the same at every instant.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from teleshop.stock.domain.levels import Shard
from teleshop.stock.domain.policy import LEAST_PIECES, STEP_ROWS


@dataclass(frozen=True, slots=True)
class Change:
    """How much more (or less) can be sold from one shard."""

    warehouse: str
    number: int
    by: int


def targets(total: int, shards: int) -> tuple[int, ...]:
    """What each shard should have of a total: equal parts, in fewer shards when little is left."""
    if total <= 0:
        return (0,) * shards
    used = max(1, min(shards, total // LEAST_PIECES))
    base, rest = divmod(total, used)
    return tuple(base + (number < rest) for number in range(used)) + (0,) * (shards - used)


def step(rows: Sequence[Shard], shards: int, most: int = STEP_ROWS) -> tuple[Change, ...]:
    """The next step towards an even spread over the first ``shards`` rows of a warehouse: changes
    of at most ``most`` rows that sum to 0. Empty when it is even enough.
    """
    total = sum(row.available for row in rows)
    wanted = targets(total, shards)
    surplus = {
        row.number: row.available - (wanted[row.number] if row.number < shards else 0)
        for row in rows
    }
    slack = max(1, max(wanted) // 4)
    stranded = any(row.available for row in rows if row.number >= shards)
    if not stranded and all(abs(over) <= slack for over in surplus.values()):
        return ()
    givers = sorted(
        (n for n in surplus if surplus[n] > 0), key=lambda n: (n < shards, -surplus[n], n)
    )
    takers = sorted((n for n in surplus if surplus[n] < 0), key=lambda n: (surplus[n], n))
    changes: dict[int, int] = {}
    while givers and takers:
        giver, taker = givers[0], takers[0]
        if len({*changes, giver, taker}) > most:
            break
        moved = min(surplus[giver], -surplus[taker])
        for number, by in ((giver, -moved), (taker, moved)):
            surplus[number] += by
            changes[number] = changes.get(number, 0) + by
        if not surplus[giver]:
            givers.pop(0)
        if not surplus[taker]:
            takers.pop(0)
    warehouse = rows[0].warehouse if rows else ""
    return tuple(Change(warehouse, number, by) for number, by in sorted(changes.items()))


def spread(rows: Sequence[Shard], quantity: int, most: int) -> tuple[Change, ...]:
    """Put pieces into the emptiest rows, ``most`` of them at most, so that these become even."""
    lowest = sorted(rows, key=lambda row: (row.available, row.number))[:most]
    added: dict[int, int] = {}
    left = quantity
    for position, row in enumerate(lowest):
        # All rows up to here stand at the height of this one.
        group = lowest[: position + 1]
        above = lowest[position + 1].available if position + 1 < len(lowest) else None
        room = left if above is None else len(group) * (above - row.available)
        base, rest = divmod(min(room, left), len(group))
        for number, one in enumerate(group):
            added[one.number] = added.get(one.number, 0) + base + (number < rest)
        left -= min(room, left)
    return tuple(
        Change(row.warehouse, row.number, added[row.number])
        for row in sorted(lowest, key=lambda row: row.number)
        if added[row.number]
    )


def drain(rows: Sequence[Shard], quantity: int, most: int) -> tuple[Change, ...] | None:
    """Take pieces from the fullest rows, ``most`` of them at most; None if these do not have so
    many.
    """
    found = []
    for row in sorted(rows, key=lambda row: (-row.available, row.number))[:most]:
        taken = min(row.available, quantity)
        if taken:
            found.append(Change(row.warehouse, row.number, -taken))
            quantity -= taken
    return None if quantity else tuple(sorted(found, key=lambda change: change.number))


def applied(rows: Sequence[Shard], changes: Sequence[Change]) -> tuple[Shard, ...]:
    """The rows after changes."""
    by = {(change.warehouse, change.number): change.by for change in changes}
    return tuple(
        Shard(
            warehouse=row.warehouse,
            number=row.number,
            available=row.available + by.get((row.warehouse, row.number), 0),
            reserved=row.reserved,
        )
        for row in rows
    )


def narrowest(rows: Sequence[Shard], shards: int) -> int:
    """To how many rows a warehouse can be narrowed: no fewer than ``shards``, and everything
    beyond is empty.
    """
    filled = [row.number + 1 for row in rows if row.on_hand]
    return max([shards, *filled])
