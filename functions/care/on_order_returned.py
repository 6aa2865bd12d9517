"""An order noted the goods that came back in a case: so much of its refund goes back by the payment
of the order, and the rest, if any, is paid by people.
"""

from typing import Any

from teleshop.care.wiring import after_sales
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.orders.schemas import OrderReturned


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "care.on_order_returned", _act)


def _act(call: Call, envelope: Envelope) -> None:
    said = envelope.read(OrderReturned)
    after_sales().goods.note_refund_requested(call, said.case_id, said.refund)
