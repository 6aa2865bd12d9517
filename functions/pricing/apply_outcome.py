"""Step of the state machine ``price-change``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run
from teleshop.pricing.wiring import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``id``, ``round``, ``at`` and the last ``decision``, which functions/approvals/open.py
    describes; answers ``next``: `end`. Repeating it changes nothing.
    """
    call = step_call(event["at"], context, event["id"])
    decided = Decided.of(event["decision"])
    reviews, change_id = service().reviews, event["id"]
    following = run(call, lambda: reviews.apply_outcome(call, change_id, event["round"], decided))
    return {"next": following}
