"""The states of an order that was taken here, and the steps between them; pure.

    placed ──> paid ──> released ──> shipped ──> delivered ──> completed
       │         │         │            │            └──────┬──────┘
       └─────────┴─────────┘            └──> refused        └──> returned
              cancelled

Cash on delivery goes from placed to released and is paid with its delivery. An order is `shipped`
when its last piece left; until then it stays `released`, with the parcels that left. What comes of
parcels is in :mod:`teleshop.orders.domain.parcels`, which state pieces make in
:mod:`teleshop.orders.domain.left`.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from teleshop.orders.domain.placed import (
    By,
    CancelReason,
    Happened,
    OrderState,
    PlacedOrder,
)
from teleshop.orders.errors import (
    OrderNotCancellableError,
    OrderStateError,
    PaymentDiffersError,
    ReturnWaitsError,
    WarehouseYesNeededError,
)

STATE_WORDS: Final = {
    OrderState.PLACED: ("已下单", "placed"),
    OrderState.PAID: ("已付款", "paid"),
    OrderState.RELEASED: ("备货中", "with the warehouse"),
    OrderState.SHIPPED: ("已发货", "shipped"),
    OrderState.DELIVERED: ("已签收", "delivered"),
    OrderState.COMPLETED: ("已完成", "completed"),
    OrderState.CANCELLED: ("已取消", "cancelled"),
    OrderState.REFUSED: ("已拒收", "refused at the door"),
    OrderState.RETURNED: ("已退货", "returned"),
}
PAY = ("付款", "paid")
RELEASE = ("交仓备货", "released")
SHIP = ("发货", "shipped")
DELIVER = ("登记送达", "delivered")
COMPLETE = ("完成", "completed")
COMPLETED: Final = "completed"
"""What the timeline says of an order that is over."""
BEFORE_WAREHOUSE = frozenset({OrderState.PLACED, OrderState.PAID})


def begun(order: PlacedOrder, by: By) -> PlacedOrder:
    """An order as it starts; one that costs nothing is paid at once."""
    start = replace(
        order,
        state=OrderState.PLACED,
        history=(Happened(at=order.placed_at, what="placed", by=by),),
    )
    if order.total:
        return start
    return paid(start, 0, order.entered_at)


def paid(order: PlacedOrder, amount: int, at: datetime) -> PlacedOrder:
    """The whole amount came in by the gateway."""
    if order.state is not OrderState.PLACED or order.pays_at_the_door:
        raise state_error(order, PAY)
    if amount != order.total:
        raise PaymentDiffersError
    return noted(
        replace(order, state=OrderState.PAID, paid_at=at), at, "paid", By.SYSTEM, order.payment_id
    )


def cancelled(
    order: PlacedOrder,
    reason: CancelReason,
    by: By,
    now: datetime,
    *,
    warehouse_said_yes: bool = False,
) -> PlacedOrder:
    """The order is off: nothing is held for it any more, and everything that came in goes back.

    Once the warehouse has it, it must have said that nothing leaves; once a piece has left, only
    the rest can be called off (:mod:`teleshop.orders.domain.rest`).
    """
    with_warehouse = order.state is OrderState.RELEASED and not (order.parcels or order.claims)
    if order.state not in BEFORE_WAREHOUSE and not (with_warehouse and by is By.STAFF):
        raise not_cancellable(order)
    if with_warehouse and not warehouse_said_yes:
        raise WarehouseYesNeededError
    after = replace(
        order,
        state=OrderState.CANCELLED,
        cancelled_at=now,
        cancel_reason=reason,
        held=(),
        claims=(),
        refunded=order.received,
    )
    return noted(after, now, "cancelled", by, reason.value)


def released(order: PlacedOrder, by: By, now: datetime) -> PlacedOrder:
    """The warehouse may pack it: it is paid, or will be at the door."""
    ready = OrderState.PLACED if order.pays_at_the_door else OrderState.PAID
    if order.state is not ready:
        raise state_error(order, RELEASE)
    return noted(replace(order, state=OrderState.RELEASED, released_at=now), now, "released", by)


def completed(order: PlacedOrder, now: datetime) -> PlacedOrder:
    """The trade is over; not while the money of a return waits."""
    if order.state is not OrderState.DELIVERED:
        raise state_error(order, COMPLETE)
    if order.claims:
        raise ReturnWaitsError
    return noted(
        replace(order, state=OrderState.COMPLETED, completed_at=now), now, COMPLETED, By.SYSTEM
    )


def noted(
    order: PlacedOrder, at: datetime, what: str, by: By, detail: str | None = None
) -> PlacedOrder:
    """The order with one more entry of its timeline."""
    return replace(
        order, history=(*order.history, Happened(at=at, what=what, by=by, detail=detail))
    )


def state_error(order: PlacedOrder, step: tuple[str, str]) -> OrderStateError:
    """The refusal of a step that the order's state does not allow."""
    state_zh, state_en = STATE_WORDS[order.state]
    return OrderStateError(state_zh=state_zh, state_en=state_en, step_zh=step[0], step_en=step[1])


def not_cancellable(order: PlacedOrder) -> OrderNotCancellableError:
    """The refusal of a cancellation that comes too late."""
    state_zh, state_en = STATE_WORDS[order.state]
    return OrderNotCancellableError(state_zh=state_zh, state_en=state_en)
