"""Routes: what a supplier can do about the consequence of a scorecard."""

from typing import Any

from teleshop.assessment.routes.blueprint import api
from teleshop.assessment.schemas.consequences import AppealBody, ConsequenceView, PlanBody
from teleshop.kernel.schema import NoQuery
from teleshop.web.request import Answer, Request


def to_own(known: Any) -> Answer:
    """The matter as its supplier may see it."""
    return Answer(ConsequenceView.of(known, staff=False), known.version)


@api.post(
    "/suppliers/{supplier_id}/scorecards/{quarter}/appeal",
    body=AppealBody,
    answer=ConsequenceView,
    status=201,
    present=to_own,
    versioned=True,
    clause="3.3.3",
    summary=("对考核处理决定提出申诉", "Appeal against the consequence of a scorecard"),
)
def file_appeal(request: Request[AppealBody, NoQuery]) -> Any:
    """Within ten working days; nothing takes effect until another person has decided on it as an
    approval of the process `assessment_consequence`.
    """
    from teleshop.assessment.wiring import appeals

    path = request.path
    return appeals().file_appeal(request.call, path["supplier_id"], path["quarter"], request.body)


@api.post(
    "/suppliers/{supplier_id}/scorecards/{quarter}/improvement-plan",
    body=PlanBody,
    answer=ConsequenceView,
    status=201,
    present=to_own,
    versioned=True,
    clause="3.3.3",
    summary=("提交改进计划", "Hand in the improvement plan"),
)
def hand_in_plan(request: Request[PlanBody, NoQuery]) -> Any:
    """What will be done, until when, and who sees to it; reviewed as an approval of the process
    `improvement_plan`, and judged by the next quarter's scorecard.
    """
    from teleshop.assessment.wiring import plans

    path = request.path
    return plans().hand_in_plan(request.call, path["supplier_id"], path["quarter"], request.body)
