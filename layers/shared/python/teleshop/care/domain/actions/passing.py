"""What time and policies do to a case."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from teleshop.care.domain.actions.guards import (
    find_clock,
    has_run_out,
    open_case,
)
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import FOR_CUSTOMER, Clock, Party
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import (
    PolicyNotFoundError,
)
from teleshop.kernel.actor import SYSTEM_ACTOR

SYSTEM: Final = SYSTEM_ACTOR.subject


def change_policy(
    file: CaseFile, *, version: int, now: datetime, by: str, policies: Policies
) -> CaseFile:
    """The clocks that run are counted anew by another version; those that ran out by now are
    breached first, so a wider limit excuses nothing. A case under that version stays as it is.
    """
    open_case(file)
    if version not in policies:
        raise PolicyNotFoundError(version=version)
    if file.case.policy == version:
        return file
    file = with_breaches(file, now=now, policies=policies)
    return file.add(EventKind.POLICY_CHANGED, now=now, by=by, policy=version)


def with_breaches(file: CaseFile, *, now: datetime, policies: Policies) -> CaseFile:
    """The file with every breach that time has brought by now."""
    for clock in file.clocks(policies, ALL_SPECS):
        file = breach(file, clock=clock.id, now=now, policies=policies) or file
    return file


def breach(file: CaseFile, *, clock: str, now: datetime, policies: Policies) -> CaseFile | None:
    """A clock ran out: whoever let it is named, and the first role is told. None if there is
    nothing to record: it ended, was moved, or is breached already.
    """
    state = file.clocks(policies, ALL_SPECS)
    known = next((other for other in state if other.id == clock), None)
    if known is None or known.base is not None or not has_run_out(known, now):
        return None
    return file.add(
        EventKind.BREACHED,
        now=now,
        by=SYSTEM,
        clock=clock,
        due_at=known.due_at.isoformat(),
        late_party=late_party(known, state).value,
        role=policies[file.case.policy].role_of(1).value,
    )


def escalate(
    file: CaseFile, *, clock: str, level: int, now: datetime, policies: Policies
) -> CaseFile | None:
    """What a clock that ran out waits for has not happened until the next level: its role is told.
    None if it has happened, or this level was told.
    """
    step = find_clock(file, f"escalation.{clock}.{level}", policies)
    if step is None or not has_run_out(step, now):
        return None
    return file.add(
        EventKind.ESCALATED,
        now=now,
        by=SYSTEM,
        clock=clock,
        level=level,
        role=policies[file.case.policy].role_of(level).value,
    )


def late_party(clock: Clock, state: Iterable[Clock]) -> Party:
    """Who let a clock run out: who owes it, or, for what the customer waits for, the supplier or
    carrier whose own clock had run out by then; the earliest of these. It depends on when they were
    due, not on when somebody looks. Who was asked so late that it had less than its own time is not
    late: the platform is.
    """
    if clock.owed_by is not Party.PLATFORM or clock.kind not in FOR_CUSTOMER:
        return clock.late_party
    late = [
        other
        for other in state
        if other.base is None
        and other.late_party is not Party.PLATFORM
        and other.due_at <= clock.due_at
        and other.waited_at(clock.due_at)
    ]
    first = min(late, key=lambda other: (other.due_at, other.id), default=clock)
    return first.late_party
