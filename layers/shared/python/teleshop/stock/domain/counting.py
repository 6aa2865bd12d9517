"""Counting (盘点) while orders go on.

A count says: at this instant so many pieces lay in this warehouse. Reserving changes nothing of
that; what left and came since then stands in the book. So the count is compared with the book of
its own instant, and the difference, which stays the same whatever moves afterwards, is booked now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from teleshop.stock.domain.movement import Movement


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``booked`` is what was on hand by the book at the instant, ``moved`` what changed since,
    ``difference`` what the count has more.
    """

    counted: int
    booked: int
    moved: int

    @property
    def difference(self) -> int:
        """Pieces that were found (positive) or are missing (negative)."""
        return self.counted - self.booked


def compared(
    counted: int, on_hand: int, since: Iterable[Movement], warehouse: str, counted_at: datetime
) -> Comparison:
    """The count beside the book: ``on_hand`` is what lies there now, ``since`` all movements that
    may lie between.
    """
    moved = sum(
        movement.quantity
        for movement in since
        if movement.warehouse == warehouse and movement.at > counted_at
    )
    return Comparison(counted=counted, booked=on_hand - moved, moved=moved)
