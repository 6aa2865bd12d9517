"""Use cases of approvals and of delegations."""

from teleshop.approvals.domain.approval import Approval, ApprovalState, Choice
from teleshop.approvals.domain.decided import Decided, Outcome
from teleshop.approvals.domain.delegation import Delegation
from teleshop.approvals.domain.rounds import Process
from teleshop.approvals.service.approvals import Approvals, InboxItem
from teleshop.approvals.service.delegations import Delegations

__all__ = [
    "Approval",
    "ApprovalState",
    "Approvals",
    "Choice",
    "Decided",
    "Delegation",
    "Delegations",
    "InboxItem",
    "Outcome",
    "Process",
]
