"""Figures and the indicators made of them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.assessment.domain.facts import facts_of
from teleshop.indicators.domain import (
    FORMULAS,
    LIST_SHARDS,
    NONE,
    SHARDS,
    Figures,
    Measure,
    Unit,
    indicator,
    indicators,
    list_shard_of,
    shard_of,
    total,
)

pytestmark = pytest.mark.clause("3.3.1")
amounts = st.dictionaries(st.sampled_from([one.value for one in Measure]), st.integers(-9, 10**9))
figures = amounts.map(Figures)


def test_what_was_not_counted_is_0_and_what_is_no_measure_is_an_error() -> None:
    assert NONE["orders"] == NONE[Measure.ORDERS] == NONE.get("orders", 7) == 0
    assert len(Figures({"orders": 0})) == 0
    for wrong in (lambda: NONE["profit"], lambda: Figures({"profit": 1})):
        with pytest.raises(ValueError, match="profit"):
            wrong()


@given(figures, figures, figures)
def test_figures_add_up_in_any_order_and_are_taken_apart_again(
    a: Figures, b: Figures, c: Figures
) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c) == total([c, a, b])
    assert (a + b) - b == a
    assert a + NONE == a
    assert hash(a + b) == hash(b + a)
    assert Figures(a.to_json()) == a


@given(figures)
def test_equal_figures_have_equal_bytes(a: Figures) -> None:
    again = Figures(dict(reversed(list(a.items()))))
    assert list(again.to_json().items()) == list(a.to_json().items())
    assert repr(indicators(again)) == repr(indicators(a))


def test_an_empty_quarter_has_sums_of_0_and_rates_of_nothing() -> None:
    for one in indicators(NONE):
        if one.denominator is None:
            assert (one.value, one.count) == (Decimal(0), 0)
        else:
            assert (one.value, one.numerator, one.denominator, one.count) == (None, 0, 0, 0)


def test_net_sales_are_gross_without_what_is_off_refused_or_back() -> None:
    found = indicator(
        "sales_net",
        Figures({"gross": 1_000, "cancelled": 100, "refused": 50, "returned": 7, "orders": 3}),
    )
    assert (found.value, found.denominator, found.count, found.unit) == (
        Decimal(843),
        None,
        3,
        Unit.FEN,
    )


@pytest.mark.parametrize(
    ("code", "found", "value"),
    [
        ("satisfaction", {"answer_points": 250, "answers": 3}, "83.33"),
        ("response_rate", {"responses_met": 2, "responses": 3}, "0.6667"),
        ("response_rate", {"responses_met": 3, "responses": 3}, "1.0000"),
        ("late_rate", {"late_shipments": 1, "shipments": 20_000}, "0.0000"),
        ("late_delivery_rate", {"late_deliveries": 3, "deliveries": 20_000}, "0.0002"),
        ("complaint_rate", {"complaints": 1, "orders": 3}, "333.33"),
        ("return_rate_fault", {"pieces_returned_fault": 1, "pieces_delivered": 8}, "0.1250"),
        ("price_points_rate", {"price_points": 9, "orders": 1_000}, "9.00"),
        ("violation_points", {"violation_points": 12}, "12"),
    ],
)
def test_rates_are_decimals_of_fixed_rounding_halves_to_even(
    code: str, found: dict[str, int], value: str
) -> None:
    one = indicator(code, Figures(found))
    assert one.value == Decimal(value)
    assert str(one.value) == value


@given(figures)
def test_every_indicator_is_its_fraction_to_half_a_unit_of_its_last_place(a: Figures) -> None:
    for one in indicators(a):
        if one.value is None:
            assert one.denominator is not None
            assert one.denominator <= 0
            continue
        times = 1000 if one.unit is Unit.PER_1000 else 1
        exact = Fraction(times * one.numerator, one.denominator or 1)
        place = Fraction(10) ** int(one.value.as_tuple().exponent)
        assert abs(Fraction(one.value) - exact) <= place / 2


def test_each_group_of_the_standard_has_indicators() -> None:
    assert {"sales_net", "satisfaction", "response_rate", "return_rate_fault"} <= set(FORMULAS)
    assert {"violation_points", "document_lapses", "late_rate"} <= set(FORMULAS)
    with pytest.raises(KeyError):
        indicator("beauty", NONE)


@given(figures)
def test_scorecards_divide_what_the_indicators_divide(a: Figures) -> None:
    facts = facts_of("sup_1", "2026Q4", "none", a.to_json())
    shown = {one.code: one for one in indicators(a)}
    assert {code.value for code in facts.values} <= set(shown)
    for code, measured in facts.values.items():
        one = shown[code.value]
        # Points that are taken back before they are told are none on a scorecard.
        points = one.denominator is None and one.unit is not Unit.FEN
        assert measured.numerator == (max(0, one.numerator) if points else one.numerator)
        if one.denominator is not None:
            assert measured.denominator == one.denominator


@given(st.text(min_size=1, max_size=40))
def test_places_of_marks_and_suppliers_are_fixed_and_within_bounds(text: str) -> None:
    assert shard_of(text) == shard_of(text)
    assert 0 <= shard_of(text) < SHARDS
    assert 0 <= list_shard_of(text) < LIST_SHARDS
