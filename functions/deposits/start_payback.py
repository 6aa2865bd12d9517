"""A payback above the limit was asked for, or its answer was lost: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.deposits.wiring import service, workflow
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    told = envelope.data
    if envelope.type == "DepositPaybackAsked":
        supplier_id, payback_id = told["supplier_id"], told["payback_id"]
        name = f"{payback_id}-{told['round']}"
    else:
        # `ApprovalCallbackLost` names supplier and payback as its process.
        supplier_id, _, payback_id = told["process_id"].partition(".")
        name = f"{payback_id}-{told['round']}-{envelope.id}"
    service().paybacks.start_review(call, workflow(), name, supplier_id, payback_id)
