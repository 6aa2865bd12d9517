"""A clock of invoices ran out: one that was not issued or corrected in time stays late on record
and people are told, a file that was not made has failed.
"""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.invoices.service import EXPORT, RECEIPT
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("invoices")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its request has left behind tells nothing."""
    consume(event, context, "invoices.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due, own = envelope.read(DeadlineReached), service()
    giving_up = {EXPORT: own.exports.give_up, RECEIPT: own.receipts.give_up}
    if due.owner_kind in giving_up:
        failed = giving_up[due.owner_kind](call, due.owner_id, due.deadline_id)
        if failed is not None:
            log.error("file not made in time", extra={"what": due.owner_kind, "id": due.owner_id})
        return
    late = own.upkeep.overdue(call, due.owner_id, due.deadline_id)
    if late is not None:
        log.warning("invoice is late", extra={"request_id": late.id, "state": late.state})
