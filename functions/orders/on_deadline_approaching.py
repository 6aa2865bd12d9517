"""The time for paying an order is nearly over: its customer is reminded."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.orders.wiring import life


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per warning; one that comes with the end itself reminds nobody."""
    consume(event, context, "orders.on_deadline_approaching", _remind)


def _remind(call: Call, envelope: Envelope) -> None:
    warning = envelope.read(DeadlineApproaching)
    if not warning.late:
        life().clock_approaches(call, warning.owner_id)
