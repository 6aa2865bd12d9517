"""Points, least measures, bounds of fines and times: the platform's choice, by the day from which
it holds. A case is handled by the policy of the day on which it was opened.

No law gives these numbers. What binds the platform: it must publish its rules and the measures
that it takes (E-Commerce Law, arts. 32, 36), hear the supplier, and not ask for more than the
agreement says (art. 35); fines come from the agreement and are contractual. The scale of 48 points
with steps at 12, 24, 36 and 48 follows what Chinese marketplaces publish for their sellers.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from teleshop.kernel import calendar
from teleshop.kernel.clock import china_date, end_of_china_day
from teleshop.violations.domain.case import Gravity, ViolationType
from teleshop.violations.domain.measures import RANK, MeasureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FineBounds:
    """Fen, both included."""

    least: int
    most: int

    def times(self, factor: int) -> "FineBounds":
        """The bounds of a repeated offence."""
        return FineBounds(least=self.least * factor, most=self.most * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What the policy asks of a decision: ``points`` of this case, with which the supplier stands
    at ``total``; a measure of the rank of ``least`` at least; all of ``required`` besides. ``left``
    says that the cooperation has ended: what would suspend or end it counts for nothing.
    """

    points: int
    total: int
    least: MeasureKind
    required: frozenset[MeasureKind]
    fine: FineBounds
    left: bool = False

    def is_reached(self, kinds: Iterable[MeasureKind]) -> bool:
        """Whether one of the measures is as grave as the least one."""
        return any(reaches(kind, self.least) for kind in kinds if not (self.left and ends(kind)))


POINTS: Final[Mapping[ViolationType, Mapping[Gravity, int]]] = MappingProxyType(
    {
        ViolationType.FALSE_DOCUMENTS: {Gravity.MINOR: 6, Gravity.SERIOUS: 12, Gravity.GRAVE: 36},
        ViolationType.COUNTERFEIT_GOODS: {
            Gravity.MINOR: 12,
            Gravity.SERIOUS: 24,
            Gravity.GRAVE: 48,
        },
        ViolationType.AGREEMENT_BREACH: {Gravity.MINOR: 2, Gravity.SERIOUS: 6, Gravity.GRAVE: 12},
        ViolationType.SERIOUS_OFFENCE: {Gravity.MINOR: 12, Gravity.SERIOUS: 24, Gravity.GRAVE: 48},
    }
)
STEPS: Final = (
    (48, MeasureKind.TERMINATION),
    (24, MeasureKind.SUPPLIER_SUSPENSION),
    (12, MeasureKind.FINE),
    (0, MeasureKind.WARNING),
)
REQUIRED: Final[Mapping[tuple[ViolationType, Gravity], frozenset[MeasureKind]]] = MappingProxyType(
    {
        # Counterfeit goods must not be sold on, however small the case.
        (ViolationType.COUNTERFEIT_GOODS, Gravity.MINOR): frozenset({MeasureKind.PRODUCT_TAKEDOWN}),
        (ViolationType.COUNTERFEIT_GOODS, Gravity.SERIOUS): frozenset(
            {MeasureKind.PRODUCT_TAKEDOWN}
        ),
        # What may be a crime goes to the authorities.
        (ViolationType.COUNTERFEIT_GOODS, Gravity.GRAVE): frozenset(
            {MeasureKind.PRODUCT_TAKEDOWN, MeasureKind.HANDOVER}
        ),
        (ViolationType.SERIOUS_OFFENCE, Gravity.GRAVE): frozenset({MeasureKind.HANDOVER}),
    }
)
FINES: Final[Mapping[ViolationType, FineBounds]] = MappingProxyType(
    {
        ViolationType.FALSE_DOCUMENTS: FineBounds(least=2_000_00, most=20_000_00),
        ViolationType.COUNTERFEIT_GOODS: FineBounds(least=5_000_00, most=50_000_00),
        ViolationType.AGREEMENT_BREACH: FineBounds(least=500_00, most=10_000_00),
        ViolationType.SERIOUS_OFFENCE: FineBounds(least=5_000_00, most=50_000_00),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationPolicy:
    """See the module. Days are working days; ``retry`` is the time after which a decision that
    failed is asked for again, ``look_again`` that after which one that waits for another case is
    looked at again, at least; ``remind_days`` after how many it is told again that nobody reported;
    ``decider_time`` (ISO 8601) how long each role has.
    """

    effective_from: date
    points: Mapping[ViolationType, Mapping[Gravity, int]] = field(default_factory=lambda: POINTS)
    fines: Mapping[ViolationType, FineBounds] = field(default_factory=lambda: FINES)
    most_factor: int = 3
    investigation_days: int = 15
    remind_days: int = 5
    statement_days: int = 5
    appeal_days: int = 10
    retry: timedelta = timedelta(hours=1)
    look_again: timedelta = timedelta(days=1)
    decider_time: str = "P3D"

    def __post_init__(self) -> None:
        for by_gravity in self.points.values():
            ascending = [by_gravity[gravity] for gravity in Gravity]
            if ascending[0] < 1 or ascending != sorted(ascending):
                raise ValueError("points ascend with gravity, from one on")
        days = (self.investigation_days, self.remind_days, self.statement_days, self.appeal_days)
        if min(days) < 1:
            raise ValueError("times are at least one working day")

    def demand(self, type: ViolationType, gravity: Gravity, standing: int, earlier: int) -> Demand:
        """What is asked of a decision on a supplier with ``standing`` points in force from
        ``earlier`` cases. A repeated offence raises the least measure by its points, and the bounds
        of the fine to the double, from the second one on to the triple.
        """
        points = self.points[type][gravity]
        total = standing + points
        least = next(kind for bound, kind in STEPS if total >= bound)
        factor = min(1 + earlier, self.most_factor)
        return Demand(
            points=points,
            total=total,
            least=least,
            required=REQUIRED.get((type, gravity), frozenset()),
            fine=self.fines[type].times(factor),
        )


POLICIES: Final[tuple[ViolationPolicy, ...]] = (ViolationPolicy(effective_from=date(2026, 11, 1)),)


def policy_on(day: date, policies: Sequence[ViolationPolicy] = POLICIES) -> ViolationPolicy:
    """The policy of a day; the earliest one for days before all of them."""
    held = [policy for policy in policies if policy.effective_from <= day]
    return max(held, key=lambda policy: policy.effective_from) if held else policies[0]


def once_left(demand: Demand) -> Demand:
    """What is asked of whom the cooperation has ended with: nothing is left to suspend or to end,
    and of what can still be carried out a fine is the gravest.
    """
    least = MeasureKind.FINE if ends(demand.least) else demand.least
    return dataclasses.replace(demand, least=least, left=True)


def ends(kind: MeasureKind) -> bool:
    """Whether a measure only means something while the cooperation goes on."""
    return kind in {MeasureKind.SUPPLIER_SUSPENSION, MeasureKind.TERMINATION}


def reaches(kind: MeasureKind, least: MeasureKind) -> bool:
    """Whether a measure is as grave as the least one that is asked for."""
    return RANK[kind] >= RANK[least]


def end_of_working_days(now: datetime, days: int) -> datetime:
    """The end, in China, of the ``days``-th working day after that of ``now``; where the holidays
    of a year are not published yet, the latest reading, in favour of the supplier.
    """
    return end_of_china_day(calendar.end_of_working_days(china_date(now), days).latest)
