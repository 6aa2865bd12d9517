"""Step of the state machine ``assessment-consequence``: a technical failure is shown to people."""

from typing import Any

from teleshop.assessment.wiring import consequence_reviews
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("assessment")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes what ``apply_consequence`` takes, with the ``error`` that Step Functions caught; the
    review is tried again by itself.
    """
    supplier_id, quarter = event["supplier_id"], event["quarter"]
    call = step_call(event["at"], context, f"{supplier_id}-{quarter}")
    asked = (event["stage"], int(event["round"]), int(event["asked"]))
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    told = {"supplier_id": supplier_id, "quarter": quarter, "error": error}
    log.error("review of a consequence failed", extra=told)
    reviews = consequence_reviews()
    following = run(call, lambda: reviews.report_failure(call, supplier_id, quarter, asked, error))
    return {"next": following}
