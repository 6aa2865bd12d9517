"""Something happened that people are told of: see teleshop/notifications/templates."""

from typing import Any

from teleshop.kernel.handlers import consume
from teleshop.notifications.wiring import service


def handler(event: dict[str, Any], context: Any) -> None:
    """Takes effect once per event."""
    consume(event, context, "notifications.on_event", service().notify)
