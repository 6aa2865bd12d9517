"""What the platform chooses for promotions, by the day from which it holds. None of it is law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A department that approves: ``role`` decides, the roles of ``escalation`` are asked in turn
    when it lets its ``days`` pass.
    """

    name: str
    role: str
    escalation: tuple[str, ...]
    days: int
    zh: str
    en: str


PRICING: Final = Step(
    name="pricing",
    role="manager",
    escalation=(),
    days=2,
    zh="促销审批（价格管理）",
    en="Promotion: pricing",
)
FINANCE: Final = Step(
    name="finance",
    role="finance",
    escalation=("manager",),
    days=2,
    zh="促销审批（财务）",
    en="Promotion: finance",
)
LEGAL: Final = Step(
    name="legal",
    role="legal",
    escalation=(),
    days=2,
    zh="促销审批（法务：低于成本）",
    en="Promotion: legal (below cost)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionPolicy:
    """Times in days, sizes in basis points.

    ``longest``: how long a promotion may last, since one that does not end is the normal price.
    ``ahead``: how far its start may lie. ``raised_within``: how long before the start a raised
    price needs a reason (the law gives no number, R2.3). ``finance_above``: larger discounts go to
    finance as well.
    """

    effective_from: date
    longest: int = 31
    ahead: int = 180
    raised_within: int = 30
    finance_above: int = 3_000
    steps: tuple[Step, ...] = (PRICING, FINANCE, LEGAL)

    def step(self, name: str) -> Step:
        """The department of that name."""
        return next(step for step in self.steps if step.name == name)


POLICIES: Final[tuple[PromotionPolicy, ...]] = (PromotionPolicy(effective_from=date(2026, 11, 1)),)


def policy_on(day: date, policies: Sequence[PromotionPolicy] = POLICIES) -> PromotionPolicy:
    """The policy in force on ``day``; before the first one, the first."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return begun[-1] if begun else policies[0]
