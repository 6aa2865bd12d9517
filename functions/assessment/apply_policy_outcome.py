"""Step of the state machine ``scorecard-policy``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.assessment.wiring import policies
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``policy``, ``at`` and the ``decision``, which functions/approvals/open.py describes;
    answers ``next``: `end`. Repeating it changes nothing.
    """
    call = step_call(event["at"], context, event["policy"])
    decided, number = Decided.of(event["decision"]), int(event["policy"])
    return {"next": run(call, lambda: policies().apply_outcome(call, number, decided))}
