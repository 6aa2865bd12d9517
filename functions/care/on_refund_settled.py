"""Payments sent money of a return back: the case knows that its refund was paid."""

from typing import Any, Final

from teleshop.care.wiring import after_sales
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.payments.schemas import RefundSettled

RETURNED: Final = "returned"
"""The reason of refunds for goods that came back; their subject is the case."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once; refunds for other reasons are no matter of a case."""
    consume(event, context, "care.on_refund_settled", _act)


def _act(call: Call, envelope: Envelope) -> None:
    said = envelope.read(RefundSettled)
    if said.reason == RETURNED:
        after_sales().goods.take_over_refund(call, said.subject, said.amount, said.reference)
