"""What callers of the care context see: all for staff, no internal matters for customers, nothing
of the customer for suppliers.
"""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from teleshop.care.domain.case import Case
from teleshop.care.domain.clocks import Clock, Party
from teleshop.care.domain.events import CaseEvent, EventKind
from teleshop.care.domain.messages import Message
from teleshop.care.domain.shown import Audience, Shown
from teleshop.kernel.schema import Output

TOLD_TO_CUSTOMERS = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.RESPONDED,
        EventKind.ANSWERED,
        EventKind.HANDLED,
        EventKind.PROMISED,
        EventKind.PROMISE_KEPT,
        EventKind.CLOSED,
        EventKind.REOPENED,
        EventKind.DECIDED,
        EventKind.PARCEL_SENT,
        EventKind.GOODS_RECEIVED,
        EventKind.INSPECTED,
        EventKind.REFUNDED,
        EventKind.REPLACED,
        EventKind.REPAIR_STARTED,
        EventKind.REPAIR_FINISHED,
        EventKind.SENT_BACK,
    }
)
TOLD_TO_SUPPLIERS = frozenset(
    {
        EventKind.RECEIVED,
        EventKind.ASKED,
        EventKind.PARTY_ANSWERED,
        EventKind.CLOSED,
        EventKind.REOPENED,
    }
)
CLOCKS_OF_CUSTOMERS = frozenset(
    {
        "respond",
        "answer",
        "handle",
        "enquiry_answer",
        "promise",
        "decision",
        "refund",
        "replacement",
        "repair",
    }
)
"""Clocks that are about the customer; the others are internal."""


Fact = str | int | bool | list[str] | dict[str, str] | None


class ClockView(Output, frozen=True, kw_only=True):
    """``state`` is ``running``, ``overdue``, ``met``, ``late`` (met too late) or ``cancelled``;
    ``minutes_left`` counts to now while it runs, else to its end; negative when over.
    """

    id: str
    clock: str
    owed_by: str
    started_at: datetime
    due_at: datetime
    state: str
    minutes_left: int | None
    ended_at: datetime | None
    breached: bool

    @classmethod
    def of(cls, clock: Clock, now: datetime) -> "ClockView":
        """A clock as it stands at ``now``."""
        left = clock.minutes_left()
        if clock.is_open:
            left = (clock.due_at - now) // timedelta(minutes=1)
        return cls(
            id=clock.id,
            clock=clock.kind,
            owed_by=clock.owed_by.value,
            started_at=clock.starts_at,
            due_at=clock.due_at,
            state=_state(clock, now),
            minutes_left=left,
            ended_at=clock.ended_at,
            breached=clock.breached,
        )


def _state(clock: Clock, now: datetime) -> str:
    if clock.cancelled:
        return "cancelled"
    if clock.is_open:
        return "overdue" if clock.breached or clock.due_at <= now else "running"
    return "late" if clock.late else "met"


class EventView(Output, frozen=True, kw_only=True):
    """Something that happened in the case; ``facts`` and ``by`` are for staff."""

    number: int
    kind: str
    at: datetime
    recorded_at: datetime | None = None
    by: str | None = None
    facts: dict[str, Fact] = msgspec.field(default_factory=dict)

    @classmethod
    def of(cls, event: CaseEvent, audience: Audience, number: int) -> "EventView":
        """The event for one side; ``number`` counts what that side is told of, so that a gap does
        not show what it is not.
        """
        if audience is not Audience.STAFF:
            return cls(number=number, kind=event.kind.value, at=event.at)
        return cls(
            number=event.number,
            kind=event.kind.value,
            at=event.at,
            recorded_at=event.recorded_at,
            by=event.by,
            facts={name: _plain(value) for name, value in event.facts.items()},
        )


def _plain(value: object) -> Fact:
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, list | tuple):
        return [str(part) for part in value]
    if isinstance(value, dict):
        return {str(name): str(part) for name, part in value.items()}
    return str(value)


