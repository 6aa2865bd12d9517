"""From what happens to orders and cases to the figures of suppliers: over streams, rules and the
queue as the template connects them.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from teleshop.indicators.wiring import indicators
from teleshop.kernel.use_case import run
from teleshop.orders.domain import DIRECT
from teleshop.orders.service import CancelReason
from teleshop.orders.wiring import life
from tests.factories import bought as b
from tests.factories.orders import order, report
from tests.factories.placed_orders import (
    CUSTOMER,
    DAY,
    LEAD,
    MINUTE,
    NOW,
    ORDER_ID,
    OTHER_SUPPLIER,
    PACKER,
    SUPPLIER_ID,
)
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

QUARTER = "2026Q4"


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """What counts, and nothing else that listens to orders."""
    with connected(aws, wiring().only("OutboxPublish", "IndicatorsCount")) as made:
        yield made


@pytest.mark.clause("3.3.1")
@pytest.mark.parametrize("warehouse", ["hz-1", DIRECT])
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_what_happens_to_an_order_is_in_the_figures_of_its_suppliers(
    platform: Platform, aws: Any, deliver: Any, warehouse: str
) -> None:
    platform.deliver = deliver
    b.goods(warehouse)
    made = b.sent(warehouse=warehouse, line1=1)
    platform.settle()
    call = b.later(LEAD, 2 * DAY)
    run(
        call,
        lambda: life().cancel(
            call, ORDER_ID, CancelReason.STOCK_MISSING, warehouse_confirmed=True, rest=True
        ),
    )
    parcel = made.parcels[0].id
    later = b.later(PACKER, 3 * DAY)
    run(later, lambda: life().deliver(later, ORDER_ID, parcel, at=NOW + DAY))
    platform.settle()
    own = indicators().of_quarter(SUPPLIER_ID, QUARTER)
    other = indicators().of_quarter(OTHER_SUPPLIER, QUARTER)
    pots, pans = made.lines
    sent_by_itself = {"deliveries": 1, "shipments": 1} if warehouse == DIRECT else {}
    assert own.to_json() == {
        "cancelled": pots.amount // 2,
        "gross": pots.amount,
        "orders": 1,
        "pieces_delivered": 1,
        "pieces_sold": pots.quantity,
        **sent_by_itself,
    }
    assert (other["gross"], other["cancelled"]) == (pans.amount, pans.amount)
    assert other["shipments"] == other["deliveries"] == 0


@pytest.mark.clause("3.3.1")
@pytest.mark.parametrize("at_the_door", [False, True])
def test_an_order_that_nobody_pays_is_no_order_of_its_suppliers(
    platform: Platform, aws: Any, at_the_door: bool
) -> None:
    b.goods()
    made = b.bought(b.wish(at_the_door=at_the_door))
    platform.settle()
    before = indicators().of_quarter(SUPPLIER_ID, QUARTER).to_json()
    sale = {"orders": 1, "pieces_sold": 2, "gross": made.lines[0].amount}
    assert before == (sale if at_the_door else {})
    call = b.later(CUSTOMER, MINUTE)
    run(call, lambda: life().cancel(call, ORDER_ID, CancelReason.CUSTOMER))
    platform.settle()
    after = indicators().of_quarter(SUPPLIER_ID, QUARTER)
    assert after.to_json() == (sale | {"cancelled": sale["gross"]} if at_the_door else {})


@pytest.mark.clause("3.3.1")
def test_what_was_paid_a_moment_before_it_was_cancelled_leaves_nothing(
    platform: Platform, aws: Any
) -> None:
    b.goods()
    made = b.bought()
    b.money_came()
    call = b.later(CUSTOMER, MINUTE)
    off = run(call, lambda: life().cancel(call, ORDER_ID, CancelReason.CUSTOMER))
    assert off.refunded == made.total
    platform.settle()
    assert indicators().of_quarter(SUPPLIER_ID, QUARTER).to_json() == {}


@pytest.mark.clause("3.3.1")
def test_an_order_of_another_system_is_counted_for_each_of_its_suppliers(
    platform: Platform, aws: Any
) -> None:
    bought = report(order())
    platform.settle()
    for supplier_id in {line.supplier_id for line in bought.lines}:
        own = [line for line in bought.lines if line.supplier_id == supplier_id]
        found = indicators().of_quarter(supplier_id, QUARTER)
        assert found["orders"] == 1
        assert found["gross"] == sum(line.paid for line in own)
        assert found["pieces_delivered"] == sum(line.quantity for line in own)
