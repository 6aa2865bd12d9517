"""Who is on duty, and how much they have to do: what other contexts ask of the roster."""

from dataclasses import replace
from datetime import datetime

from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Transaction
from teleshop.roster.domain import DEFAULT_POLICY, Duty, RosterPolicy, duty_of
from teleshop.roster.errors import NotOnDutyError
from teleshop.roster.ports import Trainings
from teleshop.roster.tables import CalendarRow, LoadRow, MemberRow, Person, RosterRepository

NOT_STAFF = ("未登记为客服人员", "not entered as a member of staff")
NOT_ACTIVE = ("已停用", "no longer active")
NO_SHIFT = ("当前不在班", "not on shift")
NOT_TRAINED = ("必需的培训缺失或已过期", "required training is missing or has lapsed")
OTHER_SKILL = ("不具备该类问题的技能或相应培训", "without this skill, or without its training")


class Roster:
    """The roster as other contexts see it; stateless, one per process."""

    def __init__(
        self,
        repository: RosterRepository,
        trainings: Trainings,
        policy: RosterPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._trainings = trainings
        self._policy = policy

    def on_duty(self, now: datetime, *, skill: str | None = None) -> list[Duty]:
        """Who may take cases at ``now``, least loaded first, then by subject; with ``skill`` only
        who has it.

        Costs one query and two batches. A shift planned within the last second may be missing
        (the index follows the table); :meth:`take` sees what is stored.
        """
        running = {
            shift.subject: shift
            for shift in self._repository.shifts_starting(now - self._policy.longest_shift, now)
            if shift.runs(now)
        }
        subjects = sorted(running)
        people = self._repository.people(subjects, MemberRow, LoadRow)
        days = self._trainings.of(subjects)
        duties = [
            duty_of(
                self._policy,
                person.member,
                days.get(subject, {}),
                load=person.load.cases if person.load else 0,
                until=running[subject].ends_at,
                now=now,
            )
            for subject, person in people.items()
            if person.member is not None
        ]
        found = [duty for duty in duties if duty and (skill is None or skill in duty.skills)]
        return sorted(found, key=lambda duty: (duty.load, duty.subject))

    def take(self, tx: Transaction, subject: str, *, skill: str | None = None) -> Duty:
        """Count one case more for somebody, within the transaction that gives it; answers the duty
        with the load it then has.

        Raises :class:`NotOnDutyError` unless they are on shift at the call's instant with valid
        training (and ``skill``, if given). The load is versioned: somebody else's case at the same
        moment makes the transaction raise RacedError, to be run again. One transaction may change
        the load of a person once.
        """
        person = self._person(subject)
        duty = self._duty(person, subject, tx.call.now, skill)
        if person.load is None:
            raise NotOnDutyError(subject=subject, why_zh=NOT_STAFF[0], why_en=NOT_STAFF[1])
        more = replace(person.load, cases=person.load.cases + 1)
        tx.save(LoadRow, person.load, more, conflict=RacedError(), audited=False)
        return replace(duty, load=more.cases)

    def give_back(self, tx: Transaction, subject: str) -> None:
        """Count one case less for somebody, on duty or not; never below none."""
        load = self._repository.find_load(subject)
        if load is not None and load.cases > 0:
            less = replace(load, cases=load.cases - 1)
            tx.save(LoadRow, load, less, conflict=RacedError(), audited=False)

    def team_of(self, subject: str) -> str | None:
        """The team of a member of staff; None for anybody else."""
        member = self._repository.find_member(subject)
        return None if member is None else member.team

    def _person(self, subject: str) -> Person:
        return self._repository.people([subject], MemberRow, LoadRow, CalendarRow)[subject]

    def _duty(self, person: Person, subject: str, now: datetime, skill: str | None) -> Duty:
        """The duty of a person, or the reason why there is none."""
        entry = person.calendar.at(now) if person.calendar else None
        why = OTHER_SKILL
        if person.member is None:
            why = NOT_STAFF
        elif not person.member.active:
            why = NOT_ACTIVE
        elif entry is None:
            why = NO_SHIFT
        else:
            duty = duty_of(
                self._policy,
                person.member,
                self._trainings.of([subject]).get(subject, {}),
                load=person.load.cases if person.load else 0,
                until=entry.ends_at,
                now=now,
            )
            if duty is not None and (skill is None or skill in duty.skills):
                return duty
            why = NOT_TRAINED if duty is None else OTHER_SKILL
        raise NotOnDutyError(subject=subject, why_zh=why[0], why_en=why[1])
