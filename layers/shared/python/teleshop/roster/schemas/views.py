"""What callers of the roster context see."""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from teleshop.kernel.errors import FieldError
from teleshop.kernel.schema import Output
from teleshop.roster.domain import CoverGap, Duty, Shift, StaffMember, TrainingFile


class StaffView(Output, frozen=True, kw_only=True):
    """A member of staff."""

    subject: str
    team: str
    skills: list[str]
    languages: list[str]
    active: bool
    version: int

    @classmethod
    def of(cls, member: StaffMember) -> "StaffView":
        """The member as shown."""
        return msgspec.convert(member, cls, from_attributes=True)


class PersonView(StaffView, frozen=True, kw_only=True):
    """A member of staff with their load; ``courses`` are last days of validity, ``trained_until``
    the instant up to which training is complete, by skill (null: it is not).
    """

    cases: int
    courses: dict[str, date]
    trained_until: dict[str, datetime | None]


class TrainingView(Output, frozen=True, kw_only=True):
    """A recorded course."""

    course: str
    valid_until: date
    recorded_by: str
    recorded_at: datetime


class TrainingsView(Output, frozen=True, kw_only=True):
    """What somebody was trained in."""

    subject: str
    trainings: list[TrainingView]

    @classmethod
    def of(cls, file: TrainingFile) -> "TrainingsView":
        """The file as shown."""
        records = msgspec.convert(file.records, list[TrainingView], from_attributes=True)
        return cls(subject=file.subject, trainings=records)


class DutyView(Output, frozen=True, kw_only=True):
    """Somebody who may take cases now."""

    subject: str
    team: str
    skills: list[str]
    load: int
    until: datetime


class DutiesView(Output, frozen=True, kw_only=True):
    """Who is on duty, least loaded first."""

    on_duty: list[DutyView]

    @classmethod
    def of(cls, duties: Iterable[Duty]) -> "DutiesView":
        """The duties as shown."""
        return cls(on_duty=msgspec.convert(list(duties), list[DutyView], from_attributes=True))


class ShiftView(Output, frozen=True, kw_only=True):
    """One shift."""

    id: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    state: str
    cancel_reason: str | None
    version: int

    @classmethod
    def of(cls, shift: Shift) -> "ShiftView":
        """The shift as shown."""
        return cls(
            id=shift.id,
            subject=shift.subject,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            state=shift.state,
            cancel_reason=shift.cancel_reason,
            version=shift.version,
        )


class WarningView(Output, frozen=True, kw_only=True):
    """Something to think about; it hinders nothing."""

    pointer: str
    code: str
    message_zh: str
    message_en: str

    @classmethod
    def of(cls, warning: FieldError) -> "WarningView":
        """The warning as shown."""
        return cls(
            pointer=warning.pointer,
            code=warning.code,
            message_zh=warning.message("zh"),
            message_en=warning.message("en"),
        )


class PlannedView(Output, frozen=True, kw_only=True):
    """Planned shifts in the order in which they were asked for."""

    shifts: list[ShiftView]
    warnings: list[WarningView]

    @classmethod
    def of(cls, shifts: Iterable[Shift], warnings: Iterable[FieldError]) -> "PlannedView":
        """The plan as shown."""
        return cls(
            shifts=[ShiftView.of(shift) for shift in shifts],
            warnings=[WarningView.of(warning) for warning in warnings],
        )


class HourView(Output, frozen=True, kw_only=True):
    """One hour by one rule: ``present`` is the smallest number of people at any moment of it."""

    starts_at: datetime
    rule: str
    needed: int
    present: int
    covered: bool


class CoverView(Output, frozen=True, kw_only=True):
    """The cover of hours, by rule and time."""

    hours: list[HourView]


class CoverGapView(Output, frozen=True, kw_only=True):
    """Hours without enough people."""

    id: str
    rule: str
    team: str | None
    skill: str | None
    needed: int
    least: int
    starts_at: datetime
    ends_at: datetime
    urgent: bool
    found_at: datetime
    closed_at: datetime | None
    outcome: str | None

    @classmethod
    def of(cls, gap: CoverGap) -> "CoverGapView":
        """The gap as shown."""
        return cls(
            id=gap.id,
            rule=gap.rule,
            team=gap.team,
            skill=gap.skill,
            needed=gap.needed,
            least=gap.least,
            starts_at=gap.starts_at,
            ends_at=gap.ends_at,
            urgent=gap.urgent,
            found_at=gap.found_at,
            closed_at=gap.closed_at,
            outcome=gap.outcome,
        )
