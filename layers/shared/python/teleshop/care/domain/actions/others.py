"""What involves somebody else: suppliers and carriers, authorities, other cases."""

from datetime import date, datetime
from typing import Final

from teleshop.care.domain import tickets
from teleshop.care.domain.actions.guards import (
    check_said,
    open_case,
    unmerged,
)
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import Party
from teleshop.care.domain.duties import (
    asked_of,
    open_promises,
    open_requests,
    open_tickets,
)
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.policy import Policies
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import (
    AlreadyAskedError,
    MergeCustomerError,
    MergeItselfError,
    MergeKindError,
    MergeRequestsError,
    RequestAnsweredError,
    RequestNotFoundError,
    TicketAnsweredError,
    TicketDayError,
    TicketKnownError,
    TicketNotFoundError,
)
from teleshop.kernel.clock import china_date, parse_instant


def ask_party(file: CaseFile, *, party: Party, party_id: str, now: datetime, by: str) -> CaseFile:
    """A supplier or carrier owes an answer; its clock runs inside the customer's."""
    case = open_case(file)
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
    open_case(file)
    if request not in asked_of(file):
        raise RequestNotFoundError(request=request)
    if request not in open_requests(file):
        raise RequestAnsweredError(request=request)
    return file.add(EventKind.PARTY_ANSWERED, now=now, by=by, request=request)


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
    case = unmerged(file)
    if ticket in case.tickets:
        raise TicketKnownError(ticket=ticket)
    age = (china_date(now) - received_on).days
    if not 0 <= age <= tickets.ENTERED_WITHIN_DAYS:
        raise TicketDayError(days=tickets.ENTERED_WITHIN_DAYS)
    due = tickets.own_answer_due(received_on, policies[case.policy].ticket_working_days)
    decided = tickets.acceptance_due(received_on)
    return file.add(
        EventKind.TICKET_RECEIVED,
        now=now,
        by=by,
        ticket=ticket,
        authority=authority,
        received_on=received_on.isoformat(),
        due_at=due.due_at.isoformat(),
        confirmed=due.confirmed,
        # What the authority does by when, for whoever follows the ticket.
        accepted_by=decided.day.isoformat(),
        accepted_by_confirmed=decided.confirmed,
        mediated_by=tickets.mediation_ends(decided.day).day.isoformat(),
    )


def answer_ticket(file: CaseFile, *, ticket: str, message: str, now: datetime, by: str) -> CaseFile:
    """The authority has our answer; also after the case was closed."""
    case = unmerged(file)
    if ticket not in case.tickets:
        raise TicketNotFoundError(ticket=ticket)
    if ticket not in open_tickets(file):
        raise TicketAnsweredError(ticket=ticket)
    check_said(message, by)
    return file.add(EventKind.TICKET_ANSWERED, now=now, by=by, ticket=ticket, message=message)


def merge(
    target: CaseFile, other: CaseFile, *, now: datetime, by: str, policies: Policies
) -> tuple[CaseFile, CaseFile]:
    """``target`` takes over ``other``, a duplicate: both files, the other one merged away.

    What the other still owed its customer, the target owes since then, so clocks of the earliest
    win and nothing is answered by being merged. Promises and tickets that are open go along.
    """
    mine, theirs = open_case(target), open_case(other)
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
    open_case(file)
    return file.add(EventKind.SPLIT, now=now, by=by, case=case_id)


def _arrival(file: CaseFile) -> datetime:
    """Since when the customer waits in the present round, duplicates included."""
    arrived = file.case.arrived_at
    for event in file.events:
        if event.kind is EventKind.REOPENED:
            arrived = event.at
        elif event.kind is EventKind.MERGED:
            arrived = min(arrived, parse_instant(event.facts["arrived_at"]))
    return arrived
