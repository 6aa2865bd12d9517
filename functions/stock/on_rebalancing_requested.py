"""The rows of an article are to be evened out: one step, which asks for the next one."""

from typing import Any

from teleshop.kernel.actor import Call
from teleshop.kernel.events import Envelope
from teleshop.kernel.handlers import consume
from teleshop.stock.schemas import StockRebalancingRequested
from teleshop.stock.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect at most once per event; a step that finds everything even does nothing."""
    consume(event, context, "stock.on_rebalancing_requested", _step)


def _step(call: Call, envelope: Envelope) -> None:
    service().sharding.step(call, envelope.read(StockRebalancingRequested).sku)
