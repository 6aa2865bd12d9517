"""A clock of a case ran out, or the next level of its escalation has come."""

from typing import Any

from teleshop.care.wiring import service
from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("care")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; what has happened meanwhile is left as it is."""
    consume(event, context, "care.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    case = service().clocks.clock_reached(call, due.owner_id, due.kind, due.data)
    if case is not None:
        log.warning("a clock ran out", extra={"case_id": case.id, "clock": due.data["clock"]})
