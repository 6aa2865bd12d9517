"""Routes of scorecards: suppliers see their own, staff all of them."""

from typing import Any, Final

from teleshop.assessment.routes.blueprint import api
from teleshop.assessment.schemas.consequences import ConsequenceView
from teleshop.assessment.schemas.scorecards import ScorecardLineView, ScorecardView
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.request import Request

PROVISIONAL: Final = "provisional"


def _page(page: Any) -> Listing[ScorecardLineView]:
    return Listing.of(page.map(ScorecardLineView.of))


@api.get(
    "/suppliers/{supplier_id}/scorecards",
    query=ListQuery,
    answer=Listing[ScorecardLineView],
    present=_page,
    clause="3.3.2",
    summary=("查询供应商考核成绩", "List the scorecards of a supplier"),
)
def list_scorecards(request: Request[NoBody, ListQuery]) -> Any:
    """The newest quarter first, of each the last run first."""
    from teleshop.assessment.wiring import scorecards

    return scorecards().list_own(request.call, request.path["supplier_id"], request.query.page)


@api.get(
    "/suppliers/{supplier_id}/scorecards/{quarter}",
    answer=ScorecardView,
    clause="3.3.2",
    summary=("查询季度考核成绩单", "Read the scorecard of a quarter"),
)
def get_scorecard(request: Request[NoBody, NoQuery]) -> ScorecardView:
    """`provisional` instead of a quarter: the running one as it stands now, and what would move
    the supplier up. With ``consequence`` where something follows from it;
    ``outdated`` where more was counted of the quarter since.
    """
    supplier_id, quarter = request.path["supplier_id"], request.path["quarter"]
    if quarter == PROVISIONAL:
        from teleshop.assessment.wiring import provisional

        now = provisional().show(request.call, supplier_id)
        return ScorecardView.provisional_of(now.card, now.way_up, now.as_of, now.peers_of)
    from teleshop.assessment.wiring import consequences, scorecards

    record = scorecards().show(request.call, supplier_id, quarter)
    known = consequences().show(request.call, supplier_id, quarter)
    staff = request.call.actor.is_staff
    return ScorecardView.of(
        record,
        ConsequenceView.of(known, staff=staff) if known else None,
        outdated=scorecards().is_outdated(record),
    )
