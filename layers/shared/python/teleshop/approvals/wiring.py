"""Builds the approvals capability."""

from functools import cache

from teleshop.approvals.callbacks import StepFunctionsTasks
from teleshop.approvals.service import Approvals, Delegations
from teleshop.approvals.tables import ApprovalRepository, DelegationRepository
from teleshop.deadlines import wiring as deadlines
from teleshop.roster import wiring as roster


@cache
def service() -> Approvals:
    """The service of this process."""
    return Approvals(
        ApprovalRepository(),
        DelegationRepository(),
        deadlines.service(),
        StepFunctionsTasks(),
        roster.qualifications(),
    )


@cache
def delegations() -> Delegations:
    """The service of delegations of this process."""
    return Delegations(DelegationRepository())
