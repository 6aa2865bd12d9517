"""Bodies, views and events of the scorecard policy. Numbers with decimals are texts, so that
nobody's float changes them.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from teleshop.assessment.domain.comparing import Comparison
from teleshop.assessment.domain.indicators import SPECS, Indicator
from teleshop.assessment.domain.policy import (
    Criterion,
    Deductions,
    Normalisation,
    ScorecardPolicy,
)
from teleshop.assessment.domain.versions import PolicyVersion
from teleshop.assessment.schemas.events import AssessmentEvent
from teleshop.kernel.schema import Input, Output, Quarter

MOST_CRITERIA = len(Indicator)
MOST_QUARTERS = 4
CENT = Decimal("0.01")

Number = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,14}(\.[0-9]{1,4})?$",
        max_length=19,
        extra={
            "zh": '请填写不小于 0 的数，整数最多 14 位、小数最多四位，以文本形式，例如 "97.5"。',
            "en": "Give a number from 0 on with 14 digits and four decimals at most, as a text "
            'such as "97.5".',
        },
    ),
]
Points = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$",
        max_length=6,
        extra={
            "zh": '请填写 0 到 100 的分数，最多两位小数，以文本形式，例如 "85.00"。',
            "en": 'Give points from 0 to 100 with two decimals at most, as a text such as "85.00".',
        },
    ),
]
Why = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1000,
        pattern=r"\S",
        extra={
            "zh": "请填写理由，1 至 1000 字。",
            "en": "Give a reason, from 1 to 1,000 characters.",
        },
    ),
]


class CriterionBody(Input, frozen=True, kw_only=True):
    """One criterion. ``weight`` in whole per cent; ``target``, ``floor`` and ``shrink_to`` in the
    indicator's unit (amounts in fen, rates in per cent).

    A small sample is drawn towards ``shrink_to`` as if ``shrink_weight`` more events had that
    value; below ``minimum_count`` events the criterion does not count.
    """

    indicator: Indicator
    weight: Annotated[int, Meta(ge=1, le=100)]
    target: Number
    floor: Number
    normalisation: Normalisation = Normalisation.TARGET
    shrink_to: Number | None = None
    shrink_weight: Annotated[int, Meta(ge=0, le=10_000)] = 0
    minimum_count: Annotated[int, Meta(ge=0, le=10_000)] = 0

    def criterion(self) -> Criterion:
        """The same for the rules."""
        return Criterion(
            indicator=self.indicator,
            weight=self.weight,
            target=Decimal(self.target),
            floor=Decimal(self.floor),
            normalisation=self.normalisation,
            shrink_to=None if self.shrink_to is None else Decimal(self.shrink_to),
            shrink_weight=self.shrink_weight,
            minimum_count=self.minimum_count,
        )


class DeductionsBody(Input, frozen=True, kw_only=True):
    """What violation points take off: ``per_point`` for each beyond ``free_points``, ``at_most`` in
    all.
    """

    free_points: Annotated[int, Meta(ge=0, le=1_000)]
    per_point: Points
    at_most: Points

    def deductions(self) -> Deductions:
        """The same for the rules."""
        return Deductions(
            free_points=self.free_points,
            per_point=Decimal(self.per_point),
            at_most=Decimal(self.at_most),
        )


class ScorecardPolicyBody(Input, frozen=True, kw_only=True):
    """A version to propose: what is left out stays as it is in the version approved last.

    It holds from ``effective_quarter`` on, which begins at least seven days after its approval.
    Weights add up to 100, and each of the four groups of indicators has some.
    """

    reason: Why
    effective_quarter: Quarter
    criteria: (
        Annotated[list[CriterionBody], Meta(min_length=1, max_length=MOST_CRITERIA)] | None
    ) = None
    minimum_orders: Annotated[int, Meta(ge=1, le=100_000)] | None = None
    excellent_from: Points | None = None
    qualified_from: Points | None = None
    peer_minimum: Annotated[int, Meta(ge=1, le=1_000)] | None = None
    deductions: DeductionsBody | None = None

    def applied_to(self, base: ScorecardPolicy, number: int) -> ScorecardPolicy:
        """The policy that follows from another one."""
        return ScorecardPolicy(
            number=number,
            effective_quarter=self.effective_quarter,
            criteria=(
                base.criteria
                if self.criteria is None
                else tuple(one.criterion() for one in self.criteria)
            ),
            minimum_orders=self.minimum_orders or base.minimum_orders,
            excellent_from=_points(self.excellent_from, base.excellent_from),
            qualified_from=_points(self.qualified_from, base.qualified_from),
            peer_minimum=self.peer_minimum or base.peer_minimum,
            deductions=base.deductions if self.deductions is None else self.deductions.deductions(),
        )


def _points(given: str | None, base: Decimal) -> Decimal:
    return base if given is None else Decimal(given).quantize(CENT)


class CriterionView(Output, frozen=True, kw_only=True):
    """One criterion, with what its indicator is called and in what it is measured; more of it is
    better if ``higher``.
    """

    indicator: str
    group: str
    name_zh: str
    name_en: str
    unit: str
    higher: bool
    weight: int
    normalisation: str
    target: str
    floor: str
    shrink_to: str | None
    shrink_weight: int
    minimum_count: int

    @classmethod
    def of(cls, found: Criterion) -> "CriterionView":
        """The view of a criterion."""
        spec = SPECS[found.indicator]
        return cls(
            indicator=found.indicator.value,
            group=spec.group.value,
            name_zh=spec.zh,
            name_en=spec.en,
            unit=spec.unit.value,
            higher=spec.higher,
            weight=found.weight,
            normalisation=found.normalisation.value,
            target=f"{found.target:f}",
            floor=f"{found.floor:f}",
            shrink_to=None if found.shrink_to is None else f"{found.shrink_to:f}",
            shrink_weight=found.shrink_weight,
            minimum_count=found.minimum_count,
        )


class DeductionsView(Output, frozen=True, kw_only=True):
    """What violation points take off."""

    free_points: int
    per_point: str
    at_most: str


class ScorecardPolicyView(Output, frozen=True, kw_only=True):
    """A version of the scorecard policy. Why and by whom it was proposed and decided is for staff.

    ``reason_code`` says why a version ended that nobody refused.
    """

    version: int
    state: str
    effective_quarter: str
    criteria: list[CriterionView]
    minimum_orders: int
    excellent_from: str
    qualified_from: str
    peer_minimum: int
    deductions: DeductionsView
    based_on: int | None
    reason: str | None
    proposed_by: str | None
    proposed_at: datetime | None
    decided_by: str | None
    decided_at: datetime | None
    reason_code: str | None

    @classmethod
    def of(cls, found: PolicyVersion) -> "ScorecardPolicyView":
        """The view of a version."""
        policy = found.policy
        return cls(
            version=found.number,
            state=found.state.value,
            effective_quarter=policy.effective_quarter,
            criteria=[CriterionView.of(one) for one in policy.criteria],
            minimum_orders=policy.minimum_orders,
            excellent_from=f"{policy.excellent_from:f}",
            qualified_from=f"{policy.qualified_from:f}",
            peer_minimum=policy.peer_minimum,
            deductions=DeductionsView(
                free_points=policy.deductions.free_points,
                per_point=f"{policy.deductions.per_point:f}",
                at_most=f"{policy.deductions.at_most:f}",
            ),
            based_on=found.based_on,
            reason=found.reason or None,
            proposed_by=found.proposed_by,
            proposed_at=found.proposed_at,
            decided_by=found.decided_by,
            decided_at=found.decided_at,
            reason_code=found.reason_code,
        )


class BackTestBody(Input, frozen=True, kw_only=True):
    """The quarters that a version is tried on; each was assessed."""

    quarters: Annotated[list[Quarter], Meta(min_length=1, max_length=MOST_QUARTERS)]


class MoveCountView(Output, frozen=True, kw_only=True):
    """How many would go from one band to another, or stay where both are the same."""

    before: str
    after: str
    suppliers: int


class MovedView(Output, frozen=True, kw_only=True):
    """A supplier whose band would be another one; a score is null where it is not rated."""

    supplier_id: str
    before: str
    after: str
    score_before: str | None
    score_after: str | None


class QuarterComparisonView(Output, frozen=True, kw_only=True):
    """What a version would change in a quarter: by its last completed run, scored by the version
    that held (``policy``) and by the one that is tried.
    """

    quarter: str
    run: int
    policy: int
    suppliers: int
    counts: list[MoveCountView]
    moved: list[MovedView]

    @classmethod
    def of(cls, found: Comparison) -> "QuarterComparisonView":
        """The view of one quarter."""
        return cls(
            quarter=found.quarter,
            run=found.run,
            policy=found.policy_before,
            suppliers=found.suppliers,
            counts=[
                MoveCountView(
                    before=one.before.value, after=one.after.value, suppliers=one.suppliers
                )
                for one in found.counts
            ],
            moved=[
                MovedView(
                    supplier_id=one.supplier_id,
                    before=one.before.value,
                    after=one.after.value,
                    score_before=_score(one.score_before),
                    score_after=_score(one.score_after),
                )
                for one in found.moved
            ],
        )


class BackTestView(Output, frozen=True, kw_only=True):
    """Who would move if the version had held, quarter by quarter; nothing is changed."""

    version: int
    quarters: list[QuarterComparisonView]


def _score(found: Decimal | None) -> str | None:
    return None if found is None else f"{found:f}"


class ScorecardPolicyEvent(AssessmentEvent, frozen=True, kw_only=True):
    """What all events of a version say; ``requester`` proposed it."""

    policy: int
    effective_quarter: str
    requester: str


class ScorecardPolicyProposed(ScorecardPolicyEvent, frozen=True, kw_only=True):
    """A version was proposed; another person must approve it."""

    round: int


class ScorecardPolicyDecided(ScorecardPolicyEvent, frozen=True, kw_only=True):
    """A version was approved, and holds from its quarter on, or it ended: ``outcome`` is
    `approved`, `refused`, `returned` or `lapsed`.
    """

    outcome: str
    reason_code: str | None = None
