"""A role let its time for a decision pass: the next one is asked, or the approval times out."""

from typing import Any

from teleshop.approvals.wiring import service
from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("approvals")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline."""
    consume(event, context, "approvals.on_deadline_reached", _escalate)


def _escalate(call: Call, envelope: Envelope) -> None:
    reached = envelope.read(DeadlineReached)
    after = service().deadline_reached(call, reached.owner_id, reached.deadline_id)
    if after is not None:
        log.warning(
            "time for a decision ran out",
            extra={"approval_id": after.id, "state": after.state, "role": after.role},
        )
