"""Routes of violation cases. Decisions go through ``POST /approvals/{approval_id}/decision``."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.violations.schemas import (
    AffectedOrderView,
    AffectedQuery,
    AppealBody,
    AskedAgainView,
    CaseBody,
    CasesQuery,
    CaseView,
    FindingsBody,
    StatementBody,
    SuspensionBody,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.violations.service import AffectedOrders, Execution, Violations

api = ApiBlueprint(__name__)


def _service() -> "Violations":
    from teleshop.violations.wiring import service

    return service()


def _affected() -> "AffectedOrders":
    from teleshop.violations.wiring import affected

    return affected()


def _execution() -> "Execution":
    from teleshop.violations.wiring import execution

    return execution()


def _case(shown: Any) -> Answer:
    return Answer(CaseView.of(shown.case, shown.reader), shown.case.version)


def _dossier(known: Any) -> Answer:
    dossier, affected = known
    shown = dossier.shown
    view = CaseView.of(
        shown.case,
        shown.reader,
        dossier.links,
        dossier.points_in_force,
        affected=affected,
        rounds=dossier.rounds,
    )
    return Answer(view, shown.case.version)


def _cases(page: "Page[Any]") -> Listing[CaseView]:
    return Listing.of(page.map(lambda shown: CaseView.of(shown.case, shown.reader)))


@api.post(
    "/violation-cases",
    body=CaseBody,
    answer=CaseView,
    status=201,
    present=_case,
    versioned=True,
    location="/violation-cases/{id}",
    clause="3.4.1",
    summary=("立案调查供应商违规", "Open a violation case"),
)
def open_case(request: Request[CaseBody, NoQuery]) -> Any:
    """First facts against a supplier, with evidence. The same facts are never a second case while
    the first one runs or once it took effect. With `hold` the goods are off sale at once.
    """
    return _service().cases.open_case(request.call, request.body)


@api.get(
    "/violation-cases",
    query=CasesQuery,
    answer=Listing[CaseView],
    present=_cases,
    clause="3.4.1",
    summary=("查询违规案件", "List violation cases"),
)
def list_cases(request: Request[NoBody, CasesQuery]) -> Any:
    """Suppliers see theirs, newest first; staff those of a supplier or of a state."""
    return _service().cases.list_cases(request.call, request.query)


@api.get(
    "/violation-cases/{case_id}",
    answer=CaseView,
    present=_dossier,
    versioned=True,
    clause="3.4.2",
    summary=("查看违规案件", "Show a violation case"),
)
def show_case(request: Request[NoBody, NoQuery]) -> Any:
    """One case as its reader may see it, with the rounds that were sent back; for staff with the
    suppliers of bad record that this one shares a legal representative, telephone, address or
    account with, and with how many orders are affected and helped.
    """
    case_id = request.path["case_id"]
    dossier = _service().cases.show(request.call, case_id)
    staff = request.call.actor.is_staff
    return dossier, _affected().counts(case_id) if staff else None


@api.post(
    "/violation-cases/{case_id}/findings",
    body=FindingsBody,
    answer=CaseView,
    present=_case,
    versioned=True,
    clause="3.4.2",
    summary=("提交调查结论和拟采取措施", "Report findings and propose measures"),
)
def report_findings(request: Request[FindingsBody, NoQuery]) -> Any:
    """What was found, and the measures proposed for it, which the policy bounds; the supplier is
    heard next. Without measures the case is dismissed.
    """
    case_id = request.path["case_id"]
    return _service().investigations.report_findings(request.call, case_id, request.body)


@api.post(
    "/violation-cases/{case_id}/statement",
    body=StatementBody,
    answer=CaseView,
    present=_case,
    versioned=True,
    clause="3.4.2",
    summary=("供应商陈述和申辩", "State the supplier's view"),
)
def give_statement(request: Request[StatementBody, NoQuery]) -> Any:
    """By the supplier, within its time; a decision is asked for at once."""
    case_id = request.path["case_id"]
    return _service().statements.give_statement(request.call, case_id, request.body)


@api.post(
    "/violation-cases/{case_id}/appeal",
    body=AppealBody,
    answer=CaseView,
    present=_case,
    versioned=True,
    clause="3.4.2",
    summary=("供应商申诉", "Appeal against a decision"),
)
def appeal(request: Request[AppealBody, NoQuery]) -> Any:
    """By the supplier, within ten working days; decided by somebody who had no part so far."""
    return _service().appeals.appeal(request.call, request.path["case_id"], request.body)


def _orders(page: "Page[Any]") -> Listing[AffectedOrderView]:
    return Listing.of(page.map(AffectedOrderView.of))


@api.get(
    "/violation-cases/{case_id}/affected-orders",
    query=AffectedQuery,
    answer=Listing[AffectedOrderView],
    present=_orders,
    clause="3.4.2",
    summary=("查询受影响的订单", "List affected orders"),
)
def list_affected(request: Request[NoBody, AffectedQuery]) -> Any:
    """The orders with goods of a case, and what is done for their customers; all, or those that
    stand at one `standing`. How many stand where is told on the case.
    """
    case_id = request.path["case_id"]
    return _affected().list_orders(request.call, case_id, request.query)


@api.post(
    "/violation-cases/{case_id}/affected-orders",
    answer=AskedAgainView,
    clause="3.4.2",
    summary=("重新执行失败的措施和善后", "Ask again for what failed"),
)
def ask_again(request: Request[NoBody, NoQuery]) -> Any:
    """Measures of the case that failed, and affected orders that could not be dealt with, are dealt
    with again now; by themselves they are after a while.
    """
    # Asking twice does no harm, and both are changes of their own: neither carries the request.
    call, case_id = replace(request.call, request_key=None), request.path["case_id"]
    orders = _affected().ask_again(call, case_id)
    measures = _execution().order_all(call, case_id)
    return AskedAgainView(measures=len(measures), orders=orders)


@api.patch(
    "/violation-cases/{case_id}",
    body=SuspensionBody,
    answer=CaseView,
    present=_case,
    versioned=True,
    clause="3.4.2",
    summary=("解除暂停合作措施", "End the suspension that a case decided"),
)
def end_suspension(request: Request[SuspensionBody, NoQuery]) -> Any:
    """By a manager who had no part in the case, once it took effect; the supplier is active again
    unless something else suspends it.
    """
    case_id, reason = request.path["case_id"], request.body.reason
    return _execution().end_suspension(request.call, case_id, reason)
