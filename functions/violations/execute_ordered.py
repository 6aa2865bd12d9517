"""Measures of a violation case were ordered or fell: each one is asked for by its own event."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.kernel.logs import logger
from teleshop.violations.wiring import execution

log = logger("violations")


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event; what is to be done is read from the case."""
    consume(event, context, "violations.execute_ordered", _act)


def _act(call: Call, envelope: Envelope) -> None:
    case_id = envelope.data["case_id"]
    wanted = execution().order_all(call, case_id)
    log.info("measures ordered", extra={"case_id": case_id, "measures": len(wanted)})
