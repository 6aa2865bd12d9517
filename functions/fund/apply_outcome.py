"""Step of the state machine ``fund-claim``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.fund.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``claim_id``, ``round``, ``at`` and the ``decision`` that functions/approvals/open.py
    describes; answers ``next``: `end`. Repeating it changes nothing.
    """
    call = step_call(event["at"], context, event["claim_id"])
    decided = Decided.of(event["decision"])
    reviews, claim_id = service().reviews, event["claim_id"]
    following = run(call, lambda: reviews.apply_outcome(call, claim_id, event["round"], decided))
    return {"next": following}
