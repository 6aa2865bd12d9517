"""Routes of the timelines context."""

from typing import TYPE_CHECKING

from teleshop.kernel.schema import Listing, ListQuery, NoBody
from teleshop.timelines.schemas import OwnEntryView, TimelineEntryView
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.timelines.service import TimelineEntry

api = ApiBlueprint(__name__)


def to_listing(page: "Page[TimelineEntry]") -> Listing[TimelineEntryView]:
    """One page for staff."""
    return Listing.of(page.map(TimelineEntryView.of))


def to_own(page: "Page[TimelineEntry]") -> Listing[OwnEntryView]:
    """One page for the customer."""
    return Listing.of(page.map(OwnEntryView.of))


@api.get(
    "/customers/{customer_id}/timeline",
    query=ListQuery,
    answer=Listing[TimelineEntryView],
    present=to_listing,
    clause="2.4.1",
    summary=("查看顾客的服务时间线", "Show what happened to a customer"),
)
def show_timeline(request: Request[NoBody, ListQuery]) -> "Page[TimelineEntry]":
    """Everything that happened to a customer, newest first."""
    from teleshop.timelines.wiring import service

    return service().of_customer(request.path["customer_id"], request.query.page)


@api.get(
    "/timeline",
    query=ListQuery,
    answer=Listing[OwnEntryView],
    present=to_own,
    clause="2.4.1",
    summary=("查看本人的服务时间线", "Show what happened to me"),
)
def show_own_timeline(request: Request[NoBody, ListQuery]) -> "Page[TimelineEntry]":
    """What the caller may see of what happened to them, newest first."""
    from teleshop.timelines.wiring import service

    return service().own(request.call, request.query.page)
