"""Counting (盘点) while orders go on.

A count says: at this instant so many pieces lay in this warehouse. Reserving changes nothing of
that; what left and came since then stands in the book. So the count is compared with the book of
its own instant, as it is corrected now, and the difference is booked now.

Entries of the book are of two sorts. **Pieces moved**: they came, left, or were taken off the shelf
when the entry was made. **The book was corrected**: an adjustment, another count, or a loss that
was found out (stolen, missing) moves nothing; what it says was true before anybody wrote it down,
so it counts as true already at the instant of the count. Booked twice it would be otherwise: once
by the correction, and once more as a difference to a book that did not have it yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from teleshop.stock.domain.movement import Movement, MovementKind, Reason

TAKEN_AWAY = frozenset(
    {Reason.DAMAGED, Reason.EXPIRED, Reason.SAMPLE, Reason.SUPPLIER_RETURN, Reason.QUALITY}
)
"""Losses whose pieces lie on the shelf until somebody takes them away, with the entry. Of others
(stolen, missing) nobody knows since when they were gone: they are found out, as by a count.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``booked`` is what was on hand at the instant by the book, with all corrections that it has
    now; ``moved`` is what came and went since, ``difference`` what the count has more.
    """

    counted: int
    booked: int
    moved: int

    @property
    def difference(self) -> int:
        """Pieces that were found (positive) or are missing (negative)."""
        return self.counted - self.booked


def moved_pieces(entry: Movement) -> bool:
    """Whether pieces came or went with an entry; otherwise it corrects the book."""
    if entry.kind is MovementKind.LOSS:
        return entry.reason in TAKEN_AWAY
    return entry.kind not in {MovementKind.ADJUSTMENT, MovementKind.COUNT}


def settled_by(
    entries: Iterable[Movement], warehouse: str, counted_at: datetime
) -> Movement | None:
    """The last count of a warehouse that was made at that instant or later: what an earlier one
    could find it has found, and pieces that vanished in between would come back by booking the
    earlier one now.
    """
    counts = [
        (entry.counted_at, entry.id, entry)
        for entry in entries
        if entry.kind is MovementKind.COUNT
        and entry.warehouse == warehouse
        and entry.counted_at is not None
        and entry.counted_at >= counted_at
    ]
    return max(counts)[2] if counts else None


def compared(
    counted: int, on_hand: int, since: Iterable[Movement], warehouse: str, counted_at: datetime
) -> Comparison:
    """The count beside the book: ``on_hand`` is what lies there now by the book, ``since`` all
    entries that may lie between.
    """
    moved = sum(
        entry.quantity
        for entry in since
        if entry.warehouse == warehouse and entry.at > counted_at and moved_pieces(entry)
    )
    return Comparison(counted=counted, booked=on_hand - moved, moved=moved)
