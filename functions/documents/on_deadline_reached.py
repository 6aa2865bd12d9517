"""`DeadlineReached` of a document: nothing was uploaded, or a check did not end."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.documents.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once, and only if the deadline still fits the document's state."""
    consume(event, context, "documents.on_deadline_reached", on_deadline_reached)


def on_deadline_reached(call: Call, envelope: Envelope) -> object:
    """Ends the waiting that this deadline was for."""
    deadline = envelope.read(DeadlineReached)
    if deadline.kind == "check":
        version_id = str(deadline.data["version_id"])
        return service().give_up_check(call, deadline.owner_id, version_id)
    return service().expire_upload(call, deadline.owner_id)
