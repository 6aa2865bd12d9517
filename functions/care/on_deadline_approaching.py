"""A clock of a case comes to its end: whoever has the case is warned."""

from typing import Any

from teleshop.care.wiring import service
from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per warning; one that comes with the end itself tells nothing."""
    consume(event, context, "care.on_deadline_approaching", _warn)


def _warn(call: Call, envelope: Envelope) -> None:
    warning = envelope.read(DeadlineApproaching)
    if not warning.late:
        service().clocks.clock_approaches(call, warning.owner_id, warning.data, warning.warning_at)
