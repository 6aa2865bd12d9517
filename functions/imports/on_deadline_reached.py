"""The clock of an import ran out: whatever became of its run, it is not under way any more."""

from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.imports.service import LATE
from teleshop.imports.wiring import runs
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger

log = logger("imports")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; an import that has ended stays as it is."""
    consume(event, context, "imports.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    ended = runs().fail(call, due.owner_id, LATE)
    if ended.error == LATE:
        log.error("import did not end in time", extra={"import_id": ended.id})
