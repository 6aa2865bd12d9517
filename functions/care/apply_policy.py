"""A version of the service policy has come into force: open cases are counted anew, page by page.

Begun by the deadline of its start; each page tells of itself by an event that brings the next one.
"""

from typing import Any

import msgspec

from teleshop.care.schemas.policies import ServicePolicyRolledOut
from teleshop.care.service.policies import first_step
from teleshop.care.wiring import policies
from teleshop.deadlines.schemas import DeadlineReached
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call, once


def handler(event: dict[str, Any], context: Any) -> None:
    """One page, one transaction for each case; a repetition skips what is done."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call = event_call(envelope, context)
    policies().roll_out_policy(call, _step(envelope), once("care.apply_policy", envelope.id))


def _step(envelope: Envelope) -> ServicePolicyRolledOut:
    if envelope.type == DeadlineReached.__name__:
        return first_step(int(envelope.read(DeadlineReached).owner_id))
    return envelope.read(ServicePolicyRolledOut)
