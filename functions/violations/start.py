"""A decision is wanted on a violation case: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.violations.wiring import service, workflow


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    # `ApprovalCallbackLost` names the case as its process.
    told = envelope.data
    case_id, round = told.get("case_id") or told["process_id"], told["round"]
    # What was asked last counts; a run that was lost is started again under the event's name.
    last = f"{told['stage']}-{told['attempt']}" if "stage" in told else envelope.id
    name = f"{case_id}-{round}-{last}"
    service().decisions.start_decision(call, workflow(), name, case_id, round)
