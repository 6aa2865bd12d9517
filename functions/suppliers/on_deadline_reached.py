"""A clock of this context ran out; see teleshop/suppliers/service/clocks.py for what follows."""

from collections.abc import Callable
from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.suppliers.service import Suppliers
from teleshop.suppliers.wiring import service

Act = Callable[[Suppliers, Call, DeadlineReached], object]
ACTS: dict[str, Act] = {
    "draft": lambda own, call, due: own.applications.lapse_draft(
        call, due.owner_id, due.deadline_id
    ),
    "document_check": lambda own, call, due: own.qualifications.file_checked(
        call, due.data["document_id"]
    ),
    "document": lambda own, call, due: own.standing.document_expired(call, due.owner_id, due.data),
    "agreement": lambda own, call, due: own.standing.agreement_expired(
        call, due.owner_id, due.data
    ),
    "reverification": lambda own, call, due: own.standing.verification_overdue(
        call, due.owner_id, due.data
    ),
    "blacklist_start": lambda own, call, due: own.blacklist.entry_begins(
        call, due.data["entry_id"]
    ),
    "blacklist_end": lambda own, call, due: own.blacklist.entry_ends(call, due.data["entry_id"]),
}


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; an unknown kind is an error and ends in the dead letters."""
    consume(event, context, "suppliers.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    ACTS[due.kind](service(), call, due)
