"""What follows from an event: a deposit that is complete again lifts the hold for it; the end of a
cooperation ends what is required.
"""

from typing import Any

from teleshop.deposits.wiring import service
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "deposits.on_change", _act)


def _act(call: Call, envelope: Envelope) -> None:
    supplier_id, top_ups = envelope.data["supplier_id"], service().top_ups
    if envelope.type == "DepositRestored":
        top_ups.lift_hold(call, supplier_id)
    else:
        top_ups.cooperation_ended(call, supplier_id)
