"""A version of the scorecard policy was proposed, or its review must run again: the state machine
is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.assessment.wiring import policies, policy_workflow
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    # `ApprovalCallbackLost` names the version as its process.
    told = envelope.data
    number = int(told.get("policy") or told["process_id"])
    name = f"{number}-{told['round']}"
    if envelope.type != "ScorecardPolicyProposed":
        name = f"{name}-{envelope.id}"
    policies().start_review(call, policy_workflow(), name, number)
