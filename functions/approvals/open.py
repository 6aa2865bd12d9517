"""Step of a state machine: asks a person for a decision and lets the task wait for it.

In the state machine (``arn:…:states:::lambda:invoke.waitForTaskToken``)::

    "Parameters": {"FunctionName": "${ApprovalsOpen}", "Payload": {
      "token.$": "$$.Task.Token",
      "execution.$": "$$.Execution.Id",            optional; proves later that the task was answered
      "entered_at.$": "$$.State.EnteredTime",      optional; the clock runs from here, else from now
      "process": {"kind": "supplier_application", "id.$": "$.application_id", "round.$": "$.round"},
      "step": "preliminary_review",                unique in the round; small letters, digits, _
      "subject": {"kind": "supplier", "id.$": "$.supplier_id"},
      "title": {"zh": "供应商初审", "en": "Preliminary review of a supplier"},
      "role": "reviewer", "escalation": ["manager"],
      "timeout": "P3D",                            per role: ISO 8601 duration or seconds
      "requirements": ["inspection_report"],       optional; see `Approvals.fulfil`
      "requester.$": "$.requester",                token subject who may not decide; null if none
      "supplier_id.$": "$.supplier_id"}}           whose people may not decide; null if none

The task ends with ``{"approval_id", "outcome", "reason_code", "decided_by"}``; ``outcome`` is
``approved``, ``rejected``, ``returned``, ``timed_out`` or ``withdrawn``, ``decided_by`` a token
subject or null. It never fails by a decision, so a Choice on ``outcome`` follows. Give it no
``TimeoutSeconds``, or one longer than all roles together: the approval keeps the time and
escalates. ``Retry`` on ``States.TaskFailed`` is safe: the same process, round and step are the same
approval. A process started again with the same round is answered at once where it was decided.
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
