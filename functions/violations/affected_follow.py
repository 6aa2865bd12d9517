"""What was opened for a customer of a violation came to its end, or an order that had to wait went
on: the affected order says so.
"""

from typing import Any, Final

import msgspec

from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import event_call
from teleshop.violations.wiring import affected

PAID: Final = frozenset({"ClaimPaid", "RefundPaid"})
ENDED_CLAIMS: Final = frozenset({"lapsed", "refused", "withdrawn"})


def handler(event: dict[str, Any], context: Any) -> None:
    """Repeating it changes nothing; what concerns no violation is let pass."""
    envelope = msgspec.convert(event["detail"], Envelope)
    call, data = event_call(envelope, context), envelope.data
    if envelope.context == "orders":
        affected().follow_order(call, data["order_id"])
        return
    help_id = data["claim_id"] if envelope.context == "fund" else data["case_id"]
    if envelope.type in PAID:
        affected().follow_help(call, help_id, paid=True, why="paid")
    elif envelope.type == "CaseClosed":
        affected().follow_help(call, help_id, paid=False, why=data["resolution"])
    elif data["outcome"] in ENDED_CLAIMS:
        affected().follow_help(call, help_id, paid=False, why=data["outcome"])
    if data.get("order_id") is not None:
        # Whoever had asked for it: pieces may be left for which nobody asks any more.
        affected().follow_order(call, data["order_id"])
