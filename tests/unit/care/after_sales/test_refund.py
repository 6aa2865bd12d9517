"""How much goes back (R1.12, R1.13)."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.care.domain.after_sales.kept import amounts_of, price_of
from teleshop.care.domain.after_sales.policy import AfterSalesPolicy
from teleshop.care.domain.after_sales.purchase import (
    Purchase,
    PurchasedDiscount,
    PurchasedLine,
    SetPart,
    Voucher,
)
from teleshop.care.domain.after_sales.refund import (
    NOTHING,
    Returned,
    Statement,
    due_in_all,
    refund,
)
from tests.factories.purchases import (
    bundle,
    coupon,
    line,
    purchase,
    threshold,
    threshold_sale,
)

pytestmark = pytest.mark.clause("6.3.1")


def back(*numbers: int, faulty: bool = False) -> Returned:
    """One piece each of these lines."""
    return NOTHING.plus({number: numbers.count(number) for number in numbers}, faulty=faulty)


def first(bought: Purchase, returned: Returned) -> Statement:
    """The first refund of an order."""
    return refund(bought, NOTHING, returned, 0)


def test_the_threshold_discount_is_computed_as_if_returned_goods_had_not_been_bought() -> None:
    sale = threshold_sale()
    assert first(sale, back(2)).amount == 4_000
    assert first(sale, back(1)).amount == 14_000
    assert first(sale, back(1, 2)).amount == 24_000
    then = refund(sale, back(2), back(1, 2), 4_000)
    assert then.amount == 20_000
    assert sum(item.amount for item in then.items) == then.amount


def test_a_discount_that_the_kept_goods_still_reach_stays() -> None:
    sale = purchase(
        line(1, unit_price=30_000, paid=25_500),
        line(2, unit_price=10_000, paid=8_500),
        discounts=(threshold({1: 30_000, 2: 10_000}, 30_000, 6_000),),
    )
    assert first(sale, back(2)).amount == 10_000


def test_goods_that_a_promotion_made_cheaper_count_towards_a_discount_at_their_marked_price() -> (
    None
):
    """A is marked 200 and costs 150, B is marked 100 and costs 90; 60 off from 300: 180 paid."""
    sale = purchase(
        line(1, unit_price=15_000, paid=11_250),
        line(2, unit_price=9_000, paid=6_750),
        line(3, unit_price=10_000, paid=10_000),
        discounts=(threshold({1: 20_000, 2: 10_000}, 30_000, 6_000),),
    )
    assert amounts_of(sale, {1: 1, 2: 1}) == {1: 11_250, 2: 6_750, 3: 0}
    # A alone costs its promotional 150.
    assert first(sale, back(2)).amount == 3_000
    assert first(sale, back(1)).amount == 9_000
    # What is outside of the discount takes nothing away from it.
    assert first(sale, back(3)).amount == 10_000
    assert first(sale, back(1, 2)).amount == 18_000


def test_two_discounts_over_different_goods_are_lost_each_by_its_own() -> None:
    sale = purchase(
        line(1, unit_price=20_000, paid=18_000),
        line(2, unit_price=10_000, paid=9_000),
        line(3, quantity=2, unit_price=5_000, paid=8_000),
        discounts=(
            threshold({1: 20_000, 2: 10_000}, 30_000, 3_000),
            threshold({3: 5_000}, 10_000, 2_000),
        ),
    )
    assert first(sale, back(2)).amount == 7_000
    assert first(sale, back(3)).amount == 3_000
    both = refund(sale, back(2), back(2, 3), 7_000)
    assert both.amount == 3_000
    assert refund(sale, back(2, 3), back(1, 2, 3, 3), 10_000).amount == 25_000


def test_a_repeating_discount_goes_down_step_by_step() -> None:
    sale = purchase(
        line(1, quantity=3, unit_price=10_000, paid=27_000),
        discounts=(threshold({1: 10_000}, 10_000, 1_000, repeats=True),),
    )
    assert [first(sale, back(*[1] * count)).amount for count in (1, 2, 3)] == [
        9_000,
        18_000,
        27_000,
    ]
    # 2 × 100 less 20, and not the three steps of before.
    assert price_of(sale, {1: 2}) == 18_000


def test_a_set_that_a_return_breaks_leaves_the_kept_pieces_at_their_own_price() -> None:
    """Pot 200 and pan 100 in a set for 240; a second pan by itself."""
    sale = purchase(
        line(1, unit_price=20_000, paid=16_000),
        line(2, quantity=2, unit_price=10_000, paid=18_000),
        discounts=(bundle({1: 1, 2: 1}, 24_000),),
    )
    # The set is still whole with the other pan.
    assert first(sale, back(2)).amount == 10_000
    assert first(sale, back(2, 2)).amount == 14_000
    assert first(sale, back(1)).amount == 14_000
    # A broken pan takes nothing away from the pot: it goes back at its share.
    assert first(sale, back(2, faulty=True)).amount == 9_000


def test_of_sets_that_want_the_same_piece_those_are_made_that_save_most() -> None:
    sale = purchase(
        line(1, quantity=2, unit_price=20_000, paid=33_000),
        line(2, unit_price=10_000, paid=7_500),
        line(3, unit_price=10_000, paid=7_500),
        discounts=(bundle({1: 1, 2: 1}, 28_000), bundle({1: 1, 3: 1}, 20_000)),
    )
    assert price_of(sale, {1: 2, 2: 1, 3: 1}) == 48_000
    assert first(sale, back(1)).amount == 48_000 - 30_000


def test_a_set_that_stands_in_several_lines_is_made_of_all_of_them() -> None:
    parts = (SetPart((1, 2), 2),)
    sale = purchase(
        line(1, unit_price=10_000, paid=7_500),
        line(2, quantity=2, unit_price=10_000, paid=17_500),
        discounts=(replace(bundle({1: 1, 2: 1}, 15_000), parts=parts),),
    )
    assert first(sale, back(1)).amount == 10_000
    assert first(sale, back(1, 2)).amount == 15_000


def test_a_gift_is_kept_while_its_goods_and_a_discount_go() -> None:
    """Pot and pan, 60 off from 300, a spoon worth 30 with the pan, which goes back."""
    sale = purchase(
        line(1, unit_price=20_000, paid=16_000),
        line(2, unit_price=10_000, paid=8_000),
        line(3, unit_price=3_000, paid=0, gift_of=2),
        discounts=(threshold({1: 20_000, 2: 10_000}, 30_000, 6_000),),
    )
    assert first(sale, back(2)).amount == 1_000
    assert first(sale, back(2, 3)).amount == 4_000


def test_however_the_order_system_spread_the_discount_the_refund_is_the_same() -> None:
    sale = threshold_sale()
    otherwise = replace(
        sale, lines=(replace(sale.lines[0], paid=14_000), replace(sale.lines[1], paid=10_000))
    )
    assert first(otherwise, back(2)).amount == first(sale, back(2)).amount == 4_000


def test_a_refund_is_never_negative_and_the_difference_is_set_off_against_the_next() -> None:
    sale = purchase(
        line(1, unit_price=29_000, paid=23_200),
        line(2, unit_price=1_000, paid=800),
        discounts=(threshold({1: 29_000, 2: 1_000}, 30_000, 6_000),),
    )
    assert first(sale, back(2)).amount == 0
    sale = purchase(
        line(1, unit_price=25_000, paid=20_312),
        line(2, unit_price=5_000, paid=4_063),
        line(3, unit_price=2_000, paid=1_625),
        discounts=(threshold({1: 25_000, 2: 5_000, 3: 2_000}, 30_000, 6_000),),
    )
    assert first(sale, back(3)).amount == 2_000
    second = refund(sale, back(3), back(2, 3), 2_000)
    assert (second.amount, second.carried) == (0, 1_000)
    assert refund(sale, back(2, 3), back(1, 2, 3), 2_000).amount == 26_000 - 2_000


def test_faulty_goods_go_back_at_what_was_paid_and_take_no_discount_away() -> None:
    assert first(threshold_sale(), back(2, faulty=True)).amount == 8_000
    sale = threshold_sale()
    mixed = back(2, faulty=True).plus({1: 1}, faulty=False)
    assert refund(sale, back(2, faulty=True), mixed, 8_000).amount == 16_000


def test_a_coupon_goes_back_once_nothing_is_kept_of_what_it_was_used_for() -> None:
    sale = purchase(
        line(1, unit_price=20_000, paid=19_000),
        line(2, unit_price=10_000, paid=9_000),
        vouchers=(coupon(1_000, line=2), coupon(1_000, code="ALL")),
    )
    statement = first(sale, back(2))
    assert statement.amount == 9_000
    assert [each.code for each in statement.vouchers] == ["CPN-1"]
    rest = refund(sale, back(2), back(1, 2), statement.amount)
    assert (rest.amount, [each.code for each in rest.vouchers]) == (19_000, ["ALL"])


def test_points_go_back_in_kind_piece_by_piece() -> None:
    sale = purchase(
        line(1, quantity=3, unit_price=10_000, paid=27_000),
        vouchers=(Voucher(code="PTS", kind="points", value=1_000),),
    )
    gone, returned, points, money = 0, NOTHING, [], []
    for _ in range(3):
        after = returned.plus({1: 1}, faulty=False)
        statement = refund(sale, returned, after, gone)
        gone, returned = gone + statement.amount, after
        money.append(statement.amount)
        points.append(sum(each.value for each in statement.vouchers))
    assert money == [9_000, 9_000, 9_000]
    assert points == [333, 333, 334]


def test_a_gift_comes_back_or_its_marked_price_is_deducted() -> None:
    sale = purchase(
        line(1, quantity=2, unit_price=20_000, paid=40_000),
        line(2, quantity=2, unit_price=3_000, paid=0, gift_of=1),
    )
    assert first(sale, back(1)).amount == 17_000
    assert first(sale, back(1, 2)).amount == 20_000
    # The gift that comes later brings its deduction back.
    assert refund(sale, back(1), back(1, 2), 17_000).amount == 3_000
    assert first(sale, back(1, 1)).amount == 34_000


def test_free_freight_that_a_partial_return_loses_is_deducted_once() -> None:
    sale = purchase(
        line(1, unit_price=20_000, paid=20_000),
        line(2, unit_price=10_000, paid=10_000),
        free_freight_from=25_000,
    )
    assert first(sale, back(2)).amount == 9_000
    assert first(sale, back(2, faulty=True)).amount == 10_000
    assert first(sale, back(1, 2)).amount == 30_000
    assert refund(sale, back(2), back(1, 2), 9_000).amount == 21_000
    never = AfterSalesPolicy(deduct_lost_free_freight=False)
    assert refund(sale, NOTHING, back(2), 0, never).amount == 10_000
    paid_freight = replace(sale, freight=1_000, paid=31_000)
    assert first(paid_freight, back(2)).amount == 10_000


def test_outbound_freight_goes_back_for_faults_and_otherwise_by_the_setting() -> None:
    sale = purchase(line(1, unit_price=20_000, paid=20_000), freight=1_000)
    assert first(sale, back(1)).amount == 20_000
    assert first(sale, back(1, faulty=True)).amount == 21_000
    generous = AfterSalesPolicy(refund_outbound_freight=True)
    assert refund(sale, NOTHING, back(1), 0, generous).amount == 21_000


def test_the_refund_goes_by_the_route_of_the_payment() -> None:
    assert first(purchase(payment_route="alipay"), back(1)).route == "alipay"


def test_more_than_was_bought_cannot_come_back() -> None:
    for impossible in (back(1, 1), back(9), NOTHING.plus({1: -1}, faulty=False)):
        with pytest.raises(ValueError, match="more came back"):
            due_in_all(purchase(), impossible)


@st.composite
def discounts(draw: st.DrawFn, bought: list[PurchasedLine]) -> PurchasedDiscount:
    """满减 over some of the lines at prices of their own, or a set of some of them."""
    covered = draw(
        st.lists(st.sampled_from(bought), min_size=1, unique_by=lambda each: each.number)
    )
    if draw(st.booleans()):
        parts = {each.number: draw(st.integers(1, each.quantity)) for each in covered}
        return bundle(parts, draw(st.integers(0, 60_000)))
    counts = {each.number: each.unit_price + draw(st.integers(0, 3_000)) for each in covered}
    reach, off = draw(st.integers(0, 60_000)), draw(st.integers(0, 6_000))
    return threshold(counts, reach, off, repeats=draw(st.booleans()))


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    """Orders of up to four lines with gift, 满减, sets, coupons, points, freight."""
    count = draw(st.integers(1, 4))
    lines = []
    for number in range(1, count + 1):
        quantity = draw(st.integers(1, 3))
        price = draw(st.integers(0, 50_000))
        paid = draw(st.integers(0, price * quantity))
        lines.append(line(number, quantity=quantity, unit_price=price, paid=paid))
    goods = list(lines)
    if draw(st.booleans()):
        lines.append(line(9, quantity=draw(st.integers(1, 3)), unit_price=2_000, paid=0, gift_of=1))
    vouchers = draw(
        st.lists(
            st.builds(
                Voucher,
                code=st.just("V"),
                kind=st.sampled_from(["coupon", "points"]),
                value=st.integers(1, 5_000),
                line=st.sampled_from([None, 1]),
            ),
            max_size=2,
        )
    )
    return purchase(
        *lines,
        discounts=tuple(draw(st.lists(discounts(goods), max_size=3))),
        vouchers=tuple(vouchers),
        freight=draw(st.sampled_from([0, 1_000])),
        free_freight_from=draw(st.none() | st.integers(0, 60_000)),
    )


@given(bought=purchases(), data=st.data())
@settings(max_examples=60)
def test_no_line_costs_less_than_nothing_or_more_than_its_pieces(
    bought: Purchase, data: st.DataObject
) -> None:
    pieces = {
        each.number: data.draw(st.integers(0, each.quantity), label=f"{each.number}")
        for each in bought.goods
    }
    amounts = amounts_of(bought, pieces)
    for each in bought.goods:
        assert 0 <= amounts[each.number] <= each.unit_price * pieces[each.number]
    assert price_of(bought, pieces) >= 0


@given(bought=purchases(), data=st.data())
@settings(max_examples=100)
def test_partial_returns_in_any_order_add_up_to_returning_everything_at_once(
    bought: Purchase, data: st.DataObject
) -> None:
    pieces = [each.number for each in bought.lines for _ in range(each.quantity)]
    order = data.draw(st.permutations(pieces))
    grounds = data.draw(st.lists(st.booleans(), min_size=len(order), max_size=len(order)))
    returned, refunds, vouchers, highest = NOTHING, list[int](), [0] * 2, 0
    for number, faulty in zip(order, grounds, strict=True):
        after = returned.plus({number: 1}, faulty=faulty)
        statement = refund(bought, returned, after, sum(refunds))
        assert statement.amount >= 0
        assert sum(item.amount for item in statement.items) == statement.amount
        refunds.append(statement.amount)
        returned = after
        highest = max(highest, due_in_all(bought, returned))
        # What was granted so far is the most that was ever due: nothing is asked back.
        assert sum(refunds) == highest <= bought.paid
        for voucher in statement.vouchers:
            vouchers[voucher.is_points] += voucher.value
    assert sum(refunds) == due_in_all(bought, returned)
    assert sum(refunds) >= bought.paid - bought.freight
    at_once = refund(bought, NOTHING, returned, 0)
    assert at_once.amount == sum(refunds)
    assert sum(each.value for each in at_once.vouchers) == sum(vouchers)
