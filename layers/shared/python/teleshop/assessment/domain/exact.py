"""Numbers that come out the same everywhere: fractions on the way, decimals at the end."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

PLACES: Final = 2
"""Decimals of scores, points and weights."""
VALUE_PLACES: Final = 6
"""Decimals of indicators' values, in which suppliers are compared."""
HUNDRED: Final = 100


def rounded(value: Fraction | int, places: int = PLACES) -> Decimal:
    """The decimal nearest to ``value``, half to even."""
    exact = Fraction(value)
    return divided(exact.numerator, exact.denominator, places)


def divided(numerator: int, denominator: int, places: int = PLACES) -> Decimal:
    """The decimal nearest to ``numerator`` / ``denominator``, half to even: :func:`rounded` in
    whole numbers, for what is done a million times.
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    whole, rest = divmod(numerator * 10**places, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and whole % 2):
        whole += 1
    return Decimal(whole).scaleb(-places)


def shares(weights: list[Fraction], total: int) -> list[int]:
    """Whole parts of ``total`` in proportion to ``weights`` that add up to it exactly; spare ones
    go to the largest remainders, the earlier of equal ones first.

    The weights are not negative, and not all zero.
    """
    whole = sum(weights, Fraction(0))
    exact = [weight * total / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    left = sorted(range(len(parts)), key=lambda index: (parts[index] - exact[index], index))
    for index in left[: total - sum(parts)]:
        parts[index] += 1
    return parts
