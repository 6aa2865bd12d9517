"""A product's document ends soon: its supplier is told."""

from typing import Any

from teleshop.catalog.wiring import service
from teleshop.deadlines.schemas import DeadlineApproaching
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per warning; one for content that holds no longer tells nothing."""
    consume(event, context, "catalog.on_deadline_approaching", _warn)


def _warn(call: Call, envelope: Envelope) -> object:
    due = envelope.read(DeadlineApproaching)
    return service().standing.document_expires(call, due.owner_id, due.data)
