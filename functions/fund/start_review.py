"""Money is set aside for a claim, or its review must run again: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.fund.wiring import service, workflow
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    # `ApprovalCallbackLost` names the claim as its process.
    told = envelope.data
    claim_id, round = told.get("claim_id") or told["process_id"], told["round"]
    name = f"{claim_id}-{round}"
    if envelope.type != "ClaimReviewRequested":
        name = f"{name}-{envelope.id}"
    service().reviews.start_review(call, workflow(), name, claim_id, round)
