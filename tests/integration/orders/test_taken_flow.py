"""Orders as the template connects them: money, clocks and after-sales move them on by events."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.orders import on_payment
from teleshop.care.schemas import GoodsInspected
from teleshop.care.schemas.after_sales_events import LineFact
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.errors import OrderNotFoundError
from teleshop.orders.schemas import InspectedGoods
from teleshop.orders.tables import TakenRepository
from teleshop.orders.wiring import life
from teleshop.payments.service import payment_id
from teleshop.payments.wiring import service as payments
from tests.factories import bought as b
from tests.factories.placed_orders import CUSTOMER, DAY, HOUR, MINUTE, NOW, ORDER_ID, PACKER
from tests.harness.aws import Cloud
from tests.harness.lambdas import context_of
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

SWEEP = "DeadlinesSweep"
FUNCTIONS = (
    "OrdersOnPayment",
    "OrdersOnDeadlineReached",
    "OrdersOnDeadlineApproaching",
    "OrdersOnGoodsInspected",
)


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """What moves orders, and nothing that listens to them."""
    with connected(aws, wiring().only("OutboxPublish", SWEEP, *FUNCTIONS)) as made:
        b.goods()
        yield made


def state(id: str = ORDER_ID) -> str:
    found = TakenRepository().find(id)
    assert found is not None
    return found.state.value


def told(platform: Platform, kind: str) -> dict[str, Any]:
    """The one event of a type, however often it was brought."""
    found = {event["id"]: event["data"] for event in platform.events_of_type(kind)}
    (data,) = found.values()
    return dict(data)


def passes(platform: Platform, after: timedelta) -> None:
    """The sweep of that minute, and what follows."""
    platform.run_schedules(at=NOW + after, function=SWEEP)
    platform.settle()


@pytest.mark.parametrize("deliver", ["once", "twice"])
@pytest.mark.clause("1.1")
def test_an_order_goes_its_way_by_money_and_clocks(platform: Platform, deliver: Any) -> None:
    platform.deliver = deliver
    b.bought()
    passes(platform, 20 * MINUTE)
    assert told(platform, "OrderExpiring")["payment_due_at"] == "2026-11-23T04:30:00Z"
    b.money_came(at=NOW + 21 * MINUTE)
    platform.settle()
    assert state() == "paid"
    passes(platform, 30 * MINUTE)
    assert state() == "paid"
    passes(platform, 40 * MINUTE)
    assert state() == "released"
    order = life().ship(b.later(PACKER), ORDER_ID, b.parcel())
    life().deliver(b.later(PACKER, 2 * DAY), ORDER_ID, order.parcels[0].id, at=NOW + DAY)
    platform.settle()
    passes(platform, 9 * DAY + 11 * HOUR)
    assert state() == "delivered"
    passes(platform, 9 * DAY + 12 * HOUR)
    assert state() == "completed"
    for kind in ("Placed", "Paid", "Released", "Shipped", "Delivered", "Completed"):
        assert told(platform, f"Order{kind}")["order_id"] == ORDER_ID


@pytest.mark.clause("1.1")
def test_an_order_that_nobody_pays_expires_by_its_clock(platform: Platform) -> None:
    b.bought()
    passes(platform, 30 * MINUTE)
    assert (state(), b.on_hand()) == ("cancelled", (10, 0))
    assert told(platform, "OrderCancelled")["reason"] == "unpaid"


@pytest.mark.clause("7.1.3")
def test_an_order_that_is_paid_at_the_door_is_released_by_its_clock(platform: Platform) -> None:
    b.bought(b.wish(at_the_door=True))
    passes(platform, 15 * MINUTE)
    assert state() == "released"
    order = life().ship(b.later(PACKER), ORDER_ID, b.parcel())
    life().refuse(b.later(PACKER, 2 * DAY), ORDER_ID, order.parcels[0].id, at=NOW + DAY)
    platform.settle()
    assert told(platform, "OrderRefused")["refund"] == 0


def inspected(case_kind: str = "return", order_id: str = ORDER_ID) -> GoodsInspected:
    return GoodsInspected(
        case_id="asc_01KASY2D7V3M7T1QZ9N3D6W8XR",
        case_kind=case_kind,
        customer_id=CUSTOMER.subject,
        order_id=order_id,
        channel="app",
        severity="normal",
        accepted=(LineFact(line=1, quantity=2, product_id="prd_1"),),
        refused=(),
        faulty=False,
        reasons=(),
        refund_due=300_00,
        currency="CNY",
    )


def tell(data: GoodsInspected) -> None:
    tx = Transaction(b.later(after=3 * DAY), "report_inspection", Subject("case", data.case_id))
    tx.publish(data)
    tx.commit(None)


@pytest.mark.clause("6.3.1")
def test_goods_that_came_back_are_noted_and_their_money_goes_back(platform: Platform) -> None:
    b.delivered()
    for data in (inspected(), inspected("exchange"), inspected(order_id="TV-1")):
        tell(data)
    platform.deliver = "twice"
    platform.settle()
    payment = payments().desk.find(payment_id(ORDER_ID))
    assert payment is not None
    assert payment.refunded == 300_00
    assert told(platform, "OrderReturned")["lines"][0]["quantity"] == 2


def test_the_event_of_after_sales_has_what_orders_read_of_it() -> None:
    assert set(InspectedGoods.__struct_fields__) <= {
        *GoodsInspected.__struct_fields__,
        "refund_due_at",
    }


def test_money_for_an_order_that_is_not_there_fails_and_is_tried_again(
    aws: Cloud, platform: Platform
) -> None:
    b.bought()
    b.money_came()
    platform.settle()
    (event,) = platform.events_of_type("PaymentReceived")
    event["data"]["order_id"] = "ord_01KASY2D7V3M7T1QZ9N3D6W8XX"
    with pytest.raises(OrderNotFoundError):
        on_payment.handler({"detail": event | {"id": "evt_other"}}, context_of("OrdersOnPayment"))
