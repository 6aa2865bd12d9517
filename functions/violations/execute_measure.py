"""One measure is to be carried out or taken back; goods a page at a time, the next page being an
event of its own.
"""

from typing import Any

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.violations.schemas.measures import MeasureDue
from teleshop.violations.wiring import execution

log = logger("violations")


def handler(event: dict[str, Any], context: Any) -> None:
    """Repeating it changes nothing: what was done is on record, step by step."""
    envelope = msgspec.convert(event["detail"], Envelope)
    due = envelope.read(MeasureDue)
    call = event_call(envelope, context)
    action = run(
        call,
        lambda: execution().carry_out(call, due.case_id, due.measure_id, due.begin, due.product),
    )
    log.info("measure", extra={"case_id": due.case_id, "measure": due.measure_id, "do": action})
