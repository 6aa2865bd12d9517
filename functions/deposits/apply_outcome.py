"""Step of the state machine ``deposit-payback``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.deposits.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``payback_id``, ``round``, ``at`` and the ``decision`` that
    functions/approvals/open.py describes; answers ``next``: `end`. Repeating it changes nothing.
    """
    call = step_call(event["at"], context, event["payback_id"])
    decided, paybacks = Decided.of(event["decision"]), service().paybacks
    which = event["supplier_id"], event["payback_id"], event["round"]
    return {"next": run(call, lambda: paybacks.apply_outcome(call, *which, decided))}
