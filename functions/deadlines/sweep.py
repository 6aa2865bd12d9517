"""Every minute: tells what is due, on the event's own time."""

from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from teleshop.deadlines.wiring import service
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger

log = logger("deadlines")
metrics = Metrics(namespace="Teleshop", service="deadlines")

RESERVE_MS = 5_000
"""Time kept back to finish transactions under way before Lambda ends the function."""


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers what the sweep did; what it could not finish stays due for the next one."""
    call = scheduled_call(event, context)
    report = service().sweep(
        call, more_time=lambda: context.get_remaining_time_in_millis() > RESERVE_MS
    )
    metrics.add_metric("SweepLag", MetricUnit.Seconds, report.lag)
    metrics.add_metric("DeadlinesTold", MetricUnit.Count, report.told)
    log.info(
        "sweep done", extra={"told": report.told, "skipped": report.skipped, "lag": report.lag}
    )
    return {
        "told": report.told,
        "skipped": report.skipped,
        "lag": report.lag,
        "complete": report.complete,
    }
