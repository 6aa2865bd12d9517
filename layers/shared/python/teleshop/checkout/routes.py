"""Routes of checkout: placing an order, and the published terms of delivery."""

from typing import TYPE_CHECKING, Any

from teleshop.checkout.schemas import (
    DeliveryTermsView,
    OrderBody,
    ShownOrderView,
    TermsQuery,
)
from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.checkout.service import Checkout

api = ApiBlueprint(__name__)


def _service() -> "Checkout":
    from teleshop.checkout.wiring import service

    return service()


def _placed(shown: Any) -> Answer:
    return Answer(ShownOrderView.shown(shown), shown.order.version)


@api.post(
    "/orders",
    body=OrderBody,
    answer=ShownOrderView,
    status=201,
    present=_placed,
    location="/orders/{id}",
    keyed=True,
    versioned=True,
    clause="4.3.4",
    summary=("下单", "Place an order"),
)
def place_order(request: Request[OrderBody, NoQuery]) -> Any:
    """Lines, address and way of payment, with the total that the customer was shown: exactly that
    is charged, or nothing is ordered. The answer has the amounts with their explanation, the
    promise of delivery, the terms of return, and where to pay.

    Customers order by app and web. Customer service enters orders of callers, and those that were
    taken on paper while the platform was down (`outage`): these have the price of their own time.
    """
    return _service().placing.place_order(request.call, request.body)


@api.get(
    "/public/delivery-terms",
    query=TermsQuery,
    answer=DeliveryTermsView,
    present=DeliveryTermsView.of,
    clause="7.1.3",
    summary=("查看配送范围、时效和运费", "Areas served, times of delivery and fees"),
)
def show_delivery_terms(request: Request[NoBody, TermsQuery]) -> Any:
    """What an order given now is promised, and what its freight is: for one region, or for all
    areas. Where there is no delivery, what can be done instead.
    """
    return _service().terms.show(request.call, request.query.region)
