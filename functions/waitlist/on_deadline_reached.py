"""Nobody answered an offer by its time, or the days of an entry are over."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.waitlist.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; an unknown kind is an error and ends in the dead letters."""
    consume(event, context, "waitlist.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due, own = envelope.read(DeadlineReached), service()
    match due.kind:
        case "waiting_offer":
            own.offers.lapse(call, due.owner_id, due.data["number"])
        case "waiting":
            own.entries.expire(call, due.owner_id)
        case _:
            raise ValueError(f"no clock of this context is of kind {due.kind}")
