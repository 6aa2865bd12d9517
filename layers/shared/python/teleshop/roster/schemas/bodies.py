"""What callers of the roster context send."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment
from teleshop.roster.domain import CancelReason, NewShift, StaffMember

MAX_SHIFTS = 200
MAX_SKILLS = 40
MAX_HOURS = 168

Subject = Annotated[
    str,
    Meta(
        pattern=r"^[\x21-\x22\x24-\x7e]{1,128}$",
        extra={
            "zh": "请填写人员在登录系统中的编号（令牌的 sub）。",
            "en": "Give the person's id in the sign-in system (the `sub` of the token).",
        },
    ),
]
Code = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        extra={
            "zh": "代码由小写字母、数字和下划线组成，以字母开头，最长 40 个字符。",
            "en": "A code has small letters, digits and underscores, a letter first, 40 at most.",
        },
    ),
]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$",
        extra={
            "zh": "请填写语言标签，例如 zh、en。",
            "en": "Give a language tag such as zh or en.",
        },
    ),
]
Skills = Annotated[tuple[Code, ...], Meta(min_length=1, max_length=MAX_SKILLS)]
Languages = Annotated[tuple[Language, ...], Meta(min_length=1, max_length=10)]


class StaffChange(Input, frozen=True, kw_only=True):
    """What is entered of a member of staff; replaces all of it."""

    team: Code
    skills: Skills
    languages: Languages = ("zh",)
    active: bool = True

    def member(self, subject: str) -> StaffMember:
        """The member of staff that this describes."""
        return StaffMember(
            subject=subject,
            team=self.team,
            skills=tuple(dict.fromkeys(self.skills)),
            languages=tuple(dict.fromkeys(self.languages)),
            active=self.active,
        )


class StaffBody(StaffChange, frozen=True, kw_only=True):
    """A new member of staff."""

    subject: Subject


class StaffQuery(ListQuery, frozen=True, kw_only=True):
    """All staff, or that of one team."""

    team: Annotated[Code | None, Meta(description="班组 / team")] = None


class TrainingBody(Input, frozen=True, kw_only=True):
    """A course that was passed, and the last day on which it counts."""

    course: Code
    valid_until: date


class ShiftForm(Input, frozen=True, kw_only=True):
    """A shift, from ``starts_at`` up to, not including, ``ends_at``."""

    subject: Subject
    starts_at: Moment
    ends_at: Moment


class ShiftsBody(Input, frozen=True, kw_only=True):
    """Shifts to be planned, of any people."""

    shifts: Annotated[tuple[ShiftForm, ...], Meta(min_length=1, max_length=MAX_SHIFTS)]

    def wanted(self) -> list[NewShift]:
        """The shifts that are asked for."""
        return [
            NewShift(subject=form.subject, starts_at=form.starts_at, ends_at=form.ends_at)
            for form in self.shifts
        ]


class ShiftsQuery(ListQuery, frozen=True, kw_only=True):
    """Shifts that begin from ``from`` up to, not including, ``to``; 31 days at most."""

    since: Annotated[Moment, Meta(description="开始时间 / from this instant")] = msgspec.field(
        name="from"
    )
    until: Annotated[Moment, Meta(description="结束时间 / up to this instant")] = msgspec.field(
        name="to"
    )


class CancellationBody(Input, frozen=True, kw_only=True):
    """Why a shift is cancelled."""

    reason: CancelReason


class CoverQuery(Input, frozen=True, kw_only=True):
    """``hours`` hours from the one that holds ``from`` (default: now)."""

    since: Annotated[Moment | None, Meta(description="起始时间 / from this instant")] = (
        msgspec.field(name="from", default=None)
    )
    hours: Annotated[int, Meta(ge=1, le=MAX_HOURS, description="小时数 / how many hours")] = 24


class CoverGapsQuery(ListQuery, frozen=True, kw_only=True):
    """Open gaps, or those that were closed."""

    closed: Annotated[bool, Meta(description="已关闭的缺口 / closed gaps")] = False
