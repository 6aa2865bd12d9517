"""What is stored of an order: how it stands now, and every report it was made of."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.orders.domain.changes import CorrectionReason
from teleshop.orders.domain.order import Order, SalesChannel
from teleshop.orders.domain.placed import OrderState


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """An order as it stands, with what lists need. ``delivery_told``: its delivery was published,
    which happens once even if a correction takes the delivery back. ``bound``: it was paid, shipped
    or delivered once, and so stays with its customer.
    """

    id: str
    customer_id: str
    channel: SalesChannel
    placed_at: datetime
    delivered_at: datetime | None
    paid: int
    line_count: int
    order: Order
    delivery_told: bool = False
    bound: bool = False
    version: int = 1

    @classmethod
    def of(cls, order: Order, *, delivery_told: bool, bound: bool, version: int) -> "OrderRecord":
        """The record of an order in its ``version``."""
        return cls(
            id=order.id,
            customer_id=order.customer_id,
            channel=order.channel,
            placed_at=order.placed_at,
            delivered_at=order.delivered_at,
            paid=order.paid,
            line_count=len(order.lines),
            order=order,
            delivery_told=delivery_told,
            bound=bound,
            version=version,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSummary:
    """What a list shows of an order; ``paid`` in fen. ``state`` is known of orders taken here."""

    id: str
    customer_id: str
    channel: SalesChannel
    placed_at: datetime
    delivered_at: datetime | None
    paid: int
    line_count: int
    state: OrderState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReport:
    """One report, never changed: what was said, by whom (token subject), when it reached us, and
    why if it corrected what was said before. ``version`` is the order's version that it made.
    """

    order_id: str
    version: int
    reported_by: str
    received_at: datetime
    correction: CorrectionReason | None
    changed: tuple[str, ...]
    order: Order
