"""Step of the state machine ``price-change``: a technical failure is shown to people."""

from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.handlers import request_id
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.pricing.wiring import service

log = logger("pricing")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``id``, ``round``, ``at`` and the ``error`` that Step Functions caught; the review can
    be let run again (``POST /price-changes/{change_id}/restart``).
    """
    call = Call(
        actor=SYSTEM_ACTOR,
        now=parse_instant(event["at"]),
        request_id=request_id(context),
        correlation_id=event["id"],
    )
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a price failed", extra={"change_id": event["id"], "error": error})
    reviews, change_id = service().reviews, event["id"]
    following = run(call, lambda: reviews.report_failure(call, change_id, event["round"], error))
    return {"next": following}
