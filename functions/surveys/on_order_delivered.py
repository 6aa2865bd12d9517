"""An order was delivered: its customer enters the frame of the quarter and may be asked."""

from typing import Any

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.surveys.schemas import DeliveredOrder
from teleshop.surveys.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "surveys.on_order_delivered", _note)


def _note(call: Call, envelope: Envelope) -> None:
    service().invitations.order_delivered(call, msgspec.convert(envelope.data, DeliveredOrder))
