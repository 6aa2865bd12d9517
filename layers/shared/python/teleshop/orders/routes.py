"""Routes of the orders context."""

from typing import TYPE_CHECKING

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.orders.schemas import (
    OrderBody,
    OrderReportView,
    OrdersQuery,
    OrderSummaryView,
    OrderView,
    ReportSummaryView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.orders.service import Order, OrderReport, OrderSummary, ShownOrder

api = ApiBlueprint(__name__)


def to_view(order: "Order") -> Answer:
    """A whole order."""
    return Answer(OrderView.of(order), order.version)


def to_shown(shown: "ShownOrder") -> Answer:
    """An order as its reader may see it."""
    return Answer(OrderView.of(shown.order, shown.supplier_id), shown.order.version)


def to_listing(page: "Page[OrderSummary]") -> Listing[OrderSummaryView]:
    """One page of orders."""
    return Listing.of(page.map(OrderSummaryView.of))


def to_reports(page: "Page[OrderReport]") -> Listing[ReportSummaryView]:
    """One page of reports."""
    return Listing.of(page.map(ReportSummaryView.of))


@api.post(
    "/orders-intake",
    body=OrderBody,
    answer=OrderView,
    present=to_view,
    clause="6.3.1",
    summary=("报送订单快照", "Report an order as it stands"),
)
def report_order(request: Request[OrderBody, NoQuery]) -> "Order":
    """Take over an order as it stands in the order system; a later report replaces an earlier."""
    from teleshop.orders.wiring import service

    return service().report_order(request.call, request.body.order(), request.body.correction)


@api.get(
    "/orders",
    query=OrdersQuery,
    answer=Listing[OrderSummaryView],
    present=to_listing,
    clause="2.4.1",
    summary=("查询顾客的订单", "List the orders of a customer"),
)
def list_orders(request: Request[NoBody, OrdersQuery]) -> "Page[OrderSummary]":
    """The caller's own orders, or those of the customer that staff names; newest first."""
    from teleshop.orders.wiring import service

    return service().list_orders(request.call, request.query.customer, request.query.page)


@api.get(
    "/orders/{order_id}",
    answer=OrderView,
    present=to_shown,
    versioned=True,
    clause="6.3.1",
    summary=("查看订单", "Show an order"),
)
def show_order(request: Request[NoBody, NoQuery]) -> "ShownOrder":
    """An order: whole for its customer and for staff, its own lines for a supplier."""
    from teleshop.orders.wiring import service

    return service().show(request.call, request.path["order_id"])


@api.get(
    "/orders/{order_id}/reports",
    query=ListQuery,
    answer=Listing[ReportSummaryView],
    present=to_reports,
    clause="6.3.1",
    summary=("查看订单的报送记录", "List what was reported of an order"),
)
def list_reports(request: Request[NoBody, ListQuery]) -> "Page[OrderReport]":
    """Every report of an order, newest first, with the reasons of corrections."""
    from teleshop.orders.wiring import service

    return service().reports(request.path["order_id"], request.query.page)


@api.get(
    "/orders/{order_id}/reports/{version}",
    answer=OrderReportView,
    present=OrderReportView.of,
    clause="6.3.1",
    summary=("查看一次报送的内容", "Show one report of an order"),
)
def show_report(request: Request[NoBody, NoQuery]) -> "OrderReport":
    """What one report said."""
    from teleshop.orders.wiring import service

    return service().report(request.path["order_id"], request.path["version"])
