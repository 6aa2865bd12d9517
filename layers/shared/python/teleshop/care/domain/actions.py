"""What people and parties may do with a case, and what time does to it.

Every action takes the file of a case and answers a new one, or refuses; ``now`` is when it happens
and ``by`` the subject of whoever does it. Nothing here pauses a clock, and nothing undoes a breach.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final

from teleshop.care.domain import tickets
from teleshop.care.domain.case import Case, CaseFile, CaseState, Severity
from teleshop.care.domain.clocks import FOR_CUSTOMER, Clock, Party
from teleshop.care.domain.duties import (
    asked_of,
    open_promises,
    open_requests,
    open_tickets,
    owed_before_closing,
)
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.severity import Found
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import (
    AlreadyAskedError,
    AlreadyAssignedError,
    AlreadyHeldError,
    AlreadyThereError,
    AutomaticAnswerError,
    BackdatedError,
    CaseClosedError,
    CaseMergedError,
    CaseNotClosedError,
    ClockNotFoundError,
    ClockNotLateError,
    ClosureNotAllowedError,
    ContentRequiredError,
    MajorReasonRequiredError,
    MergeCustomerError,
    MergeItselfError,
    MergeKindError,
    MergeRequestsError,
    NotAssignedError,
    NotHeldError,
    NotMajorError,
    NotReopenableError,
    PolicyNotFoundError,
    PromiseDueError,
    PromiseKeptError,
    PromiseNotFoundError,
    ReopenTooLateError,
    RequestAnsweredError,
    RequestNotFoundError,
    TicketAnsweredError,
    TicketDayError,
    TicketKnownError,
    TicketNotFoundError,
)
from teleshop.kernel.actor import SYSTEM_ACTOR
from teleshop.kernel.clock import china_date, parse_instant

PROMISE_AT_MOST: Final = timedelta(days=90)
"""How far ahead something may be promised; own choice."""
SYSTEM: Final = SYSTEM_ACTOR.subject


# -- who has it -----------------------------------------------------------------------------------


def assign(file: CaseFile, *, assignee: str, team: str, now: datetime, by: str) -> CaseFile:
    """Somebody has the case from now on, whoever had it before."""
    case = _open(file)
    if case.assignee == assignee:
        raise AlreadyAssignedError
    return file.add(EventKind.ASSIGNED, now=now, by=by, assignee=assignee, team=team)


def give_back(file: CaseFile, *, reason: str, now: datetime, by: str) -> CaseFile:
    """Nobody has the case any more, such as at the end of a shift; ``reason`` is a code."""
    case = _open(file)
    if case.assignee is None:
        raise NotAssignedError
    facts: dict[str, Any] = {"from": case.assignee, "reason": reason}
    return file.add(EventKind.UNASSIGNED, now=now, by=by, **facts)


def transfer(file: CaseFile, *, team: str, skill: str, now: datetime, by: str) -> CaseFile:
    """The case waits for somebody of a team with a skill."""
    case = _open(file)
    if case.assignee is None and (case.team, case.skill) == (team, skill):
        raise AlreadyThereError
    return file.add(EventKind.TRANSFERRED, now=now, by=by, team=team, skill=skill)


# -- talking to the customer ----------------------------------------------------------------------


def respond(
    file: CaseFile, *, message: str, now: datetime, by: str, at: datetime | None = None
) -> CaseFile:
    """A person spoke with the customer; ``message`` is the id of what was said. ``at`` is when,
    only for what was said on the call with which the case is opened.
    """
    _open(file)
    _said(message, by)
    return file.add(EventKind.RESPONDED, now=now, by=by, at=_when(file, at, now), message=message)


def answer(
    file: CaseFile, *, message: str, now: datetime, by: str, at: datetime | None = None
) -> CaseFile:
    """The customer has a clear answer, which is a response too."""
    _open(file)
    _said(message, by)
    return file.add(EventKind.ANSWERED, now=now, by=by, at=_when(file, at, now), message=message)


def raise_to_major(
    file: CaseFile, *, reasons: Iterable[str | Found], now: datetime, by: str
) -> CaseFile:
    """The case is a major one from now on, and its 48 hours count from its arrival. There is no way
    back. Reasons that the case has already change nothing.
    """
    case = _open(file)
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
    case = _open(file)
    if case.severity is not Severity.MAJOR:
        raise NotMajorError
    _said(message, by)
    return file.add(EventKind.HANDLED, now=now, by=by, message=message)


def promise(file: CaseFile, *, due_at: datetime, what: str, now: datetime, by: str) -> CaseFile:
    """The customer was promised something by an instant; ``what`` is a code."""
    case = _open(file)
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
    _open(file)
    if promise not in {
        event.facts["promise"] for event in file.events if event.kind is EventKind.PROMISED
    }:
        raise PromiseNotFoundError(promise=promise)
    if promise not in open_promises(file):
        raise PromiseKeptError(promise=promise)
    return file.add(EventKind.PROMISE_KEPT, now=now, by=by, promise=promise)


# -- asking others --------------------------------------------------------------------------------


def ask_party(file: CaseFile, *, party: Party, party_id: str, now: datetime, by: str) -> CaseFile:
    """A supplier or carrier owes an answer; its clock runs inside the customer's."""
    case = _open(file)
    party = Party(party)
    if party is Party.PLATFORM:
        raise ValueError("the platform does not ask itself")
    waiting = (
        number
        for number, asked in open_requests(file).items()
        if (asked["party"], asked["party_id"]) == (party.value, party_id)
    )
    for number in waiting:
        raise AlreadyAskedError(request=number)
    return file.add(
        EventKind.ASKED,
        now=now,
        by=by,
        request=str(case.requests + 1),
        party=party.value,
        party_id=party_id,
    )


