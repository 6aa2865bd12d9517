"""Numbers that the platform chooses for its fund, by the day from which they hold.

A claim is handled by the policy of the day on which it was filed. None of these numbers is law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Who decides claims up to ``limit`` fen, the limit included (None: any amount), and who is
    asked when that role lets its time pass, in order.
    """

    role: str
    limit: int | None
    escalation: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundPolicy:
    """Amounts in fen, times in calendar days.

    ``claim_cap``: what the fund pays on one claim at most; what the law gives beyond, the customer
    has against the seller. ``advance_promised``: whether the platform has promised to pay first
    also where the seller can be named. ``days_per_role``: the time of each role for a decision.
    """

    effective_from: date
    levels: tuple[Level, ...] = (
        Level(role="agent", limit=500_00, escalation=("lead", "finance")),
        Level(role="lead", limit=5_000_00, escalation=("finance", "manager")),
        Level(role="finance", limit=None, escalation=("manager",)),
    )
    claim_cap: int = 100_000_00
    goodwill_cap: int = 1_000_00
    advance_promised: bool = False
    days_per_role: int = 2
    decision_days: int = 7
    evidence_days: int = 30
    payout_days: int = 7
    recovery_days: int = 30

    def __post_init__(self) -> None:
        limits = [level.limit for level in self.levels]
        known = [limit for limit in limits if limit is not None]
        if not limits or limits[-1] is not None or len(known) != len(limits) - 1:
            raise ValueError("the last level, and no other, decides any amount")
        if known != sorted(set(known)) or (known and known[0] <= 0):
            raise ValueError("limits ascend from above zero")
        days = (self.days_per_role, self.decision_days, self.evidence_days)
        later = (self.payout_days, self.recovery_days)
        if min(self.claim_cap, *days, *later) < 1 or self.goodwill_cap < 0:
            raise ValueError("caps and times are at least one")

    def level_for(self, amount: int) -> Level:
        """Who decides a claim of ``amount`` fen."""
        return next(level for level in self.levels if level.limit is None or amount <= level.limit)


POLICIES: Final[tuple[FundPolicy, ...]] = (FundPolicy(effective_from=date(2026, 11, 1)),)
"""In order of their first day. A change is a new entry; those before stay, for claims under them.
"""


def policy_on(day: date, policies: Sequence[FundPolicy] = POLICIES) -> FundPolicy:
    """The policy in force on ``day``; before the first one, the first."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return begun[-1] if begun else policies[0]
