"""Step of the state machine ``assessment-consequence``: what was decided takes effect."""

from typing import Any

from teleshop.approvals.service import Decided
from teleshop.assessment.wiring import consequence_reviews
from teleshop.kernel.handlers import step_call
from teleshop.kernel.use_case import run


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Takes ``supplier_id``, ``quarter``, ``stage``, ``round``, ``asked``, ``at`` and the
    ``decision`` that functions/approvals/open.py describes; answers ``next``: `end`. Repeating it
    changes nothing.
    """
    supplier_id, quarter = event["supplier_id"], event["quarter"]
    call = step_call(event["at"], context, f"{supplier_id}-{quarter}")
    asked = (event["stage"], int(event["round"]), int(event["asked"]))
    decided, reviews = Decided.of(event["decision"]), consequence_reviews()
    following = run(call, lambda: reviews.apply_outcome(call, supplier_id, quarter, asked, decided))
    return {"next": following}
