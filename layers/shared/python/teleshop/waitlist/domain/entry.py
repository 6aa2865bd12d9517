"""One who waits: from joining to buying, giving up or being too late.

``waiting`` → ``offered`` (stock is held for this customer until an instant) → ``taken`` (an order
took it over). An offer that nobody answered ends the entry, unless fewer pieces were offered than
are wanted: then the entry goes back to its old place and is passed over until all of them are
there. Customers are ids; nothing personal is kept.
"""

import re
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.waitlist.domain.hours import answer_by, kept_until
from teleshop.waitlist.domain.policy import WaitlistPolicy

SHARDS: Final = 16
"""The queue of one SKU lies in so many partitions. Joining uses four of the 1,000 write units that
one has in a second, and meets others only at the sum of its own part: see docs/waitlist.md for the
arithmetic. Reading the queue in order is one query for each part that holds somebody.
"""

_OFFER: Final = re.compile(r"(?P<entry>.+)-(?P<number>[1-9][0-9]{0,8})")


class Channel(StrEnum):
    """Where the customer asked; telephone calls are those of agents."""

    TV = "tv"
    PHONE = "phone"
    APP = "app"
    WEB = "web"
    MAIL = "mail"


class EntryState(StrEnum):
    """Where an entry stands; the last two are final."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    ENDED = "ended"


class EndReason(StrEnum):
    """Why an entry ended without an order."""

    WITHDRAWN = "withdrawn"
    NO_ANSWER = "no_answer"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Pieces that were taken from one shard of the stock: ``kind`` is `stock`, ``place`` the
    warehouse. The same facts as the holdings of an order.
    """

    kind: str
    sku: str
    place: str
    shard: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """``quantity`` pieces are held for the customer from ``offered_at`` until ``until``, that
    instant excluded. ``number`` counts the offers of an entry.
    """

    number: int
    quantity: int
    offered_at: datetime
    until: datetime
    held: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """``quantity`` pieces of ``sku`` are wanted since ``joined_at``; ``title`` is what the goods
    were called then, ``joined_by`` the token subject of who entered it. ``ticket`` is its number
    among all that have ever joined the queue of the SKU, give or take those of the same moment.

    ``whole_only``: fewer pieces were offered once and not taken, so that only all of them are worth
    an offer. ``offer`` is the one that is open, or that was taken; ``offers`` counts all.
    """

    id: str
    sku: str
    title: str
    customer_id: str
    quantity: int
    channel: Channel
    joined_at: datetime
    joined_by: str
    expires_at: datetime
    ticket: int
    slot_id: str | None = None
    state: EntryState = EntryState.WAITING
    whole_only: bool = False
    offer: Offer | None = None
    offers: int = 0
    ended_at: datetime | None = None
    end_reason: EndReason | None = None
    order_id: str | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether the customer may still get the goods by it."""
        return self.state in (EntryState.WAITING, EntryState.OFFERED)

    @property
    def line(self) -> str:
        """The part of the SKU's queue in which it stands while it waits. Customers are spread over
        the shards by their id; who takes nothing but all of ``quantity`` stands apart, so that
        nobody has to be read who cannot be served.
        """
        if self.whole_only:
            return whole_line(self.quantity)
        return f"{zlib.crc32(self.customer_id.encode()) % SHARDS:02}"

    @property
    def offer_id(self) -> str | None:
        """How an order names the offer."""
        return offer_id(self.id, self.offer.number) if self.offer else None


def whole_line(quantity: int) -> str:
    """``whole-3``: those who take three pieces or none."""
    return f"whole-{quantity}"


def quantity_of_line(line: str) -> int | None:
    """How many pieces all in a line insist on; None where they take what there is."""
    name, _, quantity = line.rpartition("-")
    return int(quantity) if name == "whole" else None


def lines_of_queue(most_pieces: int) -> tuple[str, ...]:
    """Every part of a queue in which somebody may stand."""
    shards = tuple(f"{shard:02}" for shard in range(SHARDS))
    # Who wants one piece is never offered fewer.
    return (*shards, *(whole_line(quantity) for quantity in range(2, most_pieces + 1)))


def offer_id(entry_id: str, number: int) -> str:
    """``wtl_…-2``: the second offer of an entry."""
    return f"{entry_id}-{number}"


def entry_of_offer(offer_id: str) -> tuple[str, int] | None:
    """The entry and the number that an offer's id names; None for any other text, a number with
    noughts before it too: one offer has one name.
    """
    named = _OFFER.fullmatch(offer_id)
    return (named["entry"], int(named["number"])) if named else None


def new_entry(
    id: str,
    *,
    sku: str,
    title: str,
    customer_id: str,
    quantity: int,
    channel: Channel,
    slot_id: str | None,
    joined_by: str,
    ticket: int,
    now: datetime,
    policy: WaitlistPolicy,
) -> Entry:
    """Somebody who waits from ``now`` on."""
    return Entry(
        id=id,
        sku=sku,
        title=title,
        customer_id=customer_id,
        quantity=quantity,
        channel=channel,
        slot_id=slot_id,
        joined_at=now,
        joined_by=joined_by,
        expires_at=kept_until(now, policy),
        ticket=ticket,
    )


def new_offer(entry: Entry, held: tuple[Held, ...], now: datetime, policy: WaitlistPolicy) -> Offer:
    """The next offer to an entry: what is held for it from ``now`` on."""
    return Offer(
        number=entry.offers + 1,
        quantity=sum(piece.quantity for piece in held),
        offered_at=now,
        until=answer_by(now, policy),
        held=held,
    )


def offered(entry: Entry, offer: Offer) -> Entry:
    """The entry with its offer."""
    return replace(entry, state=EntryState.OFFERED, offer=offer, offers=offer.number)


def has_offer(entry: Entry, number: int, now: datetime) -> bool:
    """Whether that very offer is open and can be taken at ``now``."""
    offer = entry.offer
    return (
        entry.state is EntryState.OFFERED
        and offer is not None
        and offer.number == number
        and now < offer.until
    )


def lapsed(entry: Entry, now: datetime) -> Entry:
    """The entry after nobody answered its open offer."""
    if entry.offer is None or entry.offer.quantity >= entry.quantity:
        return _ended(entry, EndReason.NO_ANSWER, now)
    if now >= entry.expires_at:
        return _ended(entry, EndReason.EXPIRED, now)
    return replace(entry, state=EntryState.WAITING, offer=None, whole_only=True)


def withdrawn(entry: Entry, now: datetime) -> Entry:
    """The customer does not want it any more."""
    return _ended(entry, EndReason.WITHDRAWN, now)


def expired(entry: Entry, now: datetime) -> Entry:
    """Its days are over and nothing came."""
    return _ended(entry, EndReason.EXPIRED, now)


def taken(entry: Entry, order_id: str, now: datetime) -> Entry:
    """An order took over what was offered."""
    return replace(entry, state=EntryState.TAKEN, order_id=order_id, ended_at=now)


def _ended(entry: Entry, reason: EndReason, now: datetime) -> Entry:
    return replace(entry, state=EntryState.ENDED, end_reason=reason, ended_at=now, offer=None)
