"""The state of all clocks of a case: a pure function of its events and the policies (6.1.3).

Nothing else is kept about a clock, so nothing can disagree with the record; the deadlines that the
service registers are the difference between what this function said before and after a change.

A clock is named by kind and place: ``answer.2`` is the one after the first reopening. It ends by
what it is for, or is cancelled with the case. A breach is an event like any other and so cannot be
taken back. A clock that ran out and has not ended goes on as ``escalation.<clock>.<level>``, level
by level, so an open case always has a next clock.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypedDict

from teleshop.care.domain.events import CaseEvent, EventKind
from teleshop.care.domain.policy import Policies, Policy
from teleshop.kernel.clock import parse_instant


class Party(StrEnum):
    """Who owes what a clock measures, and so who is late when it runs out."""

    PLATFORM = "platform"
    SUPPLIER = "supplier"
    CARRIER = "carrier"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """``ended_at`` is set once it is met (also late) or, with ``cancelled``, no longer needed.

    ``breached``: it ran out before it ended, for good, whether that was seen at the time or only
    when it ended. ``base`` is the clock that an escalation belongs to, ``level`` its level.
    ``short``: asked late, whoever owes it has less than its own time, and so is not late by it.
    """

    id: str
    kind: str
    owed_by: Party
    starts_at: datetime
    due_at: datetime
    ended_at: datetime | None = None
    cancelled: bool = False
    breached: bool = False
    base: str | None = None
    level: int = 0
    short: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still runs, or ran out and what it is for has not happened."""
        return self.ended_at is None

    @property
    def met(self) -> bool:
        """Whether what it is for happened in time; the instant itself is too late."""
        return self.ended_at is not None and not self.cancelled and not self.breached

    @property
    def late(self) -> bool:
        """Whether it ran out before it ended."""
        return self.breached

    @property
    def late_party(self) -> Party:
        """Who is late when it runs out, by this clock alone."""
        return Party.PLATFORM if self.short else self.owed_by

    def waited_at(self, instant: datetime) -> bool:
        """Whether what it is for had not happened yet."""
        return self.ended_at is None or self.ended_at >= instant

    def minutes_left(self) -> int | None:
        """Whole minutes between end and due, negative when over; None while open or cancelled."""
        if self.ended_at is None or self.cancelled:
            return None
        return int((self.due_at - self.ended_at) / timedelta(minutes=1))


