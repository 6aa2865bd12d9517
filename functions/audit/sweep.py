"""Every five minutes: chains the entries that the stream missed, on the event's own time."""

from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from teleshop.audit.wiring import service
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger

log = logger("audit")
metrics = Metrics(namespace="Teleshop", service="audit")


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers how many entries had been missed; the metric rings an alarm."""
    missed = service().sweep(scheduled_call(event, context))
    metrics.add_metric("AuditEntriesMissed", MetricUnit.Count, missed)
    log.info("audit swept", extra={"missed": missed})
    return {"missed": missed}
