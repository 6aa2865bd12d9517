"""The limits of clocks: versioned data. The standard's own limits are a ceiling that no version may
exceed; every other limit is the platform's own choice and named so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from teleshop.kernel.actor import Role
from teleshop.kernel.errors import FieldError

HOUR = timedelta(hours=1)

CEILINGS: Mapping[str, timedelta] = {
    "respond": HOUR,
    "answer": 24 * HOUR,
    "handle": 48 * HOUR,
}
"""Standard 6.1.3: respond within an hour, answer within 24, major ones handled within 48."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """``respond``, ``answer`` and ``handle`` are the standard's (6.1.3); the rest is own choice.

    ``warn_at`` are shares of a clock in per cent; ``escalation`` is whom a breach goes to, level by
    level: the first at once, each next one ``escalate_after`` later, the last again and again.
    ``ticket_working_days``: internal limit for answers to authorities (rule R8.3).
    ``reserve`` is what the platform keeps of the customer's time to word its answer when it asks a
    supplier or carrier, and the least that these are given. ``reopen_within``: how long after the
    end a customer may reopen a case.
    """

    version: int
    effective_from: datetime
    respond: timedelta = HOUR
    answer: timedelta = 24 * HOUR
    handle: timedelta = 48 * HOUR
    close: timedelta = 7 * 24 * HOUR
    assign: timedelta = timedelta(minutes=5)
    enquiry_answer: timedelta = 24 * HOUR
    follow_up: timedelta = 24 * HOUR
    supplier_answer: timedelta = 12 * HOUR
    carrier_answer: timedelta = 12 * HOUR
    decision: timedelta = 24 * HOUR
    inspection: timedelta = 48 * HOUR
    replacement: timedelta = 7 * 24 * HOUR
    ticket_working_days: int = 3
    warn_at: tuple[int, ...] = (50, 80)
    escalation: tuple[Role, ...] = (Role.LEAD, Role.MANAGER)
    escalate_after: timedelta = HOUR
    repeat_after: timedelta = 24 * HOUR
    reserve: timedelta = HOUR
    reopen_within: timedelta = 30 * 24 * HOUR

    def changed(self, version: int, **limits: object) -> "Policy":
        """Another version with some limits changed; nothing is checked."""
        return replace(self, version=version, **limits)  # type: ignore[arg-type]  # fields of Policy

    def role_of(self, level: int) -> Role:
        """Whom level ``level`` (from 1) of a breach goes to; the last one keeps it."""
        return self.escalation[min(level, len(self.escalation)) - 1]

    def pause_before(self, level: int) -> timedelta:
        """How long after level ``level - 1`` level ``level`` follows."""
        return self.escalate_after if level <= len(self.escalation) else self.repeat_after


FIRST_POLICY = Policy(version=1, effective_from=datetime(2026, 1, 1, tzinfo=UTC))
"""In force until a manager publishes another."""

Policies = Mapping[int, Policy]
"""Policies by version."""

LEAST: Final = timedelta(minutes=1)
"""The sweep comes every minute: no limit can be shorter."""
LONGEST: Final = timedelta(days=60)
NOTICE: Final = timedelta(minutes=2)
"""A version comes into force no sooner than this after its activation, so that every process, which
keeps the versions for a minute, knows it by then.
"""
AHEAD_AT_MOST: Final = timedelta(days=90)
MOST_WORKING_DAYS: Final = 30
MOST_LEVELS: Final = 4
TOLD: Final = frozenset({Role.LEAD, Role.MANAGER, Role.COMPLIANCE})
"""Whom a breach may be escalated to."""
_CLAUSE = "6.1.3"

SPANS: Final = tuple(found.name for found in fields(Policy) if found.type is timedelta)
"""The limits that are spans of time."""


class PolicyState(StrEnum):
    """``activated`` is final: a version that came into force is replaced, never changed."""

    PROPOSED = "proposed"
    ACTIVATED = "activated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """A version of the policy and how it came about. ``number`` is that of its ``policy``;
    ``based_on`` is the version activated last when it was proposed.
    """

    number: int
    policy: Policy
    state: PolicyState = PolicyState.PROPOSED
    reason: str = ""
    based_on: int = 1
    proposed_by: str | None = None
    proposed_at: datetime | None = None
    activated_by: str | None = None
    activated_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHead:
    """The highest number given, and the version activated last with when it comes into force."""

    latest: int = 1
    activated: int = 1
    effective_from: datetime = FIRST_POLICY.effective_from
    version: int = 1


FIRST_VERSION: Final = PolicyVersion(
    number=FIRST_POLICY.version,
    policy=FIRST_POLICY,
    state=PolicyState.ACTIVATED,
    activated_at=FIRST_POLICY.effective_from,
)
"""What the platform starts with; it has no proposer."""


def policy_faults(policy: Policy) -> list[FieldError]:
    """What a version may not say, each at its field; empty if it may come into force.

    The standard's own limits may be shortened and never lengthened.
    """
    faults = []
    for name in SPANS:
        limit, ceiling = getattr(policy, name), CEILINGS.get(name, LONGEST)
        pointer = f"/{name}_minutes"
        if limit < LEAST:
            faults.append(
                FieldError(
                    pointer,
                    "limit_too_short",
                    "时限不能短于 1 分钟。",
                    "A limit cannot be shorter than a minute.",
                    clause=_CLAUSE,
                )
            )
        elif limit > ceiling and name in CEILINGS:
            faults.append(
                FieldError(
                    pointer,
                    "above_ceiling",
                    "标准规定的时限为 {minutes} 分钟，只能缩短，不能延长。",
                    "The standard allows {minutes} minutes; the limit can be shorter, not longer.",
                    params={"minutes": ceiling // LEAST},
                    clause=_CLAUSE,
                )
            )
        elif limit > ceiling:
            faults.append(
                FieldError(
                    pointer,
                    "limit_too_long",
                    "时限不能超过 {minutes} 分钟。",
                    "A limit cannot be longer than {minutes} minutes.",
                    params={"minutes": ceiling // LEAST},
                    clause=_CLAUSE,
                )
            )
    return faults + _fault_of_order(policy) + _faults_of_lists(policy)


def _fault_of_order(policy: Policy) -> list[FieldError]:
    if policy.respond <= policy.answer <= policy.handle:
        return []
    return [
        FieldError(
            "/answer_minutes",
            "limits_out_of_order",
            "回应、答复、处理时限须依次不短于前一项。",
            "Responding, answering and handling must each be due no sooner than the one before.",
            clause=_CLAUSE,
        )
    ]


def _faults_of_lists(policy: Policy) -> list[FieldError]:
    faults = []
    if not 1 <= policy.ticket_working_days <= MOST_WORKING_DAYS:
        faults.append(
            FieldError(
                "/ticket_working_days",
                "working_days_out_of_range",
                "工作日数须在 1 到 {most} 之间。",
                "Working days must be between 1 and {most}.",
                params={"most": MOST_WORKING_DAYS},
                clause=_CLAUSE,
                rule="R8.3",
            )
        )
    shares = policy.warn_at
    if list(shares) != sorted(set(shares)) or not all(0 < share < 100 for share in shares):  # noqa: PLR2004 - per cent
        faults.append(
            FieldError(
                "/warn_at",
                "shares_out_of_order",
                "预警比例须为 1 到 99 的递增整数，例如 50、80。",
                "Warnings are shares of the time in per cent, 1 to 99 and rising, such as 50, 80.",
                clause=_CLAUSE,
            )
        )
    levels = policy.escalation
    if not 1 <= len(levels) <= MOST_LEVELS or not set(levels) <= TOLD:
        faults.append(
            FieldError(
                "/escalation",
                "levels_not_possible",
                "超时须逐级上报给 lead、manager 或 compliance，一至 {most} 级。",
                "A breach goes to lead, manager or compliance, in one to {most} levels.",
                params={"most": MOST_LEVELS},
                clause=_CLAUSE,
            )
        )
    return faults


def activated(
    version: PolicyVersion, effective_from: datetime, *, now: datetime, by: str
) -> PolicyVersion:
    """The version as it comes into force at an instant."""
    return replace(
        version,
        policy=replace(version.policy, effective_from=effective_from),
        state=PolicyState.ACTIVATED,
        activated_by=by,
        activated_at=now,
    )
