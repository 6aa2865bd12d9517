"""The ports of scorecard policies, connected to the capabilities that serve them."""

from datetime import datetime
from typing import Any, Final

import msgspec

from teleshop.approvals.service import Approvals, Process
from teleshop.assessment.domain.versions import PROCESS
from teleshop.assessment.policy_ports import PolicyReview
from teleshop.kernel.clock import sortable
from teleshop.kernel.state_machines import start_execution
from teleshop.kernel.transaction import Transaction

MACHINE: Final = "scorecard-policy"


class ApprovedPolicies:
    """Decisions from the approvals capability."""

    def __init__(self, approvals: Approvals) -> None:
        self._approvals = approvals

    def withdraw(self, tx: Transaction, number: int, round: int) -> None:
        """End what is open, and let nothing be opened any more."""
        self._approvals.withdraw_process(tx, Process(PROCESS, str(number), round))


class ScorecardPolicyWorkflow:
    """The state machine ``scorecard-policy``."""

    def start(self, name: str, review: PolicyReview, at: datetime) -> None:
        """Start a run. Its name makes it one run, however often the start is repeated."""
        given: dict[str, Any] = {**msgspec.to_builtins(review), "asked_at": sortable(at)}
        start_execution(name, MACHINE, given)