class CaseView(Output, frozen=True, kw_only=True):
    """A case for one side (``audience``). What a side may not see is null or empty.

    ``contact`` is only for staff; ``customer_id`` never for suppliers. ``severity_reasons`` say why
    a case is a major one, ``severity_words`` which words of the text made it so by itself.
    ``holds_report``: the text may hold a report to authorities beside the complaint, to be split
    off (rule R8.1). ``minutes_left`` is that of the clock that runs out next.
    """

    id: str
    kind: str
    audience: str
    state: str
    channel: str
    arrived_at: datetime
    severity: str
    language: str | None
    round: int
    version: int
    order_id: str | None = None
    product_id: str | None = None
    slot_id: str | None = None
    supplier_id: str | None = None
    customer_id: str | None = None
    contact: str | None = None
    recorded_at: datetime | None = None
    severity_reasons: list[str] = msgspec.field(default_factory=list)
    severity_words: list[str] = msgspec.field(default_factory=list)
    cause: str | None = None
    suggested_cause: str | None = None
    suggestion_confidence: int | None = None
    skill: str | None = None
    team: str | None = None
    assignee: str | None = None
    responded_at: datetime | None = None
    answered_at: datetime | None = None
    handled_at: datetime | None = None
    closed_at: datetime | None = None
    resolution: str | None = None
    merged_into: str | None = None
    split_from: str | None = None
    related: list[str] = msgspec.field(default_factory=list)
    tickets: list[str] = msgspec.field(default_factory=list)
    messages: int | None = None
    breaches: int | None = None
    next_clock: str | None = None
    next_due_at: datetime | None = None
    minutes_left: int | None = None
    holds_report: bool = False
    legal_hold: bool = False
    retain_until: date | None = None
    clocks: list[ClockView] = msgspec.field(default_factory=list)
    history: list[EventView] = msgspec.field(default_factory=list)

    @classmethod
    def of(cls, shown: Shown) -> "CaseView":
        """The view of a case for the side that asks."""
        case, audience, now = shown.case, shown.audience, shown.now
        told = [event for event in shown.file.events if _tells(audience, event.kind)]
        common: dict[str, Any] = {
            "id": case.id,
            "kind": case.kind.value,
            "audience": audience.value,
            "state": case.state.value,
            "channel": case.channel.value,
            "arrived_at": case.arrived_at,
            "severity": case.severity.value,
            "round": case.round,
            "version": case.version,
            "order_id": case.order_id,
            "product_id": case.product_id,
            "slot_id": case.slot_id,
            "supplier_id": case.supplier_id,
            "closed_at": case.closed_at,
            "clocks": [ClockView.of(clock, now) for clock in shown_clocks(shown)],
            "history": [
                EventView.of(event, audience, number) for number, event in enumerate(told, start=1)
            ],
        }
        if audience is Audience.SUPPLIER:
            return cls(**common, language=None)
        about_customer: dict[str, Any] = {
            "language": case.language,
            "customer_id": case.customer_id,
            "responded_at": case.responded_at,
            "answered_at": case.answered_at,
            "handled_at": case.handled_at,
            "resolution": case.resolution,
            "merged_into": case.merged_into,
        }
        if audience is Audience.CUSTOMER:
            # What nobody knows outside: which supplier the platform bought from.
            return cls(**{**common, **about_customer, "supplier_id": None})
        due = case.next_due_at
        return cls(
            **common,
            **about_customer,
            contact=case.contact,
            recorded_at=case.recorded_at,
            severity_reasons=list(case.severity_reasons),
            severity_words=[
                word
                for event in shown.file.events
                if event.kind is EventKind.RAISED
                for word in event.facts.get("words", ())
            ],
            cause=case.cause,
            suggested_cause=case.suggested_cause,
            suggestion_confidence=case.suggestion_confidence,
            skill=case.skill,
            team=case.team,
            assignee=case.assignee,
            split_from=case.split_from,
            related=list(case.related),
            tickets=list(case.tickets),
            messages=case.messages,
            breaches=case.breaches,
            next_clock=case.next_clock,
            next_due_at=due,
            minutes_left=(due - now) // timedelta(minutes=1) if due else None,
            holds_report=case.holds_report,
            legal_hold=case.legal_hold,
            retain_until=case.retain_until,
        )


def shown_clocks(shown: Shown) -> list[Clock]:
    """The clocks that a side sees: all, those about the customer, or those the supplier owes."""
    match shown.audience:
        case Audience.STAFF:
            return list(shown.clocks)
        case Audience.CUSTOMER:
            return [clock for clock in shown.clocks if clock.kind in CLOCKS_OF_CUSTOMERS]
        case Audience.SUPPLIER:
            return [clock for clock in shown.clocks if clock.owed_by is Party.SUPPLIER]


def _tells(audience: Audience, kind: EventKind) -> bool:
    match audience:
        case Audience.STAFF:
            return True
        case Audience.CUSTOMER:
            return kind in TOLD_TO_CUSTOMERS
        case Audience.SUPPLIER:
            return kind in TOLD_TO_SUPPLIERS


class CaseListedView(Output, frozen=True, kw_only=True):
    """A case in a list. For suppliers and customers what is not theirs to see is null."""

    id: str
    kind: str
    state: str
    channel: str
    arrived_at: datetime
    severity: str
    order_id: str | None
    product_id: str | None
    customer_id: str | None = None
    supplier_id: str | None = None
    cause: str | None = None
    team: str | None = None
    assignee: str | None = None
    breaches: int | None = None
    next_clock: str | None = None
    next_due_at: datetime | None = None
    closed_at: datetime | None = None
    version: int

    @classmethod
    def of(cls, case: Case, audience: Audience) -> "CaseListedView":
        """The case for one side."""
        staff = audience is Audience.STAFF
        return cls(
            id=case.id,
            kind=case.kind.value,
            state=case.state.value,
            channel=case.channel.value,
            arrived_at=case.arrived_at,
            severity=case.severity.value,
            order_id=case.order_id,
            product_id=case.product_id,
            customer_id=None if audience is Audience.SUPPLIER else case.customer_id,
            supplier_id=None if audience is Audience.CUSTOMER else case.supplier_id,
            cause=case.cause if staff else None,
            team=case.team if staff else None,
            assignee=case.assignee if staff else None,
            breaches=case.breaches if staff else None,
            next_clock=case.next_clock if staff else None,
            next_due_at=case.next_due_at if staff else None,
            closed_at=case.closed_at,
            version=case.version,
        )


class FileLinkView(Output, frozen=True, kw_only=True):
    """A link that needs no token; ``sha256`` is that of the content behind it."""

    url: str
    expires_at: datetime
    content_type: str
    sha256: str


class MessageView(Output, frozen=True, kw_only=True):
    """A message; ``by`` (who wrote) is for staff."""

    id: str
    author: str
    visibility: str
    purpose: str
    at: datetime
    text: str
    attachments: list[str]
    about: str | None = None
    by: str | None = None

    @classmethod
    def of(cls, message: Message, audience: Audience) -> "MessageView":
        """The message for a side that may read it."""
        return cls(
            id=message.id,
            author=message.author.value,
            visibility=message.visibility.value,
            purpose=message.purpose.value,
            at=message.at,
            text=message.text,
            attachments=list(message.attachments),
            about=message.about,
            by=message.by if audience is Audience.STAFF else None,
        )
