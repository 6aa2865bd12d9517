"""Routes of the waiting list: customers for themselves, agents for those who call."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.waitlist.schemas import EntryView, JoinBody, WaitingListView, WaitingQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.waitlist.service import Waitlist

api = ApiBlueprint(__name__)


def _service() -> "Waitlist":
    from teleshop.waitlist.wiring import service

    return service()


def _entry(shown: Any) -> Answer:
    view = EntryView.of(shown.entry, position=shown.position, for_staff=shown.for_staff)
    return Answer(view)


@api.post(
    "/waiting-list",
    body=JoinBody,
    answer=EntryView,
    status=201,
    present=_entry,
    location="/waiting-list/{id}",
    clause="1.1",
    summary=("登记到货等候", "Wait for goods that are sold out"),
)
def join(request: Request[JoinBody, NoQuery]) -> Any:
    """Only while fewer are left than are asked for. One entry for each article: again is the same,
    as it stands. Staff name the customer.
    """
    return _service().entries.join(request.call, request.body)


@api.get(
    "/waiting-list",
    query=WaitingQuery,
    answer=WaitingListView,
    present=WaitingListView.of,
    clause="1.1",
    summary=("查询到货等候", "List who waits"),
)
def list_entries(request: Request[NoBody, WaitingQuery]) -> Any:
    """Customers: their own open entries. Staff: the queue of an article in order of turns, or the
    open entries of a customer.
    """
    return _service().entries.list_entries(request.call, request.query)


@api.get(
    "/waiting-list/{entry_id}",
    answer=EntryView,
    present=_entry,
    clause="1.1",
    summary=("查询一项到货等候", "Read an entry of the waiting list"),
)
def show(request: Request[NoBody, NoQuery]) -> Any:
    """With the place in the queue, which is an estimate, or the offer."""
    return _service().entries.show(request.call, request.path["entry_id"])


@api.delete(
    "/waiting-list/{entry_id}",
    answer=EntryView,
    status=200,
    present=_entry,
    clause="1.1",
    summary=("撤回到货等候", "Stop waiting"),
)
def withdraw(request: Request[NoBody, NoQuery]) -> Any:
    """What was held for the customer goes to who is next. The entry stays on record."""
    return _service().entries.withdraw(request.call, request.path["entry_id"])
