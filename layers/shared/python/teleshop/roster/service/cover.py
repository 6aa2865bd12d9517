"""The hourly control that every hour has its people, and what it found."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from teleshop.kernel.actor import Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.ids import new_id
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.roster.domain import (
    DEFAULT_POLICY,
    CoverChange,
    CoverGap,
    CoverRule,
    CoverState,
    HourCover,
    Presence,
    RosterPolicy,
    Shift,
    gaps_after,
    hours_of,
    trained_until,
)
from teleshop.roster.ports import Trainings
from teleshop.roster.schemas import CoverGapClosed, CoverGapFound, CoverGapUrgent
from teleshop.roster.service.instants import given_instant
from teleshop.roster.tables import GapRow, MemberRow, Person, RosterRepository, StateRow

AT_ONCE = 30
"""Changed gaps in one transaction: each is a row and up to one event."""


@dataclass(frozen=True, slots=True)
class CoverReport:
    """What a control changed: gaps found, become urgent, closed; and how many are open now,
    ``open_urgent`` of them beginning within a day.
    """

    found: int
    urgent: int
    closed: int
    open: int
    open_urgent: int


@dataclass(frozen=True, slots=True)
class HourOfRule:
    """The cover of one hour by one rule."""

    rule: CoverRule
    hour: HourCover


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the roster says of a stretch of time."""

    shifts: Sequence[Shift]
    people: Mapping[str, Person]
    days: Mapping[str, Mapping[str, date]]


class Cover:
    """Cover of every hour; stateless, one per process."""

    def __init__(
        self,
        repository: RosterRepository,
        trainings: Trainings,
        policy: RosterPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._trainings = trainings
        self._policy = policy

    def control_cover(self, call: Call) -> CoverReport:
        """Look at every hour of the next seven days, and tell of gaps that are new, have become
        urgent or are closed.

        Costs a query of the shifts, a batch each of staff and training per hundred people, and a
        read per rule; what has not changed is not written. Two controls at once find a gap once:
        the second loses the race for the state of the rule (RacedError) and is run again.
        """
        until = _first_hour(call.now) + self._policy.horizon
        seen = self._see(call.now, until)
        changes: list[CoverChange] = []
        still_open: list[CoverGap] = []
        for rule in self._policy.cover:
            hours = hours_of(rule, self._present(rule, seen), call.now, until)
            state = self._repository.find_state(rule.key) or CoverState(rule=rule.key)
            found = gaps_after(
                rule,
                state.gaps,
                hours,
                now=call.now,
                urgent=self._policy.urgent,
                ids=_new_ids(call.now),
            )
            for start in range(0, len(found), AT_ONCE):
                state = self._store(call, state, found[start : start + AT_ONCE])
            changes += found
            still_open += state.gaps
        return CoverReport(
            found=sum(change.before is None for change in changes),
            urgent=sum(change.now_urgent for change in changes),
            closed=sum(change.after.closed_at is not None for change in changes),
            open=len(still_open),
            open_urgent=sum(gap.urgent for gap in still_open),
        )

    def _store(self, call: Call, state: CoverState, found: Sequence[CoverChange]) -> CoverState:
        tx = Transaction(call, "control_cover", Subject("cover", state.rule))
        open_gaps = {gap.id: gap for gap in state.gaps}
        for change in found:
            if change.before is None:
                gap = tx.create(GapRow, change.after, conflict=RacedError())
                tx.publish(CoverGapFound.of(gap))
            else:
                gap = tx.save(GapRow, change.before, change.after, conflict=RacedError())
                if gap.closed_at is not None:
                    tx.publish(CoverGapClosed.of_closed(gap))
                elif change.now_urgent:
                    tx.publish(CoverGapUrgent.of(gap))
            open_gaps[gap.id] = gap
        left = tuple(gap for gap in open_gaps.values() if gap.closed_at is None)
        after = replace(state, gaps=left)
        if state.version == 0:
            first = replace(after, version=1)
            return tx.commit(tx.create(StateRow, first, conflict=RacedError(), audited=False))
        return tx.commit(tx.save(StateRow, state, after, conflict=RacedError(), audited=False))

    def cover(self, since: datetime, hours: int) -> list[HourOfRule]:
        """How many people are there in each of the next ``hours`` hours from the one that holds
        ``since``, by rule.
        """
        since = given_instant(since, "/from")
        until = _first_hour(since) + timedelta(hours=hours)
        seen = self._see(since, until)
        return [
            HourOfRule(rule, hour)
            for rule in self._policy.cover
            for hour in hours_of(rule, self._present(rule, seen), since, until)
        ]

    def gaps(self, page: PageRequest, *, closed: bool) -> Page[CoverGap]:
        """Open gaps, the next first; or closed ones, the latest first."""
        return self._repository.gaps(page, closed=closed)

    def _see(self, since: datetime, until: datetime) -> _Seen:
        earliest = since - self._policy.longest_shift
        shifts = [
            shift
            for shift in self._repository.shifts_starting(earliest, until)
            if shift.ends_at > since
        ]
        subjects = sorted({shift.subject for shift in shifts})
        return _Seen(
            shifts, self._repository.people(subjects, MemberRow), self._trainings.of(subjects)
        )

    def _present(self, rule: CoverRule, seen: _Seen) -> list[Presence]:
        """Who counts for a rule and when: a shift up to the end of its person's training."""
        ends: dict[str, datetime | None] = defaultdict(lambda: None)
        for subject, person in seen.people.items():
            member = person.member
            if member is None or not member.active:
                continue
            if rule.team not in (None, member.team):
                continue
            if rule.skill is not None and rule.skill not in member.skills:
                continue
            ends[subject] = trained_until(self._policy, seen.days.get(subject, {}), rule.skill)
        return [
            Presence(shift.starts_at, min(shift.ends_at, end))
            for shift in seen.shifts
            if (end := ends[shift.subject]) is not None and end > shift.starts_at
        ]


def _first_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _new_ids(now: datetime) -> Iterator[str]:
    while True:
        yield new_id("gap", now)
