"""A customer gave a low score: somebody calls back."""

from typing import Any

from teleshop.care.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.surveys.schemas import LowScoreGiven


def handler(event: dict[str, Any], context: Any) -> None:
    """Opens one follow-up per score; none for an answer that names no customer."""
    consume(event, context, "care.on_low_score", _follow_up)


def _follow_up(call: Call, envelope: Envelope) -> None:
    low = envelope.read(LowScoreGiven)
    if low.customer_id is None:
        return
    service().opening.open_follow_up(
        call,
        customer_id=low.customer_id,
        text=f"{low.programme_id} {low.dimension}: {low.score}/{low.scale_max}",
        order_id=low.order_id,
        related=low.case_id,
    )
