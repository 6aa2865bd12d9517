"""What an order costs came in: the order is paid."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.orders.wiring import life
from teleshop.payments.schemas import PaymentReceived


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "orders.on_payment", _pay)


def _pay(call: Call, envelope: Envelope) -> None:
    said = envelope.read(PaymentReceived)
    life().payment_received(call, said.order_id, said.amount, said.received_at)
