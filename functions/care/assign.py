"""A case waits for somebody: it is given to whoever on duty has least to do."""

from typing import Any

from teleshop.care.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once; with nobody there the case goes on waiting, for `assign_waiting`."""
    consume(event, context, "care.assign", _assign)


def _assign(call: Call, envelope: Envelope) -> None:
    service().assignment.assign_next(call, envelope.data["case_id"])
