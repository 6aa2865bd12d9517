"""Use cases: who has a case.

Opening a case does not wait for the roster: an event asks for somebody, a sweep every minute asks
again for what still waits, and the clock ``assign`` alarms the lead after five minutes (6.1.1).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from teleshop.care.domain import actions
from teleshop.care.domain.case import Case, CaseFile
from teleshop.care.domain.events import EventKind
from teleshop.care.domain.messages import Purpose
from teleshop.care.domain.shown import Shown
from teleshop.care.errors import CaseTakenError, TeamUnknownError
from teleshop.care.ports import OnDuty
from teleshop.care.schemas.bodies import AssignmentBody, ReasonBody, TransferBody
from teleshop.care.service.base import CaseService
from teleshop.care.service.desk import subject_of
from teleshop.care.service.words import among_staff
from teleshop.kernel.actor import Call, Role
from teleshop.kernel.errors import ForbiddenError, RacedError, Refusal
from teleshop.kernel.handlers import once
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import run

COLLECTIONS: Final = ("complaints", "after-sales-cases", "enquiries", "follow-ups")
"""In this order what waits is given to people."""
PAGE: Final = 100
GIVEN_BACK: Final = "given_back"


class Assignment(CaseService):
    """Giving cases to people; stateless."""

    # -- by the platform ----------------------------------------------------------------------

    def assign_next(self, call: Call, case_id: str) -> Case | None:
        """Give a case that waits to whoever on duty knows its subject and has least to do.

        Nothing happens when it does not wait any more, or nobody is there: then the clock
        ``assign`` alarms, and the sweep asks again.
        """
        file = self._desk.find(case_id)
        if file is None or not waits(file.case):
            return None
        case = file.case
        for duty in self._candidates(call, file):
            tx = Transaction(call, "assign_next", subject_of(case_id))
            skill = case.skill if case.skill in duty.skills else None
            try:
                self._means.roster.take(tx, duty.subject, skill=skill)
            except Refusal:
                # The shift ended, or the training lapsed, since the list was read.
                continue
            after = actions.assign(
                file,
                assignee=duty.subject,
                team=case.team or duty.team,
                now=call.now,
                by=call.actor.subject,
            )
            return tx.commit(self._desk.store(tx, file, after))
        return None

    def _candidates(self, call: Call, file: CaseFile) -> list[OnDuty]:
        """Who may take a case now: those who know its subject first, then the others, each least
        loaded first; of its team only, if it has one, and not whoever just gave it back.
        """
        case, refused = file.case, given_back_by(file)
        own = [
            duty
            for duty in self._means.roster.on_duty(call.now)
            if case.team in (None, duty.team) and duty.subject != refused
        ]
        return sorted(own, key=lambda duty: case.skill not in duty.skills)

    def assign_waiting(self, call: Call, *, more_time: Callable[[], bool] = lambda: True) -> int:
        """Ask again for every case that waits, one transaction each, while ``more_time``; answers
        how many were given to somebody.

        Running it twice or in parallel gives no case to two people: the version of the case is a
        condition of its transaction.
        """
        if not self._means.roster.on_duty(call.now):
            return 0
        given = 0
        for case in self._waiting():
            if not more_time():
                break
            try:
                given += self.assign_next(call, case.id) is not None
            except RacedError:
                # Somebody else was first: another sweep, the event, or a person.
                continue
        return given

    def _waiting(self) -> Iterator[Case]:
        for collection in COLLECTIONS:
            yield from _all(partial(self._means.repository.waiting, collection))

    def hand_over(self, call: Call, subject: str, shift: str) -> int:
        """The shift ``shift`` of somebody ended: what it had open waits for others again, one
        transaction for each case; answers how many.

        Each has a request key of its own, so a repetition goes on where it stopped.
        """
        return sum(
            self._hand_over_once(call, subject, shift, case.id)
            for collection in COLLECTIONS
            for case in list(_all(partial(self._means.repository.of_agent, subject, collection)))
        )

    def _hand_over_once(self, call: Call, subject: str, shift: str, case_id: str) -> bool:
        own = replace(call, request_key=once("care.hand_over", f"{shift}#{case_id}"))
        try:
            return run(own, lambda: self._give_back(own, case_id, subject))
        except RepeatedRequestError:
            return False

    def _give_back(self, call: Call, case_id: str, subject: str) -> bool:
        file = self._desk.find(case_id)
        if file is None or not file.case.is_open or file.case.assignee != subject:
            return False
        tx = Transaction(call, "hand_over", subject_of(case_id))
        after = actions.give_back(file, reason="shift_ended", now=call.now, by=call.actor.subject)
        self._desk.store(tx, file, after)
        return tx.commit(True)

    # -- by people ----------------------------------------------------------------------------

    def give_case(self, call: Call, case_id: str, body: AssignmentBody) -> Shown:
        """Take a case oneself, or, as a lead or manager, give it to somebody on duty.

        Refuses (`not_on_duty`) whoever is not on shift with valid training, and
        (:class:`CaseTakenError`) to take what somebody else has, unless a lead decides so.
        """
        to = body.to or call.actor.subject
        leads = call.actor.has(Role.LEAD, Role.MANAGER)
        if to != call.actor.subject and not leads:
            raise ForbiddenError
        before = self._desk.load(case_id)
        case = before.case
        self._desk.check_visible(call.actor, case)
        call.check_version(case.version)
        if case.assignee == to and case.is_open:
            return self._shown(call, before)
        if case.assignee is not None and case.is_open and not leads:
            raise CaseTakenError
        tx = Transaction(call, "give_case", subject_of(case_id))
        duty = self._means.roster.take(tx, to, skill=None)
        file = before
        if file.case.assignee is not None:
            file = actions.give_back(
                file, reason="given_to_another", now=call.now, by=call.actor.subject
            )
        after = actions.assign(
            file, assignee=to, team=duty.team, now=call.now, by=call.actor.subject
        )
        return tx.commit(self._shown(call, self._desk.stored(tx, before, after)))

    def release_case(self, call: Call, case_id: str, body: ReasonBody) -> Shown:
        """Give a case back, so that somebody else on duty gets it."""

        def decide(file: CaseFile) -> CaseFile:
            if file.case.assignee != call.actor.subject and not call.actor.has(
                Role.LEAD, Role.MANAGER
            ):
                raise ForbiddenError
            return actions.give_back(file, reason=GIVEN_BACK, now=call.now, by=call.actor.subject)

        words = among_staff(Purpose.NOTE, body.reason)
        return self._change(call, case_id, "release_case", decide, says=words)

    def transfer_case(self, call: Call, case_id: str, body: TransferBody) -> Shown:
        """Hand a case to another team; somebody of it is found as for a new one. No clock stops.

        Refuses (:class:`TeamUnknownError`) a team without people.
        """
        if not self._means.roster.has_team(body.team):
            raise TeamUnknownError(team=body.team)

        def decide(file: CaseFile) -> CaseFile:
            return actions.transfer(
                file, team=body.team, skill=body.skill, now=call.now, by=call.actor.subject
            )

        return self._change(call, case_id, "transfer_case", decide)


def given_back_by(file: CaseFile) -> str | None:
    """Who had the case last and gave it back for a reason; it must not return to them by itself."""
    for event in reversed(file.events):
        if event.kind is EventKind.UNASSIGNED:
            return str(event.facts["from"]) if event.facts["reason"] == GIVEN_BACK else None
        if event.kind in (EventKind.ASSIGNED, EventKind.TRANSFERRED):
            return None
    return None


def waits(case: Case) -> bool:
    """Whether a case waits for somebody."""
    return case.is_open and case.assignee is None


def _all(page_of: Callable[[PageRequest], Page[Case]]) -> Iterator[Case]:
    """Every case of a list, page by page."""
    request = PageRequest(limit=PAGE)
    while True:
        page = page_of(request)
        yield from page.items
        if page.next is None:
            return
        request = PageRequest(limit=PAGE, cursor=page.next)
