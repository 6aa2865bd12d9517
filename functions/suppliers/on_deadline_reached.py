"""A clock of this context ran out; see teleshop/suppliers/service/clocks.py for what follows."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.suppliers.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; an unknown kind is an error and ends in the dead letters."""
    consume(event, context, "suppliers.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due, own = envelope.read(DeadlineReached), service()
    match due.kind:
        case "draft":
            own.applications.lapse_draft(call, due.owner_id, due.deadline_id)
        case "document_check":
            own.qualifications.file_checked(call, due.data["document_id"])
        case "document":
            own.standing.document_expired(call, due.owner_id, due.data)
        case "agreement":
            own.standing.agreement_expired(call, due.owner_id, due.data)
        case "reverification":
            own.standing.verification_overdue(call, due.owner_id, due.data)
        case "blacklist_start":
            own.blacklist.entry_begins(call, due.data["entry_id"])
        case "blacklist_end":
            own.blacklist.entry_ends(call, due.data["entry_id"])
        case _:
            raise ValueError(f"no clock of this context is of kind {due.kind}")
