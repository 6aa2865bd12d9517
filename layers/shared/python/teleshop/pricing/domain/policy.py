"""What the platform chooses for price changes, by the day from which it holds. None of it is law.

A request is handled by the policy of the day on which it was filed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from teleshop.kernel.departments import Department

PRICING: Final = Department(
    name="pricing",
    role="manager",
    escalation=(),
    days=2,
    zh="价格变更审批（价格管理）",
    en="Price change: pricing",
)
FINANCE: Final = Department(
    name="finance",
    role="finance",
    escalation=("manager",),
    days=2,
    zh="价格变更审批（财务）",
    en="Price change: finance",
)
# Whether a sale below cost is lawful is for nobody else to say: it waits, and managers are told.
LEGAL: Final = Department(
    name="legal",
    role="legal",
    escalation=(),
    days=2,
    zh="价格变更审批（法务：低于成本）",
    en="Price change: legal (below cost)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePolicy:
    """Sizes in basis points, times in days.

    ``research``: how many competitors a request must have looked at, none longer than
    ``research_days`` ago. A price may be asked for ``ahead_days`` before it holds.
    ``finance_above``: changes above this size go to finance as well. ``size_tolerance``: by how
    much the size in the evaluation may miss the computed one, since people write whole percents.
    ``peers``: how many articles of the category are compared.
    """

    effective_from: date
    research: int = 2
    research_days: int = 30
    ahead_days: int = 180
    finance_above: int = 1_000
    size_tolerance: int = 50
    peers: int = 50
    steps: tuple[Department, ...] = (PRICING, FINANCE, LEGAL)


POLICIES: Final[tuple[PricePolicy, ...]] = (PricePolicy(effective_from=date(2026, 11, 1)),)
"""In order of their first day. A change is a new entry; those before stay, for requests under them.
"""


def policy_on(day: date, policies: Sequence[PricePolicy] = POLICIES) -> PricePolicy:
    """The policy in force on ``day``; before the first one, the first."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return begun[-1] if begun else policies[0]
