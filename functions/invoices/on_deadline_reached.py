"""An invoice was not issued or corrected in time: that stays on record, and people are told."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("invoices")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its request has left behind tells nothing."""
    consume(event, context, "invoices.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    late = service().upkeep.overdue(call, due.owner_id, due.deadline_id)
    if late is not None:
        log.warning("invoice is late", extra={"request_id": late.id, "state": late.state})
