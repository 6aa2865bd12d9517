"""What happened to one customer, in words, from the events of all contexts."""

from teleshop.timelines.domain.entry import (
    KEPT,
    REFERENCES,
    TimelineEntry,
    entry_of,
    for_customer,
    for_staff,
    references,
)
from teleshop.timelines.domain.text import Said
from teleshop.timelines.domain.words import NEUTRAL, WORDINGS, Wording

__all__ = [
    "KEPT",
    "NEUTRAL",
    "REFERENCES",
    "WORDINGS",
    "Said",
    "TimelineEntry",
    "Wording",
    "entry_of",
    "for_customer",
    "for_staff",
    "references",
]
