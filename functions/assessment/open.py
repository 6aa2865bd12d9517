"""Opens the assessment of the quarter that has just ended, at its first instant after the end in
China; and starts the state machine for every attempt that was opened, by the clock or by a person.

Starting needs no mark of the event: the name of the execution makes it one.
"""

from typing import Any

import msgspec

from teleshop.assessment.schemas.events import AssessmentStarted
from teleshop.assessment.wiring import runs
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("assessment")


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what DynamoDB and Step Functions raise, so that Lambda tries again."""
    if event["detail-type"] == "Scheduled Event":
        call = scheduled_call(event, context)
        opened = run(call, lambda: runs().open_due(call))
        log.info("assessment due", extra={"opened": opened.name if opened else None})
        return
    begun = msgspec.convert(event["detail"], Envelope).read(AssessmentStarted)
    runs().start(begun.quarter, begun.run, begun.attempt)
