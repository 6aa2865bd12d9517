"""A promotion was submitted, or its review must run again: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.promotions.wiring import service, workflow


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    # `ApprovalCallbackLost` names the promotion as its process.
    told = envelope.data
    promotion_id, round = told.get("promotion_id") or told["process_id"], told["round"]
    name = f"{promotion_id}-{round}"
    if envelope.type != "PromotionReviewRequested":
        name = f"{name}-{envelope.id}"
    service().reviews.start_review(call, workflow(), name, promotion_id, round)
