"""What is told of a change, from the case as it is stored after it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.domain.clocks import Clock
from teleshop.care.domain.duties import asked_of
from teleshop.care.domain.events import CaseEvent, EventKind
from teleshop.care.schemas.events import (
    CaseAnswered,
    CaseAssigned,
    CaseClassified,
    CaseClosed,
    CaseEventData,
    CaseHandled,
    CaseHeld,
    CaseMerged,
    CaseOpened,
    CaseRaised,
    CaseReopened,
    CaseResponded,
    CaseSplit,
    CaseTransferred,
    CaseUnassigned,
    ClockBreached,
    ClockEnded,
    ClockEscalated,
    ClockExplained,
    ClockFacts,
    MessageAdded,
    PartyAnswered,
    PartyAsked,
    PromiseKept,
    PromiseMade,
    TicketAnswered,
    TicketReceived,
    about,
)
from teleshop.care.service.words import Words, last_message
from teleshop.kernel.clock import parse_instant

Clocks = Sequence[Clock]


def told_of(before: CaseFile, after: CaseFile, clocks: Clocks) -> list[CaseEventData]:
    """The events of everything that happened in a case since ``before``; ``clocks`` are its clocks
    now. What desk and messages tell themselves is not among them.
    """
    told = (
        _told(event, before.case, after, clocks) for event in after.events[len(before.events) :]
    )
    return [event for event in told if event is not None]


def _told(  # noqa: PLR0911, PLR0912 - one row per kind of event
    event: CaseEvent, before: Case, after: CaseFile, clocks: Clocks
) -> CaseEventData | None:
    case, facts = after.case, event.facts
    base = about(case)
    match event.kind:
        case EventKind.RECEIVED:
            return CaseOpened(
                **base,
                arrived_at=case.arrived_at,
                next_due_at=case.next_due_at,
                skill=case.skill,
            )
        case EventKind.ASSIGNED:
            return CaseAssigned(**base, assignee=facts["assignee"], team=facts["team"])
        case EventKind.UNASSIGNED:
            return CaseUnassigned(
                **base,
                former=facts["from"],
                team=case.team,
                skill=case.skill,
                reason=facts["reason"],
            )
        case EventKind.TRANSFERRED:
            return CaseTransferred(
                **base, former=before.assignee, team=facts["team"], skill=facts["skill"]
            )
        case EventKind.RESPONDED:
            return CaseResponded(**base, responded_at=event.at)
        case EventKind.ANSWERED:
            return CaseAnswered(**base, answered_at=event.at)
        case EventKind.HANDLED:
            return CaseHandled(**base, handled_at=event.at)
        case EventKind.RAISED:
            return CaseRaised(**base, reasons=case.severity_reasons, assignee=case.assignee)
        case EventKind.CLASSIFIED:
            return CaseClassified(
                **base,
                suggested_cause=case.suggested_cause,
                agreed=facts["agreed"],
                previous_cause=before.cause,
                arrived_at=case.arrived_at,
            )
        case EventKind.PROMISED:
            return PromiseMade(
                **base,
                promise=facts["promise"],
                what=facts["what"],
                due_at=parse_instant(facts["due_at"]),
            )
        case EventKind.PROMISE_KEPT:
            return PromiseKept(**base, promise=facts["promise"])
        case EventKind.ASKED:
            due_at = _due_of(clocks, f"{facts['party']}_answer", facts["request"])
            return PartyAsked(
                **base,
                request=facts["request"],
                party=facts["party"],
                party_id=facts["party_id"],
                due_at=due_at,
                supplier_found=case.supplier_id is not None and before.supplier_id is None,
                arrived_at=case.arrived_at,
            )
        case EventKind.PARTY_ANSWERED:
            asked = asked_of(after)[facts["request"]]
            return PartyAnswered(
                **base,
                request=facts["request"],
                party=asked["party"],
                party_id=asked["party_id"],
            )
        case EventKind.TICKET_RECEIVED:
            return TicketReceived(
                **base,
                ticket=facts["ticket"],
                authority=facts["authority"],
                due_at=parse_instant(facts["due_at"]),
            )
        case EventKind.TICKET_ANSWERED:
            return TicketAnswered(**base, ticket=facts["ticket"])
        case EventKind.MERGED_AWAY:
            return CaseMerged(**base, into=facts["into"], arrived_at=case.arrived_at)
        case EventKind.SPLIT:
            return CaseSplit(**base, new_case_id=facts["case"])
        case EventKind.CLOSED:
            return CaseClosed(
                **base,
                resolution=facts["resolution"],
                closed_at=event.at,
                clocks=tuple(ClockFacts.of(clock) for clock in clocks if clock.base is None),
                arrived_at=case.arrived_at,
            )
        case EventKind.REOPENED:
            return CaseReopened(
                **base, round=case.round, next_due_at=case.next_due_at, skill=case.skill
            )
        case EventKind.HOLD_SET | EventKind.HOLD_LIFTED:
            return CaseHeld(**base, held=event.kind is EventKind.HOLD_SET)
        case EventKind.BREACHED:
            clock = _clock(clocks, facts["clock"])
            return ClockBreached(
                **clock_facts(case, clock),
                breached_at=event.at,
                late_party=facts["late_party"],
                escalated_to=facts["role"],
            )
        case EventKind.ESCALATED:
            clock = _clock(clocks, facts["clock"])
            return ClockEscalated(
                **clock_facts(case, clock), level=facts["level"], escalated_to=facts["role"]
            )
        case EventKind.EXPLAINED:
            return ClockExplained(**clock_facts(case, _clock(clocks, facts["clock"])))
    return None


def _clock(clocks: Clocks, id: str) -> Clock:
    return next(clock for clock in clocks if clock.id == id)


def _due_of(clocks: Clocks, kind: str, place: str) -> datetime:
    return next(clock.due_at for clock in clocks if clock.id == f"{kind}.{place}")


def message_added(case: Case, words: Words) -> MessageAdded:
    """What is told of words: never what they say."""
    return MessageAdded(
        **about(case),
        message_id=last_message(CaseFile(case)),
        author=words.author.value,
        visibility=words.visibility.value,
        purpose=words.purpose.value,
        assignee=case.assignee,
    )


def ended(case: Case, clock: Clock) -> ClockEnded:
    """What is told of a clock that ended by what it waits for."""
    if clock.ended_at is None:
        raise ValueError(f"{clock.id} runs")
    return ClockEnded(
        **clock_facts(case, clock),
        owed_by=clock.owed_by.value,
        ended_at=clock.ended_at,
        met=clock.met,
        minutes_left=clock.minutes_left() or 0,
        short=clock.short,
    )


def clock_facts(case: Case, clock: Clock) -> dict[str, Any]:
    """The fields of every event of a clock."""
    return {
        **about(case),
        "clock_id": clock.id,
        "clock": clock.kind,
        "due_at": clock.due_at,
        "assignee": case.assignee,
        "team": case.team,
    }
