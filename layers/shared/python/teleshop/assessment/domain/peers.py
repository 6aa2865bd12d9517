"""What suppliers are compared with: edges between the values of all that a run rates, which are
nobody's own.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from teleshop.assessment.domain.exact import HUNDRED, VALUE_PLACES, divided
from teleshop.assessment.domain.facts import NO_CATEGORY
from teleshop.assessment.domain.indicators import (
    SPECS,
    Indicator,
    Measured,
    Spec,
    SupplierFacts,
    Unit,
)
from teleshop.assessment.domain.policy import Criterion, ScorecardPolicy

AROUND: Final = 5
"""Values that stand behind one that is shown."""
STEPS: Final = (5, 10, 20, 25, 50)
"""In per cent. Of these a group takes the smallest that holds more than :data:`WITHIN` of it."""
WITHIN: Final = 2
DIGITS: Final = 2
"""Significant digits of what is shown of others."""
YUAN: Final = 2
"""Places of fen: amounts are not shown finer than that."""


class PeerGroup(StrEnum):
    """Whom a value was compared with."""

    CATEGORY = "category"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What is kept of the values of one indicator: of how many suppliers they are, the ``edges``
    between its steps, rising, and its quarters and middle. None of it is the value of one of them:
    see :func:`typical`.
    """

    count: int
    edges: tuple[Decimal, ...]
    lower: Decimal
    median: Decimal
    upper: Decimal

    @classmethod
    def of(cls, values: Iterable[Decimal], indicator: Indicator) -> "Sample":
        """From the values of all, in any order; there is at least one."""
        rising, spec = sorted(values), SPECS[indicator]
        step = step_of(len(rising))
        parts = (Fraction(place, HUNDRED) for place in range(step, HUNDRED, step))
        lower, median, upper = sorted(typical(rising, Fraction(at, 4), spec) for at in (1, 2, 3))
        return cls(
            count=len(rising),
            edges=tuple(sorted(typical(rising, part, spec) for part in parts)),
            lower=lower,
            median=median,
            upper=upper,
        )

    def reached(self, value: Decimal, *, higher: bool) -> Decimal:
        """What ``value`` is worth among them, 100 at most: a step, and one more for each edge that
        it reaches.
        """
        edges = self.edges
        passed = bisect_right(edges, value) if higher else len(edges) - bisect_left(edges, value)
        return divided(HUNDRED * (passed + 1), len(edges) + 1)


def step_of(count: int) -> int:
    """The step in which ``count`` suppliers are told apart, in per cent: so wide that nobody learns
    its place.
    """
    return next((step for step in STEPS if step * count > WITHIN * HUNDRED), HUNDRED)


def typical(rising: Sequence[Decimal], part: Fraction, spec: Spec) -> Decimal:
    """What may be shown of the place at ``part`` (0 to 1) of the way: the mean of the values around
    it, rounded to two digits towards what is worse, so that those who are equal all reach it. Of
    amounts it is never one that a supplier has, even by chance.
    """
    position = part * (len(rising) - 1)
    first = max(0, min(round(position) - AROUND // 2, len(rising) - AROUND))
    near = rising[first : first + AROUND]
    top, below = sum(near, Decimal(0)).as_integer_ratio()
    mean = divided(top, below * len(near), VALUE_PLACES)
    unit = _unit(mean, spec)
    rounding = ROUND_FLOOR if spec.higher else ROUND_CEILING
    found = (mean / unit).to_integral_value(rounding) * unit
    while spec.unit is Unit.FEN and _has(rising, found):
        found -= unit
    return found.quantize(Decimal(1).scaleb(-VALUE_PLACES))


def _has(rising: Sequence[Decimal], value: Decimal) -> bool:
    place = bisect_left(rising, value)
    return place < len(rising) and rising[place] == value


def _unit(value: Decimal, spec: Spec) -> Decimal:
    least = YUAN if spec.unit is Unit.FEN else -VALUE_PLACES
    return Decimal(1).scaleb(max(least, value.adjusted() + 1 - DIGITS) if value else least)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerView:
    """What may be shown of the others: how many, and the quarters and middle of their values, each
    as the mean of five in two digits.
    """

    group: PeerGroup
    count: int
    lower: Decimal
    median: Decimal
    upper: Decimal


@dataclass(frozen=True, slots=True)
class Peers:
    """The samples by category and of all suppliers, by indicator."""

    by_category: Mapping[str, Mapping[Indicator, Sample]]
    of_all: Mapping[Indicator, Sample]

    @classmethod
    def of(cls, facts: Iterable[SupplierFacts], policy: ScorecardPolicy) -> "Peers":
        """From everybody in any order; whoever sold too little to be rated is nobody's peer."""
        found: dict[str, dict[Indicator, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
        whole: dict[Indicator, list[Decimal]] = defaultdict(list)
        for one in facts:
            if one.orders < policy.minimum_orders:
                continue
            for criterion in policy.criteria:
                value = compared(one.values.get(criterion.indicator), criterion)
                if value is None:
                    continue
                whole[criterion.indicator].append(value)
                if one.category != NO_CATEGORY:
                    found[one.category][criterion.indicator].append(value)
        return cls(
            {category: _samples(found[category]) for category in sorted(found)}, _samples(whole)
        )

    def find(
        self, category: str, indicator: Indicator, minimum: int
    ) -> tuple[PeerGroup, Sample] | None:
        """The smallest group in which a supplier has at least ``minimum`` others."""
        near = self.by_category.get(category, {}).get(indicator)
        if near is not None and near.count > minimum:
            return PeerGroup.CATEGORY, near
        everybody = self.of_all.get(indicator)
        if everybody is not None and everybody.count > minimum:
            return PeerGroup.ALL, everybody
        return None


NO_PEERS: Final = Peers({}, {})


def compared(measured: Measured | None, criterion: Criterion) -> Decimal | None:
    """The value in which suppliers are compared: drawn towards the prior if the sample is small;
    None where there is no value, or it rests on too few events.
    """
    if measured is None or measured.count < criterion.minimum_count or not measured.denominator:
        return None
    part = measured.numerator * SPECS[criterion.indicator].scale
    return divided(*shrunk(part, measured.denominator, measured.count, criterion), VALUE_PLACES)


def shrunk(part: int, whole: int, count: int, criterion: Criterion) -> tuple[int, int]:
    """(n × value + k × prior) / (n + k), between the value and the prior, as numerator and
    denominator; the value is ``part`` / ``whole``.
    """
    weight = criterion.shrink_weight
    if criterion.shrink_to is None or weight <= 0:
        return part, whole
    prior, unit = criterion.shrink_to.as_integer_ratio()
    return count * part * unit + weight * prior * whole, whole * unit * (count + weight)


def _samples(found: Mapping[Indicator, list[Decimal]]) -> dict[Indicator, Sample]:
    return {name: Sample.of(found[name], name) for name in sorted(found)}
