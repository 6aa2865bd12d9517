"""From figures to a scorecard: pure, exact, and explained point by point."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from teleshop.assessment.domain.bands import Ranking, band_of
from teleshop.assessment.domain.card import (
    ZERO,
    Deducted,
    Line,
    LineState,
    Scorecard,
)
from teleshop.assessment.domain.exact import HUNDRED, PLACES, VALUE_PLACES, divided, shares
from teleshop.assessment.domain.facts import NO_CATEGORY
from teleshop.assessment.domain.indicators import SPECS, Group, Measured, Spec, SupplierFacts
from teleshop.assessment.domain.peers import Peers, PeerView, compared
from teleshop.assessment.domain.policy import Criterion, Normalisation, ScorecardPolicy
from teleshop.assessment.domain.words import (
    explain_card,
    explain_deduction,
    explain_line,
)

FULL: Final = Decimal("100.00")
CENT: Final = Decimal("0.01")
PATTERNS: Final = 4_096
"""Patterns of missing lines whose weights are kept."""


def score(
    facts: SupplierFacts, peers: Peers, policy: ScorecardPolicy, *, explained: bool = True
) -> Scorecard:
    """The scorecard of a supplier; the same for the same input, whatever the order of the peers.

    Below the minimum of orders, and without any value, the supplier is not rated whatever else.
    Without ``explained`` lines and card have no texts and no quartiles, for those who only compare.
    """
    lines = [measured_line(one, facts, peers, policy) for one in policy.criteria]
    rated = facts.orders >= policy.minimum_orders and any(_scored(line) for line in lines)
    if rated:
        weights = spread(lines)
        lines = [_weighed(line, weight) for line, weight in zip(lines, weights, strict=True)]
    deducted = _deducted(facts, policy)
    reached = max(ZERO, total_of(lines) - deducted.points) if rated else None
    card = Scorecard(
        supplier_id=facts.supplier_id,
        quarter=facts.quarter,
        category=facts.category,
        policy=policy.number,
        orders=facts.orders,
        band=band_of(
            reached, qualified_from=policy.qualified_from, excellent_from=policy.excellent_from
        ),
        score=reached,
        lines=tuple(lines),
        deduction=deducted,
    )
    return _explained(card, peers, policy, rated=rated) if explained else card


def measured_line(
    criterion: Criterion, facts: SupplierFacts, peers: Peers, policy: ScorecardPolicy
) -> Line:
    """The line of a criterion up to its normalised value, not weighed yet."""
    found = facts.values.get(criterion.indicator)
    spec, value = SPECS[criterion.indicator], compared(found, criterion)
    if found is None or value is None:
        return Line(
            indicator=criterion.indicator,
            group=spec.group,
            state=LineState.MISSING,
            numerator=found.numerator if found else None,
            denominator=found.denominator if found else None,
            count=found.count if found else 0,
            raw=_raw(found, spec) if found else None,
            weight=criterion.weight,
        )
    against = None
    if criterion.normalisation is Normalisation.PERCENTILE:
        against = peers.find(facts.category, criterion.indicator, policy.peer_minimum)
    normalised = towards_target(value, criterion)
    if against is not None and normalised not in (ZERO, FULL):
        # What is good enough, or no good at all, is never a matter of the others.
        normalised = against[1].reached(value, higher=spec.higher)
    return Line(
        indicator=criterion.indicator,
        group=spec.group,
        state=LineState.SCORED,
        numerator=found.numerator,
        denominator=found.denominator,
        count=found.count,
        raw=_raw(found, spec),
        shrunk=value,
        normalised=normalised,
        weight=criterion.weight,
        compared_with=against[0] if against else None,
        peer_count=against[1].count if against else 0,
    )


def _raw(found: Measured, spec: Spec) -> Decimal | None:
    if not found.denominator:
        return None
    return divided(found.numerator * spec.scale, found.denominator, VALUE_PLACES)


def towards_target(value: Decimal, criterion: Criterion) -> Decimal:
    """0 at the floor, 100 at the target, straight between, nothing beyond; ``value`` as it is
    compared.
    """
    floor, target = criterion.floor, criterion.target
    if (value >= target) if target > floor else (value <= target):
        return FULL
    if (value <= floor) if target > floor else (value >= floor):
        return ZERO
    way, way_unit = (value - floor).as_integer_ratio()
    span, span_unit = (target - floor).as_integer_ratio()
    return divided(HUNDRED * way * span_unit, way_unit * span)


def spread(lines: Sequence[Line]) -> list[Decimal]:
    """The weights that the lines count with: 100.00 in all, and 0 for those that are missing.

    The weight of a missing line goes to the others of its group in proportion to theirs; that of a
    group without any goes to all. At least one line is scored.
    """
    return list(_spread(tuple((line.group, line.weight, _scored(line)) for line in lines)))


@lru_cache(maxsize=PATTERNS)
def _spread(lines: tuple[tuple[Group, int, bool], ...]) -> tuple[Decimal, ...]:
    """Most suppliers have values for the same criteria, so few patterns come many times."""
    of_group: dict[Group, int] = {}
    scored_of_group: dict[Group, int] = {}
    for group, weight, scored in lines:
        of_group[group] = of_group.get(group, 0) + weight
        scored_of_group[group] = scored_of_group.get(group, 0) + weight * scored
    wanted = [
        Fraction(weight * of_group[group], scored_of_group[group]) if scored else Fraction(0)
        for group, weight, scored in lines
    ]
    parts = shares(wanted, HUNDRED * 10**PLACES)
    return tuple(Decimal(part).scaleb(-PLACES) for part in parts)


def total_of(lines: Iterable[Line]) -> Decimal:
    """The points of all lines."""
    return sum((line.points for line in lines), ZERO)


def points_of(weight: Decimal, normalised: Decimal) -> Decimal:
    """What a normalised value is worth."""
    return (weight * normalised / HUNDRED).quantize(CENT, rounding=ROUND_HALF_EVEN)


def _weighed(line: Line, weight: Decimal) -> Line:
    if line.normalised is None:
        return line
    return replace(line, applied_weight=weight, points=points_of(weight, line.normalised))


def _scored(line: Line) -> bool:
    return line.state is LineState.SCORED


def _explained(card: Scorecard, peers: Peers, policy: ScorecardPolicy, *, rated: bool) -> Scorecard:
    lines = []
    for line, criterion in zip(card.lines, policy.criteria, strict=True):
        said = explain_line(line, criterion, rated=rated)
        view = _view(criterion, card.category, peers, policy)
        lines.append(replace(line, peers=view, zh=said.zh, en=said.en))
    taken = card.deduction
    why = explain_deduction(taken.violation_points, taken.points, policy.deductions)
    said = explain_card(card, policy)
    return replace(
        card,
        lines=tuple(lines),
        deduction=replace(taken, zh=why.zh, en=why.en),
        zh=said.zh,
        en=said.en,
    )


def _deducted(facts: SupplierFacts, policy: ScorecardPolicy) -> Deducted:
    # What is taken back before it is counted makes the points negative for a moment.
    rule, reached = policy.deductions, max(0, facts.violation_points)
    beyond = max(0, reached - rule.free_points)
    taken = min(rule.at_most, beyond * rule.per_point).quantize(CENT, rounding=ROUND_HALF_EVEN)
    return Deducted(violation_points=reached, points=taken)


def _view(
    criterion: Criterion, category: str, peers: Peers, policy: ScorecardPolicy
) -> PeerView | None:
    found = peers.find(category, criterion.indicator, policy.peer_minimum)
    if found is None:
        return None
    group, sample = found
    return PeerView(
        group=group,
        count=sample.count,
        lower=sample.lower,
        median=sample.median,
        upper=sample.upper,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """All of a run: who was compared with whom, and the scorecards by supplier id."""

    peers: Peers
    ranking: Ranking
    cards: tuple[Scorecard, ...]


def assess(
    facts: Iterable[SupplierFacts], policy: ScorecardPolicy, *, explained: bool = True
) -> Assessed:
    """Score everybody and say where each stands; the order of ``facts`` does not matter.

    Suppliers are told apart by their ids, of which none comes twice.
    """
    everybody = sorted(facts, key=lambda one: one.supplier_id)
    peers = Peers.of(everybody, policy)
    cards = [score(one, peers, policy, explained=explained) for one in everybody]
    ranking = Ranking.of(
        (card.category, card.score) for card in cards if card.category != NO_CATEGORY
    )
    return Assessed(
        peers=peers,
        ranking=ranking,
        cards=tuple(ranked(card, ranking, policy) for card in cards),
    )


def ranked(card: Scorecard, ranking: Ranking, policy: ScorecardPolicy) -> Scorecard:
    """The scorecard with where it stands in its category."""
    return replace(card, rank=ranking.band(card.category, card.score, policy.peer_minimum))
