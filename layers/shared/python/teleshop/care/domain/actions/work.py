"""What staff and customers do with one case: who has it, what is said, how it ends."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from teleshop.care.domain.actions.guards import (
    check_said,
    find_clock,
    open_case,
    unmerged,
    when,
)
from teleshop.care.domain.case import CaseFile, CaseState, Severity
from teleshop.care.domain.duties import (
    open_promises,
    owed_before_closing,
)
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.severity import Found
from teleshop.care.errors import (
    AlreadyAssignedError,
    AlreadyHeldError,
    AlreadyThereError,
    CaseNotClosedError,
    ClockNotFoundError,
    ClockNotLateError,
    ClosureNotAllowedError,
    ContentRequiredError,
    MajorReasonRequiredError,
    NotAssignedError,
    NotHeldError,
    NotMajorError,
    NotReopenableError,
    PromiseDueError,
    PromiseKeptError,
    PromiseNotFoundError,
    ReopenTooLateError,
)

PROMISE_AT_MOST: Final = timedelta(days=90)
"""How far ahead something may be promised; own choice."""


def assign(file: CaseFile, *, assignee: str, team: str, now: datetime, by: str) -> CaseFile:
    """Somebody has the case from now on, whoever had it before."""
    case = open_case(file)
    if case.assignee == assignee:
        raise AlreadyAssignedError
    return file.add(EventKind.ASSIGNED, now=now, by=by, assignee=assignee, team=team)


def give_back(file: CaseFile, *, reason: str, now: datetime, by: str) -> CaseFile:
    """Nobody has the case any more, such as at the end of a shift; ``reason`` is a code."""
    case = open_case(file)
    if case.assignee is None:
        raise NotAssignedError
    facts: dict[str, Any] = {"from": case.assignee, "reason": reason}
    return file.add(EventKind.UNASSIGNED, now=now, by=by, **facts)


def transfer(file: CaseFile, *, team: str, skill: str, now: datetime, by: str) -> CaseFile:
    """The case waits for somebody of a team with a skill."""
    case = open_case(file)
    if case.assignee is None and (case.team, case.skill) == (team, skill):
        raise AlreadyThereError
    return file.add(EventKind.TRANSFERRED, now=now, by=by, team=team, skill=skill)


def respond(
    file: CaseFile, *, message: str, now: datetime, by: str, at: datetime | None = None
) -> CaseFile:
    """A person spoke with the customer; ``message`` is the id of what was said. ``at`` is when,
    only for what was said on the call with which the case is opened.
    """
    open_case(file)
    check_said(message, by)
    return file.add(EventKind.RESPONDED, now=now, by=by, at=when(file, at, now), message=message)


def answer(
    file: CaseFile, *, message: str, now: datetime, by: str, at: datetime | None = None
) -> CaseFile:
    """The customer has a clear answer, which is a response too."""
    open_case(file)
    check_said(message, by)
    return file.add(EventKind.ANSWERED, now=now, by=by, at=when(file, at, now), message=message)


def raise_to_major(
    file: CaseFile, *, reasons: Iterable[str | Found], now: datetime, by: str
) -> CaseFile:
    """The case is a major one from now on, and its 48 hours count from its arrival. There is no way
    back. Reasons that the case has already change nothing.
    """
    case = open_case(file)
    found = [Found(reason) if isinstance(reason, str) else reason for reason in reasons]
    if not found:
        raise MajorReasonRequiredError
    fresh = [reason for reason in found if reason.code not in case.severity_reasons]
    if not fresh and case.severity is Severity.MAJOR:
        return file
    return file.add(
        EventKind.RAISED,
        now=now,
        by=by,
        reasons=list(dict.fromkeys(reason.code for reason in fresh or found)),
        words=list(dict.fromkeys(word for reason in fresh for word in reason.words)),
    )


def handle(file: CaseFile, *, message: str, now: datetime, by: str) -> CaseFile:
    """What a major complaint calls for was done."""
    case = open_case(file)
    if case.severity is not Severity.MAJOR:
        raise NotMajorError
    check_said(message, by)
    return file.add(EventKind.HANDLED, now=now, by=by, message=message)


def promise(file: CaseFile, *, due_at: datetime, what: str, now: datetime, by: str) -> CaseFile:
    """The customer was promised something by an instant; ``what`` is a code."""
    case = open_case(file)
    if not now < due_at <= now + PROMISE_AT_MOST:
        raise PromiseDueError(days=PROMISE_AT_MOST.days)
    return file.add(
        EventKind.PROMISED,
        now=now,
        by=by,
        promise=str(case.promises + 1),
        due_at=due_at.isoformat(),
        what=what,
    )


def keep_promise(file: CaseFile, *, promise: str, now: datetime, by: str) -> CaseFile:
    """What was promised has happened."""
    open_case(file)
    if promise not in {
        event.facts["promise"] for event in file.events if event.kind is EventKind.PROMISED
    }:
        raise PromiseNotFoundError(promise=promise)
    if promise not in open_promises(file):
        raise PromiseKeptError(promise=promise)
    return file.add(EventKind.PROMISE_KEPT, now=now, by=by, promise=promise)


def classify(
    file: CaseFile, *, cause: str, agreed: bool | None, now: datetime, by: str
) -> CaseFile:
    """A person said what caused it; ``agreed`` is whether that was suggested, None without a
    suggestion.
    """
    open_case(file)
    return file.add(EventKind.CLASSIFIED, now=now, by=by, cause=cause, agreed=agreed)


def close(
    file: CaseFile, *, resolution: str, now: datetime, by: str, message: str | None = None
) -> CaseFile:
    """The case is over; refuses while something is owed, naming each. ``message`` is what was said
    about it, needed for a withdrawal that staff records.
    """
    case = open_case(file)
    owed = owed_before_closing(file, resolution)
    if owed:
        raise ClosureNotAllowedError(errors=owed)
    if resolution == "withdrawn" and by != case.customer_id and not message:
        raise ContentRequiredError
    return file.add(EventKind.CLOSED, now=now, by=by, resolution=resolution, message=message)


def reopen(
    file: CaseFile,
    *,
    reason: str,
    now: datetime,
    by: str,
    policies: Policies,
    policy: int | None = None,
) -> CaseFile:
    """A closed case goes on with new clocks, counted from now by version ``policy`` (absent: the
    case's own). Its customer may do so for a while, staff at any time. ``reason`` is the id of the
    message that says why, or a code.
    """
    case = unmerged(file)
    if case.state is not CaseState.CLOSED or case.closed_at is None:
        raise CaseNotClosedError(case_id=case.id)
    if case.kind.is_after_sales:
        raise NotReopenableError
    version = policy or case.policy
    within = policies[version].reopen_within
    if by == case.customer_id and now > case.closed_at + within:
        raise ReopenTooLateError(days=within.days)
    return file.add(EventKind.REOPENED, now=now, by=by, reason=reason, policy=version)


def explain(
    file: CaseFile, *, clock: str, message: str, now: datetime, by: str, policies: Policies
) -> CaseFile:
    """Somebody says why a clock ran out, whatever became of the case; the breach stays."""
    known = find_clock(file, clock, policies)
    if known is None or known.base is not None:
        raise ClockNotFoundError(clock=clock)
    if not known.breached:
        raise ClockNotLateError(clock=clock)
    check_said(message, by)
    return file.add(EventKind.EXPLAINED, now=now, by=by, clock=clock, message=message)


def set_hold(file: CaseFile, *, reason: str, now: datetime, by: str) -> CaseFile:
    """The case is kept beyond its archive period, open or not; ``reason`` is the id of a message
    or a code.
    """
    if file.case.legal_hold:
        raise AlreadyHeldError
    return file.add(EventKind.HOLD_SET, now=now, by=by, reason=reason)


def lift_hold(file: CaseFile, *, reason: str, now: datetime, by: str) -> CaseFile:
    """The case is kept no longer than its archive period."""
    if not file.case.legal_hold:
        raise NotHeldError
    return file.add(EventKind.HOLD_LIFTED, now=now, by=by, reason=reason)
