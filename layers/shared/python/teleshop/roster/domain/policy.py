"""What the platform asks of its roster; all of it data."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from teleshop.kernel.clock import CHINA

GENERAL: Final = "general"
"""The skill of whoever answers what needs no special knowledge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverRule:
    """At least ``people`` trained members of ``team`` (None: of any) with ``skill`` (None: any) at
    every moment of the hours from ``from_hour`` to ``to_hour`` (China time; 0 and 24: all day; a
    rule over midnight has ``from_hour`` > ``to_hour``).
    """

    people: int = 1
    team: str | None = None
    skill: str | None = None
    from_hour: int = 0
    to_hour: int = 24

    @property
    def key(self) -> str:
        """What tells the rule from others: ``team:skill:00-24``."""
        parts = (self.team or "any", self.skill or "any")
        return f"{parts[0]}:{parts[1]}:{self.from_hour:02d}-{self.to_hour:02d}"

    def applies(self, hour: datetime) -> bool:
        """Whether the hour that begins at ``hour`` is within the rule's hours."""
        local = hour.astimezone(CHINA).hour
        if self.from_hour <= self.to_hour:
            return self.from_hour <= local < self.to_hour
        return local >= self.from_hour or local < self.to_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPolicy:
    """``courses`` everybody must have valid who serves customers (6.1.2: products, service process,
    rules); ``courses_of_skill`` what a skill asks beyond; ``qualifications`` what decisions of
    other contexts ask of whoever takes them (2.2.3: review of products).

    ``urgent`` is how soon a gap must begin to be the manager's; ``kept`` how long an ended shift
    stays in its person's calendar, which must outlast any delay of the clock.
    """

    longest_shift: timedelta = timedelta(hours=12)
    least_rest: timedelta = timedelta(hours=8)
    planned_ahead: timedelta = timedelta(days=366)
    horizon: timedelta = timedelta(hours=168)
    urgent: timedelta = timedelta(hours=24)
    kept: timedelta = timedelta(days=7)
    longest_calendar: int = 400
    courses: tuple[str, ...] = ("products", "service_process", "service_rules")
    courses_of_skill: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {
            "safety": ("product_safety",),
            "privacy": ("personal_information",),
        }
    )
    qualifications: tuple[str, ...] = ("product_review",)
    cover: tuple[CoverRule, ...] = (CoverRule(),)

    def required(self, skill: str | None) -> tuple[str, ...]:
        """The courses that must be valid for work that needs ``skill``."""
        more = self.courses_of_skill.get(skill, ()) if skill else ()
        return (*self.courses, *more)

    @property
    def all_courses(self) -> tuple[str, ...]:
        """Every course that counts for anything."""
        more = {course for courses in self.courses_of_skill.values() for course in courses}
        return (*self.courses, *sorted((more | {*self.qualifications}) - set(self.courses)))


DEFAULT_POLICY: Final = RosterPolicy()
