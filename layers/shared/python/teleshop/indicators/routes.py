"""Routes of the indicators context."""

from typing import Any

from teleshop.indicators.schemas import (
    FiguresQuery,
    FiguresView,
    RecountBody,
    RecountView,
    SourcesQuery,
    SourceView,
)
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

api = ApiBlueprint(__name__)


def to_sources(page: Any) -> Listing[SourceView]:
    """A page of events."""
    return Listing.of(page.map(SourceView.of))


@api.get(
    "/suppliers/{supplier_id}/indicators",
    query=FiguresQuery,
    answer=FiguresView,
    present=FiguresView.of,
    clause="3.3.1",
    summary=("查看供应商的季度指标", "Read the figures and indicators of a supplier's quarter"),
)
def show_indicators(request: Request[NoBody, FiguresQuery]) -> Any:
    """Zeros where nothing happened; suppliers see their own."""
    from teleshop.indicators.wiring import indicators

    return indicators().show(request.call, request.path["supplier_id"], request.query.quarter)


@api.post(
    "/suppliers/{supplier_id}/indicators",
    body=RecountBody,
    answer=RecountView,
    present=RecountView.of,
    clause="3.3.1",
    summary=("按事件重新计算季度指标", "Count a supplier's quarter again from its events"),
)
def recount_indicators(request: Request[RecountBody, NoQuery]) -> Any:
    """Corrects what differs and says how much that was."""
    from teleshop.indicators.wiring import counting

    body = request.body
    return counting().recount(request.call, request.path["supplier_id"], body.quarter, body.reason)


@api.get(
    "/suppliers/{supplier_id}/indicators/{measure}",
    query=SourcesQuery,
    answer=Listing[SourceView],
    present=to_sources,
    clause="3.3.1",
    summary=("查看指标所依据的事件", "List the events behind a figure"),
)
def list_sources(request: Request[NoBody, SourcesQuery]) -> Any:
    """By what they were counted as, the latest of each first; suppliers see their own."""
    from teleshop.indicators.wiring import indicators

    query = request.query
    return indicators().sources(
        request.call,
        request.path["supplier_id"],
        query.quarter,
        request.path["measure"],
        query.page,
    )
