"""Every Monday: judges which causes had more cases than chance explains, at the event's time."""

from typing import Any

from aws_lambda_powertools import Metrics
from aws_lambda_powertools.metrics import MetricUnit

from teleshop.analysis.wiring import charts
from teleshop.kernel.handlers import scheduled_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("analysis")
metrics = Metrics(namespace="Teleshop", service="analysis")


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answers what is stored of the weeks that were to be judged, by this run or one before."""
    call = scheduled_call(event, context)
    judged = run(call, lambda: charts().judge_weeks(call))
    metrics.add_metric(
        "CausesOutOfControl", MetricUnit.Count, len(judged[-1].signals) if judged else 0
    )
    done = {week.week: {"causes": week.causes, "signals": week.signals} for week in judged}
    log.info("causes judged", extra={"weeks": done})
    return {"weeks": done}
