"""What became of a parcel was noted wrongly and is put right: no fen goes back twice, and whoever
has goods has the rights that go with them.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.errors import InvalidInputError, Refusal
from teleshop.orders.domain import (
    By,
    OrderState,
    ParcelCorrection,
    ParcelPieces,
    PlacedOrder,
    begun,
    completed,
    deliver,
    refuse,
    ship,
    snapshot,
    take_back,
    was_delivered,
    was_refused,
    was_told_completed,
    was_told_delivered,
)
from teleshop.orders.errors import (
    ParcelCameBackError,
    ParcelCashNotedError,
    ParcelNotFoundError,
    ParcelOutcomeError,
)
from tests.factories.placed_orders import DAY, HOUR, MINUTE, NOW, cash, line, placed
from tests.unit.orders.test_parcels import (
    SENT,
    STEPS,
    claim,
    codes,
    orders,
    parcel,
    ready,
    sent,
    signed,
    step,
)

LATER = SENT + 2 * DAY
WHY = ParcelCorrection.ENTRY_ERROR

pytestmark = pytest.mark.clause("6.3.1")


def refused(order: PlacedOrder, id: str = "pcl_1", at: Any = SENT + HOUR) -> PlacedOrder:
    return refuse(order, id, at, By.STAFF, SENT + DAY).order


def came(order: PlacedOrder, id: str = "pcl_1", at: Any = SENT + HOUR, **how: Any) -> PlacedOrder:
    return was_delivered(order, id, at, By.STAFF, LATER, reason=WHY, **how)


def two_parcels() -> PlacedOrder:
    """A pot went in one parcel, a pot and the pan in another."""
    first = ship(ready(), parcel(line1=1), By.STAFF).order
    return ship(first, parcel("pcl_2", line1=1, line2=1), By.STAFF).order


def test_goods_that_were_noted_as_refused_and_are_there_are_the_customers_for_nothing() -> None:
    off = refused(sent())
    assert (off.state, off.refunded) == (OrderState.REFUSED, 410_00)
    after = came(off)
    assert (after.state, after.delivered_at) == (OrderState.DELIVERED, SENT + HOUR)
    assert (after.refunded, after.refused_at) == (410_00, None)
    assert [(each.refused, each.waived) for each in after.lines] == [(0, 2), (0, 1)]
    seen = snapshot(after)
    # A defect can be claimed; what comes back is worth nothing more.
    assert [(each.quantity, each.paid) for each in seen.lines] == [(2, 0), (1, 0)]
    assert (seen.paid, seen.delivered_at) == (0, SENT + HOUR)
    assert (after.history[-1].what, after.history[-1].detail) == ("refusal_corrected", WHY)
    assert after.history[:-1] == off.history
    assert came(after) == after
    back = take_back(after, claim("asc_1", 410_00, (1, 2), (2, 1)), LATER + DAY)
    assert back is not None
    assert (back.refund, back.order.state) == (0, OrderState.RETURNED)


def test_a_delivery_that_never_was_sends_the_money_back_by_the_rule_of_refusals() -> None:
    done = signed(sent())
    after = was_refused(done, "pcl_1", SENT + 2 * HOUR, By.STAFF, LATER, reason=WHY)
    assert (after.refund, after.order.state) == (410_00, OrderState.REFUSED)
    assert (after.order.delivered_at, after.order.refused_at) == (None, SENT + 2 * HOUR)
    assert after.order.history[-1].what == "delivery_corrected"
    assert snapshot(after.order).lines == ()
    again = was_refused(after.order, "pcl_1", None, By.STAFF, LATER, reason=WHY)
    assert (again.order, again.refund) == (after.order, 0)


def test_one_parcel_of_two_is_put_right_and_the_other_stays_paid() -> None:
    one = refused(two_parcels())
    kept = signed(one, "pcl_2")
    assert (kept.state, kept.refunded) == (OrderState.DELIVERED, 150_00)
    after = came(kept, at=SENT + 3 * HOUR)
    assert (after.state, after.delivered_at) == (OrderState.DELIVERED, SENT + 3 * HOUR)
    seen = snapshot(after)
    assert [(each.quantity, each.paid, each.waived) for each in seen.lines] == [
        (2, 150_00, 1),
        (1, 100_00, 0),
    ]
    assert seen.paid == 260_00
    # Refused after all: for the pot the money is back already, the rest is not touched.
    last = was_refused(after, "pcl_1", None, By.STAFF, LATER, reason=WHY)
    assert (last.refund, last.order.refunded) == (0, 150_00)
    assert snapshot(last.order).paid == 260_00


def test_days_for_return_are_never_shortened() -> None:
    early = signed(two_parcels(), "pcl_2")
    both = deliver(early, "pcl_1", SENT + 5 * HOUR, By.STAFF, SENT + DAY)
    after = was_refused(both, "pcl_1", SENT + 6 * HOUR, By.STAFF, LATER, reason=WHY).order
    assert (after.state, after.delivered_at) == (OrderState.DELIVERED, SENT + 5 * HOUR)


def test_the_days_of_pieces_that_were_noted_as_refused_begin_when_that_is_put_right() -> None:
    # Until then the customer could not ask for anything.
    after = came(refused(sent()))
    assert (after.delivered_at, after.days_from) == (SENT + HOUR, LATER)
    assert snapshot(after).days_from == LATER
    assert signed(sent()).days_from == SENT + HOUR
    # Also where another parcel was still on its way then, and is noted with an earlier time.
    both = came(refused(two_parcels()))
    assert (both.state, both.days_from) == (OrderState.SHIPPED, None)
    done = deliver(both, "pcl_2", SENT + 2 * HOUR, By.STAFF, LATER + HOUR)
    assert (done.delivered_at, done.days_from) == (SENT + 2 * HOUR, LATER)


def test_no_turn_takes_days_back_that_were_given() -> None:
    late = deliver(sent(), "pcl_1", SENT + 10 * DAY, By.STAFF, SENT + 10 * DAY)
    off = was_refused(late, "pcl_1", None, By.STAFF, SENT + 11 * DAY, reason=WHY).order
    assert off.days_from is None
    again = was_delivered(off, "pcl_1", SENT + HOUR, By.STAFF, SENT + 12 * DAY, reason=WHY)
    assert again.days_from == SENT + 12 * DAY


def test_that_an_order_was_delivered_is_told_though_its_parcels_turned_before() -> None:
    one = signed(two_parcels())
    turned = was_refused(one, "pcl_1", None, By.STAFF, LATER, reason=WHY).order
    off = refuse(turned, "pcl_2", LATER, By.STAFF, LATER).order
    assert (off.state, was_told_delivered(off)) == (OrderState.REFUSED, False)
    assert was_told_delivered(came(off, "pcl_2"))
    # What came back through after-sales before the last parcel was noted told nobody either.
    back = take_back(signed(two_parcels()), claim("asc_1", 100_00, (1, 1)), LATER)
    assert back is not None
    returned = refuse(back.order, "pcl_2", LATER, By.STAFF, LATER).order
    assert (returned.state, was_told_delivered(returned)) == (OrderState.RETURNED, False)
    assert was_told_delivered(signed(sent()))
    # An order that was stored before this was kept says it by its state.
    assert was_told_delivered(replace(signed(sent()), told_delivered=False))


def test_a_completed_order_is_put_right_and_is_open_again() -> None:
    over = completed(signed(sent()), SENT + 10 * DAY)
    after = was_refused(over, "pcl_1", SENT + HOUR, By.STAFF, SENT + 11 * DAY, reason=WHY)
    assert (after.refund, after.order.state) == (410_00, OrderState.REFUSED)
    assert after.order.completed_at is None
    kept = completed(signed(refused(two_parcels()), "pcl_2"), SENT + 10 * DAY)
    again = was_delivered(kept, "pcl_1", None, By.STAFF, SENT + 11 * DAY, reason=WHY)
    assert (again.state, again.completed_at) == (OrderState.DELIVERED, None)
    assert again.days_from == SENT + 11 * DAY
    assert was_told_completed(kept)
    assert was_told_completed(again)
    assert not was_told_completed(signed(sent()))


def test_another_time_or_other_cash_than_is_noted_is_refused_and_not_swallowed() -> None:
    there = came(refused(sent()))
    with pytest.raises(ParcelOutcomeError):
        came(there, at=SENT + 2 * HOUR)
    with pytest.raises(ParcelOutcomeError):
        came(there, collected=410_00)
    off = refused(sent())
    with pytest.raises(ParcelOutcomeError):
        was_refused(off, "pcl_1", SENT + 2 * HOUR, By.STAFF, LATER, reason=WHY)
    assert was_refused(off, "pcl_1", SENT + HOUR, By.STAFF, LATER, reason=WHY).order == off
    paid = came(refused(sent(ready(cash()))), collected=410_00)
    assert came(paid, at=None) == came(paid, collected=410_00) == paid
    with pytest.raises(ParcelOutcomeError):
        came(paid, collected=1)


def test_what_the_courier_collected_is_noted_late_and_exactly() -> None:
    off = refused(sent(ready(cash())))
    assert off.received == 0
    with pytest.raises(InvalidInputError) as wrong:
        came(off, collected=1)
    assert codes(wrong) == [("/collected", "cash_differs")]
    after = came(off, collected=off.total)
    assert (after.state, after.received, after.refunded) == (OrderState.DELIVERED, 410_00, 0)
    assert snapshot(after).paid == 410_00
    assert [each.fell_away for each in after.lines] == [0, 0]
    # Cash that is booked does not go out again because of a correction.
    with pytest.raises(ParcelCashNotedError):
        was_refused(after, "pcl_1", None, By.STAFF, LATER, reason=WHY)


def test_goods_that_came_back_through_after_sales_were_with_the_customer() -> None:
    back = take_back(signed(sent()), claim("asc_1", 400_00, (1, 2), (2, 1)), SENT + DAY)
    assert back is not None
    with pytest.raises(ParcelCameBackError):
        was_refused(back.order, "pcl_1", None, By.STAFF, LATER, reason=WHY)


def test_only_what_was_noted_is_put_right_and_only_to_a_time_that_can_be() -> None:
    with pytest.raises(InvalidInputError) as nothing:
        came(sent())
    assert codes(nothing) == [("/correction", "nothing_to_correct")]
    with pytest.raises(ParcelNotFoundError):
        came(sent(), "pcl_9")
    for at, code in ((SENT - MINUTE, "before_shipped"), (LATER + DAY, "instant_in_the_future")):
        with pytest.raises(InvalidInputError) as early:
            came(refused(sent()), at=at)
        assert codes(early) == [("/at", code)]
        with pytest.raises(InvalidInputError) as also:
            was_refused(signed(sent()), "pcl_1", at, By.STAFF, LATER, reason=WHY)
        assert codes(also) == [("/at", code)]


@given(
    amount=st.integers(1, 100_000),
    quantity=st.integers(2, 5),
    freight=st.integers(0, 1_000),
    turns=st.lists(st.sampled_from(["pcl_1", "pcl_2"]), max_size=8),
    first=st.booleans(),
)
def test_however_often_it_is_put_right_no_fen_goes_back_twice(
    amount: int, quantity: int, freight: int, turns: list[str], first: bool
) -> None:
    goods = line(1, quantity=quantity, amount=amount)
    order = ready(placed(lines=(goods,), freight=freight))
    sent_first = replace(parcel(), pieces=(ParcelPieces(line=1, quantity=1),))
    rest = replace(parcel("pcl_2"), pieces=(ParcelPieces(line=1, quantity=quantity - 1),))
    order = ship(ship(order, sent_first, By.STAFF).order, rest, By.STAFF).order
    order = refused(order) if first else signed(order)
    order = signed(order, "pcl_2")
    seen = [order]
    now = LATER
    for id in turns:
        now += timedelta(minutes=1)
        known = order.parcel(id)
        assert known is not None
        if known.delivered_at:
            order = was_refused(order, id, None, By.STAFF, now, reason=WHY).order
        else:
            order = was_delivered(order, id, None, By.STAFF, now, reason=WHY)
        seen.append(order)
    for before, after in pairwise(seen):
        assert before.refunded <= after.refunded <= after.received
        assert after.lines[0].fell_away <= amount
    for each in seen:
        there = sum(
            pieces.quantity for one in each.parcels if one.delivered_at for pieces in one.pieces
        )
        assert each.lines[0].quantity - each.lines[0].refused == there
        assert (each.state is OrderState.DELIVERED) is bool(there)
        assert 0 <= each.lines[0].waived <= there
        assert 0 <= snapshot(each).paid <= each.received - each.refunded
        if not there:
            assert each.refunded == each.received


@given(
    order=orders,
    steps=st.lists(
        st.tuples(st.sampled_from((*STEPS, "right", "right")), st.integers(0, 9)), max_size=60
    ),
)
def test_whatever_else_happens_pieces_and_money_stay_conserved(
    order: PlacedOrder, steps: list[tuple[str, int]]
) -> None:
    now = NOW
    order = begun(order, By.CUSTOMER)
    for what, number in steps:
        now += MINUTE
        before = order
        try:
            order = (
                righted(order, number, now) if what == "right" else step(order, what, number, now)
            )
        except Refusal:
            continue
        assert order.history[: len(before.history)] == before.history
        assert before.refunded <= order.refunded <= order.received <= order.total
        for each in order.lines:
            gone = each.returned + each.refused
            assert each.refused >= 0
            assert gone <= each.shipped <= each.quantity - each.called_off
            assert 0 <= each.fell_away <= each.amount
            assert 0 <= each.waived <= each.shipped - each.refused
        seen = snapshot(order)
        assert 0 <= seen.paid <= order.received
        assert all(one.paid >= 0 for one in seen.lines)
        if order.state in (OrderState.DELIVERED, OrderState.COMPLETED):
            assert order.delivered_at is not None
        if order.state is OrderState.REFUSED:
            assert order.refunded == order.received
            assert seen.lines == ()


def righted(order: PlacedOrder, number: int, now: datetime) -> PlacedOrder:
    """The other outcome of a parcel than was noted."""
    closed = [one for one in order.parcels if not one.is_open]
    if not closed:
        return order
    one = closed[number % len(closed)]
    if one.delivered_at:
        return was_refused(order, one.id, None, By.STAFF, now, reason=WHY).order
    due = order.total if order.pays_at_the_door else None
    return was_delivered(order, one.id, None, By.STAFF, now, reason=WHY, collected=due)
