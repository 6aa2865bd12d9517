"""Puts a technical failure of a run on record: as a step of the state machine
``supplier-assessment``, and when its execution was stopped or its time was over.
"""

from typing import Any

from teleshop.assessment.domain.runs import attempt_of
from teleshop.assessment.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("assessment")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``quarter``, ``run``, ``attempt``, ``at`` and the ``error`` that Step Functions caught;
    or an event of Step Functions about an execution.
    """
    if "detail-type" in event:
        quarter, number, attempt = attempt_of(event["detail"]["name"])
        at, error = event["time"], event["detail"]["status"]
    else:
        quarter, number, attempt = event["quarter"], int(event["run"]), int(event["attempt"])
        at, error = event["at"], str(event["error"]["Error"])
    call = step_call(at, context, f"{quarter}-{number}")
    log.error("assessment failed", extra={"quarter": quarter, "run": number, "error": error})
    ended = run(call, lambda: runs().fail(call, quarter, number, attempt, error))
    return {"state": ended.state}
