"""What scorecard policies need of other contexts, in their own words; `wiring.py` connects it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from teleshop.kernel.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyReview:
    """What the state machine is started with: who asks for the decision, who takes it, and how long
    each role has (``timeout``, ISO 8601). ``policy`` is the number as text.
    """

    policy: str
    round: int
    requester: str
    role: str
    escalation: tuple[str, ...]
    timeout: str


class PolicyDecisions(Protocol):
    """Human decisions on a version."""

    def withdraw(self, tx: Transaction, number: int, round: int) -> None:
        """No decision is wanted any more."""


class PolicyWorkflow(Protocol):
    """The state machine that asks for the decision."""

    def start(self, name: str, review: PolicyReview, at: datetime) -> None:
        """Start a run; starting it again under the same name changes nothing."""
