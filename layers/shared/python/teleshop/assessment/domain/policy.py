"""The scorecard policy: what counts how much, against what, and from which score on a supplier is
excellent or qualified. Data that people propose and approve; nothing in it is code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from teleshop.assessment.domain.indicators import SPECS, Group, Indicator
from teleshop.kernel.quarters import FIRST


class Normalisation(StrEnum):
    """How a value becomes 0 to 100. ``target``: 0 at the floor, 100 at the target, straight between
    them. ``percentile``: the share of peers that are not better; at the target 100 and at the floor
    0, whatever the peers do.
    """

    TARGET = "target"
    PERCENTILE = "percentile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One line of the scorecard. ``weight`` in whole per cent; ``target`` and ``floor`` in the
    indicator's unit.

    A small sample is drawn towards ``shrink_to`` as if ``shrink_weight`` more events had that
    value: value' = (n × value + k × prior) / (n + k). Below ``minimum_count`` events there is no
    value.
    """

    indicator: Indicator
    weight: int
    target: Decimal
    floor: Decimal
    normalisation: Normalisation = Normalisation.TARGET
    shrink_to: Decimal | None = None
    shrink_weight: int = 0
    minimum_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deductions:
    """What violations take off the score: nothing up to ``free_points``, which their criterion
    weighs, then ``per_point`` for each point, ``at_most`` in all.
    """

    free_points: int
    per_point: Decimal
    at_most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardPolicy:
    """Holds from ``effective_quarter`` on. Bands are half-open: [``qualified_from``,
    ``excellent_from``) is qualified.

    Below ``minimum_orders`` a supplier is not rated. Percentiles need ``peer_minimum`` others of
    the category, else of all suppliers, else the target alone counts.
    """

    number: int
    effective_quarter: str
    criteria: tuple[Criterion, ...]
    minimum_orders: int
    excellent_from: Decimal
    qualified_from: Decimal
    peer_minimum: int
    deductions: Deductions

    def of(self, indicator: Indicator) -> Criterion | None:
        """The criterion of an indicator; None if the policy does not weigh it."""
        return next((one for one in self.criteria if one.indicator is indicator), None)


D = Decimal
DEFAULT_POLICY: Final = ScorecardPolicy(
    number=0,
    effective_quarter=FIRST,
    criteria=(
        Criterion(
            indicator=Indicator.SALES_NET,
            weight=20,
            normalisation=Normalisation.PERCENTILE,
            target=D(100_000_000),
            floor=D(0),
        ),
        Criterion(
            indicator=Indicator.SATISFACTION,
            weight=30,
            target=D(90),
            floor=D(50),
            shrink_to=D(75),
            shrink_weight=20,
            minimum_count=5,
        ),
        Criterion(
            indicator=Indicator.RESPONSE_RATE,
            weight=8,
            target=D(98),
            floor=D(80),
            shrink_to=D(92),
            shrink_weight=10,
            minimum_count=3,
        ),
        Criterion(
            indicator=Indicator.RESOLUTION_RATE,
            weight=8,
            target=D(95),
            floor=D(70),
            shrink_to=D(88),
            shrink_weight=10,
            minimum_count=3,
        ),
        Criterion(
            indicator=Indicator.RETURN_RATE_FAULT,
            weight=10,
            target=D(1),
            floor=D(8),
            shrink_to=D(3),
            shrink_weight=30,
            minimum_count=10,
        ),
        Criterion(
            indicator=Indicator.REPEAT_REPAIR_RATE,
            weight=4,
            target=D(2),
            floor=D(20),
            shrink_to=D(8),
            shrink_weight=10,
            minimum_count=3,
        ),
        Criterion(
            indicator=Indicator.LATE_RATE,
            weight=8,
            target=D(4),
            floor=D(20),
            shrink_to=D(6),
            shrink_weight=20,
            minimum_count=10,
        ),
        Criterion(indicator=Indicator.VIOLATION_POINTS, weight=6, target=D(0), floor=D(12)),
        Criterion(indicator=Indicator.DOCUMENT_LAPSES, weight=3, target=D(0), floor=D(3)),
        Criterion(indicator=Indicator.PRICE_POINTS, weight=3, target=D(0), floor=D(12)),
    ),
    minimum_orders=30,
    excellent_from=D("85.00"),
    qualified_from=D("60.00"),
    peer_minimum=10,
    deductions=Deductions(free_points=12, per_point=D(2), at_most=D(40)),
)
"""In force until people approve another one. Standard 3.3.1 names the four groups and 3.3.3 the
three bands; every number is the platform's own choice. Late shipments follow what Amazon asks of
its sellers (less than 4 %); 60 and 85 of 100 are where marks pass and excel in China by custom.
"""


def policy_of(quarter: str, policies: Iterable[ScorecardPolicy]) -> ScorecardPolicy:
    """What holds in a quarter: of those that have begun by then the one activated last, which has
    the highest number among those that begin last; else the default.
    """
    begun = [one for one in policies if one.effective_quarter <= quarter]
    return max(begun, key=lambda one: (one.effective_quarter, one.number), default=DEFAULT_POLICY)


def groups_of(policy: ScorecardPolicy) -> frozenset[Group]:
    """The groups that the policy weighs."""
    return frozenset(SPECS[one.indicator].group for one in policy.criteria if one.weight > 0)
