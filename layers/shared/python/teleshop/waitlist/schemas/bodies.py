"""What callers send to the waiting list."""

from typing import Annotated

from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery
from teleshop.waitlist.domain.entry import Channel

Sku = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
CustomerId = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
SlotId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class JoinBody(Input, frozen=True, kw_only=True):
    """Wait for goods that are sold out. ``customer_id`` is for staff, who must give it."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=999)] = 1
    channel: Channel
    slot_id: SlotId | None = None
    customer_id: CustomerId | None = None


class WaitingQuery(ListQuery, frozen=True, kw_only=True):
    """Staff say which list: the queue of a SKU in order of turns, or the entries of a customer."""

    sku: Annotated[Sku | None, Meta(description="商品规格 / article")] = None
    customer_id: Annotated[CustomerId | None, Meta(description="客户编号 / customer")] = None
