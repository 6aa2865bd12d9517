"""Money is whole fen: nothing is lost in a sum, a share or a rounding."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.money import CurrencyMismatchError, Money, yuan

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_shares_add_up_exactly_and_differ_from_the_exact_share_by_less_than_a_fen(
    amount: int, weights: list[int]
) -> None:
    shares = Money(amount).allocate(weights)
    assert sum(share.amount for share in shares) == amount
    total = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        # |share - amount * weight / total| < 1, in whole numbers
        assert abs(share.amount * total - amount * weight) < total


@given(AMOUNTS, WEIGHTS)
def test_who_weighs_nothing_gets_nothing(amount: int, weights: list[int]) -> None:
    shares = Money(amount).allocate([*weights, 0])
    assert shares[-1].amount == 0


@given(AMOUNTS, WEIGHTS)
def test_a_refund_is_shared_like_the_payment(amount: int, weights: list[int]) -> None:
    paid, refunded = Money(amount).allocate(weights), Money(-amount).allocate(weights)
    assert [-share for share in paid] == refunded


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [-1]])
def test_weights_without_a_meaning_are_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Money(100).allocate(weights)


@pytest.mark.parametrize("amount", [1.0, "1", True, None, Decimal(1)])
def test_an_amount_is_a_whole_number(amount: Any) -> None:
    with pytest.raises(TypeError):
        Money(amount)


@pytest.mark.parametrize(
    ("amount", "factor", "product"),
    [(10, "0.25", 3), (10, "0.24", 2), (-10, "0.25", -3), (199, "0.85", 169), (1, "0.5", 1)],
)
def test_a_product_is_rounded_half_up(amount: int, factor: str, product: int) -> None:
    assert Money(amount).times(Decimal(factor)).amount == product


@given(AMOUNTS, AMOUNTS)
def test_sums_and_differences_undo_each_other(one: int, other: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)


@pytest.mark.parametrize(
    "mix", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a <= b]
)
def test_currencies_do_not_mix(mix: Any) -> None:
    with pytest.raises(CurrencyMismatchError):
        mix(Money(1), Money(1, "USD"))


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0, "0.00 CNY"), (5, "0.05 CNY"), (-105, "-1.05 CNY"), (19900, "199.00 CNY")],
)
def test_a_person_reads_yuan(amount: int, text: str) -> None:
    assert str(Money(amount)) == text


def test_people_read_an_amount_in_yuan_and_fen() -> None:
    assert [yuan(fen) for fen in (0, 5, 123_450, -5, -123_456)] == [
        "0.00",
        "0.05",
        "1234.50",
        "-0.05",
        "-1234.56",
    ]
