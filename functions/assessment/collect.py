"""Step of the state machine ``supplier-assessment``: figures are frozen and scored."""

from typing import Any

from teleshop.assessment.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.logs import logger
from teleshop.kernel.use_case import run

log = logger("assessment")


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``quarter``, ``run``, ``at`` and ``wait`` (whether to wait for events that are to be
    counted, see ``Runs.collect``); answers how many ``batches`` there are, and ``bucket`` and
    ``key`` of their list. Repeating it changes nothing.
    """
    quarter, number = event["quarter"], int(event["run"])
    call = step_call(event["at"], context, f"{quarter}-{number}")
    made = run(call, lambda: runs().collect(call, quarter, number, wait=event["wait"]))
    log.info(
        "figures frozen",
        extra={"run": made.name, "suppliers": made.suppliers, "batches": made.batches},
    )
    bucket, key = runs().place_of_batches(made)
    return {"batches": made.batches, "bucket": bucket, "key": key}
