"""Step of a state machine: asks a person for a decision and lets the task wait for it.

The task (``arn:…:states:::lambda:invoke.waitForTaskToken``) gives the fields of `OpenApproval` as
``Payload`` and ends with ``{"approval_id", "outcome", "reason_code", "decided_by"}``. ``outcome``
is ``approved``, ``rejected``, ``returned``, ``timed_out`` or ``withdrawn``, ``decided_by`` a token
subject or null. No decision fails it, so a Choice on ``outcome`` follows. It needs no
``TimeoutSeconds``: the approval keeps the time and escalates. ``Retry`` is safe: the same process,
round and step are the same approval, and one that has ended answers the new task at once.
"""

from typing import Any

import msgspec

from teleshop.approvals.schemas import OpenApproval
from teleshop.approvals.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.clock import utc_now
from teleshop.kernel.handlers import request_id
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers the approval's id and state; the task itself is answered when it is decided."""
    asked = msgspec.convert(event, OpenApproval, strict=False)
    call = Call(
        actor=SYSTEM_ACTOR,
        now=asked.entered_at or utc_now(),
        request_id=request_id(context),
        correlation_id=asked.correlation_id or asked.process.id,
    )
    approval = run(call, lambda: service().open(call, asked))
    return {"approval_id": approval.id, "state": approval.state.value}
