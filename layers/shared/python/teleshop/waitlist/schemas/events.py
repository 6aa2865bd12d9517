"""Events of the waiting list. Customers are ids; nothing personal."""

from datetime import datetime
from typing import ClassVar

from teleshop.kernel.events import EventData
from teleshop.waitlist.domain.entry import Channel, EndReason


class WaitlistEvent(EventData, frozen=True, kw_only=True):
    """What every event about one who waits says."""

    context: ClassVar[str] = "waitlist"

    entry_id: str
    customer_id: str
    sku: str
    title: str


class WaitingJoined(WaitlistEvent, frozen=True, kw_only=True):
    """A customer waits for ``quantity`` pieces from now on, until ``expires_at`` at most."""

    quantity: int
    channel: Channel
    slot_id: str | None
    expires_at: datetime


class WaitingOffered(WaitlistEvent, frozen=True, kw_only=True):
    """``quantity`` pieces of the ``wanted`` ones are held for the customer until ``until``. No
    price is promised: what an order costs is decided when it is placed.
    """

    offer_id: str
    quantity: int
    wanted: int
    offered_at: datetime
    until: datetime


class OfferLapsed(WaitlistEvent, frozen=True, kw_only=True):
    """What was held can be sold again. ``reason`` is `no_answer` or `withdrawn`;
    ``waits_on``: whether the customer still waits, for all of the pieces.
    """

    offer_id: str
    quantity: int
    reason: EndReason
    waits_on: bool


class OfferTaken(WaitlistEvent, frozen=True, kw_only=True):
    """An order took over ``quantity`` pieces of what was held."""

    offer_id: str
    order_id: str
    quantity: int


class WaitingEnded(WaitlistEvent, frozen=True, kw_only=True):
    """A customer does not wait any more, and nothing was bought."""

    reason: EndReason


class OffersToMake(EventData, frozen=True, kw_only=True):
    """Those who wait for a SKU are to be offered what is there of it, from the first on; one step
    of it asks for the next one.
    """

    context: ClassVar[str] = "waitlist"

    sku: str
