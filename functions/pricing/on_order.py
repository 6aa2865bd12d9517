"""An order was reported or corrected, or one that was taken here was paid, delivered, cancelled or
refused: its deals count towards the lowest price of its day, or no longer do.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.orders.schemas import OrderEvent, OrderReported
from teleshop.pricing.wiring import service

MATTERS = {
    "channel",
    "placed_at",
    "lines",
    "paid",
    "freight",
    "paid_at",
    "shipped_at",
    "delivered_at",
}
"""What of a report decides whether an order is a deal, of which day, and at which price."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Reads the order as it stands now, so that repetition and disorder change nothing."""
    envelope = msgspec.convert(event["detail"], Envelope)
    said = _said(envelope)
    if isinstance(said, OrderReported) and said.version > 1 and MATTERS.isdisjoint(said.changed):
        return
    service().deals.take_over(event_call(envelope, context), said.order_id)


def _said(envelope: Envelope) -> OrderEvent:
    if envelope.type == "OrderReported":
        return envelope.read(OrderReported)
    return msgspec.convert(envelope.data, OrderEvent)
