"""What the platform chooses for promotions, by the day from which it holds. None of it is law."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from teleshop.kernel.departments import Department
from teleshop.promotions.domain.content import Pack

PRICING: Final = Department(
    name="pricing",
    role="manager",
    escalation=(),
    days=2,
    zh="促销审批（价格管理）",
    en="Promotion: pricing",
)
FINANCE: Final = Department(
    name="finance",
    role="finance",
    escalation=("manager",),
    days=2,
    zh="促销审批（财务）",
    en="Promotion: finance",
)
LEGAL: Final = Department(
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
    finance as well. ``packs`` are the rules that a public comparison may rest on: here is China,
    so that of the European Union is for looking at alone.
    """

    effective_from: date
    longest: int = 31
    ahead: int = 180
    raised_within: int = 30
    finance_above: int = 3_000
    packs: tuple[Pack, ...] = (Pack.CN, Pack.MANUFACTURER)
    steps: tuple[Department, ...] = (PRICING, FINANCE, LEGAL)


POLICIES: Final[tuple[PromotionPolicy, ...]] = (PromotionPolicy(effective_from=date(2026, 11, 1)),)


def policy_on(day: date, policies: Sequence[PromotionPolicy] = POLICIES) -> PromotionPolicy:
    """The policy in force on ``day``; before the first one, the first."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return begun[-1] if begun else policies[0]
