"""Goods that came back before the record knew of them, orders of which the rest is called off, and
when an order is over: with real stock, payments and clocks.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor
from teleshop.kernel.use_case import run
from teleshop.orders.errors import (
    OrderNotCancellableError,
    OrderPartlySentError,
    ReturnWaitsError,
    WarehouseYesNeededError,
)
from teleshop.orders.schemas import AcceptedPieces, InspectedGoods
from teleshop.orders.service import CancelReason, PlacedOrder
from teleshop.orders.tables import TakenRepository
from teleshop.orders.wiring import life, service
from teleshop.payments.service import PaymentState, payment_id
from teleshop.payments.wiring import service as payments
from tests.factories import bought as b
from tests.factories.placed_orders import (
    AGENT,
    CUSTOMER,
    DAY,
    HOUR,
    LEAD,
    NOW,
    ORDER_ID,
    PACKER,
)

CASE = "asc_01KASY2D7V3M7T1QZ9N3D6W8XR"
OTHER_CASE = "asc_01KASY2D7V3M7T1QZ9N3D6W8XS"


@pytest.fixture(autouse=True)
def _shelves(aws: Any) -> None:
    """Goods are there."""
    b.goods()


def told(aws: Any, kind: str) -> list[dict[str, Any]]:
    found = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return [event["data"] for event in found if event["type"] == kind]


def stored() -> PlacedOrder:
    found = TakenRepository().find(ORDER_ID)
    assert found is not None
    return found


def payment() -> Any:
    found = payments().desk.find(payment_id(ORDER_ID))
    assert found is not None
    return found


def do(actor: Actor, after: timedelta, act: Callable[[Any], Any]) -> Any:
    call = b.later(actor, after)
    return run(call, lambda: act(call))


def accepted(refund: int, case_id: str = CASE, **lines: int) -> InspectedGoods:
    return InspectedGoods(
        case_id=case_id,
        case_kind="return",
        order_id=ORDER_ID,
        accepted=tuple(
            AcceptedPieces(line=int(name[4:]), quantity=quantity)
            for name, quantity in lines.items()
        ),
        refund_due=refund,
        refund_due_at=NOW + 9 * DAY,
    )


def back(goods: InspectedGoods, after: timedelta = 2 * HOUR) -> PlacedOrder:
    made: PlacedOrder = do(SYSTEM_ACTOR, after, lambda call: life().goods_returned(call, goods))
    return made


def shipped(waybill: str = "SF9876543210123", **lines: Any) -> PlacedOrder:
    body = b.parcel(waybill, **lines)
    made: PlacedOrder = do(PACKER, 3 * HOUR, lambda call: life().ship(call, ORDER_ID, body))
    return made


def rest_off(
    actor: Actor = LEAD,
    *,
    reason: CancelReason = CancelReason.STOCK_MISSING,
    rest: bool = True,
    confirmed: bool = True,
) -> PlacedOrder:
    made: PlacedOrder = do(
        actor,
        2 * DAY,
        lambda call: life().cancel(
            call, ORDER_ID, reason, warehouse_confirmed=confirmed, rest=rest
        ),
    )
    return made


def clock(case_id: str) -> Any:
    return deadlines().find(f"orders:{ORDER_ID}:return:{case_id}")


def clock_rings(case_id: str = CASE, after: timedelta = 4 * HOUR) -> PlacedOrder | None:
    kind = f"return:{case_id}"
    made: PlacedOrder | None = do(
        SYSTEM_ACTOR, after, lambda call: life().clock_ran_out(call, ORDER_ID, kind)
    )
    return made


@pytest.mark.clause("6.3.1")
def test_goods_on_their_way_by_the_record_that_came_back_are_paid_at_once(aws: Any) -> None:
    b.sent()
    order = back(accepted(400_00, line1=2, line2=1))
    assert (order.state, order.refunded, payment().refunded) == ("returned", 400_00, 400_00)
    (event,) = told(aws, "OrderReturned")
    assert (event["refund"], event["whole"]) == (400_00, True)
    # What the carrier says of it later is noted, and moves neither money nor goods.
    parcel = order.parcels[0].id
    do(PACKER, 2 * DAY, lambda call: life().deliver(call, ORDER_ID, parcel, at=NOW + DAY))
    assert (stored().state, payment().refunded) == ("returned", 400_00)
    assert told(aws, "OrderDelivered") == []


@pytest.mark.clause("6.3.1")
def test_goods_that_had_not_left_by_the_record_wait_for_the_note_of_it(aws: Any) -> None:
    b.released()
    first, second = accepted(100_00, line1=1), accepted(60_00, OTHER_CASE, line2=1)
    for goods in (first, second, first):
        assert back(goods).refunded == 0
    assert [one.case_id for one in stored().claims] == [CASE, OTHER_CASE]
    assert clock_rings() is None
    shipped(line1=2)
    assert (clock(CASE).state, clock(CASE).due_at) == ("open", NOW + 3 * HOUR)
    shipped("SF9876543210124", line2=1)
    assert clock(OTHER_CASE) is not None
    for case_id in (CASE, OTHER_CASE):
        assert clock_rings(case_id) is not None
    assert clock_rings() is None
    assert (payment().refunded, stored().claims) == (160_00, ())
    assert sorted(one.subject for one in payments().desk.refunds_of(payment())) == [
        CASE,
        OTHER_CASE,
    ]


@pytest.mark.clause("6.3.1")
def test_an_order_is_not_completed_while_the_money_of_a_return_waits(aws: Any) -> None:
    b.released()
    back(accepted(100_00, line1=1))
    order = shipped()
    do(PACKER, 2 * DAY, lambda c: life().deliver(c, ORDER_ID, order.parcels[0].id, at=NOW + DAY))
    with pytest.raises(ReturnWaitsError):
        do(SYSTEM_ACTOR, 10 * DAY, lambda call: life().complete(call, ORDER_ID))
    clock_rings(after=10 * DAY)
    do(SYSTEM_ACTOR, 10 * DAY, lambda call: life().complete(call, ORDER_ID))
    assert (stored().state, payment().refunded) == ("completed", 100_00)


@pytest.mark.clause("4.3.4", "6.3.1")
@pytest.mark.parametrize("collected", [410_00, None])
def test_what_the_courier_collected_goes_back_once_that_is_noted(
    aws: Any, collected: int | None
) -> None:
    b.sent(b.wish(at_the_door=True))
    assert back(accepted(400_00, line1=2, line2=1)).claims
    parcel = stored().parcels[0].id
    if collected:
        do(
            PACKER,
            2 * DAY,
            lambda c: life().deliver(c, ORDER_ID, parcel, at=NOW + DAY, collected=collected),
        )
    else:
        do(PACKER, 2 * DAY, lambda call: life().refuse(call, ORDER_ID, parcel, at=NOW + DAY))
    clock_rings(after=2 * DAY)
    assert stored().state == "returned"
    if collected:
        assert payment().refunded == 400_00
    else:
        assert payment().state is PaymentState.CLOSED


@pytest.mark.clause("6.3.1")
def test_the_rest_is_called_off_by_a_lead_and_the_order_goes_on_with_what_left(aws: Any) -> None:
    b.sent(line1=1)
    parcel = stored().parcels[0].id
    do(PACKER, DAY, lambda call: life().deliver(call, ORDER_ID, parcel, at=NOW + DAY))
    with pytest.raises(OrderNotCancellableError):
        rest_off(CUSTOMER, reason=CancelReason.CUSTOMER)
    with pytest.raises(OrderPartlySentError):
        rest_off(rest=False)
    for actor, confirmed in ((AGENT, True), (LEAD, False)):
        with pytest.raises(WarehouseYesNeededError):
            rest_off(actor, confirmed=confirmed)
    order = rest_off()
    assert (order.state, order.refunded, payment().refunded) == ("delivered", 250_00, 250_00)
    assert (b.on_hand(b.POT), b.on_hand(b.PAN)) == ((9, 0), (10, 0))
    (event,) = told(aws, "OrderCancelled")
    assert (event["extent"], event["refund"]) == ("rest", 250_00)
    assert [(one["line"], one["quantity"]) for one in event["lines"]] == [(1, 1), (2, 1)]
    assert told(aws, "OrderDelivered")[0]["delivered_at"] == "2026-11-24T04:00:00Z"
    assert [row for row in aws.items("OrdersTable") if row["pk"].startswith("work#")] == []
    assert rest_off() == order
    seen = service().find(ORDER_ID)
    assert seen is not None
    assert (seen.paid, [line.quantity for line in seen.lines]) == (160_00, [1])


@pytest.mark.clause("7.1.3")
@pytest.mark.parametrize("typed", ["sf1234567890123", "SF-1234567-890123", "SF 1234567890123"])
def test_a_waybill_is_one_parcel_however_it_is_typed(aws: Any, typed: str) -> None:
    b.sent(line1=1)
    order = shipped(typed, line1=1)
    assert [parcel.waybill for parcel in order.parcels] == ["SF1234567890123"]
    assert [line.shipped for line in order.lines] == [1, 0]


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize(
    ("signed", "over"),
    [
        # Seven days after Saturday the 28th is a Saturday: the last day for return is the Monday.
        (datetime(2026, 11, 28, 7, tzinfo=UTC), datetime(2026, 12, 8, 16, tzinfo=UTC)),
        # Into a year whose holidays are not published: nine days more at most.
        (datetime(2026, 12, 28, 7, tzinfo=UTC), datetime(2027, 1, 14, 16, tzinfo=UTC)),
    ],
)
def test_an_order_is_over_after_the_days_for_return_as_holidays_move_them(
    aws: Any, signed: datetime, over: datetime
) -> None:
    b.sent()
    parcel = stored().parcels[0].id
    do(PACKER, signed - NOW, lambda call: life().deliver(call, ORDER_ID, parcel, at=signed))
    completion = deadlines().find(f"orders:{ORDER_ID}:completion")
    assert completion is not None
    assert completion.due_at == over


@pytest.mark.clause("3.3.1", "6.3.1")
def test_events_say_what_the_pieces_cost_that_arrived_came_back_or_are_off(aws: Any) -> None:
    b.sent(line1=1)
    rest_off()
    order = stored()
    do(PACKER, 3 * DAY, lambda c: life().deliver(c, ORDER_ID, order.parcels[0].id, at=NOW + DAY))
    back(accepted(100_00, line1=1), 4 * DAY)
    amounts = {
        kind: [
            (piece["line"], piece["quantity"], piece["amount"])
            for event in told(aws, kind)
            for piece in event["lines"]
        ]
        for kind in ("OrderShipped", "OrderCancelled", "OrderDelivered", "OrderReturned")
    }
    first, second = order.lines[:2]
    half = first.amount // 2
    assert amounts == {
        "OrderShipped": [(1, 1, half)],
        "OrderCancelled": [(1, 1, first.amount - half), (2, second.quantity, second.amount)],
        "OrderDelivered": [(1, 1, half)],
        "OrderReturned": [(1, 1, half)],
    }
    (delivered,) = told(aws, "OrderDelivered")
    assert delivered["promised_on"] == order.promise.promised_on.isoformat()


@pytest.mark.clause("3.3.1", "6.3.1")
def test_events_of_orders_that_are_off_or_refused_say_what_was_charged(aws: Any) -> None:
    b.sent()
    parcel = stored().parcels[0].id
    do(PACKER, 2 * DAY, lambda call: life().refuse(call, ORDER_ID, parcel, at=NOW + DAY))
    (refused,) = told(aws, "OrderRefused")
    assert [piece["amount"] for piece in refused["lines"]] == [
        one.amount for one in stored().lines if one.quantity
    ]
