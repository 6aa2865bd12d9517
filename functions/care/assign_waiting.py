"""Every minute: asks again for what still waits for somebody."""

from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from teleshop.care.wiring import service
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger

log = logger("care")
metrics = Metrics(namespace="Teleshop", service="care")

RESERVE_MS = 5_000
"""Time kept back to finish the transaction under way before Lambda ends the function."""


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers how many cases were given to somebody; what remains waits for the next minute."""
    call = scheduled_call(event, context)
    given = service().assignment.assign_waiting(
        call, more_time=lambda: context.get_remaining_time_in_millis() > RESERVE_MS
    )
    metrics.add_metric("CasesAssignedLate", MetricUnit.Count, given)
    log.info("waiting cases looked at", extra={"given": given})
    return {"given": given}
