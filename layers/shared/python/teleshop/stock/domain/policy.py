"""The numbers of this context; what each bounds stands beside it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

MAX_SHARDS: Final = 64
"""Rows over which the stock of an article in one warehouse is spread at most."""
SLOT_SHARDS: Final = 32
"""What an article needs that is sold in a programme slot: see docs/stock.md for the arithmetic."""
MAX_ROWS: Final = 96
"""Rows of one article over all warehouses. They are read in one call (a batch takes 100), and the
transaction that marks an article as sold out writes all of them (it takes 100 too).
"""
MAX_PARTS: Final = 80
"""So many rows an order takes from at most; the rest of its transaction is the order itself."""
MAX_KEPT: Final = 84
"""Rows that an order holds of, and warehouses that they lie in, together at most: giving them back
writes every row, and takes the order off the list of every warehouse that packs it. The 16 others
of 100 writes are the order, its refund with clock and events, what brings the marks of being sold
out away, the audit entry, the answer for a repetition, and room.
"""
QUOTA_SHARDS: Final = 32
"""Rows over which the stated stock of a promotion is spread at most."""
QUOTA_PIECES: Final = 10
"""A promotion's stock has one row for so many pieces: a small one needs no more to be read."""
STEP_ROWS: Final = 16
"""Rows that one step of evening out changes: a larger one would meet more orders under way."""
LEAST_PIECES: Final = 4
"""Evening out leaves no row with fewer pieces than that where it can: an order of several pieces
then finds them in one row.
"""
MOST_RETURNED: Final = 200
"""Pieces that one return or refused parcel brings back at most: an order has no more. Nothing else
binds it, since stock does not know orders: they hold stock, and not the other way round.
"""
SIDE_ROWS: Final = 40
"""Rows that a transfer changes in each of its two warehouses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockPolicy:
    """``count_window``: how long after its instant a count may be entered. ``live_for``: how long
    the live figure is kept in a process.
    """

    count_window: timedelta = timedelta(hours=24)
    live_for: timedelta = timedelta(seconds=1)


DEFAULT_POLICY: Final = StockPolicy()
