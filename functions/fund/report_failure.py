"""Step of the state machine ``fund-claim``: a technical failure is shown to people."""

from typing import Any

from teleshop.fund.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("fund")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``claim_id``, ``round``, ``at`` and the ``error`` that Step Functions caught; a manager
    can let the review run again (``POST /fund-claims/{id}/review-restarts``).
    """
    call = step_call(event["at"], context, event["claim_id"])
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a claim failed", extra={"claim_id": event["claim_id"], "error": error})
    reviews, claim_id = service().reviews, event["claim_id"]
    following = run(call, lambda: reviews.report_failure(call, claim_id, event["round"], error))
    return {"next": following}
