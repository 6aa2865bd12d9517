"""Routes: cases come in, are listed and shown."""

from typing import Any

from teleshop.care.routes.blueprint import api, services, to_case, to_list
from teleshop.care.schemas.bodies import CaseBody, CasesQuery
from teleshop.care.schemas.views import CaseListedView, CaseView
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.request import Request


@api.post(
    "/complaints",
    body=CaseBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    location="/complaints/{id}",
    clause="6.1.3",
    summary=("提交或登记投诉", "Send in a complaint, or enter one that came by other ways"),
)
def open_complaint(request: Request[CaseBody, NoQuery]) -> Any:
    """Its clocks run from when it came in; words that speak of harm make it a major one at once."""
    return services().opening.open_complaint(request.call, request.body)


@api.post(
    "/enquiries",
    body=CaseBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    location="/enquiries/{id}",
    clause="6.1.1",
    summary=("提交或登记咨询", "Send in an enquiry, or enter one that came by other ways"),
)
def open_enquiry(request: Request[CaseBody, NoQuery]) -> Any:
    """Accepted at any hour."""
    return services().opening.open_enquiry(request.call, request.body)


@api.get(
    "/complaints",
    query=CasesQuery,
    answer=Listing[CaseListedView],
    present=to_list,
    clause="6.1.4",
    summary=(
        "按客户、处理人、团队、供应商、订单、待分派或临期查询投诉",
        "List complaints of a customer, agent, team, supplier or order, waiting ones, or by due",
    ),
)
def list_complaints(request: Request[NoBody, CasesQuery]) -> Any:
    """Exactly one of the views."""
    return services().reading.list_cases(request.call, "complaints", request.query)


@api.get(
    "/enquiries",
    query=CasesQuery,
    answer=Listing[CaseListedView],
    present=to_list,
    clause="6.1.4",
    summary=("查询咨询（视图同投诉）", "List enquiries, by the same views as complaints"),
)
def list_enquiries(request: Request[NoBody, CasesQuery]) -> Any:
    """Exactly one of the views."""
    return services().reading.list_cases(request.call, "enquiries", request.query)


@api.get(
    "/follow-ups",
    query=CasesQuery,
    answer=Listing[CaseListedView],
    present=to_list,
    clause="6.2.3",
    summary=("查询回访（视图同投诉）", "List follow-ups, by the same views as complaints"),
)
def list_follow_ups(request: Request[NoBody, CasesQuery]) -> Any:
    """Exactly one of the views."""
    return services().reading.list_cases(request.call, "follow-ups", request.query)


@api.get(
    "/complaints/{case_id}",
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="2.4.3",
    summary=("查看投诉及其时限", "Show a complaint with its clocks"),
)
def show_complaint(request: Request[NoBody, NoQuery]) -> Any:
    """For its customer, the supplier of the goods, and staff; each sees its own side."""
    return services().reading.show_case(request.call, "complaints", request.path["case_id"])


@api.get(
    "/enquiries/{case_id}",
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.1.1",
    summary=("查看咨询及其时限", "Show an enquiry with its clocks"),
)
def show_enquiry(request: Request[NoBody, NoQuery]) -> Any:
    """For its customer, the supplier of the goods, and staff; each sees its own side."""
    return services().reading.show_case(request.call, "enquiries", request.path["case_id"])


@api.get(
    "/follow-ups/{case_id}",
    answer=CaseView,
    present=to_case,
    versioned=True,
    clause="6.2.3",
    summary=("查看回访及其时限", "Show a follow-up with its clocks"),
)
def show_follow_up(request: Request[NoBody, NoQuery]) -> Any:
    """For its customer and staff."""
    return services().reading.show_case(request.call, "follow-ups", request.path["case_id"])
