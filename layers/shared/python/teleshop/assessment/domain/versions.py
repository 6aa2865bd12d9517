"""Versions of the scorecard policy: proposed, decided by another person, in force from the
beginning of a quarter that had not begun then.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.assessment.domain.policy import DEFAULT_POLICY, ScorecardPolicy
from teleshop.kernel import quarters
from teleshop.kernel.clock import china_date
from teleshop.kernel.departments import Department
from teleshop.kernel.rules import rule

PROCESS: Final = "scorecard_policy"
"""The process kind of its approval."""
NOTICE: Final = timedelta(days=7)
STEP: Final = Department(
    name="policy",
    role="manager",
    escalation=(),
    days=7,
    zh="供应商考核政策审批",
    en="Scorecard policy",
)
ROUND: Final = 1
"""A version is decided once; what was returned is proposed again under the next number."""


class PolicyState(StrEnum):
    """All but ``proposed`` are final. ``lapsed``: nobody decided, or not in time, or the review
    failed for a technical reason.
    """

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"
    LAPSED = "lapsed"


class ReasonCode(StrEnum):
    """Why a version ended that nobody refused."""

    OUTDATED = "policy_outdated"
    TOO_LATE = "policy_too_late"
    TIMED_OUT = "timed_out"
    WITHDRAWN = "withdrawn"
    REVIEW_FAILED = "review_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A version and how it came about. ``number`` is that of its ``policy``; ``based_on`` is the
    version approved last when it was proposed.
    """

    number: int
    policy: ScorecardPolicy
    state: PolicyState = PolicyState.PROPOSED
    reason: str = ""
    based_on: int = 0
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason_code: str | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHead:
    """The highest number given, and the version approved last with the quarter it begins in."""

    latest: int = 0
    approved: int = 0
    effective_quarter: str = quarters.FIRST
    version: int = 1


DEFAULT_VERSION: Final = PolicyVersion(
    number=DEFAULT_POLICY.number, policy=DEFAULT_POLICY, state=PolicyState.APPROVED
)
"""What the platform starts with; it has no proposer."""


@rule(
    id="R6.4-scorecard-policy",
    clause="3.3.1",
    source="电子商务法",
    article="34",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 1),
)
def is_in_time(effective_quarter: str, now: datetime) -> bool:
    """Whether a policy that is published now may hold from that quarter on: suppliers can read it
    at least seven days before the quarter begins.
    """
    return quarters.first_day(effective_quarter) >= china_date(now) + NOTICE


def earliest_quarter(now: datetime) -> str:
    """The first quarter that a policy published now may hold in."""
    coming = following(quarters.quarter_of(now))
    return coming if is_in_time(coming, now) else following(coming)


def following(quarter: str) -> str:
    """The quarter after it."""
    day = quarters.day_after(quarter)
    return f"{day.year}Q{(day.month + 2) // 3}"


def stale_reason(version: PolicyVersion, head: PolicyHead, now: datetime) -> ReasonCode | None:
    """Why a version may not be approved any more as it stands; None if it may."""
    if version.based_on != head.approved:
        return ReasonCode.OUTDATED
    if not is_in_time(version.policy.effective_quarter, now):
        return ReasonCode.TOO_LATE
    return None


def approved(version: PolicyVersion, by: str | None, now: datetime) -> PolicyVersion:
    """The version after its approval."""
    return replace(version, state=PolicyState.APPROVED, decided_by=by, decided_at=now)


def ended(
    version: PolicyVersion, state: PolicyState, by: str | None, code: str | None, now: datetime
) -> PolicyVersion:
    """The version after it ended without being approved."""
    return replace(version, state=state, decided_by=by, decided_at=now, reason_code=code)


def as_published(version: PolicyVersion) -> PolicyVersion:
    """What suppliers see of a version: what it says, and not who wanted it and why."""
    return replace(version, reason="", proposed_by=None, decided_by=None, reason_code=None)
