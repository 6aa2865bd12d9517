"""Staff on shift with valid training, and calls of those who plan."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.roster.domain import DEFAULT_POLICY, NewShift, Shift, StaffMember
from teleshop.roster.wiring import shifts, staff

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""12:00 in China."""
HOUR = timedelta(hours=1)
LEAD = Actor("lena", frozenset({Role.LEAD}))
LAST_DAY = date(2027, 11, 23)


def planning(now: datetime = NOW, actor: Actor = LEAD, **options: Any) -> Call:
    """The call of somebody who plans."""
    return Call(actor, now, "request-1", "correlation-1", **options)


def member(subject: str = "agnes", **changes: Any) -> StaffMember:
    """An agent of the team `day` for everything general."""
    return replace(
        StaffMember(subject=subject, team="day", skills=("general", "quality")), **changes
    )


def enter(
    subject: str = "agnes",
    *,
    courses: Iterable[str] = DEFAULT_POLICY.courses,
    valid_until: date = LAST_DAY,
    now: datetime = NOW,
    **changes: Any,
) -> StaffMember:
    """A member of staff who was trained."""
    call = planning(now)
    made = staff().add_member(call, member(subject, **changes))
    for course in courses:
        staff().record_training(call, subject, course, valid_until)
    return made


def wanted(subject: str = "agnes", start: float = -1, hours: float = 8) -> NewShift:
    """A shift that begins ``start`` hours from now."""
    starts_at = NOW + start * HOUR
    return NewShift(subject=subject, starts_at=starts_at, ends_at=starts_at + hours * HOUR)


def plan(*shifts_wanted: NewShift, now: datetime = NOW) -> tuple[Shift, ...]:
    """Planned shifts."""
    return shifts().plan_shifts(planning(now), shifts_wanted).shifts


def on_shift(
    *subjects: str, start: float = -1, hours: float = 8, **changes: Any
) -> tuple[Shift, ...]:
    """Trained people who are on shift now; without a name one agent, ``agnes``."""
    names = subjects or ("agnes",)
    for subject in names:
        enter(subject, **changes)
    return plan(*(wanted(subject, start, hours) for subject in names))


def system(now: datetime = NOW) -> Call:
    """A call of the platform itself."""
    return Call(SYSTEM_ACTOR, now, "request-1", "correlation-1")
