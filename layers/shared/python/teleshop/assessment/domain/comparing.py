"""The back-test: who would have another band if another policy had held."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.indicators import SupplierFacts
from teleshop.assessment.domain.policy import ScorecardPolicy
from teleshop.assessment.domain.scoring import assess


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A supplier whose band would be another one."""

    supplier_id: str
    before: Band
    after: Band
    score_before: Decimal | None
    score_after: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCount:
    """How many would go from one band to another, or stay where both are the same."""

    before: Band
    after: Band
    suppliers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a policy would change in a quarter: totals of every pair of bands that occurs, and the
    suppliers that would move, by id.
    """

    quarter: str
    run: int
    policy_before: int
    policy_after: int
    suppliers: int
    counts: tuple[MoveCount, ...]
    moved: tuple[Moved, ...]


def compare(
    facts: Iterable[SupplierFacts],
    before: ScorecardPolicy,
    after: ScorecardPolicy,
    *,
    quarter: str,
    run: int,
) -> Comparison:
    """Score everybody by both. Peers are made anew for each, as the run itself would."""
    known = list(facts)
    old = assess(known, before, explained=False).cards
    new = assess(known, after, explained=False).cards
    totals: dict[tuple[Band, Band], int] = {}
    moved = []
    for was, would in zip(old, new, strict=True):
        pair = (was.band, would.band)
        totals[pair] = totals.get(pair, 0) + 1
        if was.band is not would.band:
            moved.append(
                Moved(
                    supplier_id=was.supplier_id,
                    before=was.band,
                    after=would.band,
                    score_before=was.score,
                    score_after=would.score,
                )
            )
    return Comparison(
        quarter=quarter,
        run=run,
        policy_before=before.number,
        policy_after=after.number,
        suppliers=len(known),
        counts=tuple(
            MoveCount(before=one, after=other, suppliers=totals[one, other])
            for one in Band
            for other in Band
            if (one, other) in totals
        ),
        moved=tuple(moved),
    )
