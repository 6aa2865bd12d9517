"""The minute has come from which an approved price holds: the history says so."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.pricing.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline. The price itself holds by the sheet, whenever this runs."""
    consume(event, context, "pricing.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    service().reviews.price_due(call, due.owner_id, due.deadline_id)
