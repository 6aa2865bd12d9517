"""Use cases of the waiting list.

| module | of |
|---|---|
| `entries` | customers and agents: joining, looking, withdrawing; the end of an entry |
| `offers` | stock that came back: offers in order of turns, and their end |
| `redemptions` | the context that places orders: taking over what is held |
"""

from dataclasses import dataclass

from teleshop.waitlist.domain.entry import Entry, EntryState, Held
from teleshop.waitlist.service.entries import Entries, Listed, Shown
from teleshop.waitlist.service.offers import Offers
from teleshop.waitlist.service.redemptions import Offered, Redemptions

__all__ = [
    "Entries",
    "Entry",
    "EntryState",
    "Held",
    "Listed",
    "Offered",
    "Offers",
    "Redemptions",
    "Shown",
    "Waitlist",
]


@dataclass(frozen=True, slots=True)
class Waitlist:
    """The services of this context; stateless, one per process."""

    entries: Entries
    offers: Offers
    redemptions: Redemptions
