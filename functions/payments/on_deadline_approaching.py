"""The clock of a refund comes to its end: finance is warned."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.payments.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per warning; one that comes with the end itself tells nothing."""
    consume(event, context, "payments.on_deadline_approaching", _warn)


def _warn(call: Call, envelope: Envelope) -> None:
    warning = envelope.read(DeadlineApproaching)
    if not warning.late:
        service().refunds.clock_approaches(call, warning.owner_id)
