"""A case: its head, which is what lists and rights need, and its file, the head with its events.

The head is a projection: :meth:`CaseFile.add` is the only way to change it, by an event.
"""

import dataclasses
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from teleshop.care.domain.clocks import SPECS, Clock, ClockSpec, clocks, next_clock
from teleshop.care.domain.events import CaseEvent, EventKind
from teleshop.care.domain.policy import Policies
from teleshop.kernel.calendar import add_months
from teleshop.kernel.clock import china_date, parse_instant

ARCHIVE_MONTHS = 36
"""Cases are kept for three years after they ended, at least (standard 6.1.4)."""


class CaseKind(StrEnum):
    """What a case is about; ``prefix`` of its id and ``collection`` of its address."""

    COMPLAINT = "complaint"
    ENQUIRY = "enquiry"
    FOLLOW_UP = "follow_up"
    RETURN = "return"
    EXCHANGE = "exchange"
    REPAIR = "repair"

    @property
    def prefix(self) -> str:
        """``cmp``, ``enq``, ``fup``, ``asc``."""
        return {"complaint": "cmp", "enquiry": "enq", "follow_up": "fup"}.get(self, "asc")

    @property
    def collection(self) -> str:
        """The plural under which the kind is found: ``complaints``."""
        return {
            "complaint": "complaints",
            "enquiry": "enquiries",
            "follow_up": "follow-ups",
        }.get(self, "after-sales-cases")

    @property
    def is_after_sales(self) -> bool:
        """Whether goods go back, are exchanged or repaired."""
        return self.prefix == "asc"


class CaseState(StrEnum):
    """``merged`` is final: the case lives on in another one."""

    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


class CaseChannel(StrEnum):
    """How the case reached the platform; a ticket of the authorities' hotline is 12315; a survey
    with a low score opens a follow-up by itself, and the platform a return of goods that it found
    out about.
    """

    PHONE = "phone"
    APP = "app"
    WEB = "web"
    LETTER = "letter"
    TICKET_12315 = "ticket_12315"
    SURVEY = "survey"
    PLATFORM = "platform"


