"""A clock of a violation case ran out: an investigation is late, the supplier said nothing, nobody
appealed, or what failed (a decision, a measure, help for a customer) is asked for again.
"""

from dataclasses import replace
from typing import Any

from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.violations.wiring import affected, execution, service

log = logger("violations")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per deadline; one that its case has left behind changes nothing."""
    consume(event, context, "violations.on_deadline_reached", _act)


def _act(call: Call, envelope: Envelope) -> None:
    due = envelope.read(DeadlineReached)
    own, case_id = service(), due.owner_id
    changed: object
    match due.kind:
        case "investigation":
            changed = own.investigations.investigation_overdue(call, case_id, due.due_at)
        case "statement":
            changed = own.statements.statement_time_over(call, case_id, due.due_at)
        case "appeal":
            changed = own.decisions.appeal_time_over(call, case_id, due.due_at)
        case "again":
            affected().ask_again(replace(call, request_key=None), case_id)
            changed = execution().order_all(call, case_id) or None
        case _:
            changed = own.decisions.retry(call, case_id, due.deadline_id)
    if changed is not None:
        log.info("clock of a violation ran out", extra={"case_id": case_id, "clock": due.kind})
