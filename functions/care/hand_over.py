"""A shift ended: what that person had open waits for others."""

from typing import Any

import msgspec

from teleshop.care.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import request_id
from teleshop.kernel.logs import logger
from teleshop.roster.schemas import ShiftEnded

log = logger("care")


def handler(event: dict[str, Any], context: Any) -> None:
    """One transaction for each case, each once; a repetition goes on where this one stopped."""
    envelope = msgspec.convert(event["detail"], Envelope)
    shift = envelope.read(ShiftEnded)
    call = Call(
        actor=SYSTEM_ACTOR,
        now=envelope.occurred_at,
        request_id=request_id(context),
        correlation_id=envelope.correlation_id,
        causation_id=envelope.id,
    )
    handed = service().assignment.hand_over(call, shift.subject, shift.shift_id)
    log.info("cases handed over", extra={"shift_id": shift.shift_id, "handed": handed})
