"""A deposit was not topped up in time: nothing new of its supplier is taken until it is."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.deposits.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("deposits")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its deposit has left behind tells nothing."""
    consume(event, context, "deposits.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    late = service().top_ups.clock_ran_out(
        call, due.owner_id, due.kind, due.deadline_id, due.due_at
    )
    if late is not None:
        log.warning("a deposit is overdue", extra={"supplier": late.supplier_id})
