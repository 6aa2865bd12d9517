"""Events of the care context: what happened, told to others. Nothing personal.

``customer_id`` is the subject of the customer's token, a pseudonym; None for callers without an
account. Codes are those of the domain.
"""

from datetime import datetime
from typing import Any, ClassVar

import msgspec

from teleshop.care.domain.case import Case
from teleshop.care.domain.clocks import Clock
from teleshop.kernel.events import EventData


class CaseEventData(EventData, frozen=True, kw_only=True):
    """What all events of a case say: the case and what it is about, as it stands after them."""

    context: ClassVar[str] = "care"

    case_id: str
    case_kind: str
    customer_id: str | None = None
    supplier_id: str | None = None
    product_id: str | None = None
    slot_id: str | None = None
    order_id: str | None = None
    channel: str
    severity: str
    cause: str | None = None


def about(case: Case) -> dict[str, Any]:
    """The fields that every event of a case has."""
    return {
        "case_id": case.id,
        "case_kind": case.kind.value,
        "customer_id": case.customer_id,
        "supplier_id": case.supplier_id,
        "product_id": case.product_id,
        "slot_id": case.slot_id,
        "order_id": case.order_id,
        "channel": case.channel.value,
        "severity": case.severity.value,
        "cause": case.cause,
    }


class ClockFacts(msgspec.Struct, frozen=True, kw_only=True):
    """How a clock ended; ``minutes_left`` is negative when it was over, None if it was cancelled
    with the case (``ended_at`` is then None too). ``short``: who owed it was asked so late that it
    had less than its own time.
    """

    clock_id: str
    clock: str
    owed_by: str
    due_at: datetime
    ended_at: datetime | None = None
    minutes_left: int | None = None
    breached: bool = False
    short: bool = False

    @classmethod
    def of(cls, clock: Clock) -> "ClockFacts":
        """The facts of one clock."""
        return cls(
            clock_id=clock.id,
            clock=clock.kind,
            owed_by=clock.owed_by.value,
            due_at=clock.due_at,
            ended_at=None if clock.cancelled else clock.ended_at,
            minutes_left=clock.minutes_left(),
            breached=clock.breached,
            short=clock.short,
        )


class CaseOpened(CaseEventData, frozen=True, kw_only=True):
    """A case reached the platform at ``arrived_at`` and its clocks run from then.

    ``skill`` is what whoever takes it must know.
    """

    arrived_at: datetime
    next_due_at: datetime | None = None
    skill: str = "general"


class CaseAssigned(CaseEventData, frozen=True, kw_only=True):
    """Somebody has the case now; ``assignee`` is the subject of a token."""

    assignee: str
    team: str


class CaseUnassigned(CaseEventData, frozen=True, kw_only=True):
    """Nobody has the case any more; ``former`` had it."""

    former: str
    team: str | None = None
    skill: str
    reason: str


class CaseTransferred(CaseEventData, frozen=True, kw_only=True):
    """The case waits for somebody of another team; ``former`` had it, if anybody."""

    former: str | None = None
    team: str
    skill: str


class CaseClassified(CaseEventData, frozen=True, kw_only=True):
    """A person said what caused it: ``cause``. ``agreed`` is whether that is what the text had
    suggested (None without a suggestion). ``arrived_at`` is when the case reached the platform.
    """

    suggested_cause: str | None = None
    agreed: bool | None = None
    previous_cause: str | None = None
    arrived_at: datetime | None = None


class CaseRaised(CaseEventData, frozen=True, kw_only=True):
    """The case is a major one; ``reasons`` are codes, ``assignee`` is who has it."""

    reasons: tuple[str, ...] = ()
    assignee: str | None = None


class CaseResponded(CaseEventData, frozen=True, kw_only=True):
    """A person responded to the customer."""

    responded_at: datetime


class CaseAnswered(CaseEventData, frozen=True, kw_only=True):
    """The customer has a clear answer."""

    answered_at: datetime


