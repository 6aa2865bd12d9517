"""What a state machine is told of a human decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Outcome = Literal["approved", "returned", "rejected", "timed_out", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision of a run: who took it (a token subject), in which approval, where its
    reason is, and the code of the reason.
    """

    outcome: Outcome
    decided_by: str | None = None
    approval_id: str | None = None
    reason_code: str | None = None

    @classmethod
    def of(cls, decision: Mapping[str, Any]) -> "Decided":
        """As a step hands it on; functions/approvals/open.py describes it."""
        return cls(
            decision["outcome"],
            decision.get("decided_by"),
            decision.get("approval_id"),
            decision.get("reason_code"),
        )
