"""Somebody wants a price changed, or a review must run again: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.pricing.wiring import service, workflow


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    # `ApprovalCallbackLost` names the request as its process.
    told = envelope.data
    change_id, round = told.get("change_id") or told["process_id"], told["round"]
    name = f"{change_id}-{round}"
    if envelope.type != "PriceChangeRequested":
        name = f"{name}-{envelope.id}"
    service().reviews.start_review(call, workflow(), name, change_id, round)
