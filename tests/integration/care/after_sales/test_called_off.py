"""Orders that were not paid or were cancelled: nothing comes back, no money goes back twice."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions.care import on_order_cancelled
from teleshop.care.domain.after_sales.records import AfterSales, Stage
from teleshop.care.domain.after_sales.refusals import (
    OrderCancelledError,
    OrderNoLongerFitsError,
    OrderNotPaidError,
)
from teleshop.care.schemas.after_sales import InspectedForm
from teleshop.care.service.after_sales import Seen
from teleshop.care.wiring import after_sales
from teleshop.orders.service import OrderState, PlacedOrder
from tests.factories import after_sales as f
from tests.factories import placed_orders
from tests.factories.after_sales import DAY, NOW
from tests.factories.placed_orders import ORDER_ID
from tests.harness.lambdas import context_of

pytestmark = [pytest.mark.clause("6.3.1"), pytest.mark.usefixtures("aws")]
SAMPLE = Path(__file__).parents[4] / "events" / "care" / "on_order_cancelled.json"


def paid(**changes: Any) -> PlacedOrder:
    """An order that was paid and has not left."""
    order = f.sold_here(state=OrderState.PAID, shipped_at=None, delivered_at=None, **changes)
    f.with_place()
    return order


def asked(line: int = 2) -> Seen:
    return f.requested(line, order_id=ORDER_ID)


def told(order_id: str = ORDER_ID) -> None:
    event = json.loads(SAMPLE.read_text(encoding="utf-8"))
    event["detail"]["data"]["order_id"] = order_id
    for _ in range(2):
        on_order_cancelled.handler(event, context_of("CareOnOrderCancelled"))


def request_of(seen: Seen) -> AfterSales:
    shown = after_sales().requests.show_after_sales(f.calling(f.LEAD), seen.request.case_id)
    return shown.request


def test_nothing_of_an_order_that_was_not_paid_comes_back() -> None:
    paid(paid_at=None)
    with pytest.raises(OrderNotPaidError):
        asked()


def test_nothing_of_an_order_that_was_cancelled_comes_back() -> None:
    f.called_off(paid())
    with pytest.raises(OrderCancelledError) as refused:
        asked()
    assert refused.value.params == {"cancelled_on": "2026-11-23"}


def test_what_cost_nothing_needs_no_payment() -> None:
    free = placed_orders.line(1, quantity=1, price=200_00, amount=0)
    paid(paid_at=None, lines=(free,), discounts=())
    assert asked(1).request.stage is Stage.APPROVED


def test_a_request_ends_with_its_order_and_its_case_is_closed() -> None:
    order = paid()
    first, second = asked(1), asked(2)
    f.called_off(order)
    told()
    for seen in (first, second):
        assert request_of(seen).stage is Stage.CALLED_OFF
    case = after_sales().requests.show_after_sales(f.calling(f.LEAD), first.request.case_id)
    assert (case.shown.case.is_open, case.shown.case.resolution) == (False, "called_off")
    assert after_sales().accounts.of_order(ORDER_ID).pieces == {}


def test_the_inspection_that_comes_before_the_word_promises_no_second_refund() -> None:
    order = paid()
    seen = asked()
    f.received(seen.request.case_id)
    f.called_off(order)
    with pytest.raises(OrderNoLongerFitsError):
        f.inspected(seen.request.case_id, InspectedForm(line=2, received=1))
    told()
    assert request_of(seen).stage is Stage.CALLED_OFF


def test_an_order_that_goes_on_keeps_its_requests() -> None:
    paid()
    seen = asked()
    told()
    assert request_of(seen) == seen.request


def test_a_request_about_goods_that_came_back_before_stays_as_it_ended() -> None:
    order = f.sold_here()
    f.with_place()
    seen = f.returned(2, order_id=ORDER_ID)
    f.called_off(order)
    told()
    assert request_of(seen).stage is Stage.INSPECTED


def test_a_refund_of_nothing_is_a_case_that_is_over_already() -> None:
    # The pot for 200, which with the pan for nothing made 250: alone it would cost 200 as well.
    pan = replace(placed_orders.pan(2, amount=0), supplier_id=placed_orders.SUPPLIER_ID)
    pot = placed_orders.line(1, quantity=1, price=200_00, amount=200_00)
    f.sold_here(lines=(pot, pan), discounts=())
    f.with_place()
    seen = f.returned(2, order_id=ORDER_ID)
    assert (seen.request.stage, seen.request.refund and seen.request.refund.amount) == (
        Stage.SETTLED,
        0,
    )
    again = after_sales().goods.note_refund_requested(
        f.calling(f.LEAD, NOW + 3 * DAY), seen.request.case_id, 0
    )
    assert again.request.stage is Stage.SETTLED
