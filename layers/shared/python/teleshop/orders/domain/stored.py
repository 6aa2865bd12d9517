"""What is stored of an order that was taken here, beside its recipient: the order with what lists
need, and its places in the lists of days and of warehouses.

A programme that says "call now" places thousands of orders in a minute. No list has one key for
all of them: each is spread over shards by the order's number.
"""

import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from teleshop.kernel.clock import china_date
from teleshop.orders.domain.order import SalesChannel
from teleshop.orders.domain.placed import OrderState, PlacedLine, PlacedOrder, Recipient

TAKEN_PREFIX = "ord_"
"""Numbers of orders that are taken here begin so, and no others."""
DAY_SHARDS = 16
"""The orders of a day are under so many keys."""
WORK_SHARDS = 8
"""What a warehouse has to pack is under so many keys."""
WAYBILL_LIVES = timedelta(days=180)
"""Own choice: carriers use numbers again, and no parcel is on its way so long."""
STOCK = "stock"
"""The kind of what is held that lies in a warehouse."""


def shard_of(order_id: str, shards: int) -> int:
    """Where an order belongs among ``shards``; always the same."""
    return zlib.crc32(order_id.encode()) % shards


def day_key(day: date, shard: int) -> str:
    """The key of one shard of a China day: ``2026-11-28#07``."""
    return f"{day}#{shard:02d}"


def waybill_key(carrier: str, waybill: str) -> str:
    """The key of one number of one carrier."""
    return f"waybill#{carrier}#{waybill}"


def work_key(warehouse: str, shard: int) -> str:
    """The key of one shard of what a warehouse has to pack."""
    return f"work#{warehouse}#{shard:02d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRecord:
    """An order as it stands, with what lists need."""

    id: str
    customer_id: str
    channel: SalesChannel
    placed_at: datetime
    delivered_at: datetime | None
    paid: int
    line_count: int
    state: OrderState
    placed: PlacedOrder
    version: int = 1

    @classmethod
    def of(cls, order: PlacedOrder) -> "PlacedRecord":
        """The record of an order."""
        return cls(
            id=order.id,
            customer_id=order.customer_id,
            channel=order.channel,
            placed_at=order.placed_at,
            delivered_at=order.delivered_at,
            paid=order.total,
            line_count=len(order.lines),
            state=order.state,
            placed=order,
            version=order.version,
        )

    @property
    def day_key(self) -> str:
        """Its place among the orders that were entered on a China day."""
        day = china_date(self.placed.entered_at)
        return day_key(day, shard_of(self.id, DAY_SHARDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressedRecipient(Recipient):
    """A recipient with what finds it: ``phone_key`` is the keyed hash of the telephone number,
    ``placed_at`` the time of the order.
    """

    phone_key: str = field(repr=False)
    placed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderKey:
    """The number of an order, as an index knows it that carries nothing more."""

    pk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedWaybill:
    """A waybill, and for which customer's order it was noted first."""

    carrier_id: str
    waybill: str
    order_id: str
    customer_id: str
    noted_at: datetime
    version: int = 1

    @property
    def key(self) -> str:
        """One number of one carrier."""
        return waybill_key(self.carrier_id, self.waybill)

    def is_of_other(self, order: PlacedOrder, now: datetime) -> bool:
        """Whether it is another customer's; what is sent together to one customer has one number.
        After :data:`WAYBILL_LIVES` carriers may have used the number again.
        """
        return self.customer_id != order.customer_id and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Whether the number may be anybody's again."""
        return now - self.noted_at >= WAYBILL_LIVES


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """What a warehouse has to pack for one order: ``pieces`` in all."""

    order_id: str
    warehouse: str
    released_at: datetime
    promised_on: date
    pieces: int

    @property
    def key(self) -> str:
        """Its shard of the list."""
        return work_key(self.warehouse, shard_of(self.order_id, WORK_SHARDS))

    @property
    def place(self) -> str:
        """Its place in the list: what is promised first is packed first, then what was released
        first.
        """
        return f"{self.promised_on}#{self.released_at:%Y-%m-%dT%H:%M:%S.%f}#{self.order_id}"


def has_no_stock(order: PlacedOrder, line: PlacedLine) -> bool:
    """Whether a line that is still to be sent is a gift that is no article of ours: the seller of
    the goods puts it into the parcel, and no stock is held for it.
    """
    if line.gift_of is None or line.shipped + line.called_off == line.quantity:
        return False
    return all(held.kind != STOCK or held.sku != line.sku for held in order.held)


def work_of(order: PlacedOrder) -> list[WorkItem]:
    """What is to be packed now, by warehouse; empty unless the order is released."""
    if order.state is not OrderState.RELEASED or order.released_at is None:
        return []
    pieces: dict[str, int] = {}
    for held in order.held:
        if held.kind == STOCK:
            pieces[held.place] = pieces.get(held.place, 0) + held.quantity
    own = order.promise.warehouse
    for line in order.lines:
        if has_no_stock(order, line):
            pieces[own] = pieces.get(own, 0) + line.quantity - line.shipped - line.called_off
    return [
        WorkItem(
            order_id=order.id,
            warehouse=warehouse,
            released_at=order.released_at,
            promised_on=order.promise.promised_on,
            pieces=count,
        )
        for warehouse, count in sorted(pieces.items())
    ]
