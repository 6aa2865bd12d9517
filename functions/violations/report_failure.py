"""Step of the state machine ``violation-case``: a technical failure is shown to people."""

from typing import Any

from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.violations.wiring import service

log = logger("violations")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``case_id``, ``stage``, ``round``, ``at`` and the ``error`` that Step Functions caught;
    the decision is asked for again after a while.
    """
    case_id, stage, round = event["case_id"], event["stage"], event["round"]
    call = step_call(event["at"], context, case_id)
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("decision on a violation failed", extra={"case_id": case_id, "error": error})
    decisions = service().decisions
    following = run(call, lambda: decisions.report_failure(call, case_id, stage, round, error))
    return {"next": following}
