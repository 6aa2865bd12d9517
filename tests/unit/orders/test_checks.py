"""A report that contradicts itself is refused with the place of each fault."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.orders.domain import (
    BundlePart,
    DiscountKind,
    Order,
    OrderDiscount,
    order_faults,
)
from tests.factories.orders import DAY, NOW, coupon, excluded, line, order

MINUTE = timedelta(minutes=1)


def faults(reported: Order) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in order_faults(reported, NOW)]


def priced(*lines: Any, **changes: Any) -> Order:
    """An order of these lines that adds up unless ``changes`` say otherwise."""
    total = sum(one.paid for one in lines)
    return order(**{"lines": lines, "paid": total, "freight": 0} | changes)


def off(amount: int, threshold: int, **changes: Any) -> OrderDiscount:
    """满减 over all goods, unless told otherwise."""
    made = OrderDiscount(code="F", kind=DiscountKind.THRESHOLD, threshold=threshold, off=amount)
    return replace(made, **changes)


def a_set(*quantities: int, times: int = 1) -> OrderDiscount:
    """Sets of so many pieces of the first SKU."""
    parts = tuple(BundlePart(sku="SKU-1", quantity=quantity) for quantity in quantities)
    return OrderDiscount(code="B", kind=DiscountKind.BUNDLE, parts=parts, price=100, times=times)


@pytest.mark.clause("6.3.1")
def test_a_plausible_order_has_no_fault() -> None:
    assert faults(order()) == []
    gift = line(3, gift_of=1, paid=0)
    assert faults(priced(line(), excluded(2), gift)) == []


@pytest.mark.clause("6.4.1")
def test_a_report_holds_no_telephone_number_in_an_id_that_names_a_person_or_their_word() -> None:
    proven = excluded(1)
    assert proven.exclusion_proof is not None
    proof = replace(proven.exclusion_proof, reference="call-13800138000")
    reported = priced(
        replace(proven, exclusion_proof=proof), customer_id="tel:13800138000", slot_id="13800138000"
    )
    assert faults(reported) == [
        ("/customer_id", "id_holds_phone"),
        ("/slot_id", "id_holds_phone"),
        ("/lines/0/exclusion_proof/reference", "id_holds_phone"),
    ]


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (priced(line(), line()), [("/lines/1/number", "line_number_twice")]),
        (
            priced(line(), line(2, gift_of=9, paid=0)),
            [("/lines/1/gift_of", "gift_of_unknown_line")],
        ),
        (
            priced(line(), line(2, gift_of=1, paid=0), line(3, gift_of=2, paid=0)),
            [("/lines/2/gift_of", "gift_of_gift")],
        ),
        (priced(line(gift_of=1, paid=0)), [("/lines/0/gift_of", "gift_of_gift")]),
        (priced(line(), line(2, gift_of=1, paid=1)), [("/lines/1/paid", "gift_paid")]),
        (priced(line(paid=29_901)), [("/lines/0/paid", "line_paid_too_much")]),
        (
            priced(replace(excluded(1), exclusion=None)),
            [("/lines/0/exclusion_proof", "proof_without_exclusion")],
        ),
        (
            priced(line(), coupons=(coupon(100, line=7),)),
            [("/coupons/0/line", "coupon_for_unknown_line")],
        ),
        (priced(line(), paid=29_901), [("/paid", "paid_does_not_add_up")]),
        (priced(line(), paid=29_899), [("/paid", "paid_does_not_add_up")]),
        (priced(line(), coupons=(coupon(100),), paid=29_799), [("/paid", "paid_does_not_add_up")]),
        (
            priced(line(), discounts=(off(1, 30_000),)),
            [("/discounts/0/threshold", "threshold_not_reached")],
        ),
        (
            priced(line(), discounts=(off(101, 100),)),
            [("/discounts/0/off", "discount_above_threshold")],
        ),
        (
            priced(line(), line(2), discounts=(off(1, 29_900), off(1, 29_901, lines=(2,)))),
            [("/discounts/1/threshold", "threshold_not_reached")],
        ),
        (
            priced(line(), line(2, gift_of=1, paid=0), discounts=(off(1, 100, lines=(1, 2)),)),
            [("/discounts/0/lines/1", "discount_of_unknown_line")],
        ),
        (
            priced(line(), discounts=(off(0, 0),)),
            [
                ("/discounts/0/threshold", "discount_incomplete"),
                ("/discounts/0/off", "discount_incomplete"),
            ],
        ),
        (priced(line(), discounts=(a_set(),)), [("/discounts/0/parts", "discount_incomplete")]),
        (
            priced(line(quantity=3), discounts=(a_set(2, times=2),)),
            [("/discounts/0/parts/0/quantity", "set_not_bought")],
        ),
        (
            priced(line(quantity=3), discounts=(a_set(2, 2),)),
            [("/discounts/0/parts/1/quantity", "set_not_bought")],
        ),
        (priced(line(quantity=3), discounts=(a_set(2, 1),)), []),
    ],
)
def test_a_fault_is_named_with_its_place(reported: Order, expected: list[Any]) -> None:
    assert faults(reported) == expected


def test_coupons_explain_up_to_their_value_and_points_any_difference() -> None:
    assert faults(priced(line(), coupons=(coupon(100),), paid=29_800)) == []
    points = coupon(5, kind="points")
    assert faults(priced(line(), coupons=(points,), paid=1)) == []
    assert faults(priced(line(), coupons=(points,), paid=29_901)) != []


def test_a_threshold_that_is_just_reached_counts_and_gifts_do_not_help_to_reach_it() -> None:
    exactly = off(6_000, 29_900)
    assert faults(priced(line(paid=23_900), discounts=(exactly,))) == []
    above = off(6_000, 29_901)
    gift = line(2, gift_of=1, paid=0)
    assert faults(priced(line(paid=23_900), gift, discounts=(above,))) != []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"delivered_at": NOW + 5 * MINUTE}, []),
        (
            {"delivered_at": NOW + 5 * MINUTE + timedelta(microseconds=1)},
            [("/delivered_at", "instant_in_the_future")],
        ),
        ({"delivered_at": NOW - 2 * DAY}, []),
        (
            {"delivered_at": NOW - 2 * DAY - MINUTE},
            [("/delivered_at", "instants_reversed")],
        ),
        (
            {"shipped_at": None, "delivered_at": NOW - 4 * DAY},
            [("/delivered_at", "instants_reversed")],
        ),
        ({"shipped_at": NOW - 4 * DAY}, [("/shipped_at", "instants_reversed")]),
        ({"paid_at": NOW - 4 * DAY}, [("/paid_at", "instants_reversed")]),
        (
            {"reported_at": datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=8)))},
            [("/reported_at", "instant_too_early")],
        ),
        (
            {"reported_at": datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-8)))},
            [("/reported_at", "instant_in_the_future")],
        ),
        (
            {"lines": (line(), line(2, paid=10_000, installed_at=NOW - 4 * DAY))},
            [("/lines/1/installed_at", "instants_reversed")],
        ),
    ],
)
def test_times_follow_one_another_and_are_not_ahead(changes: Any, expected: list[Any]) -> None:
    assert faults(order(**changes)) == expected


@given(
    prices=st.lists(st.integers(0, 10**6), min_size=1, max_size=20),
    freight=st.integers(0, 10**4),
    off=st.integers(-3, 3),
)
@settings(max_examples=50, deadline=None)
def test_without_coupons_only_the_exact_sum_is_taken(
    prices: list[int], freight: int, off: int
) -> None:
    lines = tuple(
        line(number, unit_price=price, paid=price) for number, price in enumerate(prices, 1)
    )
    total = sum(prices) + freight
    reported = order(lines=lines, freight=freight, paid=total + off)
    assert bool(faults(reported)) is (off != 0)


def test_a_day_of_another_zone_is_the_same_instant() -> None:
    china = timezone(timedelta(hours=8))
    assert faults(order(delivered_at=(NOW - DAY).astimezone(china))) == []
    assert (NOW - DAY).astimezone(china) == (NOW - DAY).astimezone(UTC)
