"""Parcels: pieces and money are counted by line, and no fen and no piece is lost."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.errors import InvalidInputError, Refusal
from teleshop.orders.domain import (
    By,
    CancelReason,
    Claim,
    Held,
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
    share_of,
    ship,
    snapshot,
    take_back,
)
from teleshop.orders.errors import (
    CashInOneParcelError,
    GoodsNotSentError,
    OrderStateError,
    ParcelNotFoundError,
    ParcelOutcomeError,
)
from tests.factories.placed_orders import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    PAN,
    POT,
    cash,
    held_for,
    line,
    pan,
    placed,
)

SENT = NOW + HOUR


def ready(order: PlacedOrder | None = None) -> PlacedOrder:
    start = begun(order or placed(), By.CUSTOMER)
    if not start.pays_at_the_door:
        start = paid(start, start.total, NOW)
    return released(start, By.SYSTEM, NOW)


def parcel(_id: str = "pcl_1", _warehouse: str = "hz-1", **lines: Any) -> Parcel:
    """A parcel of so many pieces of lines, named ``line1=2``."""
    return Parcel(
        id=_id,
        pieces=tuple(
            ParcelPieces(line=int(name.removeprefix("line")), quantity=quantity)
            for name, quantity in lines.items()
        ),
        carrier_id="sf",
        waybill="SF1234567890123",
        warehouse=_warehouse,
        shipped_at=SENT,
    )


def sent(order: PlacedOrder | None = None, **lines: int) -> PlacedOrder:
    wanted: dict[str, Any] = lines or {"line1": 2, "line2": 1}
    return ship(order or ready(), parcel(**wanted), By.STAFF).order


def signed(order: PlacedOrder, id: str = "pcl_1", **options: Any) -> PlacedOrder:
    return deliver(order, id, SENT + HOUR, By.STAFF, SENT + DAY, **options)


def claim(case_id: str, refund: int, *pieces: tuple[int, int]) -> Claim:
    """Pieces that after-sales accepted: line and quantity."""
    return Claim(
        case_id=case_id,
        pieces=tuple(ParcelPieces(line=number, quantity=quantity) for number, quantity in pieces),
        refund=refund,
        due_at=SENT + 9 * DAY,
    )


def codes(refused: pytest.ExceptionInfo[InvalidInputError]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


@pytest.mark.clause("7.1.3")
def test_an_order_is_shipped_when_its_last_piece_left() -> None:
    first = ship(ready(), parcel(line1=1), By.STAFF)
    assert first.order.state is OrderState.RELEASED
    assert first.taken == (Held(kind="stock", sku=POT, place="hz-1", shard=0, quantity=1),)
    assert first.parcel.amount == 150_00
    second = ship(first.order, parcel("pcl_2", line1=1, line2=1), By.STAFF)
    assert (second.order.state, second.order.shipped_at) == (OrderState.SHIPPED, SENT)
    assert second.order.held == ()
    assert first.parcel.amount + second.parcel.amount == second.order.goods_total


def test_every_fault_of_a_parcel_is_told_at_once() -> None:
    wrong = replace(
        parcel(line1=3),
        pieces=(
            ParcelPieces(line=1, quantity=3),
            ParcelPieces(line=1, quantity=1),
            ParcelPieces(line=9, quantity=1),
        ),
    )
    with pytest.raises(InvalidInputError) as refused:
        ship(ready(), wrong, By.STAFF)
    assert codes(refused) == [
        ("/lines/0/quantity", "more_than_left"),
        ("/lines/1/line", "line_twice"),
        ("/lines/2/line", "line_unknown"),
    ]


def test_a_warehouse_sends_only_what_it_holds_for_the_order() -> None:
    held = (
        Held(kind="stock", sku=POT, place="hz-1", shard=3, quantity=1),
        Held(kind="stock", sku=POT, place="gz-1", shard=0, quantity=1),
        Held(kind="stock", sku=PAN, place="gz-1", shard=1, quantity=1),
        Held(kind="quota", sku=POT, place="prm_1", shard=0, quantity=2),
    )
    order = ready(placed(held=held))
    with pytest.raises(InvalidInputError) as refused:
        ship(order, parcel(line1=2, line2=1), By.STAFF)
    assert codes(refused) == [
        ("/lines/0/quantity", "not_held_here"),
        ("/lines/1/quantity", "not_held_here"),
    ]
    first = ship(order, parcel(line1=1), By.STAFF)
    assert first.taken == held[:1]
    rest = ship(first.order, parcel("pcl_2", "gz-1", line1=1, line2=1), By.STAFF)
    assert rest.taken == held[1:3]
    # What a promotion sold stays sold.
    assert rest.order.held == held[3:]


def test_two_lines_of_one_article_share_what_is_held_of_it() -> None:
    lines = (line(1, quantity=1, amount=150_00), line(2, quantity=1, amount=150_00))
    order = ready(placed(lines=lines, held=held_for((line(),))))
    with pytest.raises(InvalidInputError):
        ship(replace(order, held=held_for((lines[0],))), parcel(line1=1, line2=1), By.STAFF)
    shipped = ship(order, parcel(line1=1, line2=1), By.STAFF)
    assert shipped.taken == order.held


def test_a_parcel_that_no_transaction_could_hold_is_sent_as_several() -> None:
    lines = tuple(
        line(number, sku=f"sku_{number}", quantity=1, amount=1_00) for number in range(1, 47)
    )
    order = ready(placed(lines=lines))
    everything: dict[str, Any] = {f"line{number}": 1 for number in range(1, 47)}
    with pytest.raises(InvalidInputError) as refused:
        ship(order, parcel(**everything), By.STAFF)
    assert codes(refused) == [("/lines", "parcel_too_large")]
    del everything["line46"]
    assert ship(order, parcel(**everything), By.STAFF).order.state is OrderState.RELEASED


def test_only_a_released_order_is_shipped() -> None:
    for order in (placed(), sent(), replace(ready(), state=OrderState.CANCELLED)):
        with pytest.raises(OrderStateError):
            ship(order, parcel(line1=1), By.STAFF)


@pytest.mark.clause("7.1.3")
def test_a_cash_order_goes_in_one_parcel_also_with_what_was_brought_from_elsewhere() -> None:
    held = (
        Held(kind="stock", sku=POT, place="hz-1", shard=0, quantity=2),
        Held(kind="stock", sku=PAN, place="gz-1", shard=0, quantity=1),
    )
    order = ready(cash(held=held))
    with pytest.raises(CashInOneParcelError):
        ship(order, parcel(line1=2), By.STAFF)
    assert ship(order, parcel(line1=2, line2=1), By.STAFF).taken == held


@pytest.mark.clause("6.3.1")
def test_an_order_is_delivered_when_the_customer_signed_for_its_last_parcel() -> None:
    first = ship(ready(), parcel(line1=2), By.STAFF).order
    both = ship(first, parcel("pcl_2", line2=1), By.STAFF).order
    one = deliver(both, "pcl_2", SENT + 2 * HOUR, By.STAFF, SENT + DAY)
    assert (one.state, one.delivered_at) == (OrderState.SHIPPED, None)
    done = deliver(one, "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY)
    assert (done.state, done.delivered_at) == (OrderState.DELIVERED, SENT + 2 * HOUR)


def test_a_parcel_that_arrives_before_another_left_delivers_nothing_yet() -> None:
    first = signed(ship(ready(), parcel(line1=2), By.STAFF).order)
    assert (first.state, first.delivered_at) == (OrderState.RELEASED, None)
    rest = ship(first, parcel("pcl_2", line2=1), By.STAFF).order
    assert signed(rest, "pcl_2").state is OrderState.DELIVERED


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (SENT - timedelta(microseconds=1), "before_shipped"),
        (SENT + DAY + timedelta(microseconds=1), "instant_in_the_future"),
    ],
)
def test_nothing_arrives_before_it_left_or_in_the_future(at: datetime, code: str) -> None:
    for act in (
        lambda: deliver(sent(), "pcl_1", at, By.STAFF, SENT + DAY),
        lambda: refuse(sent(), "pcl_1", at, By.STAFF, SENT + DAY),
    ):
        with pytest.raises(InvalidInputError) as refused:
            act()
        assert codes(refused) == [("/at", code)]
    for edge in (SENT, SENT + DAY):
        assert deliver(sent(), "pcl_1", edge, By.STAFF, SENT + DAY).delivered_at == edge


@pytest.mark.clause("4.3.4")
def test_exactly_what_is_due_is_collected_at_the_door() -> None:
    order = sent(ready(cash()))
    for collected in (None, 0, 409_99, 410_01):
        with pytest.raises(InvalidInputError) as refused:
            signed(order, collected=collected)
        assert codes(refused) == [("/collected", "cash_differs")]
    done = signed(order, collected=410_00)
    assert (done.received, done.paid_at) == (410_00, SENT + HOUR)
    with pytest.raises(InvalidInputError) as refused:
        signed(sent(), collected=1)
    assert codes(refused) == [("/collected", "cash_not_due")]


@pytest.mark.clause("6.3.1")
def test_an_order_that_is_refused_as_a_whole_costs_nothing_not_even_freight() -> None:
    refused = refuse(sent(), "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY)
    assert (refused.refund, refused.order.refunded) == (410_00, 410_00)
    assert (refused.order.state, refused.order.refused_at) == (OrderState.REFUSED, SENT + HOUR)
    at_the_door = refuse(sent(ready(cash())), "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY)
    assert (at_the_door.refund, at_the_door.order.state) == (0, OrderState.REFUSED)


@pytest.mark.clause("6.3.1")
def test_a_refused_parcel_gives_back_its_part_and_the_last_one_also_the_freight() -> None:
    first = ship(ready(), parcel(line1=2), By.STAFF).order
    both = ship(first, parcel("pcl_2", line2=1), By.STAFF).order
    one = refuse(both, "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY)
    assert (one.refund, one.order.state) == (300_00, OrderState.SHIPPED)
    kept = signed(one.order, "pcl_2")
    assert (kept.state, kept.refunded) == (OrderState.DELIVERED, 300_00)
    all_of_it = refuse(one.order, "pcl_2", SENT + HOUR, By.STAFF, SENT + DAY)
    assert (all_of_it.refund, all_of_it.order.refunded) == (110_00, 410_00)


def test_the_same_outcome_again_changes_nothing_and_another_is_refused() -> None:
    done = signed(sent())
    assert signed(done) == done
    with pytest.raises(ParcelOutcomeError):
        refuse(done, "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY)
    with pytest.raises(ParcelOutcomeError):
        deliver(done, "pcl_1", SENT + 2 * HOUR, By.STAFF, SENT + DAY)
    off = refuse(sent(), "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY).order
    again = refuse(off, "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY)
    assert (again.order, again.refund) == (off, 0)
    with pytest.raises(ParcelNotFoundError):
        signed(done, "pcl_9")


@pytest.mark.clause("6.3.1")
def test_goods_that_came_back_are_noted_once_for_a_case() -> None:
    done = signed(sent())
    back = take_back(done, claim("asc_1", 120_00, (1, 1)), SENT + 3 * DAY)
    assert back is not None
    assert (back.refund, back.whole, back.order.state) == (120_00, False, OrderState.DELIVERED)
    assert [each.returned for each in back.order.lines] == [1, 0]
    again = take_back(back.order, claim("asc_1", 120_00, (1, 1)), SENT)
    assert again is None
    rest = claim("asc_2", 290_00, (1, 1), (2, 1))
    whole = take_back(completed(back.order, SENT + 9 * DAY), rest, SENT + 9 * DAY)
    assert whole is not None
    assert (whole.whole, whole.order.state) == (True, OrderState.RETURNED)
    assert whole.order.refunded == 410_00


def test_no_more_comes_back_than_the_customer_has_and_no_more_money_than_came_in() -> None:
    done = signed(sent())
    for pieces in ([(1, 3)], [(1, 1), (1, 2)], [(7, 1)]):
        with pytest.raises(GoodsNotSentError):
            take_back(done, claim("asc_1", 1, *pieces), SENT)
    off = cancelled(begun(placed(), By.CUSTOMER), CancelReason.CUSTOMER, By.CUSTOMER, SENT)
    with pytest.raises(GoodsNotSentError):
        take_back(off, claim("asc_1", 1, (1, 1)), SENT)
    much = take_back(done, claim("asc_1", 500_00, (1, 2)), SENT)
    assert much is not None
    assert much.refund == 410_00


def test_the_snapshot_has_what_the_customer_kept_at_the_door_and_what_it_cost() -> None:
    order = placed(lines=(line(), pan(), pan(3, gift_of=1, amount=0, price=0)))
    first = ship(ready(order), parcel(line1=2, line3=1), By.STAFF).order
    both = ship(first, parcel("pcl_2", line2=1), By.STAFF).order
    assert snapshot(both).paid == both.total
    refused = refuse(both, "pcl_1", SENT + HOUR, By.STAFF, SENT + DAY).order
    seen = snapshot(refused)
    assert [(each.number, each.quantity, each.paid) for each in seen.lines] == [(2, 1, 100_00)]
    assert seen.paid == refused.total - refused.refunded
    assert seen.source == "here"


@given(amount=st.integers(0, 10_000_000), quantity=st.integers(1, 60), data=st.data())
def test_the_parts_of_a_line_come_to_its_amount_however_it_is_divided(
    amount: int, quantity: int, data: st.DataObject
) -> None:
    one, before, total = line(quantity=quantity, amount=amount), 0, 0
    while before < quantity:
        part = data.draw(st.integers(1, quantity - before))
        share = share_of(one, before, part)
        assert 0 <= share <= amount
        before, total = before + part, total + share
    assert total == amount


FORWARD = {
    OrderState.PLACED: 0,
    OrderState.PAID: 1,
    OrderState.RELEASED: 2,
    OrderState.SHIPPED: 3,
    OrderState.DELIVERED: 4,
    OrderState.COMPLETED: 5,
    OrderState.CANCELLED: 9,
    OrderState.REFUSED: 9,
    OrderState.RETURNED: 9,
}
STEPS = (
    *("pay", "release", "ship", "ship", "ship", "deliver", "deliver", "refuse"),
    *("back", "back", "back", "settle", "rest", "complete", "cancel", "staff_cancel"),
)


def step(order: PlacedOrder, what: str, number: int, now: datetime) -> PlacedOrder:
    """One step, as far as it can be meant."""
    open_parcels = [one.id for one in order.parcels if one.is_open] or ["pcl_none"]
    chosen = order.lines[number % len(order.lines)]
    some = ParcelPieces(line=chosen.number, quantity=1 + number % 3)
    match what:
        case "pay":
            after = paid(order, order.total, now)
        case "cancel":
            after = cancelled(order, CancelReason.CUSTOMER, By.CUSTOMER, now)
        case "staff_cancel":
            after = cancelled(
                order, CancelReason.STOCK_MISSING, By.STAFF, now, warehouse_said_yes=number % 2 == 0
            )
        case "release":
            after = released(order, By.SYSTEM, now)
        case "ship":
            pieces: tuple[ParcelPieces, ...] = (some,)
            if order.pays_at_the_door:
                pieces = tuple(
                    ParcelPieces(line=each.number, quantity=each.quantity) for each in order.lines
                )
            leaving = replace(
                parcel(f"pcl_{len(order.parcels)}"),
                pieces=pieces,
                warehouse=("hz-1", "gz-1")[number % 2],
                shipped_at=now,
            )
            after = ship(order, leaving, By.STAFF).order
        case "deliver":
            due = order.total if order.pays_at_the_door else None
            after = deliver(order, open_parcels[0], now, By.STAFF, now, collected=due)
        case "refuse":
            after = refuse(order, open_parcels[-1], now, By.STAFF, now).order
        case "back":
            goods = claim(f"asc_{number}", number * 37, (some.line, some.quantity))
            back = take_back(order, goods, now)
            after = back.order if back else order
        case "settle":
            settled = settle_claim(order, now)
            after = settled.order if settled else order
        case "rest":
            reason = CancelReason.STOCK_MISSING
            after = call_off(order, reason, By.STAFF, now, warehouse_said_yes=True).order
        case _:
            after = completed(order, now)
    return after


orders = st.builds(
    lambda door, quantities, amounts, freight: (cash if door else placed)(
        lines=(
            lines := tuple(
                line(number, sku=f"sku_{number}", quantity=quantity, amount=amount)
                for number, (quantity, amount) in enumerate(
                    zip(quantities, amounts, strict=False), 1
                )
            )
        ),
        freight=freight,
        held=tuple(
            Held(kind="stock", sku=each.sku, place=place, shard=shard, quantity=part)
            for each in lines
            for place, shard, part in (
                ("hz-1", 0, each.quantity - each.quantity // 2),
                ("gz-1", 5, each.quantity // 2),
            )
            if part
        ),
    ),
    st.booleans(),
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.lists(st.integers(1, 50_000), min_size=3, max_size=3),
    st.integers(0, 1_000),
)


@pytest.mark.clause("1.1", "4.3.4", "6.3.1")
@given(
    order=orders, steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 9)), max_size=60)
)
def test_whatever_happens_pieces_and_money_are_conserved_and_states_go_forward(
    order: PlacedOrder, steps: list[tuple[str, int]]
) -> None:
    now = NOW
    order = begun(order, By.CUSTOMER)
    held_at_first = sum(each.quantity for each in order.held)
    for what, number in steps:
        now += MINUTE
        before = order
        try:
            order = step(order, what, number, now)
        except Refusal:
            continue
        assert FORWARD[order.state] >= FORWARD[before.state]
        assert order.history[: len(before.history)] == before.history
        assert len(order.history) == len(before.history) + (order != before)
        in_parcels = Counter[int]()
        delivered = Counter[int]()
        for each in order.parcels:
            for piece in each.pieces:
                in_parcels[piece.line] += piece.quantity
                delivered[piece.line] += piece.quantity if each.delivered_at else 0
        for each_line in order.lines:
            assert in_parcels[each_line.number] == each_line.shipped <= each_line.quantity
            assert delivered[each_line.number] <= each_line.shipped
            gone = each_line.returned + each_line.refused
            assert gone <= each_line.shipped <= each_line.quantity - each_line.called_off
        if order.state is OrderState.COMPLETED:
            assert not order.claims
        if order.state is not OrderState.CANCELLED:
            # Every piece is held, has left, or was called off.
            left = sum(each.shipped + each.called_off for each in order.lines)
            assert left + sum(each.quantity for each in order.held) == held_at_first
        assert 0 <= order.refunded <= order.received <= order.total
        seen = snapshot(order)
        assert 0 <= seen.paid <= order.received
        if order.state is OrderState.REFUSED:
            assert (order.refunded, seen.lines, seen.paid) == (order.received, (), 0)
        if order.state is OrderState.CANCELLED:
            assert (order.refunded, order.held) == (order.received, ())
