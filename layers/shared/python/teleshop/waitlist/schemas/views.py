"""What callers are told of the waiting list."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from teleshop.kernel.schema import Output
from teleshop.waitlist.domain.entry import Channel, EndReason, Entry, EntryState


class OfferView(Output, frozen=True, kw_only=True):
    """``quantity`` pieces are held until ``until``; give ``id`` as ``offer_id`` with the order.

    ``price`` says which price counts: that of the instant of the order.
    """

    id: str
    quantity: int
    offered_at: datetime
    until: datetime
    price: Annotated[
        Literal["at_order"], Meta(description="价格以下单时为准 / the price when you order")
    ] = "at_order"


class EntryView(Output, frozen=True, kw_only=True):
    """An entry. ``position`` is an estimate of the place in the queue, 1 being the next; null
    unless the entry waits, and in lists of one's own entries. ``customer_id`` is for staff.
    """

    id: str
    sku: str
    title: str
    quantity: int
    channel: Channel
    slot_id: str | None
    state: EntryState
    joined_at: datetime
    expires_at: datetime
    whole_only: bool
    position: int | None
    offer: OfferView | None
    ended_at: datetime | None
    end_reason: EndReason | None
    order_id: str | None
    customer_id: str | None

    @classmethod
    def of(cls, entry: Entry, *, position: int | None = None, for_staff: bool) -> "EntryView":
        """The entry as its customer or staff sees it."""
        return cls(
            id=entry.id,
            sku=entry.sku,
            title=entry.title,
            quantity=entry.quantity,
            channel=entry.channel,
            slot_id=entry.slot_id,
            state=entry.state,
            joined_at=entry.joined_at,
            expires_at=entry.expires_at,
            whole_only=entry.whole_only,
            position=position,
            offer=_offer(entry),
            ended_at=entry.ended_at,
            end_reason=entry.end_reason,
            order_id=entry.order_id,
            customer_id=entry.customer_id if for_staff else None,
        )


class WaitingListView(Output, frozen=True, kw_only=True):
    """A page of entries. Of the queue of a SKU also how many wait, and for how many pieces; those
    who have an offer do not wait.
    """

    items: list[EntryView]
    next: str | None
    waiting: int | None
    pieces: int | None

    @classmethod
    def of(cls, listed: Any) -> "WaitingListView":
        """What the service listed."""
        figure = listed.figure
        return cls(
            items=[EntryView.of(entry, for_staff=listed.for_staff) for entry in listed.page.items],
            next=listed.page.next,
            waiting=figure.waiting if figure else None,
            pieces=figure.pieces if figure else None,
        )


def _offer(entry: Entry) -> OfferView | None:
    if entry.offer is None or entry.offer_id is None:
        return None
    return OfferView(
        id=entry.offer_id,
        quantity=entry.offer.quantity,
        offered_at=entry.offer.offered_at,
        until=entry.offer.until,
    )
