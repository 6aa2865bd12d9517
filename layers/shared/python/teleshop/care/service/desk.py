"""The desk: reads a case with its events, stores what an action made of it, and keeps its deadlines
equal to its clocks, all within the transaction of a use case.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, TypeVar

from teleshop.care.domain.case import Case, CaseFile, CaseKind
from teleshop.care.domain.clocks import Clock, difference
from teleshop.care.domain.messages import Message, Purpose
from teleshop.care.domain.policy import Policies, Policy
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.errors import CaseNotFoundError
from teleshop.care.ports import DutyRoster, PolicyBook
from teleshop.care.schemas.events import CaseEventData
from teleshop.care.service.telling import ended, message_added, told_of
from teleshop.care.service.words import Words, message_id
from teleshop.care.tables import CaseEventRow, CaseRepository, CaseRow, MessageRow
from teleshop.deadlines.errors import DeadlineEndedError
from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.transaction import Subject, Transaction

CONTEXT: Final = "care"
UNWARNED: Final = frozenset({"escalation", "assign"})
"""Clocks without warnings: these are short, or warnings themselves."""
POLICIES_KEPT: Final = timedelta(seconds=60)
OVERSEERS: Final = (Role.LEAD, Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR, Role.SYSTEM)
"""Who sees every case."""

T = TypeVar("T")
Decide = Callable[[CaseFile], CaseFile]
Told = Callable[[CaseFile, CaseFile], Iterable[CaseEventData]]
"""The events of a change, from the file before and after it."""


def nothing(_: CaseFile, __: CaseFile) -> Iterable[CaseEventData]:
    """A change that nobody is told of."""
    return ()


def subject_of(case_id: str) -> Subject:
    """What audit entries and events of a case are filed under."""
    return Subject("case", case_id)


def deadline_id(case_id: str, clock_id: str) -> str:
    """The deadline of a clock."""
    return f"care:{case_id}:{clock_id}"


class Desk:
    """The desk of this process; what it keeps are policies, for a minute of its calls' time."""

    def __init__(
        self,
        repository: CaseRepository,
        deadlines: Deadlines,
        roster: DutyRoster,
        book: PolicyBook,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._roster = roster
        self._book = book
        self._policies: tuple[datetime, Policies] | None = None

    # -- policies -----------------------------------------------------------------------------

    def policies(self, now: datetime, *, needed: int = 0) -> Policies:
        """Every version of the policy; read again after a minute, and at once for a version that
        is ``needed`` and not known.
        """
        kept = self._policies
        if (
            kept is not None
            and abs(now - kept[0]) < POLICIES_KEPT
            and (not needed or needed in kept[1])
        ):
            return kept[1]
        found = {policy.version: policy for policy in self._book.published()}
        policies = MappingProxyType(found)
        self._policies = (now, policies)
        return policies

    def policy(self, now: datetime) -> Policy:
        """The version in force: the last one whose time has come."""
        versions = self.policies(now).values()
        return max(
            (policy for policy in versions if policy.effective_from <= now),
            key=lambda policy: (policy.effective_from, policy.version),
            default=min(versions, key=lambda policy: policy.version),
        )

    # -- finding ------------------------------------------------------------------------------

    def find(self, case_id: str) -> CaseFile | None:
        """A case with its events, or None."""
        return self._repository.find(case_id)

    def load(self, case_id: str, *, kinds: Collection[CaseKind] | None = None) -> CaseFile:
        """A case with its events; :class:`CaseNotFoundError` if there is none, or none of one of
        ``kinds``.
        """
        found = self._repository.find(case_id)
        if found is None or (kinds is not None and found.case.kind not in kinds):
            raise CaseNotFoundError
        return found

    def check_visible(self, actor: Actor, case: Case) -> None:
        """Raise :class:`CaseNotFoundError` unless the actor may know of the case."""
        if not self.visible_to(actor, [case]):
            raise CaseNotFoundError

    def visible_to(self, actor: Actor, cases: Iterable[Case]) -> list[Case]:
        """Those of ``cases`` that the actor may know of.

        A customer sees its own, a supplier those about its goods, an agent those of its team, what
        it has itself and what no team has; leads, managers and oversight see all. The agent's team
        is looked up at most once.
        """
        if actor.has(*OVERSEERS):
            return list(cases)
        team: list[str | None] = []

        def is_of_team(case: Case) -> bool:
            if case.team is None or case.assignee == actor.subject:
                return True
            if not team:
                team.append(self._roster.team_of(actor.subject))
            return team[0] == case.team

        return [
            case
            for case in cases
            if (actor.has(Role.AGENT) and is_of_team(case))
            or (actor.has(Role.CUSTOMER) and case.customer_id == actor.subject)
            or (
                actor.has(Role.SUPPLIER)
                and actor.supplier_id is not None
                and case.supplier_id == actor.supplier_id
            )
        ]

    # -- storing ------------------------------------------------------------------------------

    def open(self, tx: Transaction, file: CaseFile) -> Case:
        """Store a new case with its events and deadlines, and tell of them (``CaseOpened`` and what
        has already happened); answers its head.
        """
        policies = self.policies(tx.call.now, needed=file.case.policy)
        settled = file.settled(policies, ALL_SPECS)
        tx.create(CaseRow, settled.case, conflict=RacedError())
        self._record(tx, CaseFile(file.case), settled, policies)
        return settled.case

    def store(self, tx: Transaction, before: CaseFile, after: CaseFile) -> Case:
        """Store a changed case: its head, its new events, what its deadlines must become; and tell
        of what happened and of clocks that ended. Whoever has it no longer has one case less to
        do. Answers its head. A case that did not change is not written.
        """
        if after == before:
            return before.case
        policies = self.policies(tx.call.now, needed=after.case.policy)
        settled = after.settled(policies, ALL_SPECS)
        stored = tx.save(CaseRow, before.case, settled.case)
        self._record(tx, before, settled, policies)
        former = holder(before.case)
        if former is not None and holder(settled.case) != former:
            self._roster.give_back(tx, former)
        return stored

    def stored(self, tx: Transaction, before: CaseFile, after: CaseFile) -> CaseFile:
        """The same as :meth:`store`; answers the file with its stored head."""
        return CaseFile(self.store(tx, before, after), after.events, after.stored)

    def change(
        self,
        call: Call,
        case_id: str,
        action: str,
        decide: Decide,
        *,
        events: Told = nothing,
        kinds: Collection[CaseKind] | None = None,
        says: Words | None = None,
    ) -> Case:
        """One change of one case that the caller may know of, committed; answers its head.

        ``decide`` makes the new file of the old one or refuses; what it adds to the case is told by
        itself, ``events`` are what is told beside that. With ``says`` the words are stored too, and
        ``decide`` finds the id of their message by :func:`last_message` of the file.
        """
        return self.change_shown(
            call,
            case_id,
            action,
            decide,
            events=events,
            kinds=kinds,
            says=says,
            show=lambda file: file.case,
        )

    def change_shown(
        self,
        call: Call,
        case_id: str,
        action: str,
        decide: Decide,
        *,
        show: Callable[[CaseFile], T],
        events: Told = nothing,
        kinds: Collection[CaseKind] | None = None,
        says: Words | None = None,
    ) -> T:
        """The same; answers what ``show`` makes of the stored file."""
        before = self.load(case_id, kinds=kinds)
        self.check_visible(call.actor, before.case)
        call.check_version(before.case.version)
        tx = Transaction(call, action, subject_of(case_id))
        known = before if says is None else self.add_message(tx, before, says)
        after = decide(known)
        stored = self.stored(tx, before, after)
        self.tell(tx, events(before, stored))
        if says is not None and says.purpose is Purpose.MESSAGE:
            self.tell(tx, [message_added(stored.case, says)])
        return tx.commit(show(stored))

    def add_message(self, tx: Transaction, file: CaseFile, words: Words) -> CaseFile:
        """Add words to a case; answers the file that counts them, still to be stored."""
        case = file.case
        message = Message(
            id=message_id(case, case.messages + 1),
            case_id=case.id,
            number=case.messages + 1,
            author=words.author,
            visibility=words.visibility,
            purpose=words.purpose,
            by=tx.call.actor.subject,
            at=words.at or tx.call.now,
            text=words.text,
            attachments=words.attachments,
            about=words.about,
        )
        tx.create(MessageRow, message, conflict=RacedError(), audited=False)
        return file.with_head(messages=message.number)

    @staticmethod
    def tell(tx: Transaction, events: Iterable[CaseEventData]) -> None:
        """Publish events, each under its own case."""
        for event in events:
            tx.publish(event, subject=subject_of(event.case_id))

    # -- deadlines ----------------------------------------------------------------------------

    def _record(
        self, tx: Transaction, before: CaseFile, after: CaseFile, policies: Policies
    ) -> None:
        for event in after.new_events:
            tx.create(CaseEventRow, event, conflict=RacedError(), audited=False)
        tx.note(events=[event.kind.value for event in after.new_events])
        case = after.case
        policy = policies[case.policy]
        clocks = after.clocks(policies, ALL_SPECS)
        changes = difference(before.clocks(policies, ALL_SPECS), clocks)
        for clock in changes.started:
            self._register(tx, case, clock, policy, deadline_id(case.id, clock.id))
        for clock in changes.moved:
            self._move(tx, case, clock, policy)
        for clock in changes.ended:
            self._deadlines.meet(tx, deadline_id(case.id, clock.id))
        for clock in changes.cancelled:
            self._deadlines.cancel(tx, deadline_id(case.id, clock.id))
        of_clocks = (*changes.ended, *changes.instant)
        self.tell(tx, (ended(case, clock) for clock in of_clocks if clock.base is None))
        self.tell(tx, told_of(before, after, clocks))

    def _register(self, tx: Transaction, case: Case, clock: Clock, policy: Policy, id: str) -> None:
        self._deadlines.register(
            tx,
            id=id,
            owner=Owner(CONTEXT, case.kind.value, case.id),
            kind=clock.kind,
            due_at=clock.due_at,
            warn_before=warnings(clock, policy),
            data={"clock": clock.id, "level": clock.level, "base": clock.base},
        )

    def _move(self, tx: Transaction, case: Case, clock: Clock, policy: Policy) -> None:
        id = deadline_id(case.id, clock.id)
        try:
            self._deadlines.move(tx, id, clock.due_at, warnings(clock, policy))
        except DeadlineEndedError:
            # It was reached a moment ago, and its event is under way. That breaches the clock if
            # it is over; if it now has more time, nothing would ever look at it again.
            self._register(tx, case, clock, policy, f"{id}:{case.events}")


def warnings(clock: Clock, policy: Policy) -> tuple[timedelta, ...]:
    """How long before its end a clock warns: what is left at each share of its time."""
    if clock.kind in UNWARNED:
        return ()
    length = clock.due_at - clock.starts_at
    return tuple(length * (100 - share) / 100 for share in policy.warn_at)


def holder(case: Case) -> str | None:
    """Who has work with the case: its assignee, while it is open."""
    return case.assignee if case.is_open else None


def new_case_id(kind: CaseKind, now: datetime) -> str:
    """The id of a new case of a kind."""
    return new_id(kind.prefix, now)
