"""Money is whole fen with a currency; no float ever holds an amount."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CNY: Final = "CNY"


class CurrencyMismatchError(ValueError):
    """Amounts of two currencies met in one sum or comparison."""


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``amount`` in the smallest unit (fen), ``currency`` an ISO 4217 code."""

    amount: int
    currency: str = CNY

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError("an amount is a whole number of fen")

    def _same(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrencyMismatchError(f"{self.currency} with {other.currency}")
        return other

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other).amount, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other).amount

    def times(self, factor: Decimal | int) -> "Money":
        """The product, rounded half up to a whole fen (四舍五入, the custom of Chinese price
        law).
        """
        exact = Decimal(self.amount) * factor
        return Money(int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP)), self.currency)

    def allocate(self, weights: list[int]) -> list["Money"]:
        """Parts in proportion to ``weights`` that add up exactly; spare fen go to the largest
        remainders.

        ``weights`` are not negative and not all zero; ValueError otherwise.
        """
        total = sum(weights)
        if not weights or total <= 0 or min(weights) < 0:
            raise ValueError("weights must be non-negative with a positive sum")
        sign = -1 if self.amount < 0 else 1
        parts = [divmod(abs(self.amount) * weight, total) for weight in weights]
        shares = [quotient for quotient, _ in parts]
        spare = abs(self.amount) - sum(shares)
        by_remainder = sorted(range(len(parts)), key=lambda index: (-parts[index][1], index))
        for index in by_remainder[:spare]:
            shares[index] += 1
        return [Money(sign * share, self.currency) for share in shares]

    def __str__(self) -> str:
        return f"{yuan(self.amount)} {self.currency}"


def yuan(fen: int) -> str:
    """An amount of fen as people read it: ``1234.50`` for 123450."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def share_half_up(amount: int, numerator: int, denominator: int) -> int:
    """``amount`` × ``numerator`` / ``denominator`` (none negative), rounded half up to a whole fen:
    :meth:`Money.times` in whole numbers, for sums over many lines.
    """
    return (2 * amount * numerator + denominator) // (2 * denominator)
