"""Every night: anonymous answers of the day before are told, samples that are due asked for, and
unfinished ones gone on with.
"""

from typing import Any

from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger
from teleshop.surveys.wiring import service

log = logger("surveys")
RESERVE_MS = 10_000


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers what was done; the event's own time decides what is due."""
    call, own = scheduled_call(event, context), service()

    def more_time() -> bool:
        return bool(context.get_remaining_time_in_millis() > RESERVE_MS)

    told = own.answers.release_anonymous(call, more_time=more_time)
    for sample in own.samples.unfinished():
        own.samples.advance(call, sample.id, more_time=more_time)
    asked = [sample.id for sample in own.samples.request_due(call)]
    log.info("surveys of the night", extra={"told": told, "samples": asked})
    return {"told": told, "samples": asked}
