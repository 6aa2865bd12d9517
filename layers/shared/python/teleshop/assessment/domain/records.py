"""Scorecards as they are kept: one for each supplier, quarter and run, and which is the latest."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.assessment.domain.card import Scorecard


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


def supersedes(latest: LatestScorecard | None, quarter: str, run: int) -> bool:
    """Whether a scorecard of that quarter and run is later than the latest: a past quarter that is
    assessed again changes nothing of what holds now.
    """
    return latest is None or (quarter, run) > (latest.quarter, latest.run)