def party_answered(file: CaseFile, *, request: str, now: datetime, by: str) -> CaseFile:
    """A supplier or carrier has answered."""
    _open(file)
    if request not in asked_of(file):
        raise RequestNotFoundError(request=request)
    if request not in open_requests(file):
        raise RequestAnsweredError(request=request)
    return file.add(EventKind.PARTY_ANSWERED, now=now, by=by, request=request)


# -- authorities ----------------------------------------------------------------------------------


def receive_ticket(
    file: CaseFile,
    *,
    ticket: str,
    authority: str,
    received_on: date,
    now: datetime,
    by: str,
    policies: Policies,
) -> CaseFile:
    """An authority sent a ticket about the case, also about a closed one; our answer is due by the
    policy's working days after the day it was received (rule R8.3).
    """
    case = _not_merged(file)
    if ticket in case.tickets:
        raise TicketKnownError(ticket=ticket)
    age = (china_date(now) - received_on).days
    if not 0 <= age <= tickets.ENTERED_WITHIN_DAYS:
        raise TicketDayError(days=tickets.ENTERED_WITHIN_DAYS)
    due = tickets.own_answer_due(received_on, policies[case.policy].ticket_working_days)
    return file.add(
        EventKind.TICKET_RECEIVED,
        now=now,
        by=by,
        ticket=ticket,
        authority=authority,
        received_on=received_on.isoformat(),
        due_at=due.due_at.isoformat(),
        confirmed=due.confirmed,
    )


def answer_ticket(file: CaseFile, *, ticket: str, message: str, now: datetime, by: str) -> CaseFile:
    """The authority has our answer; also after the case was closed."""
    case = _not_merged(file)
    if ticket not in case.tickets:
        raise TicketNotFoundError(ticket=ticket)
    if ticket not in open_tickets(file):
        raise TicketAnsweredError(ticket=ticket)
    _said(message, by)
    return file.add(EventKind.TICKET_ANSWERED, now=now, by=by, ticket=ticket, message=message)


# -- merging and splitting ------------------------------------------------------------------------


def merge(
    target: CaseFile, other: CaseFile, *, now: datetime, by: str, policies: Policies
) -> tuple[CaseFile, CaseFile]:
    """``target`` takes over ``other``, a duplicate: both files, the other one merged away.

    What the other still owed its customer, the target owes since then, so clocks of the earliest
    win and nothing is answered by being merged. Promises and tickets that are open go along.
    """
    mine, theirs = _open(target), _open(other)
    if mine.id == theirs.id:
        raise MergeItselfError
    if mine.kind is not theirs.kind or mine.kind.is_after_sales:
        raise MergeKindError
    if mine.customer_id != theirs.customer_id:
        raise MergeCustomerError
    if open_requests(other):
        raise MergeRequestsError(case_id=theirs.id)
    owed = [
        clock
        for clock in other.clocks(policies, ALL_SPECS)
        if clock.is_open and clock.kind in MERGED_KINDS
    ]
    target = target.add(
        EventKind.MERGED,
        now=now,
        by=by,
        case=theirs.id,
        arrived_at=_arrival(other).isoformat(),
        severity=theirs.severity.value,
        handled_at=theirs.handled_at.isoformat() if theirs.handled_at else None,
        owes={clock.kind: clock.starts_at.isoformat() for clock in owed},
    )
    if theirs.severity_reasons:
        reasons = dict.fromkeys((*target.case.severity_reasons, *theirs.severity_reasons))
        target = target.with_head(severity_reasons=tuple(reasons))
    for facts in open_promises(other).values():
        number = str(target.case.promises + 1)
        target = target.add(EventKind.PROMISED, now=now, by=by, **{**facts, "promise": number})
    for ticket, facts in open_tickets(other).items():
        if ticket not in target.case.tickets:
            target = target.add(EventKind.TICKET_RECEIVED, now=now, by=by, **facts)
    return target, other.add(EventKind.MERGED_AWAY, now=now, by=by, into=mine.id)


