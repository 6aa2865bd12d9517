"""Versions of the scorecard policy in the state that a test needs, made as callers would."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.approvals.service import Decided
from teleshop.assessment.domain.versions import PolicyVersion
from teleshop.assessment.schemas.policies import ScorecardPolicyBody
from teleshop.assessment.wiring import policies
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.use_case import run

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NEXT = "2027Q1"
PROPOSER = Actor("mona", frozenset({Role.MANAGER}))
DECIDER = Actor("max", frozenset({Role.MANAGER}))
APPROVED = Decided("approved", DECIDER.subject)
EASY = {"reason": "新供应商普遍分数偏低", "effective_quarter": NEXT, "qualified_from": "55.00"}


def call(actor: Actor = SYSTEM_ACTOR, now: datetime = NOW) -> Call:
    """The frame of a call."""
    return Call(actor, now, "request", "correlation")


def body(**changes: Any) -> ScorecardPolicyBody:
    """A version with a lower line for qualified."""
    return msgspec.convert(EASY | changes, ScorecardPolicyBody)


def proposed(now: datetime = NOW, **changes: Any) -> PolicyVersion:
    """A version that waits for its decision."""
    asked = call(PROPOSER, now)
    return run(asked, lambda: policies().propose_policy(asked, body(**changes)))


def decided(
    version: PolicyVersion, decision: Decided = APPROVED, now: datetime = NOW
) -> PolicyVersion:
    """The same after its decision took effect."""
    policies().apply_outcome(call(now=now), version.number, decision)
    return policies().show_policy(call(DECIDER), version.number)


def approved(**changes: Any) -> PolicyVersion:
    """A version that holds from its quarter on."""
    return decided(proposed(**changes))
