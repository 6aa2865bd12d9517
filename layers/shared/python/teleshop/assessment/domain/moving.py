"""What would lift a supplier into the next band: for each criterion the smallest improvement that
does it alone, and where none does, the shortest way with several.

Everything is counted against the same peers and with the weights that the scorecard has, and
checked by scoring it again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from teleshop.assessment.domain.bands import Band
from teleshop.assessment.domain.card import Line, LineState, Scorecard
from teleshop.assessment.domain.exact import VALUE_PLACES, rounded
from teleshop.assessment.domain.indicators import SPECS, Indicator, Measured, SupplierFacts
from teleshop.assessment.domain.peers import Peers
from teleshop.assessment.domain.policy import Criterion, ScorecardPolicy
from teleshop.assessment.domain.scoring import measured_line, points_of, score
from teleshop.assessment.domain.words import Explained, explain_move, explain_way

FURTHER_AT_MOST: Final = 1_000_000
"""More good events than that are no advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An improvement of one criterion: its numerator would be ``numerator`` with the denominator as
    it is, a change by ``change``; the value ``value`` then.

    ``further``: so many more events, all of them good, come to the same; None where it is no
    matter of single events, or takes too many. ``effort`` is the share of the way from floor to
    target, in per cent. ``score`` is what the supplier would have by this move alone.
    """

    indicator: Indicator
    numerator: int
    denominator: int
    change: int
    value: Decimal
    further: int | None
    effort: Decimal
    score: Decimal
    zh: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WayUp:
    """What lies between a scorecard and the next band, None at the top.

    ``missing`` points; ``alone``: moves each of which is enough, the least effort first.
    ``together``: where none is, moves that are enough if all are done; empty if even the best in
    everything would not do. ``orders``: so many more orders and the supplier is rated at all.
    """

    next_band: Band | None
    missing: Decimal | None = None
    orders: int = 0
    alone: tuple[Move, ...] = ()
    together: tuple[Move, ...] = ()
    zh: str = ""
    en: str = ""

    def cheapest(self, count: int = 3) -> tuple[Move, ...]:
        """The moves of least effort that are enough alone."""
        return self.alone[:count]


def what_would_move_up(card: Scorecard, policy: ScorecardPolicy, peers: Peers) -> WayUp:
    """The ways into the next band. ``policy`` and ``peers`` are those of the scorecard."""
    found = _ways(card, policy, peers)
    said = explain_way(found.next_band, found.missing, found.orders, _kind(found))
    return replace(found, zh=said.zh, en=said.en)


def _kind(found: WayUp) -> str:
    if found.alone:
        return "alone"
    return "together" if found.together else "none"


def _ways(card: Scorecard, policy: ScorecardPolicy, peers: Peers) -> WayUp:
    match card.band:
        case Band.EXCELLENT:
            return WayUp(next_band=None)
        case Band.NOT_RATED:
            return WayUp(next_band=None, orders=max(0, policy.minimum_orders - card.orders))
        case Band.QUALIFIED:
            following, threshold = Band.EXCELLENT, policy.excellent_from
        case Band.UNQUALIFIED:
            following, threshold = Band.QUALIFIED, policy.qualified_from
    search = _Search(card, policy, peers)
    # Points beyond what the deduction takes: at a score of 0 some of them change nothing.
    missing = threshold + card.deduction.points - search.total
    alone = tuple(move for line in search.lines if (move := search.move(line, missing)) is not None)
    return WayUp(
        next_band=following,
        missing=missing,
        alone=tuple(sorted(alone, key=lambda move: (move.effort, move.indicator))),
        together=() if alone else search.together(missing),
    )


class _Search:
    """Looks for the smallest numerators, by halving."""

    def __init__(self, card: Scorecard, policy: ScorecardPolicy, peers: Peers) -> None:
        self._facts = card.facts()
        self._policy = policy
        self._peers = peers
        self._criteria: dict[Indicator, Criterion] = {one.indicator: one for one in policy.criteria}
        self.total = sum((line.points for line in card.lines), Decimal(0))
        self.lines = [
            line
            for line in card.lines
            if line.state is LineState.SCORED and SPECS[line.indicator].mendable
        ]

    def move(self, line: Line, missing: Decimal) -> Move | None:
        """The smallest change of a line that brings ``missing`` more points; None if none does."""
        numerator = self._numerator(line, line.points + missing)
        if numerator is None:
            return None
        return self._described(line, numerator, self._further(line, line.points + missing))

    def together(self, missing: Decimal) -> tuple[Move, ...]:
        """Lines with most to gain go to their best until the points are enough; the last one only
        as far as it must.
        """
        gains = sorted(
            self.lines, key=lambda line: (line.points - line.applied_weight, line.indicator)
        )
        chosen: dict[Indicator, int] = {}
        for line in gains:
            gain = self._points(line, self._best(line)) - line.points
            if gain <= 0:
                continue
            needed = self._numerator(line, line.points + min(missing, gain))
            if needed is None:
                continue
            chosen[line.indicator] = needed
            if gain >= missing:
                return self._all_of(chosen)
            missing -= gain
        return ()

    def _all_of(self, chosen: Mapping[Indicator, int]) -> tuple[Move, ...]:
        by_indicator = {line.indicator: line for line in self.lines}
        return tuple(
            self._described(by_indicator[name], numerator, None)
            for name, numerator in chosen.items()
        )

    def _numerator(self, line: Line, wanted: Decimal) -> int | None:
        """The numerator nearest to the present one with which the line has ``wanted`` points."""
        own, best = _measured(line).numerator, self._best(line)
        if self._points(line, best) < wanted:
            return None
        step = 1 if best > own else -1
        far = _first(
            lambda count: self._points(line, own + step * count) >= wanted, abs(best - own)
        )
        return own + step * far

    def _points(self, line: Line, numerator: int) -> Decimal:
        return self._points_with(line, replace(_measured(line), numerator=numerator))

    def _points_with(self, line: Line, measured: Measured) -> Decimal:
        found = measured_line(
            self._criteria[line.indicator],
            replace(self._facts, values={line.indicator: measured}),
            self._peers,
            self._policy,
        )
        normalised = found.normalised
        return Decimal(0) if normalised is None else points_of(line.applied_weight, normalised)

    def _best(self, line: Line) -> int:
        """The numerator beyond which nothing is to be gained."""
        spec, criterion = SPECS[line.indicator], self._criteria[line.indicator]
        own = _measured(line)
        if spec.sampled:
            return spec.ceiling * own.denominator if spec.higher else 0
        reached = Fraction(criterion.target) * own.denominator / spec.scale
        if spec.higher:
            return max(own.numerator, -(-reached.numerator // reached.denominator))
        return min(own.numerator, reached.numerator // reached.denominator)

    def _further(self, line: Line, wanted: Decimal) -> int | None:
        spec = SPECS[line.indicator]
        if not spec.sampled:
            return None
        own = _measured(line)

        def reaches(count: int) -> bool:
            gained = spec.ceiling * count if spec.higher else 0
            then = Measured(own.numerator + gained, own.denominator + count, own.count + count)
            return self._points_with(line, then) >= wanted

        if not reaches(FURTHER_AT_MOST):
            return None
        return _first(reaches, FURTHER_AT_MOST)

    def _described(self, line: Line, numerator: int, further: int | None) -> Move:
        spec, criterion = SPECS[line.indicator], self._criteria[line.indicator]
        own = _measured(line)
        then = replace(own, numerator=numerator)
        value = then.value(spec) or Fraction(0)
        way = abs(value - (own.value(spec) or Fraction(0)))
        span = abs(Fraction(criterion.target) - Fraction(criterion.floor))
        move = Move(
            indicator=line.indicator,
            numerator=numerator,
            denominator=own.denominator,
            change=numerator - own.numerator,
            value=rounded(value, VALUE_PLACES),
            further=further,
            effort=rounded(100 * way / span),
            score=self._score({line.indicator: then}),
        )
        said: Explained = explain_move(line, move.numerator, move.value, move.further, move.score)
        return replace(move, zh=said.zh, en=said.en)

    def _score(self, changed: Mapping[Indicator, Measured]) -> Decimal:
        facts: SupplierFacts = replace(self._facts, values={**self._facts.values, **changed})
        found = score(facts, self._peers, self._policy, explained=False)
        return found.score or Decimal(0)


def applied(card: Scorecard, moves: tuple[Move, ...]) -> SupplierFacts:
    """The facts of a supplier that did as the moves say."""
    facts = card.facts()
    changed = {
        move.indicator: replace(facts.values[move.indicator], numerator=move.numerator)
        for move in moves
    }
    return replace(facts, values={**facts.values, **changed})


def _measured(line: Line) -> Measured:
    return Measured(line.numerator or 0, line.denominator or 0, line.count)


def _first(holds: Callable[[int], bool], most: int) -> int:
    """The first number from 0 to ``most`` for which ``holds``; it holds for ``most``, and from some
    number on for all.
    """
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
