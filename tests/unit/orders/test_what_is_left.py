"""Whichever way pieces leave an order (refused, called off, returned), in any order of steps: who
keeps nothing has everything back, who keeps a part pays no more for it than its marked price.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.refund import NOTHING, Returned, refund
from teleshop.care.orders_port import purchase_of
from teleshop.kernel.errors import Refusal
from teleshop.kernel.money import Money
from teleshop.orders.domain import (
    By,
    CancelReason,
    Claim,
    DiscountKind,
    OrderDiscount,
    OrderState,
    Parcel,
    ParcelPieces,
    PlacedOrder,
    begun,
    call_off,
    cancelled,
    completed,
    deliver,
    paid,
    refuse,
    released,
    settle_claim,
    ship,
    snapshot,
    take_back,
    worth_of_left,
)
from teleshop.orders.errors import OrderNotCancellableError, WarehouseYesNeededError
from tests.factories.placed_orders import DAY, HOUR, NOW, cash, held_for, line, pan, placed

YES = {"warehouse_said_yes": True}


def together(
    quantities: tuple[int, ...] = (2, 1), *, off: int = 60_00, freight: int = 0, door: bool = False
) -> PlacedOrder:
    """Pieces of 100 CNY each, with so much off for reaching the price of all of them."""
    worth = [100_00 * quantity for quantity in quantities]
    shares = Money(off).allocate(worth)
    lines = tuple(
        line(
            number,
            sku=f"sku_{number}",
            quantity=quantity,
            list_price=100_00,
            price=100_00,
            amount=100_00 * quantity - share.amount,
        )
        for number, (quantity, share) in enumerate(zip(quantities, shares, strict=True), 1)
    )
    discount = OrderDiscount(
        code="prm_1", kind=DiscountKind.THRESHOLD, amount=off, threshold=sum(worth), off=off
    )
    make = cash if door else placed
    return make(lines=lines, freight=freight, discounts=(discount,), held=held_for(lines))


def ready(order: PlacedOrder) -> PlacedOrder:
    """The warehouse has it."""
    start = begun(order, By.CUSTOMER)
    if not start.pays_at_the_door:
        start = paid(start, start.total, NOW)
    return released(start, By.SYSTEM, NOW)


def sent(order: PlacedOrder, *pieces: tuple[int, int]) -> PlacedOrder:
    """One more parcel left."""
    parcel = Parcel(
        id=f"pcl_{len(order.parcels)}",
        pieces=tuple(ParcelPieces(line=number, quantity=quantity) for number, quantity in pieces),
        carrier_id="sf",
        waybill="SF1234567890123",
        warehouse="hz-1",
        shipped_at=NOW + HOUR,
    )
    return ship(order, parcel, By.STAFF).order


def signed(order: PlacedOrder, parcel: str = "pcl_0", collected: int | None = None) -> PlacedOrder:
    return deliver(order, parcel, NOW + DAY, By.STAFF, NOW + DAY, collected=collected)


def claim(order: PlacedOrder, *pieces: tuple[int, int], case_id: str = "asc_1") -> Claim:
    """What after-sales makes due for pieces, by its own rules; the first return of the order."""
    due = refund(purchase_of(snapshot(order)), NOTHING, Returned(dict(pieces)), 0)
    return Claim(
        case_id=case_id,
        pieces=tuple(ParcelPieces(line=number, quantity=quantity) for number, quantity in pieces),
        refund=due.amount,
        due_at=NOW + 9 * DAY,
    )


@pytest.mark.clause("6.3.1")
def test_who_returned_a_part_and_refuses_the_rest_has_everything_back() -> None:
    first = signed(sent(ready(together(freight=8_00)), (2, 1)))
    back = take_back(first, claim(first, (2, 1)), NOW + 2 * DAY)
    assert back is not None
    # Two pots alone do not reach the discount.
    assert back.refund == 40_00
    rest = refuse(sent(back.order, (1, 2)), "pcl_1", NOW + DAY, By.STAFF, NOW + DAY)
    assert (rest.refund, rest.order.refunded) == (208_00, 248_00)
    assert rest.order.state is OrderState.RETURNED
    seen = snapshot(rest.order)
    assert (seen.paid, seen.freight) == (40_00, 0)


@pytest.mark.clause("6.3.1")
def test_who_keeps_a_piece_does_not_pay_for_the_discount_twice() -> None:
    first = signed(sent(ready(together()), (2, 1)))
    back = take_back(first, claim(first, (2, 1)), NOW + 2 * DAY)
    assert back is not None
    second = signed(sent(back.order, (1, 1)), "pcl_1")
    last = refuse(sent(second, (1, 1)), "pcl_2", NOW + DAY, By.STAFF, NOW + DAY)
    assert (last.refund, last.order.refunded) == (100_00, 140_00)
    assert last.order.state is OrderState.DELIVERED


@pytest.mark.clause("6.3.1")
def test_goods_that_came_back_before_it_was_noted_that_they_arrived_are_paid_at_once() -> None:
    on_its_way = sent(ready(together()), (1, 2), (2, 1))
    back = take_back(on_its_way, claim(on_its_way, (1, 2), (2, 1)), NOW + 2 * DAY)
    assert back is not None
    assert (back.refund, back.waits, back.whole) == (240_00, False, True)
    # What the carrier says later changes neither state nor money.
    assert signed(back.order).state is OrderState.RETURNED
    late = refuse(back.order, "pcl_0", NOW + DAY, By.STAFF, NOW + DAY)
    assert (late.refund, late.pieces, late.order.state) == (0, (), OrderState.RETURNED)
    assert late.order.refunded == 240_00


@pytest.mark.clause("6.3.1")
def test_goods_that_came_back_before_it_was_noted_that_they_left_are_paid_when_it_is() -> None:
    order = ready(together())
    back = take_back(order, claim(order, (1, 1)), NOW + HOUR)
    assert back is not None
    assert (back.refund, back.waits, len(back.order.claims)) == (0, True, 1)
    assert settle_claim(back.order, NOW + HOUR) is None
    assert take_back(back.order, claim(order, (1, 1)), NOW + HOUR) is None
    done = settle_claim(sent(back.order, (1, 2), (2, 1)), NOW + DAY)
    assert done is not None
    assert (done.refund, done.order.claims) == (back.claim.refund, ())
    assert [each.returned for each in done.order.lines] == [1, 0]


@pytest.mark.clause("4.3.4", "6.3.1")
def test_cash_goes_back_once_it_is_noted_that_it_was_collected() -> None:
    on_its_way = sent(ready(together(door=True)), (1, 2), (2, 1))
    goods = replace(claim(on_its_way, (1, 2), (2, 1)), refund=240_00)
    back = take_back(on_its_way, goods, NOW + 2 * DAY)
    assert back is not None
    assert back.waits
    done = settle_claim(signed(back.order, collected=240_00), NOW + 3 * DAY)
    assert done is not None
    assert (done.refund, done.order.state) == (240_00, OrderState.RETURNED)
    refused = refuse(back.order, "pcl_0", NOW + DAY, By.STAFF, NOW + 3 * DAY)
    over = settle_claim(refused.order, NOW + 3 * DAY)
    assert over is not None
    assert (over.refund, over.order.state, over.order.received) == (0, OrderState.RETURNED, 0)


@pytest.mark.clause("6.3.1")
def test_the_rest_of_an_order_is_called_off_once_the_warehouse_says_that_it_stays() -> None:
    order = signed(sent(ready(together(freight=8_00)), (1, 1)))
    reason = CancelReason.STOCK_MISSING
    with pytest.raises(OrderNotCancellableError):
        call_off(order, reason, By.CUSTOMER, NOW + DAY, **YES)
    with pytest.raises(WarehouseYesNeededError):
        call_off(order, reason, By.STAFF, NOW + DAY, warehouse_said_yes=False)
    off = call_off(order, reason, By.STAFF, NOW + 2 * DAY, **YES)
    assert (off.refund, off.order.refunded) == (160_00, 160_00)
    assert off.freed == (
        replace(order.held[0], quantity=1),
        replace(order.held[1], quantity=1),
    )
    assert off.order.held == ()
    assert [each.called_off for each in off.order.lines] == [1, 1]
    # What was sent is there: the days for return run from when it was signed for.
    assert (off.order.state, off.order.delivered_at) == (OrderState.DELIVERED, NOW + DAY)
    seen = snapshot(off.order)
    assert [(each.number, each.quantity, each.paid) for each in seen.lines] == [(1, 1, 80_00)]
    assert (seen.paid, seen.freight) == (88_00, 8_00)
    with pytest.raises(OrderNotCancellableError):
        call_off(off.order, reason, By.STAFF, NOW + 2 * DAY, **YES)


def test_nothing_of_an_unsent_order_is_called_off_but_the_whole() -> None:
    for order in (begun(together(), By.CUSTOMER), ready(together())):
        with pytest.raises(OrderNotCancellableError):
            call_off(order, CancelReason.CUSTOMER, By.STAFF, NOW, **YES)


def test_what_came_back_unnoted_is_neither_called_off_nor_cancelled() -> None:
    order = ready(together())
    back = take_back(order, claim(order, (1, 1)), NOW + HOUR)
    assert back is not None
    reason = CancelReason.CUSTOMER
    with pytest.raises(OrderNotCancellableError):
        cancelled(back.order, reason, By.STAFF, NOW + HOUR, **YES)
    off = call_off(back.order, reason, By.STAFF, NOW + HOUR, **YES)
    assert [(one.line, one.quantity) for one in off.pieces] == [(1, 1), (2, 1)]
    assert off.order.held == (replace(order.held[0], quantity=1),)
    assert off.order.state is OrderState.RELEASED
    done = settle_claim(sent(off.order, (1, 1)), NOW + DAY)
    assert done is not None
    assert (done.order.state, done.order.refunded) == (OrderState.RETURNED, 240_00)


@pytest.mark.clause("6.3.1")
def test_the_snapshot_says_what_was_really_paid() -> None:
    order = begun(together(freight=8_00), By.CUSTOMER)
    assert (snapshot(order).paid, snapshot(order).freight) == (0, 8_00)
    whole = paid(order, order.total, NOW)
    assert snapshot(whole).paid == 248_00
    off = cancelled(whole, CancelReason.CUSTOMER, By.CUSTOMER, NOW + HOUR)
    seen = snapshot(off)
    assert (seen.paid, seen.cancelled_at) == (0, NOW + HOUR)


def test_a_gift_counts_as_kept_only_where_its_goods_are_gone() -> None:
    lines = (line(), pan(), pan(3, gift_of=1, amount=0, price=30_00))
    order = ready(placed(lines=lines, held=held_for(lines)))
    both = sent(sent(order, (1, 2)), (2, 1), (3, 1))
    assert worth_of_left(both) == 510_00
    assert worth_of_left(refuse(both, "pcl_0", NOW + DAY, By.STAFF, NOW + DAY).order) == 140_00


STEPS = ("ship", "ship", "deliver", "refuse", "back", "settle", "rest", "complete")


class Life:
    """An order with what after-sales remembers of it."""

    def __init__(self, order: PlacedOrder) -> None:
        self.order = ready(order)
        self.now = NOW + HOUR
        self._returned = NOTHING
        self._granted = 0

    def step(self, what: str, number: int) -> None:
        """One step, as far as it can be meant."""
        self.now += timedelta(minutes=1)
        order = self.order
        chosen = order.lines[number % len(order.lines)]
        pieces = (chosen.number, 1 + number // 3 % chosen.quantity)
        open_parcels = [one.id for one in order.parcels if one.is_open] or ["pcl_none"]
        parcel = open_parcels[number % len(open_parcels)]
        match what:
            case "ship":
                everything = [(each.number, each.quantity) for each in order.lines]
                self.order = sent(order, *(everything if order.pays_at_the_door else [pieces]))
            case "deliver":
                due = order.total if order.pays_at_the_door else None
                at = self.now
                self.order = deliver(order, parcel, at, By.STAFF, at, collected=due)
            case "refuse":
                self.order = refuse(order, parcel, self.now, By.STAFF, self.now).order
            case "rest":
                reason = CancelReason.STOCK_MISSING
                self.order = call_off(order, reason, By.STAFF, self.now, **YES).order
            case "complete":
                self.order = completed(order, self.now)
            case "settle":
                settled = settle_claim(order, self.now)
                self.order = settled.order if settled else order
            case _:
                self._back(pieces)

    def _back(self, pieces: tuple[int, int]) -> None:
        """After-sales accepts pieces, and says what is due for them by its own rules. Of an order
        that is not paid it accepts nothing.
        """
        if self.order.paid_at is None:
            return
        purchase = purchase_of(snapshot(self.order))
        after = self._returned.plus(dict([pieces]), faulty=False)
        try:
            due = refund(purchase, self._returned, after, self._granted)
        except ValueError:
            # More than the order has: after-sales would not have accepted it.
            return
        goods = replace(
            claim(together((9,)), (1, 1), case_id=f"asc_{self.now}"),
            pieces=(ParcelPieces(line=pieces[0], quantity=pieces[1]),),
            refund=due.amount,
        )
        back = take_back(self.order, goods, self.now)
        assert back is not None
        self.order, self._returned = back.order, after
        self._granted += due.amount


@pytest.mark.clause("4.3.4", "6.3.1")
@given(
    quantities=st.lists(st.integers(1, 3), min_size=1, max_size=3),
    off=st.integers(0, 90_00),
    freight=st.integers(0, 20_00),
    door=st.booleans(),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 30)), max_size=40),
)
def test_what_is_kept_never_costs_more_than_its_marked_price_and_nothing_kept_costs_nothing(
    quantities: list[int], off: int, freight: int, door: bool, steps: list[tuple[str, int]]
) -> None:
    life = Life(together(tuple(quantities), off=off, freight=freight, door=door))
    for what, number in steps:
        try:
            life.step(what, number)
        except Refusal:
            continue
        order = life.order
        kept = order.received - order.refunded
        assert 0 <= order.refunded <= order.received
        if not order.claims:
            assert kept <= worth_of_left(order)
        if order.state is OrderState.REFUSED:
            assert kept == 0
        if order.state is OrderState.RETURNED:
            # After-sales keeps the freight of what was sent and returned without reason.
            assert kept in (0, freight if order.received else 0)
