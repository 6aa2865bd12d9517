"""An order was reported or corrected: its deals count towards the lowest price of its day."""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.orders.schemas import OrderReported
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
"""What decides whether an order is a deal, of which day, and at which price."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Reads the order as it stands now, so that repetition and disorder change nothing."""
    envelope = msgspec.convert(event["detail"], Envelope)
    said = envelope.read(OrderReported)
    if said.version > 1 and MATTERS.isdisjoint(said.changed):
        return
    call = event_call(envelope, context)
    service().deals.take_over(call, said.order_id)
