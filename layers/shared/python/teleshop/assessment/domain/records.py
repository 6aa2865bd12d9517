"""Scorecards as they are kept: one for each supplier, quarter and run, and which is the latest."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.assessment.domain.card import Line, Scorecard
from teleshop.assessment.domain.indicators import Measured, SupplierFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardRecord:
    """A scorecard that was issued. It never changes; a re-run of the quarter adds another one.

    ``band`` and ``score`` (two decimals, None where not rated) repeat what ``card`` says in full.
    ``former_band`` is that of the supplier's latest scorecard before this one, be it of an earlier
    quarter or of an earlier run; ``is_latest`` whether this one took its place.
    """

    supplier_id: str
    quarter: str
    run: int
    band: str
    score: str | None
    rank_band: str | None
    policy: int
    assessed_at: datetime
    former_band: str | None
    is_latest: bool
    card: Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardLine:
    """A scorecard in a list of staff."""

    supplier_id: str
    quarter: str
    run: int
    band: str
    score: str | None = None
    rank_band: str | None = None
    former_band: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestScorecard:
    """Which scorecard of a supplier is the latest by quarter, then by run."""

    supplier_id: str
    quarter: str
    run: int
    band: str
    score: str | None
    version: int = 1


def has_moved(card: Scorecard, now: SupplierFacts) -> bool:
    """Whether what a scorecard was scored by is no longer what is counted of its quarter."""
    return (
        card.orders != now.orders
        or card.deduction.violation_points != max(0, now.violation_points)
        or any(_measured(line) != now.values.get(line.indicator) for line in card.lines)
    )


def _measured(line: Line) -> Measured | None:
    if line.numerator is None or line.denominator is None:
        return None
    return Measured(line.numerator, line.denominator, line.count)


def supersedes(latest: LatestScorecard | None, quarter: str, run: int) -> bool:
    """Whether a scorecard of that quarter and run is later than the latest: a past quarter that is
    assessed again changes nothing of what holds now.
    """
    return latest is None or (quarter, run) > (latest.quarter, latest.run)
