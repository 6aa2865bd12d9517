"""Routes: return, exchange and repair, from the request to its end; return places."""

from typing import TYPE_CHECKING, Any

from teleshop.care.routes.blueprint import api, services, to_case, to_list
from teleshop.care.schemas.after_sales import (
    AfterSalesBody,
    AfterSalesView,
    DecisionBody,
    InspectionBody,
    ObjectionBody,
    ParcelBody,
    ReceiptBody,
    RefundBody,
    RepairResultBody,
    ReturnPlaceBody,
    ReturnPlaceView,
    view_of,
)
from teleshop.care.schemas.bodies import CasesQuery
from teleshop.care.schemas.views import CaseListedView, CaseView
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.care.service.after_sales import AfterSales


def after_sales() -> "AfterSales":
    """The services of this process; imported at the first request."""
    from teleshop.care.wiring import after_sales as build

    return build()


def to_request(seen: Any) -> Answer:
    """One request for the side that asks, with the version of its case."""
    view = view_of(seen.shown, seen.request, place=seen.place, delays=seen.delays)
    return Answer(view, view.version)


def to_place(place: Any) -> Answer:
    """A return place with its version."""
    return Answer(ReturnPlaceView.of(place), place.version)


@api.post(
    "/after-sales-cases",
    body=AfterSalesBody,
    answer=AfterSalesView,
    present=to_request,
    status=201,
    versioned=True,
    location="/after-sales-cases/{id}",
    clause="2.4.2",
    summary=("申请退货、换货或修理", "Ask for return, exchange or repair"),
)
def request_after_sales(request: Request[AfterSalesBody, NoQuery]) -> Any:
    """Decided at once where the rules suffice; the answer names rule, article and dates."""
    return after_sales().requests.request_after_sales(request.call, request.body)


@api.get(
    "/after-sales-cases",
    query=CasesQuery,
    answer=Listing[CaseListedView],
    present=to_list,
    clause="2.4.1",
    summary=("查询售后单（视图同投诉）", "List after-sales cases, by the views of complaints"),
)
def list_after_sales(request: Request[NoBody, CasesQuery]) -> Any:
    """Exactly one of the views. People of finance find in each of them the cases whose refund they
    have to pay by hand, or to confirm as the second person, and no others.
    """
    return services().reading.list_cases(request.call, "after-sales-cases", request.query)


@api.get(
    "/after-sales-cases/{case_id}",
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="2.4.1",
    summary=("查看售后单", "Show an after-sales case"),
)
def show_after_sales(request: Request[NoBody, NoQuery]) -> Any:
    """For its customer, the supplier of the goods, and staff; each sees its own side."""
    return after_sales().requests.show_after_sales(request.call, request.path["case_id"])


@api.post(
    "/after-sales-cases/{case_id}/decision",
    body=DecisionBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="6.3.3",
    summary=("同意申请，或者说明理由后拒绝", "Approve a request, or refuse it with a reason"),
)
def decide_after_sales(request: Request[DecisionBody, NoQuery]) -> Any:
    """A refusal must be one that the rules bear."""
    return after_sales().requests.decide_after_sales(
        request.call, request.path["case_id"], request.body
    )


@api.post(
    "/after-sales-cases/{case_id}/withdrawal",
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="2.4.2",
    summary=("撤回申请", "Withdraw a request"),
)
def withdraw_after_sales(request: Request[NoBody, NoQuery]) -> Any:
    """Until the goods are on their way."""
    return after_sales().requests.withdraw_after_sales(request.call, request.path["case_id"])


@api.post(
    "/after-sales-cases/{case_id}/parcels",
    body=ParcelBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="2.4.2",
    summary=("填写退回商品的运单号", "Report the parcel with which goods come back"),
)
def report_parcel(request: Request[ParcelBody, NoQuery]) -> Any:
    """After approval, to the return address of the answer."""
    return after_sales().goods.report_parcel(request.call, request.path["case_id"], request.body)


@api.post(
    "/after-sales-cases/{case_id}/receipts",
    body=ReceiptBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="6.3.1",
    summary=("登记收到退回商品", "Record that goods came back"),
)
def report_receipt(request: Request[ReceiptBody, NoQuery]) -> Any:
    """The seven days of the refund count from here."""
    return after_sales().goods.report_receipt(request.call, request.path["case_id"], request.body)


