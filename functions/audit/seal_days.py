"""Shortly after midnight in China: ends the day's chain and anchors it, on the event's own time."""

from typing import Any

from teleshop.audit.wiring import service
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger

log = logger("audit")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers the days that were anchored."""
    anchored = service().seal_days(scheduled_call(event, context).now)
    log.info("days anchored", extra={"days": [f"{day.day}" for day in anchored]})
    return {"anchored": [f"{day.day}" for day in anchored]}
