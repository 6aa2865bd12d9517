"""Step of the state machine ``product-review``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.catalog.service.review import Round
from teleshop.catalog.wiring import service
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``product_id``, ``revision``, ``round``, ``at`` and the ``decision`` that
    functions/approvals/open.py describes; answers ``next``: `end`. Repeating it changes nothing.
    """
    told = Round(event["product_id"], event["revision"], event["round"])
    call = step_call(event["at"], context, told.product_id)
    decided = Decided.of(event["decision"])
    following = run(call, lambda: service().reviews.apply_outcome(call, told, decided))
    return {"next": following}
