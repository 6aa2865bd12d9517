"""Step of the state machine ``scorecard-policy``: after a technical failure the version lapses."""

from typing import Any

from teleshop.assessment.wiring import policies
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("assessment")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``policy``, ``at`` and the ``error`` that Step Functions caught. Whoever proposed the
    version is told, and can propose it again.
    """
    call = step_call(event["at"], context, event["policy"])
    number = int(event["policy"])
    # Only the kind of the error: its cause may quote what a person typed.
    error = str(event["error"]["Error"])
    log.error("review of a scorecard policy failed", extra={"policy": number, "error": error})
    return {"next": run(call, lambda: policies().report_failure(call, number))}
