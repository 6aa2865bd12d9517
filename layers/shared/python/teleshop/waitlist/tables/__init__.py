"""The waitlist table."""

from teleshop.waitlist.tables.repository import (
    QueuePage,
    WaitlistRepository,
    filled,
    total_of,
)
from teleshop.waitlist.tables.rows import (
    EntryRow,
    FigureRow,
    OpenEntry,
    OpenRow,
    PlaceRow,
    place_of,
    turn_of,
)

__all__ = [
    "EntryRow",
    "FigureRow",
    "OpenEntry",
    "OpenRow",
    "PlaceRow",
    "QueuePage",
    "WaitlistRepository",
    "filled",
    "place_of",
    "total_of",
    "turn_of",
]
