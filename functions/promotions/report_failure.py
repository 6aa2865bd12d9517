"""Step of the state machine ``promotion-review``: a technical failure is shown to people."""

from typing import Any

from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.promotions.wiring import service

log = logger("promotions")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``id``, ``round``, ``at`` and the ``error`` that Step Functions caught; a manager can
    let the review run again (``POST /promotions/{id}/review-restarts``).
    """
    call = step_call(event["at"], context, event["id"])
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a promotion failed", extra={"promotion_id": event["id"], "error": error})
    reviews, found = service().reviews, event["id"]
    following = run(call, lambda: reviews.report_failure(call, found, event["round"], error))
    return {"next": following}
