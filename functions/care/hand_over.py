"""A shift ended: what that person had open waits for others."""

from typing import Any

import msgspec

from teleshop.care.wiring import service
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.logs import logger
from teleshop.roster.schemas import ShiftEnded

log = logger("care")


def handler(event: dict[str, Any], context: Any) -> None:
    """One transaction for each case, each once; a repetition goes on where this one stopped."""
    envelope = msgspec.convert(event["detail"], Envelope)
    shift = envelope.read(ShiftEnded)
    call = event_call(envelope, context)
    handed = service().assignment.hand_over(call, shift.subject, shift.shift_id)
    log.info("cases handed over", extra={"shift_id": shift.shift_id, "handed": handed})