@api.post(
    "/after-sales-cases/{case_id}/inspections",
    body=InspectionBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="6.3.1",
    summary=("登记检验结果", "Report what the inspection found"),
)
def report_inspection(request: Request[InspectionBody, NoQuery]) -> Any:
    """A verdict on each line; for a return the answer holds the refund that is due."""
    return after_sales().goods.report_inspection(
        request.call, request.path["case_id"], request.body
    )


@api.post(
    "/after-sales-cases/{case_id}/refunds",
    body=RefundBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="6.3.1",
    summary=("登记退款", "Report that the refund was paid"),
)
def report_refund(request: Request[RefundBody, NoQuery]) -> Any:
    """Once, and exactly the sum that is due; above 1,000 yuan it counts when another person of
    finance reports the same. The money of an order that was paid here goes back by itself: of such
    an order only what goes beyond its payment is recorded.
    """
    return after_sales().goods.report_refund(request.call, request.path["case_id"], request.body)


@api.post(
    "/after-sales-cases/{case_id}/replacements",
    body=ParcelBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="2.4.2",
    summary=("登记换货发出", "Report that new goods were sent"),
)
def report_replacement(request: Request[ParcelBody, NoQuery]) -> Any:
    """For an exchange, or after repairs in vain; the guarantee starts again."""
    return after_sales().goods.report_replacement(
        request.call, request.path["case_id"], request.body
    )


@api.post(
    "/after-sales-cases/{case_id}/repairs",
    answer=AfterSalesView,
    present=to_request,
    status=201,
    versioned=True,
    clause="2.4.2",
    summary=("开始修理", "Begin a repair"),
)
def start_repair(request: Request[NoBody, NoQuery]) -> Any:
    """Of goods that came, or at the customer's place."""
    return after_sales().goods.start_repair(request.call, request.path["case_id"])


@api.post(
    "/after-sales-cases/{case_id}/repairs/result",
    body=RepairResultBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="2.4.2",
    summary=("登记修理结果", "Report the result of a repair"),
)
def finish_repair(request: Request[RepairResultBody, NoQuery]) -> Any:
    """In vain twice, or more than thirty days: exchange."""
    return after_sales().goods.finish_repair(request.call, request.path["case_id"], request.body)


@api.post(
    "/after-sales-cases/{case_id}/returns-to-customer",
    body=ParcelBody,
    answer=AfterSalesView,
    present=to_request,
    versioned=True,
    clause="6.3.1",
    summary=("将未通过检验的商品寄回顾客", "Send goods that were not accepted back"),
)
def send_goods_back(request: Request[ParcelBody, NoQuery]) -> Any:
    """With the reasons of the inspection; the customer may complain."""
    return after_sales().goods.send_goods_back(request.call, request.path["case_id"], request.body)


@api.post(
    "/after-sales-cases/{case_id}/objections",
    body=ObjectionBody,
    answer=CaseView,
    present=to_case,
    status=201,
    versioned=True,
    location="/complaints/{id}",
    clause="6.3.1",
    summary=("对拒绝提出异议（转为投诉）", "Object to a refusal: it becomes a complaint"),
)
def object_to_refusal(request: Request[ObjectionBody, NoQuery]) -> Any:
    """With the clocks of a complaint; answers it."""
    return after_sales().objections.object_to_refusal(
        request.call, request.path["case_id"], request.body
    )


@api.put(
    "/return-places/{owner}",
    body=ReturnPlaceBody,
    answer=ReturnPlaceView,
    present=ReturnPlaceView.of,
    versioned=True,
    clause="6.3.1",
    summary=("登记退货地址", "Enter where goods go back to"),
)
def set_return_place(request: Request[ReturnPlaceBody, NoQuery]) -> Any:
    """Of a supplier (its id), or of `platform` for all others; at first with `If-Match: *`."""
    return after_sales().places.set_return_place(request.call, request.path["owner"], request.body)


@api.get(
    "/return-places/{owner}",
    answer=ReturnPlaceView,
    present=to_place,
    versioned=True,
    clause="6.3.1",
    summary=("查看退货地址", "Show where goods go back to"),
)
def show_return_place(request: Request[NoBody, NoQuery]) -> Any:
    """Of a supplier, or of `platform`."""
    return after_sales().places.show_return_place(request.path["owner"])
