"""Planning shifts, cancelling them, and telling that one is over."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from teleshop.deadlines.service import Deadlines, Owner
from teleshop.kernel.actor import Call
from teleshop.kernel.clock import instant
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.roster.domain import (
    DEFAULT_POLICY,
    Calendar,
    CancelReason,
    NewShift,
    RosterPolicy,
    Shift,
    ShiftState,
    added,
    overlap_faults,
    rest_warnings,
    shift_faults,
    without,
)
from teleshop.roster.errors import ShiftNotFoundError, ShiftNotOpenError
from teleshop.roster.schemas import ShiftEnded
from teleshop.roster.service.instants import given_instant
from teleshop.roster.tables import CalendarRow, MemberRow, Person, RosterRepository, ShiftRow

AT_ONCE = 40
"""Shifts in one transaction: each is a row and a deadline, and a transaction has a hundred writes.
"""
LISTED = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Planned:
    """The planned shifts in the order in which they were asked for, and what to think about."""

    shifts: tuple[Shift, ...]
    warnings: tuple[FieldError, ...]


class Shifts:
    """The shifts of all staff; stateless, one per process."""

    def __init__(
        self,
        repository: RosterRepository,
        deadlines: Deadlines,
        policy: RosterPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._deadlines = deadlines
        self._policy = policy

    def plan_shifts(self, call: Call, wanted: Sequence[NewShift]) -> Planned:
        """Plan shifts of any number of people: all of them are checked before the first is stored.

        The shifts of one person are stored together (by forty), those of different people in
        transactions of their own. A shift that is on record with the same times is that shift, so
        that a repetition completes what a crash left undone.
        """
        faults = shift_faults(self._policy, wanted, call.now)
        if faults:
            # Times that make no sense are told first: nothing can be compared with them.
            raise InvalidInputError(errors=faults)
        wanted = [
            replace(one, starts_at=instant(one.starts_at), ends_at=instant(one.ends_at))
            for one in wanted
        ]
        subjects = list(dict.fromkeys(one.subject for one in wanted))
        people = self._repository.people(subjects, MemberRow, CalendarRow)
        calendars = {
            subject: person.calendar or Calendar(subject=subject)
            for subject, person in people.items()
        }
        self._check(wanted, people, calendars)
        warnings = rest_warnings(self._policy, wanted, calendars)
        chunks, shifts = self._chunks(call, wanted, calendars)
        planned = Planned(shifts, tuple(warnings))
        for number, chunk in enumerate(chunks, 1):
            # The mark of the request belongs to the last one: only then is all of it done.
            own = call if number == len(chunks) else replace(call, request_key=None)
            subject = chunk[0].subject
            calendars[subject] = self._store(own, calendars[subject], chunk, planned)
        return planned

    def _check(
        self,
        wanted: Sequence[NewShift],
        people: Mapping[str, Person],
        calendars: Mapping[str, Calendar],
    ) -> None:
        faults = [
            FieldError(
                f"/shifts/{index}/subject",
                "staff_member_unknown",
                "该人员未登记或已停用；请先登记客服人员。",
                "This person is not entered as active staff; enter them first.",
                clause="6.1.1",
            )
            for index, one in enumerate(wanted)
            if (member := people[one.subject].member) is None or not member.active
        ]
        faults += overlap_faults(wanted, calendars)
        for subject, calendar in calendars.items():
            new = [index for index, one in enumerate(wanted) if one.subject == subject]
            if len(calendar.entries) + len(new) > self._policy.longest_calendar:
                faults.append(
                    FieldError(
                        f"/shifts/{new[0]}",
                        "too_many_shifts",
                        "该员工已排班次过多（最多 {most} 个）；请分期安排。",
                        "Too many shifts are planned for this person ({most} at most); plan a "
                        "shorter time.",
                        {"most": self._policy.longest_calendar},
                        clause="6.1.1",
                    )
                )
        if faults:
            raise InvalidInputError(errors=faults)

    def _chunks(
        self, call: Call, wanted: Sequence[NewShift], calendars: Mapping[str, Calendar]
    ) -> tuple[list[list[Shift]], tuple[Shift, ...]]:
        """What is to be stored, person by person, and all that was asked for in its order."""
        new: dict[str, list[Shift]] = defaultdict(list)
        shifts = []
        for one in wanted:
            known = calendars[one.subject].same(one)
            shift = Shift(
                id=known.shift_id if known else new_id("shf", call.now),
                subject=one.subject,
                starts_at=one.starts_at,
                ends_at=one.ends_at,
            )
            shifts.append(shift)
            if known is None:
                new[one.subject].append(shift)
        chunks = [
            own[start : start + AT_ONCE]
            for own in new.values()
            for start in range(0, len(own), AT_ONCE)
        ]
        return chunks, tuple(shifts)

    def _store(
        self, call: Call, calendar: Calendar, shifts: Sequence[Shift], planned: Planned
    ) -> Calendar:
        tx = Transaction(call, "plan_shifts", Subject("staff", calendar.subject))
        for shift in shifts:
            tx.create(ShiftRow, shift, conflict=RacedError())
            self._deadlines.register(
                tx,
                id=_deadline_of(shift.id),
                owner=Owner("roster", "shift", shift.id),
                kind="shift_end",
                due_at=shift.ends_at,
            )
        after = self._save_calendar(
            tx, calendar, added(calendar, shifts, call.now - self._policy.kept)
        )
        tx.commit(planned)
        return after

    @staticmethod
    def _save_calendar(tx: Transaction, before: Calendar, after: Calendar) -> Calendar:
        if before.version == 0:
            first = replace(after, version=1)
            return tx.create(CalendarRow, first, conflict=RacedError(), audited=False)
        return tx.save(CalendarRow, before, after, conflict=RacedError(), audited=False)

    def cancel_shift(self, call: Call, shift_id: str, reason: CancelReason) -> Shift:
        """Take a shift out of the roster; whoever is on it goes off duty at once.

        The same again is no change; a shift that is over, or was cancelled for another reason,
        is refused (`shift_not_open`).
        """
        shift = self._repository.find_shift(shift_id)
        if shift is None:
            raise ShiftNotFoundError
        call.check_version(shift.version)
        if shift.state is ShiftState.CANCELLED and shift.cancel_reason is reason:
            return shift
        if shift.state is not ShiftState.PLANNED or shift.ends_at <= call.now:
            raise ShiftNotOpenError
        after = replace(
            shift,
            state=ShiftState.CANCELLED,
            cancel_reason=reason,
            cancelled_by=call.actor.subject,
            cancelled_at=call.now,
        )
        tx = Transaction(call, "cancel_shift", Subject("staff", shift.subject))
        stored = tx.save(ShiftRow, shift, after)
        calendar = self._repository.find_calendar(shift.subject)
        if calendar is not None:
            self._save_calendar(tx, calendar, without(calendar, shift.id))
        self._deadlines.cancel(tx, _deadline_of(shift.id))
        if shift.runs(call.now):
            self._tell(tx, shift, call.now)
        return tx.commit(stored)

    def end_shift(self, call: Call, shift_id: str) -> None:
        """A shift is over: tell so, unless its person goes on with another one without a gap."""
        shift = self._repository.find_shift(shift_id)
        if shift is None or shift.state is not ShiftState.PLANNED:
            return
        tx = Transaction(call, "end_shift", Subject("staff", shift.subject))
        tx.save(ShiftRow, shift, replace(shift, state=ShiftState.ENDED), conflict=RacedError())
        calendar = self._repository.find_calendar(shift.subject)
        if calendar is None or calendar.at(shift.ends_at) is None:
            self._tell(tx, shift, shift.ends_at)
        tx.commit(None)

    def _tell(self, tx: Transaction, shift: Shift, at: datetime) -> None:
        """Who was made inactive has gone off duty before, and that was told then."""
        member = self._repository.find_member(shift.subject)
        if member is not None and member.active:
            tx.publish(
                ShiftEnded(subject=shift.subject, team=member.team, shift_id=shift.id, ended_at=at)
            )

    def list_shifts(self, since: datetime, until: datetime, page: PageRequest) -> Page[Shift]:
        """The shifts that begin from ``since`` up to, not including, ``until``, by time; cancelled
        ones are left out.
        """
        since, until = given_instant(since, "/from"), given_instant(until, "/to")
        if until <= since:
            raise InvalidInputError(
                errors=[
                    FieldError(
                        "/to",
                        "range_reversed",
                        "结束时间须晚于开始时间。",
                        "The end of the range must be after its start.",
                    )
                ]
            )
        if until - since > LISTED:
            raise InvalidInputError(
                errors=[
                    FieldError(
                        "/to",
                        "range_too_long",
                        "一次最多查询 {days} 天。",
                        "Ask for {days} days at most.",
                        {"days": LISTED.days},
                    )
                ]
            )
        return self._repository.shifts(since, until, page)


def _deadline_of(shift_id: str) -> str:
    return f"roster:{shift_id}:end"
