"""The life of orders with real stock and real payments: nothing is lost, nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Actor
from teleshop.kernel.errors import StaleVersionError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.orders.errors import (
    CancelReasonError,
    OrderNotCancellableError,
    OrderNotFoundError,
    OrderStateError,
    WarehouseYesNeededError,
    WaybillUsedError,
)
from teleshop.orders.schemas import AcceptedPieces, InspectedGoods, OutcomeBody
from teleshop.orders.service import CancelReason, OrderState, PlacedOrder
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
    MINUTE,
    NOW,
    ORDER_ID,
    OTHER_ORDER,
    PACKER,
    STRANGER,
)

FULL = 410_00


@pytest.fixture(autouse=True)
def _shelves(aws: Any) -> None:
    """Goods are there."""
    b.goods()


def told(aws: Any, kind: str) -> list[dict[str, Any]]:
    found = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return [event["data"] for event in found if event["type"] == kind]


def stored(id: str = ORDER_ID) -> PlacedOrder:
    found = TakenRepository().find(id)
    assert found is not None
    return found


def payment_of(id: str = ORDER_ID) -> Any:
    found = payments().desk.find(payment_id(id))
    assert found is not None
    return found


def refunds(id: str = ORDER_ID) -> list[Any]:
    return payments().desk.refunds_of(payment_of(id))


def do(actor: Actor, after: timedelta, act: Callable[[Any], Any], **options: Any) -> Any:
    call = b.later(actor, after, **options)
    return run(call, lambda: act(call))


def cancel(
    actor: Actor = CUSTOMER,
    reason: CancelReason = CancelReason.CUSTOMER,
    *,
    after: timedelta = 5 * MINUTE,
    id: str = ORDER_ID,
    confirmed: bool = False,
    **options: Any,
) -> PlacedOrder:
    made: PlacedOrder = do(
        actor,
        after,
        lambda call: life().cancel(call, id, reason, warehouse_confirmed=confirmed),
        **options,
    )
    return made


def deadline(kind: str, id: str = ORDER_ID) -> Any:
    return deadlines().find(f"orders:{id}:{kind}")


@pytest.mark.clause("1.1", "4.3.4")
def test_money_pays_the_order_and_starts_its_minutes_of_grace(aws: Any) -> None:
    order = b.paid()
    assert (order.state, order.paid_at) == (OrderState.PAID, NOW)
    assert deadline("payment_due").state == "met"
    assert deadline("release").due_at == NOW + 16 * MINUTE
    (event,) = told(aws, "OrderPaid")
    assert (event["amount"], event["payment_id"]) == (FULL, payment_id(ORDER_ID))
    assert event["lines"] == told(aws, "OrderPlaced")[0]["lines"]
    assert event["payment_method"] == "gateway"
    again = do(
        CUSTOMER, HOUR, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW + HOUR)
    )
    assert again == order


@pytest.mark.clause("1.1")
def test_an_unpaid_order_expires_and_everything_it_held_is_free(aws: Any) -> None:
    b.bought()
    assert (b.on_hand(), b.on_hand(b.PAN)) == ((8, 2), (9, 1))
    off = do(CUSTOMER, 30 * MINUTE, lambda call: life().expire(call, ORDER_ID))
    assert (off.state, off.cancel_reason) == (OrderState.CANCELLED, CancelReason.UNPAID)
    assert (b.on_hand(), b.on_hand(b.PAN)) == ((10, 0), (10, 0))
    assert payment_of().state is PaymentState.CLOSED
    (event,) = told(aws, "OrderCancelled")
    assert (event["reason"], event["refund"], event["sold"]) == ("unpaid", 0, False)
    assert do(CUSTOMER, HOUR, lambda call: life().expire(call, ORDER_ID)) is None
    # Money that comes now is none of the order's.
    b.money_came(at=NOW + HOUR)
    assert payment_of().received == 0
    late = do(CUSTOMER, HOUR, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW))
    assert late.state is OrderState.CANCELLED


@pytest.mark.clause("4.3.4")
def test_an_order_whose_money_came_first_does_not_expire(aws: Any) -> None:
    b.bought()
    b.money_came(at=NOW + 29 * MINUTE)
    assert do(CUSTOMER, 30 * MINUTE, lambda call: life().expire(call, ORDER_ID)) is None
    assert stored().state is OrderState.PLACED
    assert b.on_hand() == (8, 2)
    paid = do(
        CUSTOMER, 31 * MINUTE, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW)
    )
    assert paid.state is OrderState.PAID


def test_money_and_expiry_at_once_give_one_of_two_outcomes(aws: Any) -> None:
    b.bought()

    def expire() -> None:
        do(CUSTOMER, 30 * MINUTE, lambda call: life().expire(call, ORDER_ID))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda act: act(), (expire, b.money_came)))
    if payment_of().state is PaymentState.CLOSED:
        assert (stored().state, b.on_hand()) == (OrderState.CANCELLED, (10, 0))
        assert sum(one.amount for one in refunds()) == FULL
    else:
        assert (stored().state, b.on_hand()) == (OrderState.PLACED, (8, 2))


@pytest.mark.clause("6.3.1")
def test_a_customer_cancels_before_and_after_payment(aws: Any) -> None:
    b.bought()
    off = cancel()
    assert (off.state, off.refunded, payment_of().state) == ("cancelled", 0, "closed")
    assert deadline("payment_due").state == "cancelled"
    b.paid(b.wish(OTHER_ORDER))
    paid_off = cancel(id=OTHER_ORDER)
    assert (paid_off.state, paid_off.refunded) == ("cancelled", FULL)
    assert deadline("release", OTHER_ORDER).state == "cancelled"
    (refund,) = refunds(OTHER_ORDER)
    assert (refund.amount, refund.reason, refund.subject) == (FULL, "cancelled", OTHER_ORDER)
    assert refund.due_at == NOW + 5 * MINUTE + 3 * DAY
    assert (b.on_hand(), b.on_hand(b.PAN)) == ((10, 0), (10, 0))
    assert {event["refund"] for event in told(aws, "OrderCancelled")} == {0, FULL}


@pytest.mark.clause("6.3.1")
def test_who_paid_a_moment_ago_cancels_as_a_paid_order(aws: Any) -> None:
    b.bought()
    b.money_came()
    off = cancel()
    assert (off.state, off.paid_at, off.refunded) == ("cancelled", NOW, FULL)
    assert [one.amount for one in refunds()] == [FULL]
    heard = do(CUSTOMER, HOUR, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW))
    assert heard == stored() == off


@pytest.mark.clause("6.3.1")
def test_cancelling_twice_and_by_twins_refunds_once(aws: Any) -> None:
    b.paid()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: cancel(), range(4)))
    assert len(set(map(repr, answers))) == 1
    assert cancel(LEAD, CancelReason.FRAUD_SUSPECTED) == answers[0]
    assert [one.amount for one in refunds()] == [FULL]
    assert len(told(aws, "OrderCancelled")) == 1
    assert b.on_hand() == (10, 0)


def test_who_may_cancel_what_and_why(aws: Any) -> None:
    b.paid()
    with pytest.raises(OrderNotFoundError):
        cancel(STRANGER)
    with pytest.raises(OrderNotFoundError):
        cancel(id=OTHER_ORDER)
    for actor, reason in (
        (CUSTOMER, CancelReason.FRAUD_SUSPECTED),
        (CUSTOMER, CancelReason.UNPAID),
        (LEAD, CancelReason.UNPAID),
    ):
        with pytest.raises(CancelReasonError):
            cancel(actor, reason)
    with pytest.raises(StaleVersionError):
        cancel(expected_version=1)
    assert cancel(AGENT, CancelReason.NOT_REACHABLE).history[-1].by == "staff"


@pytest.mark.clause("6.3.1")
def test_what_the_warehouse_has_is_cancelled_with_its_yes_by_a_lead_alone(aws: Any) -> None:
    b.released()
    with pytest.raises(OrderNotCancellableError):
        cancel()
    for actor, confirmed in ((AGENT, True), (LEAD, False)):
        with pytest.raises(WarehouseYesNeededError):
            cancel(actor, CancelReason.STOCK_MISSING, confirmed=confirmed)
    assert len(TakenRepository().work("hz-1", PageRequest()).items) == 1
    off = cancel(LEAD, CancelReason.STOCK_MISSING, confirmed=True)
    assert (off.state, off.refunded, b.on_hand()) == ("cancelled", FULL, (10, 0))
    assert TakenRepository().work("hz-1", PageRequest()).items == []


def test_a_lead_lets_an_order_go_at_once(aws: Any) -> None:
    b.bought()
    with pytest.raises(OrderStateError):
        do(LEAD, MINUTE, lambda call: life().release(call, ORDER_ID))
    do(CUSTOMER, MINUTE, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW))
    order = do(LEAD, 2 * MINUTE, lambda call: life().release(call, ORDER_ID))
    assert (order.state, deadline("release").state) == ("released", "met")
    assert do(LEAD, HOUR, lambda call: life().release(call, ORDER_ID)) == order
    assert do(LEAD, HOUR, lambda call: life().release_due(call, ORDER_ID)) is None
    assert len(told(aws, "OrderReleased")) == 1


def test_orders_are_in_the_list_of_their_warehouse_until_their_last_piece_left(aws: Any) -> None:
    b.released()
    (item,) = TakenRepository().work("hz-1", PageRequest()).items
    assert (item.order_id, item.pieces) == (ORDER_ID, 3)
    assert TakenRepository().work("gz-1", PageRequest()).items == []
    do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, b.parcel(line1=2)))
    (item,) = TakenRepository().work("hz-1", PageRequest()).items
    assert item.pieces == 1
    last = b.parcel("SF1234567890124", line2=1)
    do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, last))
    assert TakenRepository().work("hz-1", PageRequest()).items == []


@pytest.mark.clause("7.1.3")
def test_a_parcel_takes_exactly_what_was_held_for_it(aws: Any) -> None:
    order = b.sent(line1=1)
    assert (order.state, b.on_hand()) == ("released", (8, 1))
    same = do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, b.parcel(line1=1)))
    assert same == order
    with pytest.raises(WaybillUsedError):
        do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, b.parcel(line1=2)))
    last = b.parcel("SF1234567890124", line1=1, line2=1)
    shipped = do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, last))
    assert (shipped.state, b.on_hand(), b.on_hand(b.PAN)) == ("shipped", (8, 0), (9, 0))
    assert sorted(event["complete"] for event in told(aws, "OrderShipped")) == [False, True]


def test_two_who_send_the_same_parcel_send_it_once(aws: Any) -> None:
    b.released()

    def send(_: int) -> PlacedOrder:
        order: PlacedOrder = do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, b.parcel()))
        return order

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(send, range(3)))
    assert len({len(answer.parcels) for answer in answers}) == 1
    assert b.on_hand() == (8, 0)
    assert len(told(aws, "OrderShipped")) == 1


@pytest.mark.clause("6.3.1")
def test_delivery_is_told_once_and_lets_the_days_for_return_run(aws: Any) -> None:
    order = b.delivered()
    assert (order.state, order.delivered_at) == ("delivered", NOW + 24 * HOUR)
    assert service().find(ORDER_ID).delivered_at == order.delivered_at  # type: ignore[union-attr]  # it is there
    (event,) = told(aws, "OrderDelivered")
    assert event["delivered_at"] == "2026-11-24T04:00:00Z"
    assert {one["delivered_at"] for one in event["lines"]} == {event["delivered_at"]}
    # Signed for on 24 November in China: seven days, and one more, are over with 2 December.
    assert deadline("completion").due_at.isoformat() == "2026-12-02T16:00:00+00:00"
    again = do(
        PACKER,
        26 * HOUR,
        lambda call: life().settle_parcel(
            call,
            ORDER_ID,
            order.parcels[0].id,
            OutcomeBody(outcome="delivered", at=NOW + 24 * HOUR),
        ),
    )
    assert again == order
    done = do(CUSTOMER, 10 * DAY, lambda call: life().complete(call, ORDER_ID))
    assert (done.state, len(told(aws, "OrderCompleted"))) == ("completed", 1)
    assert do(CUSTOMER, 10 * DAY, lambda call: life().complete(call, ORDER_ID)) is None


@pytest.mark.clause("4.3.4")
def test_cash_is_collected_once_and_exactly_and_pays_the_order(aws: Any) -> None:
    order = b.delivered(b.wish(at_the_door=True))
    assert (order.state, order.paid_at, order.received) == ("delivered", NOW + DAY, FULL)
    assert (payment_of().state, payment_of().received) == (PaymentState.RECEIVED, FULL)
    (event,) = told(aws, "OrderPaid")
    assert (event["amount"], event["payment_method"]) == (FULL, "cash_on_delivery")
    assert len(event["lines"]) == len(order.lines)
    # The payment's own event says nothing new.
    heard = do(CUSTOMER, 2 * DAY, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW))
    assert heard == order


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("at_the_door", [False, True])
def test_what_is_refused_at_the_door_is_not_paid_for(aws: Any, at_the_door: bool) -> None:
    order = b.sent(b.wish(at_the_door=at_the_door))
    body = OutcomeBody(outcome="refused", at=NOW + 2 * HOUR)
    off = do(
        PACKER,
        3 * HOUR,
        lambda call: life().settle_parcel(call, ORDER_ID, order.parcels[0].id, body),
    )
    assert (off.state, b.on_hand()) == ("refused", (8, 0))
    (event,) = told(aws, "OrderRefused")
    if at_the_door:
        assert (payment_of().state, event["refund"]) == (PaymentState.CLOSED, 0)
    else:
        assert (refunds()[0].amount, refunds()[0].reason) == (FULL, "refused")
        assert event["refund"] == FULL
    again = do(
        PACKER,
        3 * HOUR,
        lambda call: life().settle_parcel(call, ORDER_ID, order.parcels[0].id, body),
    )
    assert again == off


@pytest.mark.clause("6.3.1")
def test_an_order_of_which_a_part_was_refused_is_delivered_with_the_rest(aws: Any) -> None:
    b.sent(line1=2)
    last = b.parcel("SF1234567890124", line2=1)
    order = do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, last))
    pots, pans = order.parcels
    one = do(PACKER, DAY, lambda call: life().deliver(call, ORDER_ID, pans.id, at=NOW + 3 * HOUR))
    assert (one.state, told(aws, "OrderDelivered")) == ("shipped", [])
    done = do(PACKER, DAY, lambda call: life().refuse(call, ORDER_ID, pots.id, at=NOW + 4 * HOUR))
    assert (done.state, done.delivered_at) == ("delivered", NOW + 3 * HOUR)
    assert [refund.amount for refund in refunds()] == [300_00]
    (event,) = told(aws, "OrderDelivered")
    assert event["delivered_at"] == "2026-11-23T07:00:00Z"
    seen = service().find(ORDER_ID)
    assert seen is not None
    assert ([each.number for each in seen.lines], seen.paid) == ([2], 110_00)
    assert deadline("completion").state == "open"


def inspected(case_id: str, refund: int, **lines: int) -> InspectedGoods:
    return InspectedGoods(
        case_id=case_id,
        case_kind="return",
        order_id=ORDER_ID,
        accepted=tuple(
            AcceptedPieces(line=int(name[4:]), quantity=quantity)
            for name, quantity in lines.items()
        ),
        faulty=True,
        defective=(1,),
        refund_due=refund,
        refund_due_at=NOW + 9 * DAY,
    )


@pytest.mark.clause("6.3.1")
def test_what_came_back_is_noted_and_refunded_once(aws: Any) -> None:
    b.delivered()
    first = inspected("asc_1", 120_00, line1=1)
    for _ in range(2):
        order = do(CUSTOMER, 3 * DAY, lambda call: life().goods_returned(call, first))
    assert (order.state, order.refunded) == ("delivered", 120_00)
    (refund,) = refunds()
    assert (refund.amount, refund.subject, refund.due_at) == (120_00, "asc_1", NOW + 9 * DAY)
    assert service().find(ORDER_ID).line(1).returned == 1  # type: ignore[union-attr]  # it is there
    rest = inspected("asc_2", 290_00, line1=1, line2=1)
    whole = do(CUSTOMER, 4 * DAY, lambda call: life().goods_returned(call, rest))
    assert (whole.state, deadline("completion").state) == ("returned", "cancelled")
    assert sorted(event["whole"] for event in told(aws, "OrderReturned")) == [False, True]
    # Who is at fault is told by line: the pan of the second return was not.
    assert [event["defective"] for event in told(aws, "OrderReturned")] == [[1], [1]]
    assert sum(one.amount for one in refunds()) == FULL


def test_goods_that_come_back_for_repair_or_of_other_orders_are_not_the_orders() -> None:
    assert inspected("asc_1", 1, line1=1).concerns_orders_here
    for changes in ({"case_kind": "repair"}, {"order_id": "TV-1"}, {"accepted": ()}):
        goods = msgspec.structs.replace(inspected("asc_1", 1, line1=1), **changes)
        assert not goods.concerns_orders_here


@pytest.mark.clause("6.3.1")
def test_a_customer_is_reminded_while_the_order_waits_for_money(aws: Any) -> None:
    b.bought()
    do(CUSTOMER, 20 * MINUTE, lambda call: life().clock_approaches(call, ORDER_ID))
    (event,) = told(aws, "OrderExpiring")
    assert event["payment_due_at"] == "2026-11-23T04:30:00Z"
    do(CUSTOMER, 20 * MINUTE, lambda call: life().payment_received(call, ORDER_ID, FULL, NOW))
    assert do(CUSTOMER, HOUR, lambda call: life().clock_approaches(call, ORDER_ID)) is None


def test_a_clock_of_an_order_that_is_past_it_does_nothing(aws: Any) -> None:
    b.delivered()
    for kind in ("payment_due", "release"):
        assert ran_out(kind, ORDER_ID) is None
    for kind in ("payment_due", "release", "completion"):
        assert ran_out(kind, OTHER_ORDER) is None


def ran_out(kind: str, id: str) -> PlacedOrder | None:
    return life().clock_ran_out(b.later(after=DAY), id, kind)
