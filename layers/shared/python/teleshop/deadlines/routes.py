"""Routes of the deadlines capability: what staff may see. Owners change deadlines, nobody else."""

from typing import TYPE_CHECKING

from teleshop.deadlines.schemas import DeadlinesQuery, DeadlineView
from teleshop.kernel.schema import Listing, NoBody
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.deadlines.service import Deadline
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def to_view(deadline: "Deadline") -> DeadlineView:
    """A deadline for staff."""
    return DeadlineView(
        id=deadline.id,
        kind=deadline.kind,
        state=deadline.state,
        due_at=deadline.due_at,
        registered_at=deadline.registered_at,
        next_warning_at=deadline.warnings[0] if deadline.warnings else None,
        remaining_seconds=deadline.remaining,
        reached_at=deadline.reached_at,
        met_at=deadline.met_at,
    )


def to_listing(page: "Page[Deadline]") -> Listing[DeadlineView]:
    """One page for staff."""
    return Listing.of(page.map(to_view))


@api.get(
    "/deadlines",
    query=DeadlinesQuery,
    answer=Listing[DeadlineView],
    present=to_listing,
    clause="9.1.4",
    summary=("查询某一对象的全部时限", "List the deadlines of one object"),
)
def list_deadlines(request: Request[NoBody, DeadlinesQuery]) -> "Page[Deadline]":
    """All deadlines of one object by due time, ended ones too."""
    from teleshop.deadlines.wiring import service

    context, kind, id = request.query.owner.split(":", 2)
    return service().of_object(context, kind, id, request.query.page)
