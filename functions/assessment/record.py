"""Step of the state machine ``supplier-assessment``: the scorecards of one batch are issued."""

from typing import Any

from teleshop.assessment.wiring import scorecards
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``quarter``, ``run``, ``batch`` (its number) and ``at``; answers how many were
    ``recorded``. Repeating it issues nothing twice.
    """
    quarter, number, batch = event["quarter"], int(event["run"]), int(event["batch"])
    call = step_call(event["at"], context, f"{quarter}-{number}")
    mark = run(call, lambda: scorecards().record_batch(call, quarter, number, batch))
    return {"recorded": mark.counts.sum}
