"""Service cases and what happens in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.care.domain.case import Case, CaseChannel, CaseFile, CaseKind, opened
from teleshop.care.domain.clocks import Clock
from teleshop.care.domain.policy import FIRST_POLICY, Policies, Policy
from teleshop.care.domain.specs import ALL_SPECS

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
CUSTOMER_ID = "customer-ann"
AGENT_ID = "agnes"
POLICIES: Policies = {1: FIRST_POLICY}


def policy(version: int = 2, **changes: Any) -> Policy:
    """A policy that differs from the first one."""
    return replace(FIRST_POLICY, version=version, **changes)


def case(id: str = "cmp_1", **changes: Any) -> Case:
    """A complaint that a customer sends by the app."""
    at = changes.get("arrived_at", NOW)
    made = Case(
        id=id,
        kind=CaseKind.COMPLAINT,
        channel=CaseChannel.APP,
        arrived_at=at,
        recorded_at=at,
        policy=1,
        customer_id=CUSTOMER_ID,
    )
    return replace(made, **changes)


def case_file(id: str = "cmp_1", **changes: Any) -> CaseFile:
    """The stored file of a case that just came in."""
    made = case(id, **changes)
    return kept(opened(made, now=made.recorded_at, by=made.customer_id or AGENT_ID))


def kept(file: CaseFile) -> CaseFile:
    """The file as it is after it was stored."""
    return replace(file, stored=len(file.events))


def clocks_of(file: CaseFile, policies: Policies = POLICIES) -> dict[str, Clock]:
    """The clocks of a case by id."""
    return {clock.id: clock for clock in file.clocks(policies, ALL_SPECS)}


def due_of(file: CaseFile, policies: Policies = POLICIES) -> dict[str, timedelta]:
    """When the open clocks of a case run out, after ``NOW``."""
    return {
        id: clock.due_at - NOW for id, clock in clocks_of(file, policies).items() if clock.is_open
    }
