"""Step of the state machine ``product-review``: the automatic check on things as they stand now."""

from typing import Any

from teleshop.catalog.service.review import Round
from teleshop.catalog.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``product_id``, ``revision``, ``round`` and ``at``; answers ``next`` (`continue` or
    `end`), the choices that the check list leaves for the decision and the requirements that are
    fulfilled already. Repeating it changes
    nothing.
    """
    told = Round(event["product_id"], event["revision"], event["round"])
    call = step_call(event["at"], context, told.product_id)
    checked = run(call, lambda: service().reviews.check_submission(call, told))
    return {
        "next": checked.next,
        "allowed": list(checked.allowed),
        "fulfilled": list(checked.fulfilled),
    }
