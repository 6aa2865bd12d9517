"""Step of the state machine ``price-change``: what was decided takes effect."""

from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.handlers import request_id
from teleshop.kernel.use_case import run
from teleshop.pricing.service import Decided
from teleshop.pricing.wiring import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``id``, ``round``, ``at`` and the last ``decision``, which functions/approvals/open.py
    describes; answers ``next``: `end`. Repeating it changes nothing.
    """
    call = Call(
        actor=SYSTEM_ACTOR,
        now=parse_instant(event["at"]),
        request_id=request_id(context),
        correlation_id=event["id"],
    )
    decision = event["decision"]
    decided = Decided(decision["outcome"], decision.get("decided_by"), decision.get("reason_code"))
    reviews, change_id = service().reviews, event["id"]
    following = run(call, lambda: reviews.apply_outcome(call, change_id, event["round"], decided))
    return {"next": following}
