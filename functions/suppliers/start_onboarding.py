"""An application was sent in, or its workflow must run again: the state machine is started.

Starting needs no mark of the event: the name of the run makes it one run.
"""

from typing import Any

import msgspec

from teleshop.approvals.schemas import ApprovalCallbackLost
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import request_id
from teleshop.suppliers.schemas import SupplierApplicationSubmitted, SupplierOnboardingRestarted
from teleshop.suppliers.service import Start
from teleshop.suppliers.wiring import service, workflow


def handler(event: dict[str, Any], context: Any) -> None:
    """Raises what Step Functions raises, so that Lambda tries again."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = Call(
        actor=SYSTEM_ACTOR,
        now=envelope.occurred_at,
        request_id=request_id(context),
        correlation_id=envelope.correlation_id,
        causation_id=envelope.id,
    )
    name, start = _run_of(envelope)
    service().onboarding.start_workflow(call, workflow(), name, start)


def _run_of(envelope: Envelope) -> tuple[str, Start]:
    if envelope.type == SupplierApplicationSubmitted.__name__:
        first = envelope.read(SupplierApplicationSubmitted)
        return f"{first.supplier_id}-{first.round}", Start(first.supplier_id, first.round)
    if envelope.type == SupplierOnboardingRestarted.__name__:
        again = envelope.read(SupplierOnboardingRestarted)
        start = Start(again.supplier_id, again.round)
    else:
        lost = envelope.read(ApprovalCallbackLost)
        start = Start(lost.process_id, lost.round)
    return f"{start.supplier_id}-{start.round}-{envelope.id}"[:80], start
