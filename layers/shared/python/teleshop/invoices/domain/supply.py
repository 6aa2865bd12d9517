"""What a supplier sees of an order: its own lines, where they stand, and the amounts that concern
it.

Nothing says who bought them, and of the place no more than the province.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

PROVINCE: Final = 2
"""So many digits of a region (GB/T 2260) name the province."""


class LineState(StrEnum):
    """Where a line stands. What came back in part is told by its pieces."""

    PLACED = "placed"
    """Ordered; not paid, or paid at the door."""
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    """The days for return have passed."""
    RETURNED = "returned"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedLine:
    """One line of an order; ``amount`` is what it was sold for after every discount. ``called_off``
    are pieces that will not be sent.
    """

    number: int
    sku: str
    product_id: str
    supplier_id: str
    title: str
    quantity: int
    price: int
    amount: int
    gift: bool
    shipped: int
    returned: int
    refused: int
    called_off: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order as far as its suppliers are concerned, as it stands in its ``version``."""

    order_id: str
    channel: str
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    promised_on: date | None
    region: str | None
    lines: tuple[OrderedLine, ...]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierLine:
    """One line for its supplier. ``as_of`` is the version of the order that it shows; ``version``
    the row's own.
    """

    order_id: str
    line: int
    supplier_id: str
    state: LineState
    channel: str
    sku: str
    product_id: str
    title: str
    quantity: int
    price: int
    amount: int
    gift: bool
    shipped: int
    returned: int
    refused: int
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    promised_on: date | None
    province: str | None
    as_of: int
    version: int = 1


def supplier_lines(order: Ordered) -> tuple[SupplierLine, ...]:
    """Every line of an order, each for its supplier."""
    return tuple(
        SupplierLine(
            order_id=order.order_id,
            line=line.number,
            supplier_id=line.supplier_id,
            state=state_of(order, line),
            channel=order.channel,
            sku=line.sku,
            product_id=line.product_id,
            title=line.title,
            quantity=line.quantity,
            price=line.price,
            amount=line.amount,
            gift=line.gift,
            shipped=line.shipped,
            returned=line.returned,
            refused=line.refused,
            placed_at=order.placed_at,
            paid_at=order.paid_at,
            shipped_at=order.shipped_at,
            delivered_at=order.delivered_at,
            completed_at=order.completed_at,
            cancelled_at=order.cancelled_at,
            promised_on=order.promised_on,
            province=order.region[:PROVINCE] if order.region else None,
            as_of=order.version,
        )
        for line in order.lines
    )


def state_of(order: Ordered, line: OrderedLine) -> LineState:
    """Where a line stands: by its own pieces first, then by its order."""
    sent = line.quantity - line.called_off
    by_pieces = (
        (LineState.CANCELLED, not sent),
        (LineState.RETURNED, line.returned >= sent),
        (LineState.REFUSED, line.refused >= sent),
        (LineState.REFUSED, line.returned + line.refused >= sent),
    )
    by_order = (
        (LineState.COMPLETED, order.completed_at is not None),
        (LineState.DELIVERED, order.delivered_at is not None),
        (LineState.SHIPPED, order.shipped_at is not None or line.shipped > 0),
        (LineState.PAID, order.paid_at is not None),
    )
    if order.cancelled_at is not None:
        return LineState.CANCELLED
    return next((state for state, holds in (*by_pieces, *by_order) if holds), LineState.PLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has to be written so that the lines on record show an order."""

    created: tuple[SupplierLine, ...]
    replaced: tuple[tuple[SupplierLine, SupplierLine], ...]
    removed: tuple[SupplierLine, ...]

    def __bool__(self) -> bool:
        return bool(self.created or self.replaced or self.removed)


def changes(known: tuple[SupplierLine, ...], now: tuple[SupplierLine, ...]) -> Changes:
    """The difference between the lines on record and those of the order as it was read; none where
    a later version of the order is on record already.
    """
    before = {line.line: line for line in known}
    after = {line.line: line for line in now}
    as_of = max((line.as_of for line in now), default=0)
    if any(line.as_of > as_of for line in known):
        return Changes(created=(), replaced=(), removed=())
    return Changes(
        created=tuple(line for number, line in after.items() if number not in before),
        replaced=tuple(
            (before[number], line)
            for number, line in after.items()
            if number in before and not _same(before[number], line)
        ),
        removed=tuple(line for number, line in before.items() if number not in after),
    )


def _same(known: SupplierLine, line: SupplierLine) -> bool:
    """Whether they differ in nothing but versions: a change of the order that does not concern the
    line is not written.
    """
    return replace(known, as_of=line.as_of, version=line.version) == line
