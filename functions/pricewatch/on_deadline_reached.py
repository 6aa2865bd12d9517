"""A violation was not corrected, or a day not checked, in time: that stays on record, and people
are told.
"""

from datetime import date
from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.pricewatch.service import DAY_CHECK
from teleshop.pricewatch.wiring import service

log = logger("pricewatch")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its violation has left behind tells nothing."""
    consume(event, context, "pricewatch.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    if due.owner_kind == DAY_CHECK:
        day = date.fromisoformat(due.owner_id)
        if service().day_checks.give_up(call, day, due.deadline_id) is not None:
            log.error("check of a day not finished in time", extra={"day": due.owner_id})
        return
    late = service().violations.correction_overdue(call, due.owner_id, due.deadline_id)
    if late is not None:
        log.warning("correction of a price violation is late", extra={"violation_id": late.id})
