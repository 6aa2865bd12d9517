"""A clock of a claim ran out: people are told, or the claim lapses."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.fund.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("fund")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its claim has left behind tells nothing."""
    consume(event, context, "fund.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    late = service().reviews.clock_ran_out(
        call, due.owner_id, due.kind, due.deadline_id, due.due_at
    )
    if late is not None:
        log.warning("clock of a claim ran out", extra={"claim_id": late.id, "clock": due.kind})
