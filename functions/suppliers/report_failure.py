"""Step of the state machine ``supplier-onboarding``: a technical failure is shown to people."""

from typing import Any

from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.suppliers.wiring import service

log = logger("suppliers")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``round``, ``at`` and the ``error`` that Step Functions caught; a
    manager can let the workflow run again (``POST /suppliers/{id}/onboarding-restarts``).
    """
    call = step_call(event["at"], context, event["supplier_id"])
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("onboarding failed", extra={"supplier_id": event["supplier_id"], "error": error})
    onboarding, supplier_id = service().onboarding, event["supplier_id"]
    following = run(
        call, lambda: onboarding.report_failure(call, supplier_id, event["round"], error)
    )
    return {"next": following}
