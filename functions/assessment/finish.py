"""Step of the state machine ``supplier-assessment``: every scorecard was issued."""

from typing import Any

from teleshop.assessment.wiring import runs
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``quarter``, ``run`` and ``at``; answers the ``state``. Repeating it changes
    nothing.
    """
    quarter, number = event["quarter"], int(event["run"])
    call = step_call(event["at"], context, f"{quarter}-{number}")
    ended = run(call, lambda: runs().finish(call, quarter, number))
    return {"state": ended.state}
