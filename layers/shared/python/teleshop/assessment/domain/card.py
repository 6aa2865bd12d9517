"""A scorecard: what a supplier reached in a quarter, line by line."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from teleshop.assessment.domain.bands import Band, RankBand
from teleshop.assessment.domain.indicators import Group, Indicator, Measured, SupplierFacts
from teleshop.assessment.domain.peers import PeerGroup, PeerView

ZERO: Final = Decimal("0.00")


class LineState(StrEnum):
    """``missing``: there is no value, or it rests on too few events; others have its weight."""

    SCORED = "scored"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One criterion of a scorecard.

    ``raw`` is the value in the indicator's unit, ``shrunk`` what it is compared as, ``normalised``
    0 to 100. ``weight`` is the policy's, ``applied_weight`` what it became after the weights of
    missing lines were spread. ``points`` = applied_weight × normalised / 100. ``compared_with`` is
    whose share made a percentile, ``peer_count`` how many they are; None where the target alone
    did. ``peers`` are the others' quartiles, where they are enough to be shown.
    """

    indicator: Indicator
    group: Group
    state: LineState
    numerator: int | None = None
    denominator: int | None = None
    count: int = 0
    raw: Decimal | None = None
    shrunk: Decimal | None = None
    normalised: Decimal | None = None
    weight: int
    applied_weight: Decimal = ZERO
    points: Decimal = ZERO
    compared_with: PeerGroup | None = None
    peer_count: int = 0
    peers: PeerView | None = None
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deducted:
    """What violations took off."""

    violation_points: int
    points: Decimal
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The result for one supplier and quarter by policy ``policy``. ``score`` is the sum of the
    lines' points less the deduction, not below 0; None if the supplier is not rated. ``zh`` and
    ``en`` say how it came about. ``rank`` is set once all of a run are scored.
    """

    supplier_id: str
    quarter: str
    category: str
    policy: int
    orders: int
    band: Band
    score: Decimal | None
    lines: tuple[Line, ...]
    deduction: Deducted
    rank: RankBand | None = None
    zh: str = ""
    en: str = ""

    def facts(self) -> SupplierFacts:
        """What it was scored by, as far as the policy weighs it."""
        return SupplierFacts(
            supplier_id=self.supplier_id,
            quarter=self.quarter,
            category=self.category,
            orders=self.orders,
            values={
                line.indicator: Measured(line.numerator, line.denominator, line.count)
                for line in self.lines
                if line.numerator is not None and line.denominator is not None
            }
            | _violations(self),
        )


def _violations(card: Scorecard) -> dict[Indicator, Measured]:
    points = card.deduction.violation_points
    known = any(line.indicator is Indicator.VIOLATION_POINTS for line in card.lines)
    return {} if known or not points else {Indicator.VIOLATION_POINTS: Measured(points)}
