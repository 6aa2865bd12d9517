"""An application was sent in, or its workflow must run again: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.suppliers.service import Start
from teleshop.suppliers.wiring import service, workflow


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    # `ApprovalCallbackLost` names the supplier as its process.
    told = envelope.data
    start = Start(told.get("supplier_id") or told["process_id"], told["round"])
    name = f"{start.supplier_id}-{start.round}"
    if envelope.type != "SupplierApplicationSubmitted":
        name = f"{name}-{envelope.id}"
    service().onboarding.start_workflow(call, workflow(), name, start)
