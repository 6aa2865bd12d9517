"""A violation was decided: the orders that it affects are searched for, and once more when that
takes effect. It was annulled: nobody is offered anything any more.
"""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.violations.schemas import ViolationDecided, ViolationEffective
from teleshop.violations.wiring import affected


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "violations.affected_begin", _act)


def _act(call: Call, envelope: Envelope) -> object:
    case_id = envelope.data["case_id"]
    if envelope.type == ViolationDecided.__name__:
        return affected().begin(call, case_id)
    if envelope.type == ViolationEffective.__name__:
        return affected().search_again(call, case_id)
    return affected().stop(call, case_id)
