"""A cooperation has ended: nothing is left to decide on that supplier."""

from typing import Any

from teleshop.assessment.wiring import consequences
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.suppliers.schemas.events import SupplierTerminated


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once; where the matter itself ended the cooperation, nothing is open."""
    consume(event, context, "assessment.on_supplier_terminated", _end)


def _end(call: Call, envelope: Envelope) -> None:
    consequences().supplier_left(call, envelope.read(SupplierTerminated).supplier_id)
