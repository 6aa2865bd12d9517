"""Compares what was sent in with all other products: bar code, number, name, pictures."""

from typing import Any

from teleshop.catalog.schemas.events import ProductSubmitted
from teleshop.catalog.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes an event of the bus; it takes effect once. The review goes on meanwhile."""
    consume(event, context, "catalog.on_product_submitted", _compare)


def _compare(call: Call, envelope: Envelope) -> object:
    told = envelope.read(ProductSubmitted)
    return service().likeness.compare(call, told.product_id, told.revision, told.round)
