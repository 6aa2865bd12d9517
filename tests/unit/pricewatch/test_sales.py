"""What was charged against what was published."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.pricewatch.domain.policy import Kind, Severity
from teleshop.pricewatch.domain.sales import (
    Charge,
    FreightTerms,
    Published,
    PublishedLine,
    Sale,
    SoldLine,
    charge_of,
    unequal,
    wrong_freight,
    wrongly_charged,
)

AT = datetime(2026, 11, 27, 4, tzinfo=UTC)
CONDITIONS = ("prc_1", "prm_1")


def sold(
    unit_price: int = 9900, quantity: int = 2, number: int = 1, sku: str = "sku_1"
) -> SoldLine:
    return SoldLine(
        number=number,
        sku=sku,
        quantity=quantity,
        unit_price=unit_price,
        paid=unit_price * quantity,
    )


def sale(*lines: SoldLine, freight: int = 0, free_from: int | None = None, id: str = "o1") -> Sale:
    return Sale(
        order_id=id,
        channel="tv",
        placed_at=AT,
        lines=lines,
        freight=freight,
        free_freight_from=free_from,
    )


def published(unit_price: int | None = 9900, total: int | None = None) -> Published:
    line = PublishedLine(unit_price=unit_price, conditions=CONDITIONS)
    return Published(lines={1: line}, least=total, most=total)


@pytest.mark.clause("4.3.4")
def test_what_is_charged_as_published_is_no_violation() -> None:
    assert list(wrongly_charged(sale(sold()), published(total=19800))) == []


@pytest.mark.clause("4.3.4", "4.4.1")
def test_one_fen_above_the_published_price_is_severe() -> None:
    (found,) = wrongly_charged(sale(sold(9901)), published())
    assert (found.kind, found.severity) == (Kind.CHARGED_NOT_PUBLISHED, Severity.SEVERE)
    assert [(fact.what, fact.amount) for fact in found.evidence] == [
        ("published", 9900),
        ("charged", 9901),
    ]


@pytest.mark.clause("4.3.4")
def test_less_than_published_is_told_as_minor() -> None:
    (found,) = wrongly_charged(sale(sold(9899)), published())
    assert found.severity is Severity.MINOR


@pytest.mark.clause("4.3.4")
def test_a_piece_sold_while_it_had_no_price_is_severe() -> None:
    (found,) = wrongly_charged(sale(sold()), published(None))
    assert found.severity is Severity.SEVERE
    assert found.evidence[0].amount is None


def test_nothing_is_said_of_goods_that_are_not_on_the_price_list() -> None:
    strange = sold(1, number=2, sku="sku_other")
    assert list(wrongly_charged(sale(strange), published())) == []


@pytest.mark.clause("4.3.4")
def test_goods_that_came_to_another_sum_suspend_no_single_price() -> None:
    (found,) = wrongly_charged(sale(sold()), published(total=19799))
    assert found.severity is Severity.SERIOUS
    assert [fact.amount for fact in found.evidence] == [19799, 19800]
    (less,) = wrongly_charged(sale(sold()), published(total=19801))
    assert less.severity is Severity.MINOR
    with_code = replace(sale(sold()), codes=("NEW10",))
    assert list(wrongly_charged(with_code, published(total=19801))) == []


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(
    ("paid", "violation"), [(148, True), (149, False), (199, False), (200, True)]
)
def test_what_any_kind_of_customer_could_have_paid_is_right(paid: int, violation: bool) -> None:
    line = replace(sold(199, 1), paid=paid)
    known = Published(
        lines={1: PublishedLine(unit_price=199, conditions=CONDITIONS)}, least=149, most=199
    )
    assert bool(list(wrongly_charged(sale(line), known))) is violation


@pytest.mark.clause("4.3.4")
def test_lines_of_other_goods_hide_nothing() -> None:
    strange = sold(5000, number=2, sku="sku_other")
    (found,) = wrongly_charged(sale(sold(), strange), published(total=19799))
    assert found.severity is Severity.SERIOUS


@pytest.mark.clause("4.3.4")
def test_a_corrected_order_is_judged_anew() -> None:
    first, second = (
        next(iter(wrongly_charged(sale(sold(price)), published()))) for price in (9899, 9999)
    )
    assert first.violation_id != second.violation_id
    assert second.severity is Severity.SEVERE


@pytest.mark.clause("4.3.4")
@pytest.mark.parametrize(("total", "more"), [(19800, 0), (19799, 1)])
def test_goods_are_told_as_a_whole_only_for_what_their_lines_do_not_explain(
    total: int, more: int
) -> None:
    found = list(wrongly_charged(sale(sold(9905)), published(total=total)))
    assert [one.severity for one in found] == [Severity.SEVERE] + [Severity.SERIOUS] * more


@pytest.mark.clause("4.4.1")
@pytest.mark.parametrize(
    ("freight", "free_from", "violation"),
    [(1000, 19800, True), (1000, 19801, False), (0, 19800, False), (1000, None, False)],
)
def test_freight_is_a_fee_above_the_marked_price_from_the_free_amount_on(
    freight: int, free_from: int | None, violation: bool
) -> None:
    found = list(wrong_freight(sale(sold(), freight=freight, free_from=free_from)))
    assert [one.kind for one in found] == [Kind.FEE_ABOVE_MARKED] * violation


PROMISE = FreightTerms(source="promise", freight=8_00, free_from=99_00)
LISTED = replace(PROMISE, source="published")


@pytest.mark.clause("4.4.1", "7.1.3")
@pytest.mark.parametrize(
    ("price", "freight", "terms", "kind"),
    [
        (98_99, 8_00, (PROMISE, LISTED), None),
        (99_00, 0, (PROMISE, LISTED), None),
        (99_00, 8_00, (PROMISE, LISTED), Kind.FEE_ABOVE_MARKED),
        (98_99, 8_01, (PROMISE, LISTED), Kind.FEE_ABOVE_MARKED),
        (98_99, 0, (PROMISE, LISTED), Kind.CHARGED_NOT_PUBLISHED),
        # As it was promised, and that was another freight than everybody could read.
        (98_99, 8_00, (PROMISE, replace(LISTED, freight=7_00)), Kind.FEE_ABOVE_MARKED),
        (98_99, 8_00, (PROMISE, replace(LISTED, freight=9_00)), Kind.CHARGED_NOT_PUBLISHED),
        (99_00, 0, (PROMISE, replace(LISTED, free_from=None)), Kind.CHARGED_NOT_PUBLISHED),
    ],
)
def test_freight_is_what_was_promised_and_published(
    price: int, freight: int, terms: tuple[FreightTerms, ...], kind: Kind | None
) -> None:
    order = replace(
        sale(sold(price, quantity=1), freight=freight, free_from=99_00), freight_terms=terms
    )
    found = list(wrong_freight(order))
    assert [one.kind for one in found] == ([kind] if kind else [])
    serious = kind is Kind.FEE_ABOVE_MARKED
    assert all(one.severity is (Severity.SERIOUS if serious else Severity.MINOR) for one in found)


@pytest.mark.clause("4.4.1")
def test_another_sum_under_the_same_conditions_is_unequal() -> None:
    one = sale(sold())
    charge = charge_of(one, published())
    assert charge == Charge(
        sku="sku_1", channel="tv", quantity=2, conditions=CONDITIONS, paid=19800, order_id="o1"
    )
    other = charge_of(sale(replace(sold(), paid=18800), id="o2"), published())
    assert charge is not None
    assert other is not None
    (found,) = unequal(charge, other)
    assert (found.kind, found.order_id) == (Kind.UNEQUAL_PRICES, "o2")
    assert list(unequal(charge, replace(charge, order_id="o2"))) == []
    # The order itself, reported again after a correction.
    assert list(unequal(charge, replace(charge, paid=1))) == []


def test_what_was_wrongly_charged_or_stands_beside_other_goods_is_compared_with_nothing() -> None:
    assert charge_of(sale(sold(9901)), published()) is None
    assert charge_of(sale(sold(), sold(number=2)), published()) is None
    assert charge_of(sale(), published()) is None


def test_an_empty_order_is_no_violation() -> None:
    assert list(wrongly_charged(sale(), published(total=1))) == []
    assert list(wrong_freight(sale(freight=1, free_from=0))) == []


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(1, 99))
def test_the_same_facts_make_the_same_violation(charged: int, price: int, quantity: int) -> None:
    one = sale(sold(charged, quantity))
    found = list(wrongly_charged(one, published(price)))
    again = list(wrongly_charged(replace(one, placed_at=AT.replace(hour=5)), published(price)))
    assert [first.violation_id for first in found] == [second.violation_id for second in again]
    assert len(found) == (charged != price)
