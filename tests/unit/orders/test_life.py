"""The states of an order: every step, and every refusal of one."""

from dataclasses import replace

import pytest

from teleshop.orders.domain import (
    By,
    CancelReason,
    OrderState,
    PlacedOrder,
    begun,
    cancelled,
    completed,
    paid,
    policy_on,
    released,
)
from teleshop.orders.domain.policy import OrderPolicy
from teleshop.orders.errors import (
    OrderNotCancellableError,
    OrderStateError,
    PaymentDiffersError,
    WarehouseYesNeededError,
)
from tests.factories.placed_orders import DAY, MINUTE, NOW, cash, line, placed

LATER = NOW + MINUTE


def at_start(order: PlacedOrder | None = None) -> PlacedOrder:
    return begun(order or placed(), By.CUSTOMER)


def when_paid() -> PlacedOrder:
    return paid(at_start(), 410_00, LATER)


def when_released() -> PlacedOrder:
    return released(when_paid(), By.SYSTEM, LATER)


@pytest.mark.clause("1.1")
def test_an_order_goes_from_placed_over_paid_to_the_warehouse() -> None:
    order = when_released()
    assert (order.state, order.paid_at, order.released_at) == (OrderState.RELEASED, LATER, LATER)
    assert [(entry.what, entry.by) for entry in order.history] == [
        ("placed", By.CUSTOMER),
        ("paid", By.SYSTEM),
        ("released", By.SYSTEM),
    ]


def test_an_order_that_is_paid_at_the_door_goes_to_the_warehouse_unpaid() -> None:
    order = released(at_start(cash()), By.STAFF, LATER)
    assert (order.state, order.paid_at, order.received) == (OrderState.RELEASED, None, 0)
    with pytest.raises(OrderStateError):
        paid(at_start(cash()), 410_00, LATER)


def test_an_order_that_costs_nothing_is_paid_from_the_start() -> None:
    free = at_start(placed(lines=(line(amount=0),), freight=0))
    assert (free.state, free.paid_at) == (OrderState.PAID, NOW)


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize("amount", [0, 409_99, 410_01])
def test_another_amount_does_not_pay_it(amount: int) -> None:
    with pytest.raises(PaymentDiffersError):
        paid(at_start(), amount, LATER)


@pytest.mark.clause("6.3.1")
def test_a_cancelled_order_holds_nothing_and_all_that_came_in_goes_back() -> None:
    for order, back in ((at_start(), 0), (when_paid(), 410_00), (at_start(cash()), 0)):
        off = cancelled(order, CancelReason.CUSTOMER, By.CUSTOMER, LATER)
        assert (off.state, off.held, off.refunded) == (OrderState.CANCELLED, (), back)
        assert (off.cancelled_at, off.cancel_reason) == (LATER, CancelReason.CUSTOMER)
        assert (off.history[-1].what, off.history[-1].detail) == ("cancelled", "customer")


@pytest.mark.clause("6.3.1")
def test_once_the_warehouse_has_it_only_staff_cancels_and_only_with_its_yes() -> None:
    with pytest.raises(OrderNotCancellableError):
        cancelled(when_released(), CancelReason.CUSTOMER, By.CUSTOMER, LATER)
    with pytest.raises(WarehouseYesNeededError):
        cancelled(when_released(), CancelReason.CUSTOMER, By.STAFF, LATER)
    off = cancelled(
        when_released(), CancelReason.STOCK_MISSING, By.STAFF, LATER, warehouse_said_yes=True
    )
    assert (off.state, off.refunded) == (OrderState.CANCELLED, 410_00)


@pytest.mark.parametrize(
    "state",
    [
        OrderState.SHIPPED,
        OrderState.DELIVERED,
        OrderState.COMPLETED,
        OrderState.CANCELLED,
        OrderState.REFUSED,
        OrderState.RETURNED,
    ],
)
def test_what_has_left_or_is_over_is_not_cancelled_paid_or_released(state: OrderState) -> None:
    order = replace(when_released(), state=state)
    with pytest.raises(OrderNotCancellableError):
        cancelled(order, CancelReason.CUSTOMER, By.STAFF, LATER, warehouse_said_yes=True)
    with pytest.raises(OrderStateError):
        released(order, By.STAFF, LATER)
    with pytest.raises(OrderStateError):
        paid(order, order.total, LATER)
    if state is not OrderState.DELIVERED:
        with pytest.raises(OrderStateError):
            completed(order, LATER)


@pytest.mark.clause("6.3.1")
def test_a_delivered_order_is_completed() -> None:
    order = completed(replace(when_released(), state=OrderState.DELIVERED), NOW + 9 * DAY)
    assert (order.state, order.completed_at) == (OrderState.COMPLETED, NOW + 9 * DAY)


def test_a_refusal_tells_the_state_and_the_step_in_both_languages() -> None:
    with pytest.raises(OrderStateError) as refused:
        released(at_start(), By.STAFF, LATER)
    assert (
        refused.value.detail("en") == "The order is placed and cannot be released; read it again."
    )
    assert "已下单" in refused.value.detail("zh")


def test_a_policy_holds_from_its_day_and_has_positive_times() -> None:
    first, second = (OrderPolicy(effective_from=(NOW + days * DAY).date()) for days in (0, 5))
    assert policy_on((NOW - DAY).date(), (first, second)) is first
    assert policy_on((NOW + 4 * DAY).date(), (first, second)) is first
    assert policy_on((NOW + 5 * DAY).date(), (first, second)) is second
    with pytest.raises(ValueError, match="positive"):
        OrderPolicy(effective_from=NOW.date(), release_after=MINUTE - MINUTE)
