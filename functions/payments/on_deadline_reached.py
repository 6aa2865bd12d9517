"""The clock of a refund ran out: a breach, which people are told of."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.payments.wiring import service

log = logger("payments")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; a refund that was paid meanwhile tells nothing."""
    consume(event, context, "payments.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    late = service().refunds.clock_ran_out(call, due.owner_id, due.due_at)
    if late is not None:
        log.warning("refund is late", extra={"refund_id": late.id})
