"""Step of the state machine ``product-review``: a technical failure is shown to people."""

from typing import Any

from teleshop.catalog.service.review import Round
from teleshop.catalog.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("catalog")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``product_id``, ``revision``, ``round``, ``at`` and the ``error`` that Step Functions
    caught; a manager can let the review run again
    (``POST /products/{product_id}/review-restarts``).
    """
    told = Round(event["product_id"], event["revision"], event["round"])
    call = step_call(event["at"], context, told.product_id)
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a product failed", extra={"product_id": told.product_id, "error": error})
    following = run(call, lambda: service().reviews.report_failure(call, told, error))
    return {"next": following}
