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
    return Decimal(round(Fraction(value) * 10**places)).scaleb(-places)


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
