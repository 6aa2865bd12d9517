"""Forms of the waiting list: what callers send, what they are told, events."""

from teleshop.waitlist.schemas.bodies import JoinBody, WaitingQuery
from teleshop.waitlist.schemas.events import (
    OfferLapsed,
    OffersToMake,
    OfferTaken,
    WaitingEnded,
    WaitingJoined,
    WaitingOffered,
)
from teleshop.waitlist.schemas.inbound import skus_of
from teleshop.waitlist.schemas.views import EntryView, WaitingListView

__all__ = [
    "EntryView",
    "JoinBody",
    "OfferLapsed",
    "OfferTaken",
    "OffersToMake",
    "WaitingEnded",
    "WaitingJoined",
    "WaitingListView",
    "WaitingOffered",
    "WaitingQuery",
    "skus_of",
]
