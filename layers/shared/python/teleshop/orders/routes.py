"""Routes of the orders context."""

from typing import TYPE_CHECKING

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.orders.schemas import (
    CancellationBody,
    OrderBody,
    OrderReportView,
    OrdersQuery,
    OrderSummaryView,
    OrderView,
    OutcomeBody,
    ParcelBody,
    ReportSummaryView,
    SearchBody,
    ShownOrderView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.orders.service import (
        Order,
        OrderReport,
        OrderSummary,
        PlacedOrder,
        ShownOrder,
    )

api = ApiBlueprint(__name__)


def to_view(order: "Order") -> Answer:
    """A whole order."""
    return Answer(OrderView.of(order), order.version)


def to_shown(shown: "ShownOrder") -> Answer:
    """An order as its reader may see it."""
    return Answer(ShownOrderView.shown(shown), shown.order.version)


def to_acted(order: "PlacedOrder") -> Answer:
    """An order after somebody acted on it; who gets it is shown where it is looked at."""
    return Answer(ShownOrderView.acted(order), order.version)


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
    summary=(
        "查询顾客的订单或仓库的待发货清单",
        "List orders of a customer, or what is to be packed",
    ),
)
def list_orders(request: Request[NoBody, OrdersQuery]) -> "Page[OrderSummary]":
    """The caller's own orders, or those of the customer that staff names, newest first; with
    ``state`` and ``warehouse`` what a warehouse has to pack, what is promised first first.
    """
    from teleshop.orders.wiring import showing

    query = request.query
    if query.state is not None or query.warehouse is not None:
        return showing().list_work(request.call, query.state, query.warehouse, query.page)
    return showing().list_orders(request.call, query.customer, query.page)


@api.get(
    "/orders/{order_id}",
    answer=ShownOrderView,
    present=to_shown,
    versioned=True,
    clause="6.3.1",
    summary=("查看订单", "Show an order"),
)
def show_order(request: Request[NoBody, NoQuery]) -> "ShownOrder":
    """An order: whole for its customer and for staff, its own lines for a supplier. The address is
    masked for all but its customer and the warehouse that packs it.
    """
    from teleshop.orders.wiring import showing

    return showing().show(request.call, request.path["order_id"])


@api.post(
    "/orders/{order_id}/cancellation",
    body=CancellationBody,
    answer=ShownOrderView,
    present=to_acted,
    clause="6.3.1",
    summary=("取消订单", "Cancel an order"),
)
def cancel_order(request: Request[CancellationBody, NoQuery]) -> "PlacedOrder":
    """The order is off: what was paid goes back in full, what it held is free again. With ``rest``
    what has not left of one of which a part has.
    """
    from teleshop.orders.wiring import life

    body, order_id = request.body, request.path["order_id"]
    return life().cancel(
        request.call,
        order_id,
        body.reason,
        warehouse_confirmed=body.warehouse_confirmed,
        rest=body.rest,
    )


@api.post(
    "/orders/{order_id}/release",
    answer=ShownOrderView,
    present=to_acted,
    clause="7.1.3",
    summary=("立即交仓备货", "Let the warehouse pack an order at once"),
)
def release_order(request: Request[NoBody, NoQuery]) -> "PlacedOrder":
    """The order goes to the warehouse now; by itself it does some minutes after payment."""
    from teleshop.orders.wiring import life

    return life().release(request.call, request.path["order_id"])


@api.post(
    "/orders/{order_id}/parcels",
    body=ParcelBody,
    answer=ShownOrderView,
    present=to_acted,
    clause="7.1.3",
    summary=("登记发出的包裹", "Note a parcel that left"),
)
def ship_parcel(request: Request[ParcelBody, NoQuery]) -> "PlacedOrder":
    """Pieces of the order left the warehouse; the same waybill again changes nothing."""
    from teleshop.orders.wiring import life

    return life().ship(request.call, request.path["order_id"], request.body)


@api.post(
    "/orders/{order_id}/parcels/{parcel_id}/delivery",
    body=OutcomeBody,
    answer=ShownOrderView,
    present=to_acted,
    clause="6.3.1",
    summary=("登记包裹签收或拒收", "Note that a parcel was delivered or refused"),
)
def settle_parcel(request: Request[OutcomeBody, NoQuery]) -> "PlacedOrder":
    """The customer signed for the parcel, or did not take it in."""
    from teleshop.orders.wiring import life

    path = request.path
    return life().settle_parcel(request.call, path["order_id"], path["parcel_id"], request.body)


@api.post(
    "/order-searches",
    body=SearchBody,
    answer=Listing[OrderSummaryView],
    present=to_listing,
    clause="6.1.1",
    summary=("按收货电话查找订单", "Find orders by the recipient's telephone number"),
)
def search_orders(request: Request[SearchBody, NoQuery]) -> "Page[OrderSummary]":
    """The orders that go to a telephone number, newest first; every search is audited."""
    from teleshop.orders.wiring import showing

    return showing().search(request.call, request.body.phone, request.body.page)


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
