"""Routes of invoices: requests, what finance does with them, receipts, suppliers' order lines."""

from typing import TYPE_CHECKING, Any

from teleshop.invoices.schemas import (
    CorrectionBody,
    ExportBody,
    ExportView,
    InvoiceBody,
    InvoicesQuery,
    IssueBody,
    LinesQuery,
    LinkView,
    ReceiptFileView,
    ReceiptView,
    RefusalBody,
    RequestSummaryView,
    RequestView,
    SupplierLineView,
)
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.invoices.ports import FileLink, Link
    from teleshop.invoices.service import Invoices, Shown, ShownExport, ShownReceipt
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def _service() -> "Invoices":
    from teleshop.invoices.wiring import service

    return service()


def _shown(shown: "Shown") -> Answer:
    view = RequestView.whole(shown.request, open_buyer=shown.open_buyer)
    return Answer(view, shown.request.version)


def _summaries(page: "Page[Any]") -> Listing[RequestSummaryView]:
    return Listing.of(page.map(RequestSummaryView.of))


def _link(link: "Link | None") -> LinkView | None:
    return LinkView(url=link.url, expires_at=link.expires_at) if link else None


def _file_link(link: "FileLink") -> LinkView:
    return LinkView(url=link.url, expires_at=link.expires_at)


def _receipt(shown: "ShownReceipt") -> ReceiptView:
    return ReceiptView.of(shown.receipt, shown.file, _link(shown.link))


def _lines(page: "Page[Any]") -> Listing[SupplierLineView]:
    return Listing.of(page.map(SupplierLineView.of))


def _export(shown: "ShownExport") -> ExportView:
    return ExportView.of(shown.export, _link(shown.link))


# -- requests --


@api.post(
    "/invoice-requests",
    body=InvoiceBody,
    answer=RequestView,
    status=201,
    present=_shown,
    location="/invoice-requests/{id}",
    clause="6.3.1",
    summary=("申请开具发票", "Ask for an invoice"),
)
def request_invoice(request: Request[InvoiceBody, NoQuery]) -> Any:
    """For what was paid and not given back, once the order is paid and to the end of the following
    year. By its customer, or by staff for a caller.
    """
    return _service().requests.request_invoice(request.call, request.body)


@api.get(
    "/invoice-requests",
    query=InvoicesQuery,
    answer=Listing[RequestSummaryView],
    present=_summaries,
    clause="6.3.1",
    summary=("查询开票申请", "List requests for invoices"),
)
def list_requests(request: Request[NoBody, InvoicesQuery]) -> Any:
    """The caller's own, newest first; for staff those of an order, a customer or a state, what is
    due first first (default: what is to be issued).
    """
    return _service().requests.list_requests(request.call, request.query)


@api.get(
    "/invoice-requests/{request_id}",
    answer=RequestView,
    present=_shown,
    versioned=True,
    clause="6.3.1",
    summary=("查看开票申请", "Show a request for an invoice"),
)
def show_request(request: Request[NoBody, NoQuery]) -> Any:
    """Whole for its customer and for finance; others see the buyer masked."""
    return _service().requests.show(request.call, request.path["request_id"])


@api.post(
    "/invoice-requests/{request_id}/withdrawal",
    answer=RequestView,
    present=_shown,
    versioned=True,
    clause="6.3.1",
    summary=("撤回开票申请", "Withdraw a request for an invoice"),
)
def withdraw_request(request: Request[NoBody, NoQuery]) -> Any:
    """Before it is issued; another can be asked for then."""
    return _service().requests.withdraw_request(request.call, request.path["request_id"])


@api.post(
    "/invoice-requests/{request_id}/issue",
    body=IssueBody,
    answer=RequestView,
    present=_shown,
    versioned=True,
    clause="6.3.1",
    summary=("登记已开具的发票", "State the invoice that was issued"),
)
def issue_invoice(request: Request[IssueBody, NoQuery]) -> Any:
    """Number and amount of the fully digital invoice, and its file if it was uploaded."""
    return _service().issuing.issue(request.call, request.path["request_id"], request.body)