MERGED_KINDS: Final = frozenset({"respond", "answer", "handle", "enquiry_answer", "follow_up"})
"""Clocks of what a customer waits for; the others (who has it, when it is closed) are the target's
own.
"""


def split(file: CaseFile, *, case_id: str, now: datetime, by: str) -> CaseFile:
    """Part of the case became the case ``case_id`` (rule R8.1)."""
    _open(file)
    return file.add(EventKind.SPLIT, now=now, by=by, case=case_id)


# -- classification, end, second round -------------------------------------------------------------


def classify(
    file: CaseFile, *, cause: str, agreed: bool | None, now: datetime, by: str
) -> CaseFile:
    """A person said what caused it; ``agreed`` is whether that was suggested, None without a
    suggestion.
    """
    _open(file)
    return file.add(EventKind.CLASSIFIED, now=now, by=by, cause=cause, agreed=agreed)


def close(
    file: CaseFile, *, resolution: str, now: datetime, by: str, message: str | None = None
) -> CaseFile:
    """The case is over; refuses while something is owed, naming each. ``message`` is what was said
    about it, needed for a withdrawal that staff records.
    """
    case = _open(file)
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
    case = _not_merged(file)
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
    known = _clock(file, clock, policies)
    if known is None or known.base is not None:
        raise ClockNotFoundError(clock=clock)
    if not known.breached:
        raise ClockNotLateError(clock=clock)
    _said(message, by)
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


# -- what time and policies do --------------------------------------------------------------------


def change_policy(
    file: CaseFile, *, version: int, now: datetime, by: str, policies: Policies
) -> CaseFile:
    """The clocks that run are counted anew by another version; those that ran out by now are
    breached first, so a wider limit excuses nothing. A case under that version stays as it is.
    """
    _open(file)
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
    if known is None or known.base is not None or not _has_run_out(known, now):
        return None
    return file.add(
        EventKind.BREACHED,
        now=now,
        by=SYSTEM,
        clock=clock,
        due_at=known.due_at.isoformat(),
        late_party=late_party(known, state, now).value,
        role=policies[file.case.policy].role_of(1).value,
    )


def escalate(
    file: CaseFile, *, clock: str, level: int, now: datetime, policies: Policies
) -> CaseFile | None:
    """What a clock that ran out waits for has not happened until the next level: its role is told.
    None if it has happened, or this level was told.
    """
    step = _clock(file, f"escalation.{clock}.{level}", policies)
    if step is None or not _has_run_out(step, now):
        return None
    return file.add(
        EventKind.ESCALATED,
        now=now,
        by=SYSTEM,
        clock=clock,
        level=level,
        role=policies[file.case.policy].role_of(level).value,
    )


def late_party(clock: Clock, state: Iterable[Clock], now: datetime) -> Party:
    """Who let a clock run out: who owes it, or, for what the customer waits for, the supplier or
    carrier whose own clock has run out too; the earliest of these.
    """
    if clock.owed_by is not Party.PLATFORM or clock.kind not in FOR_CUSTOMER:
        return clock.owed_by
    late = [
        other
        for other in state
        if other.is_open and other.owed_by is not Party.PLATFORM and other.due_at <= now
    ]
    first = min(late, key=lambda other: (other.due_at, other.id), default=clock)
    return first.owed_by


# -- guards ---------------------------------------------------------------------------------------


def _open(file: CaseFile) -> Case:
    case = _not_merged(file)
    if case.state is CaseState.CLOSED:
        raise CaseClosedError(case_id=case.id)
    return case


def _not_merged(file: CaseFile) -> Case:
    case = file.case
    if case.state is CaseState.MERGED:
        raise CaseMergedError(case_id=case.id, into=case.merged_into)
    return case


def _said(message: str, by: str) -> None:
    if not message:
        raise ContentRequiredError
    if by == SYSTEM:
        raise AutomaticAnswerError


def _when(file: CaseFile, at: datetime | None, now: datetime) -> datetime:
    if at is None or at == now:
        return now
    if file.stored or not file.case.arrived_at <= at <= now:
        raise BackdatedError
    return at


def _clock(file: CaseFile, id: str, policies: Policies) -> Clock | None:
    return next((clock for clock in file.clocks(policies, ALL_SPECS) if clock.id == id), None)


def _has_run_out(clock: Clock, now: datetime) -> bool:
    return clock.is_open and not clock.breached and clock.due_at <= now


def _arrival(file: CaseFile) -> datetime:
    """Since when the customer waits in the present round, duplicates included."""
    arrived = file.case.arrived_at
    for event in file.events:
        if event.kind is EventKind.REOPENED:
            arrived = event.at
        elif event.kind is EventKind.MERGED:
            arrived = min(arrived, parse_instant(event.facts["arrived_at"]))
    return arrived
