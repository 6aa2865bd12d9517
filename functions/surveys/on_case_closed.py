"""A case was closed: its customer is asked how it went, unless asked lately or opted out."""

from typing import Any

import msgspec

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.surveys.schemas import ClosedCase
from teleshop.surveys.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "surveys.on_case_closed", _offer)


def _offer(call: Call, envelope: Envelope) -> None:
    service().invitations.case_closed(call, msgspec.convert(envelope.data, ClosedCase))
