"""Routes of the approvals capability: the inbox, decisions, withdrawal, delegations."""

from typing import TYPE_CHECKING

from teleshop.approvals.schemas import (
    ApprovalsQuery,
    ApprovalView,
    DecisionBody,
    DelegationBody,
    DelegationsQuery,
    DelegationView,
)
from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.approvals.service import Approval, Delegation, InboxItem
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def to_item(item: "InboxItem") -> ApprovalView:
    """An approval in a list."""
    return ApprovalView.of(item.approval, item.acting_for)


def to_answer(item: "InboxItem") -> Answer:
    """One approval, with its version."""
    return Answer(to_item(item), item.approval.version)


def to_page(page: "Page[InboxItem]") -> Listing[ApprovalView]:
    """One page of approvals."""
    return Listing.of(page.map(to_item))


def to_outcome(approval: "Approval") -> ApprovalView:
    """An approval that has ended; without its version, so that repeating the request answers the
    same.
    """
    return ApprovalView.of(approval)


def to_delegations(page: "Page[Delegation]") -> Listing[DelegationView]:
    """One page of delegations."""
    return Listing.of(page.map(DelegationView.of))


@api.get(
    "/approvals",
    query=ApprovalsQuery,
    answer=Listing[ApprovalView],
    present=to_page,
    clause="3.1.3",
    summary=("查询待我审批或某一流程的审批", "List what waits for my decision, or one process"),
)
def list_approvals(request: Request[NoBody, ApprovalsQuery]) -> "Page[InboxItem]":
    """The caller's inbox by due time, or all approvals of one process."""
    from teleshop.approvals.wiring import service

    query = request.query
    if query.mine == (query.process is not None):
        raise InvalidInputError(
            errors=[
                FieldError(
                    "/mine",
                    "choose_one",
                    "请在 mine=true 与 process=类型:编号 中恰好选择一个。",
                    "Give exactly one of mine=true and process=kind:id.",
                )
            ]
        )
    if query.process is not None:
        return service().of_case(request.call, query.process, query.page)
    return service().inbox(request.call, query.role, query.page)


@api.get(
    "/approvals/{id}",
    answer=ApprovalView,
    present=to_answer,
    versioned=True,
    clause="3.1.3",
    summary=("查看审批", "Show an approval"),
)
def show_approval(request: Request[NoBody, NoQuery]) -> "InboxItem":
    """One approval."""
    from teleshop.approvals.wiring import service

    return service().show(request.call, request.path["id"])


@api.post(
    "/approvals/{id}/decision",
    body=DecisionBody,
    answer=ApprovalView,
    present=to_outcome,
    clause="3.1.3",
    summary=("作出决定：批准、驳回或退回修改", "Decide: approve, reject or return for change"),
)
def decide_approval(request: Request[DecisionBody, NoQuery]) -> "Approval":
    """Decide; final."""
    from teleshop.approvals.wiring import service

    return service().decide(request.call, request.path["id"], request.body)


@api.post(
    "/approvals/{id}/withdrawal",
    answer=ApprovalView,
    present=to_outcome,
    clause="3.1.3",
    summary=("申请方撤回", "Withdraw, as the applicant"),
)
def withdraw_approval(request: Request[NoBody, NoQuery]) -> "Approval":
    """Take the whole case back; final for this round."""
    from teleshop.approvals.wiring import service

    return service().withdraw(request.call, request.path["id"])


@api.post(
    "/delegations",
    body=DelegationBody,
    answer=DelegationView,
    present=DelegationView.of,
    status=201,
    clause="3.1.3",
    summary=("委托他人在一段时间内代为审批", "Let somebody else decide for me for a time"),
)
def delegate_role(request: Request[DelegationBody, NoQuery]) -> "Delegation":
    """Delegate one of the caller's own roles."""
    from teleshop.approvals.wiring import delegations

    return delegations().delegate(request.call, request.body)


@api.get(
    "/delegations",
    query=DelegationsQuery,
    answer=Listing[DelegationView],
    present=to_delegations,
    clause="3.1.3",
    summary=("查询我给出或收到的委托", "List the delegations I gave or received"),
)
def list_delegations(request: Request[NoBody, DelegationsQuery]) -> "Page[Delegation]":
    """The caller's delegations."""
    from teleshop.approvals.wiring import delegations

    return delegations().of(request.call, request.query.direction, request.query.page)


@api.delete("/delegations/{id}", clause="3.1.3", summary=("撤销委托", "Take a delegation back"))
def revoke_delegation(request: Request[NoBody, NoQuery]) -> None:
    """End a delegation at once."""
    from teleshop.approvals.wiring import delegations

    delegations().revoke(request.call, request.path["id"])
