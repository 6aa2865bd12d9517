"""An approval has ended: the task of the state machine that waits for it is answered."""

from typing import Any

from teleshop.approvals.domain.approval import CallbackState
from teleshop.approvals.schemas import ApprovalDecided
from teleshop.approvals.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("approvals")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once; a failure of Step Functions is raised, so that Lambda tries again."""
    consume(event, context, "approvals.on_approval_decided", _answer)


def _answer(call: Call, envelope: Envelope) -> None:
    decided = envelope.read(ApprovalDecided)
    told = service().deliver_outcome(call, decided.approval_id)
    if told is not None and told.callback is CallbackState.LOST:
        log.warning(
            "no task waits for the decision",
            extra={"approval_id": told.id, "execution": told.execution},
        )
