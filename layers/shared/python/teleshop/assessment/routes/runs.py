"""Routes of runs: for staff."""

from typing import TYPE_CHECKING, Any

from teleshop.assessment.routes.blueprint import api
from teleshop.assessment.schemas.runs import (
    BandLineView,
    RunBody,
    RunDetailView,
    RunQuery,
    RunView,
)
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.assessment.service.runs import Runs


def _runs() -> "Runs":
    from teleshop.assessment.wiring import runs

    return runs()


def _view(found: Any) -> RunView:
    return RunView.of(found.run, found.counts)


def _page(page: Any) -> Listing[RunView]:
    return Listing.of(page.map(_view))


@api.post(
    "/assessment-runs",
    body=RunBody,
    answer=RunView,
    status=202,
    present=_view,
    location="/assessment-runs/{quarter}",
    clause="3.3.1",
    summary=("发起季度考核", "Start the assessment of a quarter"),
)
def start_run(request: Request[RunBody, NoQuery]) -> Any:
    """Of a quarter that is over; one that failed goes on where it stopped, and one that was
    completed is made anew. Works in the background.
    """
    return _runs().open(request.call, request.body.quarter, request.body.reason)


@api.get(
    "/assessment-runs",
    query=ListQuery,
    answer=Listing[RunView],
    present=_page,
    clause="3.3.1",
    summary=("查询各季度考核", "List the assessments of quarters"),
)
def list_runs(request: Request[NoBody, ListQuery]) -> Any:
    """The newest quarter first."""
    return _runs().list_runs(request.query.page)


@api.get(
    "/assessment-runs/{quarter}",
    query=RunQuery,
    answer=RunDetailView,
    clause="3.3.1",
    summary=("查询考核进度", "Read how far the assessment of a quarter is"),
)
def get_run(request: Request[NoBody, RunQuery]) -> RunDetailView:
    """The last run of the quarter; with `band` the suppliers of that band, page by page."""
    from teleshop.assessment.wiring import scorecards
    from teleshop.kernel.paging import PageRequest

    query, found = request.query, _runs().show(request.path["quarter"])
    if query.band is None:
        return RunDetailView(progress=_view(found), items=[])
    page = scorecards().of_band(
        found.run.quarter, found.run.run, query.band, PageRequest(query.limit, query.cursor)
    )
    items = [BandLineView.of(line) for line in page.items]
    return RunDetailView(progress=_view(found), items=items, next=page.next)
