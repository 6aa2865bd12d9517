"""Step of the state machine ``supplier-onboarding``: a technical failure is shown to people."""

from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.handlers import request_id
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.suppliers.wiring import service

log = logger("suppliers")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``round``, ``at`` and the ``error`` that Step Functions caught; a
    manager can let the workflow run again (``POST /suppliers/{id}/onboarding-restarts``).
    """
    call = Call(
        actor=SYSTEM_ACTOR,
        now=parse_instant(event["at"]),
        request_id=request_id(context),
        correlation_id=event["supplier_id"],
    )
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("onboarding failed", extra={"supplier_id": event["supplier_id"], "error": error})
    onboarding, supplier_id = service().onboarding, event["supplier_id"]
    following = run(
        call, lambda: onboarding.report_failure(call, supplier_id, event["round"], error)
    )
    return {"next": following}