class CaseHandled(CaseEventData, frozen=True, kw_only=True):
    """What a major complaint called for was done."""

    handled_at: datetime


class CaseClosed(CaseEventData, frozen=True, kw_only=True):
    """The case, which reached the platform at ``arrived_at``, came to its end; ``clocks`` are all
    that it ever had, escalations left out.
    """

    resolution: str
    closed_at: datetime
    clocks: tuple[ClockFacts, ...] = ()
    arrived_at: datetime | None = None


class CaseReopened(CaseEventData, frozen=True, kw_only=True):
    """A closed case goes on with new clocks, for the ``round``-th time (the first one counted)."""

    round: int
    next_due_at: datetime | None = None
    skill: str = "general"


class CaseMerged(CaseEventData, frozen=True, kw_only=True):
    """The case, which reached the platform at ``arrived_at``, lives on in the case ``into``."""

    into: str
    arrived_at: datetime | None = None


class CaseSplit(CaseEventData, frozen=True, kw_only=True):
    """Part of the case became the case ``new_case_id``, such as a report to authorities beside a
    complaint (rule R8.1).
    """

    new_case_id: str


class CaseHeld(CaseEventData, frozen=True, kw_only=True):
    """A legal hold was set (``held``) or lifted."""

    held: bool


class MessageAdded(CaseEventData, frozen=True, kw_only=True):
    """Somebody wrote on the case; ``visibility`` says who reads it beside staff."""

    message_id: str
    author: str
    visibility: str
    purpose: str
    assignee: str | None = None


class PartyAsked(CaseEventData, frozen=True, kw_only=True):
    """A supplier or carrier owes an answer until ``due_at``. ``supplier_found``: only by that it is
    known whose goods the case is about, which reached the platform at ``arrived_at``.
    """

    request: str
    party: str
    party_id: str
    due_at: datetime
    supplier_found: bool = False
    arrived_at: datetime | None = None


class PartyAnswered(CaseEventData, frozen=True, kw_only=True):
    """A supplier or carrier has answered."""

    request: str
    party: str
    party_id: str


class PromiseMade(CaseEventData, frozen=True, kw_only=True):
    """The customer was promised something by ``due_at``."""

    promise: str
    what: str
    due_at: datetime


class PromiseKept(CaseEventData, frozen=True, kw_only=True):
    """What was promised has happened."""

    promise: str


class TicketReceived(CaseEventData, frozen=True, kw_only=True):
    """An authority sent a ticket that must be answered by ``due_at`` (rule R8.3)."""

    ticket: str
    authority: str
    due_at: datetime


class TicketAnswered(CaseEventData, frozen=True, kw_only=True):
    """The authority has our answer."""

    ticket: str


class ClockEvent(CaseEventData, frozen=True, kw_only=True):
    """What events of one clock say; ``assignee`` and ``team`` are those of the case."""

    clock_id: str
    clock: str
    due_at: datetime
    assignee: str | None = None
    team: str | None = None


class ClockWarned(ClockEvent, frozen=True, kw_only=True):
    """``share`` per cent of a clock's time have passed."""

    share: int


class ClockBreached(ClockEvent, frozen=True, kw_only=True):
    """A clock ran out; ``late_party`` is who let it, ``escalated_to`` the role that is told."""

    breached_at: datetime
    late_party: str
    escalated_to: str


class ClockEscalated(ClockEvent, frozen=True, kw_only=True):
    """What a clock that ran out waits for has still not happened: the next role is told."""

    level: int
    escalated_to: str


class ClockExplained(ClockEvent, frozen=True, kw_only=True):
    """Somebody explained why a clock ran out; the breach stays."""


class ClockEnded(ClockEvent, frozen=True, kw_only=True):
    """What a clock waits for has happened, ``met`` if in time; ``minutes_left`` is negative when
    it was over. ``short`` as in :class:`ClockFacts`.
    """

    owed_by: str
    ended_at: datetime
    met: bool
    minutes_left: int
    short: bool = False
