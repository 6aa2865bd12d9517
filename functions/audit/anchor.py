"""Every hour, five minutes past: ends and anchors days that are over, anchors the running one."""

from typing import Any

from teleshop.audit.wiring import service
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger

log = logger("audit")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers what was anchored; the event's own time decides which days are over."""
    report = service().anchor(scheduled_call(event, context))
    days = [day.isoformat() for day in report.days]
    log.info("audit anchored", extra={"days": days, "hour": report.hour, "missed": report.swept})
    return {"days": days, "hour": report.hour, "missed": report.swept}
