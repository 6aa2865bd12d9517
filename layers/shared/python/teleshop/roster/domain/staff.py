"""Staff: what they can do, what they were trained in and until when, how much they have to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from teleshop.kernel.clock import end_of_china_day
from teleshop.roster.domain.policy import RosterPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """``subject`` is that of the person's token; ``skills`` are codes of causes of the first level
    or ``general``; ``languages`` are language tags (``zh``, ``en``).
    """

    subject: str
    team: str
    skills: tuple[str, ...]
    languages: tuple[str, ...] = ("zh",)
    active: bool = True
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many cases somebody has now; kept apart, since it changes with every case."""

    subject: str
    cases: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A course that was passed; ``valid_until`` is the last day on which it counts."""

    course: str
    valid_until: date
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFile:
    """What one person was trained in, the latest record of each course."""

    subject: str
    records: tuple[Training, ...]
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Somebody who may take cases now: on shift until ``until``, trained for each of ``skills``;
    ``load`` counts their open cases.
    """

    subject: str
    team: str
    skills: tuple[str, ...]
    load: int
    until: datetime


def with_training(file: TrainingFile, record: Training) -> TrainingFile:
    """The file with a record in place of an earlier one of the same course."""
    others = tuple(known for known in file.records if known.course != record.course)
    return replace(file, records=tuple(sorted((*others, record), key=lambda known: known.course)))


def trained_until(
    policy: RosterPolicy, days: Mapping[str, date], skill: str | None
) -> datetime | None:
    """The instant at which training for ``skill`` (None: for any work) ends to be complete; None if
    a course is missing. ``days`` are last days of validity by course.
    """
    required = policy.required(skill)
    if any(course not in days for course in required):
        return None
    return end_of_china_day(min(days[course] for course in required))


def duty_of(
    policy: RosterPolicy,
    member: StaffMember,
    days: Mapping[str, date],
    *,
    load: int,
    until: datetime,
    now: datetime,
) -> Duty | None:
    """The duty of somebody on shift, with those skills for which training is valid; None if not
    active, not trained for any work, or left without a skill.
    """

    def valid(skill: str | None) -> bool:
        end = trained_until(policy, days, skill)
        return end is not None and now < end

    skills = tuple(skill for skill in member.skills if valid(skill))
    if not member.active or not skills:
        return None
    return Duty(subject=member.subject, team=member.team, skills=skills, load=load, until=until)
