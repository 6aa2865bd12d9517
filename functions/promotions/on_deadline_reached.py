"""The start or the end of a promotion has come."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.promotions.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline. Prices go by the times on the sheet, whenever this runs."""
    consume(event, context, "promotions.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    service().runs.clock_reached(call, due.owner_id, due.kind, due.deadline_id)
