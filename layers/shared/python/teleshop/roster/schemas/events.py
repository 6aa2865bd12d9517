"""What the roster tells others."""

from datetime import datetime
from typing import ClassVar, Self

from teleshop.kernel.events import EventData
from teleshop.roster.domain import CoverGap


class RosterEvent(EventData, frozen=True, kw_only=True):
    """An event of this context."""

    context: ClassVar[str] = "roster"


class ShiftEnded(RosterEvent, frozen=True, kw_only=True):
    """Somebody went off duty: their shift is over (or was cancelled while it ran, or they were
    made inactive) and no other one follows without a gap. Their cases are to be handed over.
    """

    subject: str
    team: str
    shift_id: str
    ended_at: datetime


class CoverGapEvent(RosterEvent, frozen=True, kw_only=True):
    """Hours from ``starts_at`` to ``ends_at`` in which too few trained people are on shift; the
    ``urgent`` ones begin within a day, and are the manager's.
    """

    gap_id: str
    rule: str
    team: str | None
    skill: str | None
    needed: int
    least: int
    starts_at: datetime
    ends_at: datetime
    urgent: bool

    @classmethod
    def of(cls, gap: CoverGap) -> Self:
        """The event of a gap."""
        return cls(
            gap_id=gap.id,
            rule=gap.rule,
            team=gap.team,
            skill=gap.skill,
            needed=gap.needed,
            least=gap.least,
            starts_at=gap.starts_at,
            ends_at=gap.ends_at,
            urgent=gap.urgent,
        )


class CoverGapFound(CoverGapEvent, frozen=True, kw_only=True):
    """Hours of the next seven days were found to lack people; told once per gap."""


class CoverGapUrgent(CoverGapEvent, frozen=True, kw_only=True):
    """A gap that was found earlier now begins within a day and still lacks people; told once."""


class CoverGapClosed(RosterEvent, frozen=True, kw_only=True):
    """A gap is none any more: ``outcome`` is `covered` (people were found), `merged` (it became
    part of another one) or `passed` (it went by without).
    """

    gap_id: str
    rule: str
    starts_at: datetime
    ends_at: datetime
    outcome: str

    @classmethod
    def of_closed(cls, gap: CoverGap) -> Self:
        """The event of a closed gap."""
        return cls(
            gap_id=gap.id,
            rule=gap.rule,
            starts_at=gap.starts_at,
            ends_at=gap.ends_at,
            outcome=str(gap.outcome),
        )
