"""Indicators: what figures mean. Pure functions of figures in decimal numbers of fixed rounding, so
that the same figures give the same bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal

from teleshop.indicators.domain.measures import Figures, Measure

Better = Literal["higher", "lower"]
M = Measure


class Unit(StrEnum):
    """What the value of an indicator is in."""

    FEN = "fen"
    POINTS = "points"
    """Of 100, or as many as there are."""
    SHARE = "share"
    """From 0 to 1; returns of what was delivered in an earlier quarter may bring it above."""
    COUNT = "count"
    PER_1000 = "per_1000"


PLACES: Final = MappingProxyType(
    {
        Unit.FEN: Decimal(1),
        Unit.POINTS: Decimal("0.01"),
        Unit.SHARE: Decimal("0.0001"),
        Unit.COUNT: Decimal(1),
        Unit.PER_1000: Decimal("0.01"),
    }
)
"""To what a value is rounded; halves go to the even neighbour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator. ``value`` is None where there is nothing to divide by; of sums ``denominator``
    is None. ``count`` is out of how many cases it is known: the denominator, or the orders of a
    sum.
    """

    code: str
    value: Decimal | None
    numerator: int
    denominator: int | None
    count: int
    unit: Unit
    better: Better


@dataclass(frozen=True, slots=True)
class Formula:
    """How an indicator is made: the sum of ``plus`` without ``minus``, divided by ``by``."""

    plus: tuple[Measure, ...]
    unit: Unit
    better: Better
    by: Measure | None = None
    minus: tuple[Measure, ...] = ()

    def of(self, code: str, figures: Mapping[str, int]) -> Indicator:
        """The indicator of these figures."""
        numerator = _sum(figures, self.plus) - _sum(figures, self.minus)
        denominator = None if self.by is None else figures[self.by]
        return Indicator(
            code=code,
            value=self.value(numerator, denominator),
            numerator=numerator,
            denominator=denominator,
            count=figures[M.ORDERS] if denominator is None else denominator,
            unit=self.unit,
            better=self.better,
        )

    def value(self, numerator: int, denominator: int | None) -> Decimal | None:
        """The value, rounded; None where nothing was counted to divide by."""
        times = 1000 if self.unit is Unit.PER_1000 else 1
        if denominator is None:
            return Decimal(numerator)
        if denominator <= 0:
            return None
        return (Decimal(times * numerator) / Decimal(denominator)).quantize(
            PLACES[self.unit], rounding=ROUND_HALF_EVEN
        )


def _sum(figures: Mapping[str, int], measures: tuple[Measure, ...]) -> int:
    return sum(figures[measure] for measure in measures)


FORMULAS: Final = MappingProxyType[str, Formula](
    {
        "orders": Formula((M.ORDERS,), Unit.COUNT, "higher"),
        "sales_gross": Formula((M.GROSS,), Unit.FEN, "higher"),
        "sales_net": Formula(
            (M.GROSS,), Unit.FEN, "higher", minus=(M.CANCELLED, M.REFUSED, M.RETURNED)
        ),
        "satisfaction": Formula((M.ANSWER_POINTS,), Unit.POINTS, "higher", M.ANSWERS),
        "complaint_rate": Formula((M.COMPLAINTS,), Unit.PER_1000, "lower", M.ORDERS),
        "response_rate": Formula((M.RESPONSES_MET,), Unit.SHARE, "higher", M.RESPONSES),
        "resolution_rate": Formula((M.RESOLUTIONS_MET,), Unit.SHARE, "higher", M.RESOLUTIONS),
        "return_rate_fault": Formula(
            (M.PIECES_RETURNED_FAULT,), Unit.SHARE, "lower", M.PIECES_DELIVERED
        ),
        "return_rate_other": Formula(
            (M.PIECES_RETURNED_OTHER,), Unit.SHARE, "lower", M.PIECES_DELIVERED
        ),
        "repeat_repair_rate": Formula((M.REPEAT_REPAIRS,), Unit.SHARE, "lower", M.REPAIRS),
        "refund_late_rate": Formula((M.REFUNDS_LATE,), Unit.SHARE, "lower", M.REFUNDS),
        "late_rate": Formula((M.LATE_SHIPMENTS,), Unit.SHARE, "lower", M.SHIPMENTS),
        "late_delivery_rate": Formula((M.LATE_DELIVERIES,), Unit.SHARE, "lower", M.DELIVERIES),
        "violation_points": Formula((M.VIOLATION_POINTS,), Unit.POINTS, "lower"),
        "document_lapses": Formula((M.DOCUMENT_LAPSES,), Unit.COUNT, "lower"),
        "price_points": Formula((M.PRICE_POINTS,), Unit.POINTS, "lower"),
        "price_points_rate": Formula((M.PRICE_POINTS,), Unit.PER_1000, "lower", M.ORDERS),
    }
)
"""Every indicator by its code (standard 3.3.1)."""


def indicator(code: str, figures: Figures) -> Indicator:
    """One indicator of these figures; KeyError for a code that is none."""
    return FORMULAS[code].of(code, figures)


def indicators(figures: Figures) -> tuple[Indicator, ...]:
    """All of them, always in the same order."""
    return tuple(formula.of(code, figures) for code, formula in FORMULAS.items())
