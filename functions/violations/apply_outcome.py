"""Step of the state machine ``violation-case``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run
from teleshop.violations.wiring import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``case_id``, ``stage``, ``round``, ``at`` and the ``decision`` that
    functions/approvals/open.py describes; answers ``next``: `end`. Repeating it changes nothing.
    """
    case_id, stage, round = event["case_id"], event["stage"], event["round"]
    call = step_call(event["at"], context, case_id)
    decided = Decided.of(event["decision"])
    decisions = service().decisions
    following = run(call, lambda: decisions.apply_outcome(call, case_id, stage, round, decided))
    return {"next": following}