Limit = Callable[[Policy, CaseEvent, datetime], datetime]
"""When a clock is due: by policy, the event that started it and the instant it counts from."""


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A kind of clock: which event starts it, which ends it, and when it is due.

    ``kinds`` are the kinds of case that have it, all if empty. ``from_arrival``: it counts from
    when the case (or the earliest merged one) arrived, not from the event that started it.
    ``paired_by`` is the fact that pairs end and start; without it there is one per round.
    ``if_fact`` starts it only for events with that fact. ``owed_by`` is whose move it is; clocks of
    parties that were asked stand in :data:`OWED_BY`, since these run inside the customer's.
    """

    kind: str
    starts: frozenset[EventKind]
    ends: frozenset[EventKind]
    due: Limit
    kinds: frozenset[str] = frozenset()
    from_arrival: bool = False
    paired_by: str | None = None
    if_fact: tuple[str, str] | None = None
    major_only: bool = False
    owed_by: Party = Party.PLATFORM


def after(limit: Callable[[Policy], timedelta]) -> Limit:
    """Due a span of time after the start."""
    return lambda policy, _, start: start + limit(policy)


def told(_: Policy, event: CaseEvent, __: datetime) -> datetime:
    """Due when the event itself says."""
    return parse_instant(event.facts["due_at"])


_OPENING = frozenset({EventKind.RECEIVED, EventKind.REOPENED})
_COMPLAINT = frozenset({"complaint"})
FOR_CUSTOMER = frozenset({"answer", "enquiry_answer", "follow_up", "handle", "decision"})
"""Clocks at whose end the customer must know; what others owe runs inside these."""

SPECS: tuple[ClockSpec, ...] = (
    ClockSpec(
        "respond",
        _OPENING,
        frozenset({EventKind.RESPONDED, EventKind.ANSWERED}),
        after(lambda policy: policy.respond),
        _COMPLAINT,
        from_arrival=True,
    ),
    ClockSpec(
        "answer",
        _OPENING,
        frozenset({EventKind.ANSWERED}),
        after(lambda policy: policy.answer),
        _COMPLAINT,
        from_arrival=True,
    ),
    ClockSpec(
        "handle",
        _OPENING | {EventKind.RAISED},
        frozenset({EventKind.HANDLED}),
        after(lambda policy: policy.handle),
        from_arrival=True,
        major_only=True,
    ),
    ClockSpec(
        "enquiry_answer",
        _OPENING,
        frozenset({EventKind.ANSWERED}),
        after(lambda policy: policy.enquiry_answer),
        frozenset({"enquiry"}),
        from_arrival=True,
    ),
    ClockSpec(
        "follow_up",
        _OPENING,
        frozenset({EventKind.ANSWERED}),
        after(lambda policy: policy.follow_up),
        frozenset({"follow_up"}),
        from_arrival=True,
    ),
    # Whatever was answered must also come to its end: an open case without a clock cannot exist.
    ClockSpec(
        "close",
        frozenset({EventKind.ANSWERED}),
        frozenset({EventKind.CLOSED}),
        after(lambda policy: policy.close),
        frozenset({"complaint", "enquiry", "follow_up"}),
    ),
    # Nothing lies around without somebody who has it.
    ClockSpec(
        "assign",
        _OPENING | {EventKind.UNASSIGNED, EventKind.TRANSFERRED},
        frozenset({EventKind.ASSIGNED}),
        after(lambda policy: policy.assign),
    ),
    ClockSpec(
        "promise",
        frozenset({EventKind.PROMISED}),
        frozenset({EventKind.PROMISE_KEPT}),
        told,
        paired_by="promise",
    ),
    ClockSpec(
        "supplier_answer",
        frozenset({EventKind.ASKED}),
        frozenset({EventKind.PARTY_ANSWERED}),
        after(lambda policy: policy.supplier_answer),
        paired_by="request",
        if_fact=("party", Party.SUPPLIER),
    ),
    ClockSpec(
        "carrier_answer",
        frozenset({EventKind.ASKED}),
        frozenset({EventKind.PARTY_ANSWERED}),
        after(lambda policy: policy.carrier_answer),
        paired_by="request",
        if_fact=("party", Party.CARRIER),
    ),
    ClockSpec(
        "ticket",
        frozenset({EventKind.TICKET_RECEIVED}),
        frozenset({EventKind.TICKET_ANSWERED}),
        told,
        paired_by="ticket",
    ),
)
"""Clocks of all kinds of case but after-sales, which add theirs in `after_sales.clocks`."""

OWED_BY: Mapping[str, Party] = {
    "supplier_answer": Party.SUPPLIER,
    "carrier_answer": Party.CARRIER,
}


def clocks(
    events: Iterable[CaseEvent], policies: Policies, specs: tuple[ClockSpec, ...] = SPECS
) -> tuple[Clock, ...]:
    """Every clock that the case has or had, in the order they started."""
    fold = _Fold(policies, specs)
    for event in events:
        fold.take(event)
    return tuple(running.clock for running in fold.running.values())


class _Due(TypedDict):
    """When a clock is due, and whether that leaves less than its own time."""

    due_at: datetime
    short: bool


@dataclass(slots=True)
class _Running:
    """A clock with what is needed to count it anew."""

    spec: ClockSpec | None
    clock: Clock
    cause: CaseEvent
    place: str


@dataclass(slots=True)
class _Fold:
    policies: Policies
    specs: tuple[ClockSpec, ...]
    running: dict[str, _Running] = field(default_factory=dict)
    policy: int = 0
    round: int = 0
    arrived_at: datetime | None = None
    major: bool = False
    newly_major: bool = False

    def take(self, event: CaseEvent) -> None:
        self._frame(event)
        for spec in self.specs:
            if event.kind in spec.ends:
                self._end(spec, event)
        if event.kind in (EventKind.CLOSED, EventKind.MERGED_AWAY):
            self._cancel_all(event.at)
            return
        for spec in self.specs:
            if self._begins(spec, event):
                self._start(spec, event)
        if event.kind is EventKind.BREACHED:
            self._breach(event)
        elif event.kind is EventKind.ESCALATED:
            self._escalate(event)

    def _frame(self, event: CaseEvent) -> None:
        facts = event.facts
        match event.kind:
            case EventKind.RECEIVED:
                kind, self.policy = facts["case_kind"], facts["policy"]
                self.specs = tuple(
                    spec for spec in self.specs if not spec.kinds or kind in spec.kinds
                )
                self.round, self.arrived_at = 1, event.at
                self.major = facts["severity"] == "major"
            case EventKind.REOPENED:
                self.round, self.arrived_at = self.round + 1, event.at
                self.policy = facts.get("policy", self.policy)
            case EventKind.RAISED:
                self.newly_major, self.major = not self.major, True
            case EventKind.MERGED:
                self.major = self.major or facts["severity"] == "major"
                other = parse_instant(facts["arrived_at"])
                self.arrived_at = min(self.arrived_at or other, other)
                self._take_over(event)
            case EventKind.POLICY_CHANGED:
                self.policy = facts["policy"]
                self._count_anew()

    def _begins(self, spec: ClockSpec, event: CaseEvent) -> bool:
        if event.kind not in spec.starts:
            return False
        if spec.major_only and not self.major:
            return False
        if spec.major_only and event.kind is EventKind.RAISED and not self.newly_major:
            # One more reason for a case that is major already, perhaps by a duplicate that was
            # handled: it is handled once a round.
            return False
        if spec.if_fact and event.facts.get(spec.if_fact[0]) != spec.if_fact[1]:
            return False
        place = self._place(spec, event)
        if spec.paired_by or spec.kind == "assign":
            return self._open(spec.kind, place) is None
        # Once a round: what was answered twice was answered the first time.
        return f"{spec.kind}.{place}" not in self.running

    def _place(self, spec: ClockSpec, event: CaseEvent) -> str:
        return str(event.facts[spec.paired_by]) if spec.paired_by else str(self.round)

    def _open(self, kind: str, place: str) -> _Running | None:
        for running in self.running.values():
            clock = running.clock
            if clock.is_open and clock.kind == kind and running.place == place:
                return running
        return None

    def _start(self, spec: ClockSpec, event: CaseEvent, since: datetime | None = None) -> None:
        place = self._place(spec, event)
        start = since or (self.arrived_at if spec.from_arrival else None) or event.at
        id = f"{spec.kind}.{place}"
        if id in self.running:
            # Assigned and given back within one round, or taken over with a duplicate: the same
            # kind again.
            id = f"{id}.{event.number}"
        made = Clock(
            id=id,
            kind=spec.kind,
            owed_by=OWED_BY.get(spec.kind, spec.owed_by),
            starts_at=start,
            **self._due(spec, event, start),
        )
        self.running[id] = _Running(spec, made, event, place)

    def _due(self, spec: ClockSpec, cause: CaseEvent, start: datetime) -> "_Due":
        policy = self.policies[self.policy]
        due = spec.due(policy, cause, start)
        if spec.kind not in OWED_BY:
            return {"due_at": due, "short": False}
        # Others answer while the platform can still use it, but never at once.
        waiting = [
            clock.due_at
            for clock in (running.clock for running in self.running.values())
            if clock.is_open and not clock.breached and clock.kind in FOR_CUSTOMER
        ]
        if not waiting:
            return {"due_at": due, "short": False}
        inside = max(min(waiting) - policy.reserve, start + policy.reserve)
        return {"due_at": min(due, inside), "short": inside < due}

    def _take_over(self, event: CaseEvent) -> None:
        """What the other case owed, this one owes, since then: the earlier start wins; what was
        already done here was not done for the other, so its clock starts again.
        """
        for spec in self.specs:
            owed = event.facts["owes"].get(spec.kind)
            if owed is None:
                continue
            since = parse_instant(owed)
            running = self._open(spec.kind, self._place(spec, event))
            if running is None:
                self._start(spec, event, since)
            elif since < running.clock.starts_at:
                self._put(running, starts_at=since)
                if not running.clock.breached:
                    self._put(running, **self._due(spec, running.cause, since))

    def _end(self, spec: ClockSpec, event: CaseEvent) -> None:
        place = self._place(spec, event)
        for running in list(self.running.values()):
            clock = running.clock
            if not clock.is_open or clock.kind != spec.kind or running.place != place:
                continue
            # A call that was answered before its clock could start is answered at once.
            self._finish(running, max(event.at, clock.starts_at))
            self._end_escalation(clock.id, event.at)

    def _cancel_all(self, at: datetime) -> None:
        for running in list(self.running.values()):
            if running.clock.is_open:
                self._finish(running, at, cancelled=True)

    def _count_anew(self) -> None:
        # First what the customer waits for, then what others owe inside it.
        for running in sorted(self.running.values(), key=lambda one: one.clock.kind in OWED_BY):
            spec, clock = running.spec, running.clock
            if spec is not None and clock.is_open and not clock.breached:
                self._put(running, **self._due(spec, running.cause, clock.starts_at))

    def _breach(self, event: CaseEvent) -> None:
        running = self.running.get(event.facts["clock"])
        if running is None or not running.clock.is_open or running.clock.breached:
            return
        self._put(running, breached=True)
        self._start_escalation(running.clock, 2, event)

    def _escalate(self, event: CaseEvent) -> None:
        level = event.facts["level"]
        id = f"escalation.{event.facts['clock']}.{level}"
        step, base = self.running.get(id), self.running.get(event.facts["clock"])
        if step is None or base is None or not step.clock.is_open:
            return
        self._put(step, ended_at=event.at)
        if base.clock.is_open:
            self._start_escalation(base.clock, level + 1, event)

    def _start_escalation(self, base: Clock, level: int, event: CaseEvent) -> None:
        policy = self.policies[self.policy]
        made = Clock(
            id=f"escalation.{base.id}.{level}",
            kind="escalation",
            owed_by=base.owed_by,
            starts_at=event.at,
            due_at=event.at + policy.pause_before(level),
            base=base.id,
            level=level,
        )
        self.running[made.id] = _Running(None, made, event, base.id)

    def _end_escalation(self, base: str, at: datetime) -> None:
        for running in list(self.running.values()):
            if running.clock.base == base and running.clock.is_open:
                self._put(running, ended_at=at, cancelled=True)

    def _finish(self, running: _Running, at: datetime, *, cancelled: bool = False) -> None:
        # Ending late does not undo that it ran out, though no sweep has seen it; the instant itself
        # is too late. An escalation is told, not owed.
        clock = running.clock
        breached = clock.breached or (clock.base is None and at >= clock.due_at)
        self._put(running, ended_at=at, cancelled=cancelled, breached=breached)

    @staticmethod
    def _put(running: _Running, **changes: object) -> None:
        running.clock = dataclasses.replace(running.clock, **changes)  # type: ignore[arg-type]  # fields of Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a change of a case means for its deadlines.

    ``instant`` started and ended in one step, so it never needs a deadline, but counts.
    """

    started: tuple[Clock, ...]
    moved: tuple[Clock, ...]
    ended: tuple[Clock, ...]
    cancelled: tuple[Clock, ...]
    instant: tuple[Clock, ...]


def difference(before: Sequence[Clock], after: Sequence[Clock]) -> Changes:
    """What to register, move, meet and cancel."""
    known = {clock.id: clock for clock in before}
    fresh = [clock for clock in after if clock.id not in known]
    kept = [(known[clock.id], clock) for clock in after if clock.id in known]
    closed = [now for old, now in kept if old.is_open and not now.is_open]
    return Changes(
        started=tuple(clock for clock in fresh if clock.is_open),
        moved=tuple(
            now for old, now in kept if old.is_open and now.is_open and old.due_at != now.due_at
        ),
        ended=tuple(clock for clock in closed if not clock.cancelled),
        cancelled=tuple(clock for clock in closed if clock.cancelled),
        instant=tuple(clock for clock in fresh if not clock.is_open and not clock.cancelled),
    )


def next_clock(of: Iterable[Clock]) -> Clock | None:
    """The clock that comes first among those that have not run out; the breached ones go on as
    their escalation.
    """
    waiting = [clock for clock in of if clock.is_open and not clock.breached]
    return min(waiting, key=lambda clock: (clock.due_at, clock.id), default=None)
