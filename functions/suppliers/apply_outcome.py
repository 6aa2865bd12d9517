"""Step of the state machine ``supplier-onboarding``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run
from teleshop.suppliers.wiring import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``round``, ``step``, ``at`` and the ``decision`` that
    functions/approvals/open.py describes; answers ``next``: `continue` or `end`. Repeating it
    changes nothing.
    """
    call = step_call(event["at"], context, event["supplier_id"])
    decided = Decided.of(event["decision"])
    onboarding, supplier_id = service().onboarding, event["supplier_id"]
    following = run(
        call,
        lambda: onboarding.apply_outcome(call, supplier_id, event["round"], event["step"], decided),
    )
    return {"next": following}
