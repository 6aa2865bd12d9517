"""A window is over: what was announced takes effect, or a missing plan leads to a new decision."""

from typing import Any

from teleshop.assessment.wiring import consequences
from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its matter has left behind changes nothing."""
    consume(event, context, "assessment.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    of = due.data
    consequences().clock_rang(call, of["supplier_id"], of["quarter"], due.kind, due.deadline_id)
