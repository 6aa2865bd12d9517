"""Step of the state machine ``supplier-assessment``: a technical failure is put on record."""

from typing import Any

from teleshop.assessment.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("assessment")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``quarter``, ``run``, ``attempt``, ``at`` and the ``error`` that Step Functions
    caught.
    """
    quarter, number, attempt = event["quarter"], int(event["run"]), int(event["attempt"])
    call = step_call(event["at"], context, f"{quarter}-{number}")
    error = str(event["error"]["Error"])
    log.error("assessment failed", extra={"quarter": quarter, "run": number, "error": error})
    ended = run(call, lambda: runs().fail(call, quarter, number, attempt, error))
    return {"state": ended.state}
