"""Every hour: looks for hours of the next seven days without enough people, on the event's own
time.
"""

from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run
from teleshop.roster.wiring import cover

log = logger("roster")
metrics = Metrics(namespace="Teleshop", service="roster")


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers what the control changed and how many gaps are open."""
    call = scheduled_call(event, context)
    report = run(call, lambda: cover().control_cover(call))
    metrics.add_metric("CoverGapsOpen", MetricUnit.Count, report.open)
    metrics.add_metric("CoverGapsUrgent", MetricUnit.Count, report.open_urgent)
    done = {
        "found": report.found,
        "urgent": report.urgent,
        "closed": report.closed,
        "open": report.open,
    }
    log.info("cover controlled", extra=done)
    return done
