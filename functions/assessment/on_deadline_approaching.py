"""A window for an appeal or a plan ends soon: the supplier is reminded."""

from typing import Any

from teleshop.assessment.wiring import consequences
from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Tells once per warning, and nothing that its matter has left behind or that came too late."""
    consume(event, context, "assessment.on_deadline_approaching", _act)


def _act(call: Call, envelope: Envelope) -> None:
    near = envelope.read(DeadlineApproaching)
    if near.late:
        return
    of = near.data
    consequences().clock_is_near(
        call, of["supplier_id"], of["quarter"], near.kind, near.deadline_id
    )
