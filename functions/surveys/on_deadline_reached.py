"""The day of a survey has come, or its time is over."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.surveys.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; an unknown kind is an error and ends in the dead letters."""
    consume(event, context, "surveys.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due, own = envelope.read(DeadlineReached), service().invitations
    match due.kind:
        case "survey_opens":
            own.open_invitation(call, due.owner_id)
        case "survey_ends":
            own.lapse_invitation(call, due.owner_id)
        case _:
            raise ValueError(f"no clock of this context is of kind {due.kind}")