@api.post(
    "/invoice-requests/{request_id}/refusal",
    body=RefusalBody,
    answer=RequestView,
    present=_shown,
    versioned=True,
    clause="6.3.1",
    summary=("拒绝开票申请", "Refuse a request for an invoice"),
)
def refuse_invoice(request: Request[RefusalBody, NoQuery]) -> Any:
    """With the reason; the customer may ask again with what was missing."""
    return _service().issuing.refuse(request.call, request.path["request_id"], request.body)


@api.post(
    "/invoice-requests/{request_id}/correction",
    body=CorrectionBody,
    answer=RequestView,
    present=_shown,
    versioned=True,
    clause="6.3.1",
    summary=("登记红字发票", "State the red letter that was issued"),
)
def correct_invoice(request: Request[CorrectionBody, NoQuery]) -> Any:
    """For what went back, or for the whole invoice where its details are wrong."""
    return _service().issuing.correct(request.call, request.path["request_id"], request.body)


@api.post(
    "/invoice-requests/{request_id}/download-links",
    answer=LinkView,
    status=201,
    present=_file_link,
    clause="6.4.1",
    summary=("获取发票文件链接", "Get a link to the file of an invoice"),
)
def make_link(request: Request[NoBody, NoQuery]) -> Any:
    """Works for some minutes; each one is in the audit."""
    return _service().requests.make_link(request.call, request.path["request_id"])


# -- receipts --


@api.get(
    "/orders/{order_id}/receipt",
    answer=ReceiptView,
    present=_receipt,
    clause="6.3.1",
    summary=("查看购物凭证", "Show the receipt of purchase"),
)
def show_receipt(request: Request[NoBody, NoQuery]) -> Any:
    """Who sold what, how each price came about, what was paid, and until when it may be returned;
    with a link to its file if one was made.
    """
    return _service().receipts.show(request.call, request.path["order_id"])


@api.post(
    "/orders/{order_id}/receipt",
    answer=ReceiptFileView,
    status=202,
    present=ReceiptFileView.of,
    location="/orders/{order_id}/receipt",
    clause="6.3.1",
    summary=("生成购物凭证文件", "Make the receipt of purchase as a file"),
)
def request_receipt(request: Request[NoBody, NoQuery]) -> Any:
    """As PDF; read the receipt a moment later for the link."""
    return _service().receipts.request_file(request.call, request.path["order_id"])


# -- suppliers --


@api.get(
    "/supplier-order-lines",
    query=LinesQuery,
    answer=Listing[SupplierLineView],
    present=_lines,
    clause="3.2.5",
    summary=("查询供应商的订单明细", "List the order lines of a supplier"),
)
def list_supplier_lines(request: Request[NoBody, LinesQuery]) -> Any:
    """A supplier's own lines, newest first, with nothing of who bought them."""
    return _service().supplies.list_lines(request.call, request.query)


@api.post(
    "/supplier-order-exports",
    body=ExportBody,
    answer=ExportView,
    status=202,
    present=_export,
    location="/supplier-order-exports/{id}",
    clause="3.2.5",
    summary=("导出供应商的订单明细", "Export the order lines of a supplier"),
)
def request_export(request: Request[ExportBody, NoQuery]) -> Any:
    """As CSV or XLSX, for the days given; read it a moment later for the link."""
    return _service().exports.request_export(request.call, request.body)


@api.get(
    "/supplier-order-exports/{export_id}",
    answer=ExportView,
    present=_export,
    clause="3.2.5",
    summary=("查看导出任务", "Show an export"),
)
def show_export(request: Request[NoBody, NoQuery]) -> Any:
    """With a link to its file that works for five minutes."""
    return _service().exports.show(request.call, request.path["export_id"])
