"""Finance has to issue or to correct an invoice soon: it is told."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per warning; one that its request has left behind tells nothing."""
    consume(event, context, "invoices.on_deadline_approaching", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineApproaching)
    service().upkeep.due_soon(call, due.owner_id, due.deadline_id)
