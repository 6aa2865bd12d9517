"""What suppliers are compared with: the values of all that a run rates, without their names."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from teleshop.assessment.domain.exact import HUNDRED, VALUE_PLACES, divided
from teleshop.assessment.domain.facts import NO_CATEGORY
from teleshop.assessment.domain.indicators import SPECS, Indicator, Measured, SupplierFacts
from teleshop.assessment.domain.policy import Criterion, ScorecardPolicy

KEPT: Final = 401
"""Values that a condensed sample keeps."""
AROUND: Final = 5
"""Values that stand behind one that is shown."""


class PeerGroup(StrEnum):
    """Whom a value was compared with."""

    CATEGORY = "category"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Sample:
    """The values of one indicator, rising; ``count`` is of how many suppliers, which is more than
    there are values where the sample was condensed.
    """

    values: tuple[Decimal, ...]
    count: int

    def not_better(self, value: Decimal, *, higher: bool) -> Decimal:
        """The share of the values that are not better than ``value``, in per cent."""
        count = len(self.values)
        if higher:
            return divided(HUNDRED * bisect_right(self.values, value), count)
        return divided(HUNDRED * (count - bisect_left(self.values, value)), count)

    def quantile(self, part: Fraction) -> Decimal:
        """The value at ``part`` (0 to 1) of the way, the lower one of two."""
        position = part * (len(self.values) - 1)
        return self.values[position.numerator // position.denominator]

    def typical(self, part: Fraction) -> Decimal:
        """What may be shown of the place at ``part`` (0 to 1) of the way: the mean of the values
        around it, so that it is nobody's own.
        """
        position = part * (len(self.values) - 1)
        first = round(position) - AROUND // 2
        first = max(0, min(first, len(self.values) - AROUND))
        near = self.values[first : first + AROUND]
        top, unit = sum(near, Decimal(0)).as_integer_ratio()
        return divided(top, unit * len(near), VALUE_PLACES)

    def condensed(self, kept: int = KEPT) -> "Sample":
        """At most ``kept`` values evenly spread over the sample, with its ends."""
        if len(self.values) <= kept:
            return self
        parts = (Fraction(index, kept - 1) for index in range(kept))
        return Sample(tuple(self.quantile(part) for part in parts), self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerView:
    """What may be shown of the others: how many, and the quarters and middle of their values, each
    as the mean of five.
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

    def condensed(self, kept: int = KEPT) -> "Peers":
        """The same with at most ``kept`` values each: small enough to be kept beside a run. What
        is scored by it misses the exact share by 100 / (``kept`` - 1) at most.
        """
        return Peers(
            {
                category: {name: sample.condensed(kept) for name, sample in samples.items()}
                for category, samples in self.by_category.items()
            },
            {name: sample.condensed(kept) for name, sample in self.of_all.items()},
        )


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
    return {name: Sample(tuple(sorted(found[name])), len(found[name])) for name in sorted(found)}
