"""An order was taken here, or reported for the first time: counts of cases may be judged per
order.
"""

from typing import Any

from teleshop.analysis.wiring import counting
from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.orders.schemas import OrderPlaced, OrderReported


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per order: later reports of it are let pass."""
    consume(event, context, "analysis.count_orders", _act)


def _act(call: Call, envelope: Envelope) -> None:
    if envelope.type == "OrderPlaced":
        placed = envelope.read(OrderPlaced)
        counting().count_order(call, placed.order_id, placed.placed_at)
        return
    said = envelope.read(OrderReported)
    if said.version == 1:
        counting().count_order(call, said.order_id, said.placed_at)
