"""Step of the state machine ``price-change``: a technical failure is shown to people."""

from typing import Any

from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.pricing.wiring import service

log = logger("pricing")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``id``, ``round``, ``at`` and the ``error`` that Step Functions caught; the review can
    be let run again (``POST /price-changes/{change_id}/review-restarts``).
    """
    call = step_call(event["at"], context, event["id"])
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a price failed", extra={"change_id": event["id"], "error": error})
    reviews, change_id = service().reviews, event["id"]
    following = run(call, lambda: reviews.report_failure(call, change_id, event["round"], error))
    return {"next": following}
