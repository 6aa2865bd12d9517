"""Step of the state machine ``deposit-payback``: a technical failure is shown to people."""

from typing import Any

from teleshop.deposits.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("deposits")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``payback_id``, ``round``, ``at`` and the ``error`` that Step
    Functions caught. The request is closed undecided, and finance may ask again.
    """
    call = step_call(event["at"], context, event["payback_id"])
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a payback failed", extra={"payback": event["payback_id"], "error": error})
    paybacks = service().paybacks
    which = event["supplier_id"], event["payback_id"], event["round"]
    return {"next": run(call, lambda: paybacks.report_failure(call, *which, error))}
