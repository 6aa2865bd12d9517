"""Routes of payments: paying, callbacks of gateways, refunds, money that did not fit."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.payments.schemas import (
    CallbackView,
    LinkView,
    PaymentView,
    RefundsQuery,
    RefundView,
    SettlementBody,
    UnexpectedQuery,
    UnexpectedSettlementBody,
    UnexpectedView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.payments.service import Payments

api = ApiBlueprint(__name__)


def _service() -> "Payments":
    from teleshop.payments.wiring import service

    return service()


def _payment(view: PaymentView) -> Answer:
    return Answer(view, view.version)


def _shown(shown: Any) -> Answer:
    return Answer(shown.view, shown.refund.version)


def _refund(refund: Any) -> Answer:
    return Answer(RefundView.of(refund, staff=True), refund.version)


def _refunds(page: "Page[Any]") -> Listing[RefundView]:
    return Listing.of(page.map(lambda shown: shown.view))


def _movement(movement: Any) -> Answer:
    return Answer(UnexpectedView.of(movement), movement.version)


def _movements(page: "Page[Any]") -> Listing[UnexpectedView]:
    return Listing.of(page.map(UnexpectedView.of))


@api.get(
    "/payments/{payment_id}",
    answer=PaymentView,
    present=_payment,
    versioned=True,
    clause="4.3.4",
    summary=("查看付款", "Show a payment"),
)
def show_payment(request: Request[NoBody, NoQuery]) -> Any:
    """What is due, what came in and what went back. Customers see their own."""
    return _service().views.show_payment(request.call, request.path["payment_id"])


@api.post(
    "/payments/{payment_id}/links",
    answer=LinkView,
    status=201,
    present=LinkView.of,
    clause="4.3.4",
    summary=("生成支付链接", "Make a link to pay"),
)
def make_link(request: Request[NoBody, NoQuery]) -> Any:
    """A signed link to the gateway's pay page; while the payment is open there can always be a new
    one.
    """
    return _service().views.make_link(request.call, request.path["payment_id"])


@api.post(
    "/payment-callbacks/{gateway}",
    answer=CallbackView,
    signed=True,
    clause="6.3.1",
    summary=("支付网关回调", "Callback of a payment gateway"),
)
def receive_callback(request: Request[NoBody, NoQuery]) -> CallbackView:
    """Signed by the gateway (Standard Webhooks). Sent again it changes nothing and is answered
    alike; 404 asks the gateway to send it again.
    """
    said = request.received
    callbacks = _service().callbacks
    return callbacks.receive(request.call, request.path["gateway"], said.headers, said.body)


@api.get(
    "/refunds",
    query=RefundsQuery,
    answer=Listing[RefundView],
    present=_refunds,
    clause="6.3.1",
    summary=("查询退款", "List refunds"),
)
def list_refunds(request: Request[NoBody, RefundsQuery]) -> Any:
    """Customers see theirs; staff those of a state (due first, first) or of a customer."""
    return _service().views.list_refunds(request.call, request.query)


@api.get(
    "/refunds/{refund_id}",
    answer=RefundView,
    present=_shown,
    versioned=True,
    clause="6.3.1",
    summary=("查看退款", "Show a refund"),
)
def show_refund(request: Request[NoBody, NoQuery]) -> Any:
    """One refund with its clock. Customers see their own."""
    return _service().views.show_refund(request.call, request.path["refund_id"])


@api.post(
    "/refunds/{refund_id}/settlement",
    body=SettlementBody,
    answer=RefundView,
    present=_refund,
    versioned=True,
    clause="6.3.1",
    summary=("登记手工退款", "Enter a refund that was paid by hand"),
)
def settle_refund(request: Request[SettlementBody, NoQuery]) -> Any:
    """Of cash, or where the gateway failed; not while the gateway may still pay."""
    refund_id = request.path["refund_id"]
    return _service().refunds.settle_by_hand(request.call, refund_id, request.body)


@api.post(
    "/refunds/{refund_id}/retry",
    answer=RefundView,
    status=202,
    present=_refund,
    versioned=True,
    clause="6.3.1",
    summary=("重新发起退款", "Let the gateway be asked again for a refund"),
)
def retry_refund(request: Request[NoBody, NoQuery]) -> Any:
    """After a failure it is a new attempt; before, the same one, which pays once."""
    return _service().refunds.retry(request.call, request.path["refund_id"])


@api.get(
    "/unexpected-payments",
    query=UnexpectedQuery,
    answer=Listing[UnexpectedView],
    present=_movements,
    clause="6.3.1",
    summary=("查询异常款项", "List money that did not fit"),
)
def list_unexpected(request: Request[NoBody, UnexpectedQuery]) -> Any:
    """What nothing is known of (by default), what was sent back by itself, what was dealt with."""
    return _service().views.list_unexpected(request.query)


@api.post(
    "/unexpected-payments/{movement_id}/settlement",
    body=UnexpectedSettlementBody,
    answer=UnexpectedView,
    present=_movement,
    versioned=True,
    clause="6.3.1",
    summary=("登记异常款项处理结果", "Enter what became of money that did not fit"),
)
def settle_unexpected(request: Request[UnexpectedSettlementBody, NoQuery]) -> Any:
    """Finance found out what it was, or sent it back at the gateway; a large sum counts when two
    persons entered the same.
    """
    movement_id = request.path["movement_id"]
    return _service().refunds.settle_unexpected(request.call, movement_id, request.body)
