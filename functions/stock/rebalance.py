"""Every two minutes the articles that are hot now are evened out; no others are looked at."""

from typing import Any

from teleshop.kernel.handlers import scheduled_call
from teleshop.stock.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Asks; the steps follow by events."""
    call = scheduled_call(event, context)
    service().sharding.request_for_hot(call)
