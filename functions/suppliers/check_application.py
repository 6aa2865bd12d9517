"""Step of the state machine ``supplier-onboarding``: the automatic check of an application."""

from typing import Any

from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run
from teleshop.suppliers.wiring import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``round`` and ``at`` (when the step began: the check is made for that
    instant); answers ``next``: `continue` with the review, or `end`. Repeating it changes nothing.
    """
    call = step_call(event["at"], context, event["supplier_id"])
    onboarding = service().onboarding
    decided = run(
        call, lambda: onboarding.check_application(call, event["supplier_id"], event["round"])
    )
    return {"next": decided}