class Severity(StrEnum):
    """A major case has one clock more (6.1.3)."""

    NORMAL = "normal"
    MAJOR = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """``arrived_at`` is when it reached the platform (the time of a call), ``recorded_at`` when it
    was entered. ``contact`` is personal: name and phone of a caller without an account, as text.

    ``holds_report``: its text may hold a report to authorities beside the complaint, so that it is
    to be split (rule R8.1). ``skill`` is what whoever takes it must know, ``team`` who has it.
    ``next_due_at`` is when its next clock runs out, ``breaches`` how many have. ``retain_until`` is
    set at the end, the last day that it must be kept; with ``legal_hold`` it is kept beyond.
    ``events`` counts its events.
    """

    id: str
    kind: CaseKind
    channel: CaseChannel
    arrived_at: datetime
    recorded_at: datetime
    policy: int
    state: CaseState = CaseState.OPEN
    customer_id: str | None = None
    contact: str | None = field(default=None, repr=False)
    language: str = "zh"
    order_id: str | None = None
    supplier_id: str | None = None
    product_id: str | None = None
    slot_id: str | None = None
    severity: Severity = Severity.NORMAL
    severity_reasons: tuple[str, ...] = ()
    cause: str | None = None
    suggested_cause: str | None = None
    suggestion_confidence: int | None = None
    skill: str = "general"
    team: str | None = None
    assignee: str | None = None
    responded_at: datetime | None = None
    answered_at: datetime | None = None
    handled_at: datetime | None = None
    closed_at: datetime | None = None
    resolution: str | None = None
    merged_into: str | None = None
    split_from: str | None = None
    related: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    promises: int = 0
    requests: int = 0
    messages: int = 0
    round: int = 1
    breaches: int = 0
    next_clock: str | None = None
    next_due_at: datetime | None = None
    holds_report: bool = False
    legal_hold: bool = False
    retain_until: date | None = None
    events: int = 0
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state is CaseState.OPEN


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case with all its events, oldest first; ``stored`` of them are in the database."""

    case: Case
    events: tuple[CaseEvent, ...] = ()
    stored: int = 0

    @property
    def new_events(self) -> tuple[CaseEvent, ...]:
        """The events that are not stored yet."""
        return self.events[self.stored :]

    def add(
        self, kind: EventKind, *, now: datetime, by: str, at: datetime | None = None, **facts: Any
    ) -> "CaseFile":
        """The file with one event more and the head that follows from it; ``at`` is ``now`` unless
        it happened before.
        """
        event = CaseEvent(
            case_id=self.case.id,
            number=self.case.events + 1,
            kind=kind,
            at=at or now,
            recorded_at=now,
            by=by,
            facts=facts,
        )
        case = dataclasses.replace(self.case, events=event.number, **_changes(self.case, event))
        return CaseFile(case, (*self.events, event), self.stored)

    def with_head(self, **changes: Any) -> "CaseFile":
        """The file with facts of the head that no event carries, such as a contact."""
        return CaseFile(dataclasses.replace(self.case, **changes), self.events, self.stored)

    def clocks(self, policies: Policies, specs: tuple[ClockSpec, ...] = SPECS) -> tuple[Clock, ...]:
        """The state of every clock."""
        return clocks(self.events, policies, specs)

    def settled(self, policies: Policies, specs: tuple[ClockSpec, ...] = SPECS) -> "CaseFile":
        """The file whose head names the next clock and counts the clocks that ran out: the last
        step before it is stored.
        """
        state = self.clocks(policies, specs)
        following = next_clock(state)
        return self.with_head(
            breaches=sum(clock.breached for clock in state),
            next_clock=following.id if following else None,
            next_due_at=following.due_at if following else None,
        )


def opened(case: Case, *, now: datetime, by: str) -> CaseFile:
    """The file of a new case."""
    return CaseFile(case).add(
        EventKind.RECEIVED,
        now=now,
        by=by,
        at=case.arrived_at,
        case_kind=case.kind.value,
        channel=case.channel.value,
        severity=case.severity.value,
        policy=case.policy,
    )


def _changes(case: Case, event: CaseEvent) -> dict[str, Any]:  # noqa: PLR0911, PLR0912 - one row per kind of event
    facts, at = event.facts, event.at
    match event.kind:
        case EventKind.ASSIGNED:
            return {"assignee": facts["assignee"], "team": facts["team"]}
        case EventKind.UNASSIGNED:
            return {"assignee": None}
        case EventKind.TRANSFERRED:
            return {"assignee": None, "team": facts["team"], "skill": facts["skill"]}
        case EventKind.RESPONDED:
            return {"responded_at": case.responded_at or at}
        case EventKind.ANSWERED:
            return {
                "responded_at": case.responded_at or at,
                "answered_at": case.answered_at or at,
            }
        case EventKind.RAISED:
            reasons = tuple(dict.fromkeys((*case.severity_reasons, *facts["reasons"])))
            return {"severity": Severity.MAJOR, "severity_reasons": reasons}
        case EventKind.HANDLED:
            return {"handled_at": case.handled_at or at}
        case EventKind.PROMISED:
            return {"promises": case.promises + 1}
        case EventKind.ASKED:
            return {"requests": case.requests + 1}
        case EventKind.TICKET_RECEIVED:
            return {"tickets": (*case.tickets, facts["ticket"]), **_kept_longer(case, at)}
        case EventKind.TICKET_ANSWERED:
            return _kept_longer(case, at)
        case EventKind.MERGED:
            return _merged(case, facts)
        case EventKind.SPLIT:
            return {"related": (*case.related, facts["case"])}
        case EventKind.CLASSIFIED:
            return {"cause": facts["cause"]}
        case EventKind.CLOSED:
            return {
                "state": CaseState.CLOSED,
                "closed_at": at,
                "resolution": facts["resolution"],
                "retain_until": _retained(at),
            }
        case EventKind.MERGED_AWAY:
            return {
                "state": CaseState.MERGED,
                "closed_at": at,
                "merged_into": facts["into"],
                "retain_until": _retained(at),
            }
        case EventKind.REOPENED:
            # The answers of the round before stay in the events; the new round starts without, and
            # without somebody: who had the case has given it back.
            return {
                "assignee": None,
                "state": CaseState.OPEN,
                "round": case.round + 1,
                "closed_at": None,
                "resolution": None,
                "retain_until": None,
                "responded_at": None,
                "answered_at": None,
                "handled_at": None,
                "policy": facts.get("policy", case.policy),
            }
        case EventKind.POLICY_CHANGED:
            return {"policy": facts["policy"]}
        case EventKind.HOLD_SET:
            return {"legal_hold": True}
        case EventKind.HOLD_LIFTED:
            return {"legal_hold": False}
    return {}


def _merged(case: Case, facts: dict[str, Any]) -> dict[str, Any]:
    """What one case owes, both owe together: an answer to the one is none to the other."""
    changes: dict[str, Any] = {"related": (*case.related, facts["case"])}
    if facts["severity"] == Severity.MAJOR and case.severity is not Severity.MAJOR:
        changes["severity"] = Severity.MAJOR
        if facts["handled_at"]:
            changes["handled_at"] = parse_instant(facts["handled_at"])
    for kind in facts["owes"]:
        changes[_MARKS[kind]] = None
    return changes


_MARKS = {
    "respond": "responded_at",
    "answer": "answered_at",
    "enquiry_answer": "answered_at",
    "follow_up": "answered_at",
    "handle": "handled_at",
}
"""Which mark of the head says that a clock's purpose was met."""


def _kept_longer(case: Case, at: datetime) -> dict[str, Any]:
    """A ticket on a closed case is part of its archive, which is kept from then."""
    return {} if case.retain_until is None else {"retain_until": _retained(at)}


def _retained(at: datetime) -> date:
    return add_months(china_date(at), ARCHIVE_MONTHS)
