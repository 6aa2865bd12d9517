"""The end of a shift has come."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.roster.wiring import shifts


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; an unknown kind is an error and ends in the dead letters."""
    consume(event, context, "roster.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    if due.kind != "shift_end":
        raise ValueError(f"no clock of this context is of kind {due.kind}")
    shifts().end_shift(call, due.owner_id)
