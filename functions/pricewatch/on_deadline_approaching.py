"""A violation must be corrected soon: people are told."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.pricewatch.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per warning; one that its violation has left behind tells nothing."""
    consume(event, context, "pricewatch.on_deadline_approaching", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineApproaching)
    service().violations.correction_due(call, due.owner_id, due.deadline_id)
