"""Staff and their training."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from teleshop.kernel.actor import Call
from teleshop.kernel.clock import china_date
from teleshop.kernel.errors import FieldError, InvalidInputError, RacedError
from teleshop.kernel.paging import Page, PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.roster.domain import (
    DEFAULT_POLICY,
    Load,
    RosterPolicy,
    StaffMember,
    Training,
    TrainingFile,
    trained_until,
    with_training,
)
from teleshop.roster.errors import (
    OwnTrainingError,
    StaffMemberExistsError,
    StaffMemberNotFoundError,
)
from teleshop.roster.ports import Skills, Trainings
from teleshop.roster.schemas import ShiftEnded
from teleshop.roster.tables import LoadRow, MemberRow, RosterRepository, TrainingsRow

FURTHEST = timedelta(days=5 * 366)
"""No course is valid for longer; a later day is a mistake of entry."""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A member of staff with what bears on duty: ``courses`` are last days of validity,
    ``trained`` the instant up to which training is complete by skill (None: it is not).
    """

    member: StaffMember
    cases: int
    courses: Mapping[str, date]
    trained: Mapping[str, datetime | None]


class Staff:
    """The members of staff; stateless, one per process."""

    def __init__(
        self,
        repository: RosterRepository,
        trainings: Trainings,
        skills: Skills,
        policy: RosterPolicy = DEFAULT_POLICY,
    ) -> None:
        self._repository = repository
        self._trainings = trainings
        self._skills = skills
        self._policy = policy

    def add_member(self, call: Call, member: StaffMember) -> StaffMember:
        """Enter a member of staff; refuses `staff_member_exists`, and skills that are none."""
        self._check_skills(member)
        if self._repository.find_member(member.subject) is not None:
            raise StaffMemberExistsError
        tx = Transaction(call, "add_staff_member", Subject("staff", member.subject))
        tx.create(MemberRow, member, conflict=StaffMemberExistsError())
        tx.create(LoadRow, Load(subject=member.subject), conflict=RacedError(), audited=False)
        return tx.commit(member)

    def change_member(self, call: Call, member: StaffMember) -> StaffMember:
        """Replace what is entered of somebody. Whoever is made inactive on shift goes off duty at
        once, so that their cases are handed over.
        """
        known = self._repository.find_member(member.subject)
        if known is None:
            raise StaffMemberNotFoundError
        call.check_version(known.version)
        self._check_skills(member)
        if replace(member, version=known.version) == known:
            return known
        tx = Transaction(call, "change_staff_member", Subject("staff", member.subject))
        if known.active and not member.active:
            calendar = self._repository.find_calendar(member.subject)
            entry = calendar.at(call.now) if calendar else None
            if entry is not None:
                tx.publish(
                    ShiftEnded(
                        subject=known.subject,
                        team=known.team,
                        shift_id=entry.shift_id,
                        ended_at=call.now,
                    )
                )
        return tx.commit(tx.save(MemberRow, known, member))

    def _check_skills(self, member: StaffMember) -> None:
        unknown = set(self._skills.unknown(member.skills))
        if unknown:
            raise InvalidInputError(
                errors=[
                    FieldError(
                        f"/skills/{index}",
                        "skill_unknown",
                        "没有技能“{skill}”；请填写一级原因代码或 general。",
                        "There is no skill '{skill}'; use a cause code of the first level or "
                        "general.",
                        {"skill": skill},
                        clause="6.1.2",
                    )
                    for index, skill in enumerate(member.skills)
                    if skill in unknown
                ]
            )

    def record_training(
        self, call: Call, subject: str, course: str, valid_until: date
    ) -> TrainingFile:
        """Note that somebody passed a course and until which day it counts; the latest record of a
        course replaces the one before. Nobody records training of their own.
        """
        if call.actor.subject == subject:
            raise OwnTrainingError
        if self._repository.find_member(subject) is None:
            raise StaffMemberNotFoundError
        self._check_training(course, valid_until, china_date(call.now))
        record = Training(
            course=course,
            valid_until=valid_until,
            recorded_by=call.actor.subject,
            recorded_at=call.now,
        )
        known = self._repository.find_trainings(subject)
        tx = Transaction(call, "record_training", Subject("staff", subject))
        if known is None:
            return tx.commit(
                tx.create(
                    TrainingsRow,
                    TrainingFile(subject=subject, records=(record,)),
                    conflict=RacedError(),
                )
            )
        after = with_training(known, record)
        return tx.commit(tx.save(TrainingsRow, known, after, conflict=RacedError()))

    def _check_training(self, course: str, valid_until: date, today: date) -> None:
        faults = []
        if course not in self._policy.all_courses:
            faults.append(
                FieldError(
                    "/course",
                    "course_unknown",
                    "没有课程“{course}”；可用课程：{known}。",
                    "There is no course '{course}'; there are: {known}.",
                    {"course": course, "known": ", ".join(self._policy.all_courses)},
                    clause="6.1.2",
                )
            )
        if valid_until - today > FURTHEST:
            faults.append(
                FieldError(
                    "/valid_until",
                    "valid_too_long",
                    "有效期最长 5 年，请核对日期。",
                    "A course counts for five years at most; check the day.",
                    clause="6.1.2",
                )
            )
        if faults:
            raise InvalidInputError(errors=faults)

    def show_member(self, subject: str) -> PersonFile:
        """A member of staff with load and training."""
        person = self._repository.people([subject], MemberRow, LoadRow)[subject]
        if person.member is None:
            raise StaffMemberNotFoundError
        days = self._trainings.of([subject]).get(subject, {})
        return PersonFile(
            member=person.member,
            cases=person.load.cases if person.load else 0,
            courses=days,
            trained={
                skill: trained_until(self._policy, days, skill) for skill in person.member.skills
            },
        )

    def list_members(self, team: str | None, page: PageRequest) -> Page[StaffMember]:
        """Members of staff by team and subject."""
        return self._repository.staff(team, page)
