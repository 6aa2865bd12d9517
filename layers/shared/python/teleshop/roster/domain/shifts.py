"""Shifts and the calendar of one person: no shift overlaps another, rest between them is watched.

A shift holds from ``starts_at`` up to, not including, ``ends_at``.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from teleshop.kernel.errors import FieldError
from teleshop.roster.domain.policy import RosterPolicy

CLAUSE = "6.1.1"


class ShiftState(StrEnum):
    """`ended` and `cancelled` are final."""

    PLANNED = "planned"
    ENDED = "ended"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why a shift is cancelled; codes, and none that tells of anybody's health."""

    ABSENCE = "absence"
    SWAP = "swap"
    PLAN_CHANGED = "plan_changed"
    ENTRY_ERROR = "entry_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewShift:
    """A shift to be planned."""

    subject: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift of one person; ``cancelled_by`` is the subject of a token."""

    id: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    state: ShiftState = ShiftState.PLANNED
    cancel_reason: CancelReason | None = None
    cancelled_by: str | None = None
    cancelled_at: datetime | None = None
    version: int = 1

    def runs(self, now: datetime) -> bool:
        """Whether somebody is on this shift at ``now``."""
        return self.state is not ShiftState.CANCELLED and self.starts_at <= now < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A shift as it stands in a calendar."""

    shift_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """All shifts of one person that are not cancelled and not long over, by time.

    It is stored with every change of a shift, so that two changes at once cannot overlap.
    """

    subject: str
    entries: tuple[Entry, ...] = ()
    version: int = 0

    def at(self, now: datetime) -> Entry | None:
        """The shift that runs at ``now``."""
        return next(
            (entry for entry in self.entries if entry.starts_at <= now < entry.ends_at), None
        )

    def same(self, wanted: NewShift) -> Entry | None:
        """The entry of exactly these times."""
        times = (wanted.starts_at, wanted.ends_at)
        return next((e for e in self.entries if (e.starts_at, e.ends_at) == times), None)

    def overlapped(self, wanted: NewShift) -> Entry | None:
        """The first entry that a shift of these times would overlap."""
        return next(
            (
                entry
                for entry in self.entries
                if wanted.starts_at < entry.ends_at and entry.starts_at < wanted.ends_at
            ),
            None,
        )


def added(calendar: Calendar, shifts: Sequence[Shift], oldest: datetime) -> Calendar:
    """The calendar with more shifts, without what ended before ``oldest``."""
    more = [Entry(shift_id=s.id, starts_at=s.starts_at, ends_at=s.ends_at) for s in shifts]
    kept = [entry for entry in calendar.entries if entry.ends_at >= oldest]
    entries = sorted((*kept, *more), key=lambda entry: entry.starts_at)
    return replace(calendar, entries=tuple(entries))


def without(calendar: Calendar, shift_id: str) -> Calendar:
    """The calendar without one shift."""
    return replace(calendar, entries=tuple(e for e in calendar.entries if e.shift_id != shift_id))


def shift_faults(
    policy: RosterPolicy, wanted: Sequence[NewShift], now: datetime
) -> list[FieldError]:
    """What is wrong with the times of the shifts, each by itself."""
    return [fault for index, one in enumerate(wanted) for fault in _times(policy, one, now, index)]


def _times(policy: RosterPolicy, one: NewShift, now: datetime, index: int) -> Iterator[FieldError]:
    at = f"/shifts/{index}"
    if one.ends_at <= one.starts_at:
        yield _fault(
            f"{at}/ends_at",
            "shift_reversed",
            "班次结束时间须晚于开始时间。",
            "A shift must end after it starts.",
        )
    elif one.ends_at - one.starts_at > policy.longest_shift:
        hours = int(policy.longest_shift / timedelta(hours=1))
        yield _fault(
            f"{at}/ends_at",
            "shift_too_long",
            "班次最长 {hours} 小时；请拆分为多人的班次。",
            "A shift lasts {hours} hours at most; divide it between several people.",
            hours=hours,
        )
    if one.ends_at <= now:
        yield _fault(
            f"{at}/ends_at",
            "shift_over",
            "班次已结束，不能再排；请核对日期和时区。",
            "The shift is over already and cannot be planned; check the day and the offset.",
        )
    elif one.starts_at - now > policy.planned_ahead:
        yield _fault(
            f"{at}/starts_at",
            "shift_too_far",
            "班次最多提前 {days} 天安排；请核对日期。",
            "Shifts are planned {days} days ahead at most; check the day.",
            days=policy.planned_ahead.days,
        )


def overlap_faults(
    wanted: Sequence[NewShift], calendars: Mapping[str, Calendar]
) -> list[FieldError]:
    """Shifts that overlap one on record or an earlier one of the same request; one that is on
    record with exactly these times is the same shift and none.
    """
    faults = []
    seen: dict[str, list[NewShift]] = defaultdict(list)
    for index, one in enumerate(wanted):
        calendar = calendars.get(one.subject, Calendar(subject=one.subject))
        known = None if calendar.same(one) else calendar.overlapped(one)
        within = any(
            o.starts_at < one.ends_at and one.starts_at < o.ends_at for o in seen[one.subject]
        )
        if known or within:
            faults.append(
                _fault(
                    f"/shifts/{index}",
                    "shift_overlaps",
                    "该员工此时段已有班次；请调整时间，或先取消原班次。",
                    "This person has a shift at that time; choose another time, or cancel that "
                    "shift first.",
                )
            )
        seen[one.subject].append(one)
    return faults


def rest_warnings(
    policy: RosterPolicy, wanted: Sequence[NewShift], calendars: Mapping[str, Calendar]
) -> list[FieldError]:
    """Warnings for shifts that leave too little rest beside another of the same person, or make one
    stretch of work longer than a shift may be.
    """
    places = {(o.subject, o.starts_at, o.ends_at): index for index, o in enumerate(wanted)}
    found: dict[int, FieldError] = {}
    for subject in dict.fromkeys(one.subject for one in wanted):
        known = calendars.get(subject, Calendar(subject=subject)).entries
        times = {(entry.starts_at, entry.ends_at) for entry in known}
        times |= {(o.starts_at, o.ends_at) for o in wanted if o.subject == subject}
        begun: datetime | None = None
        for before, after in pairwise(sorted(times)):
            rest = after[0] - before[1]
            begun = (begun or before[0]) if rest <= timedelta() else None
            pair = [places.get((subject, *shift)) for shift in (after, before)]
            index = next((place for place in pair if place is not None), None)
            if index is None:
                continue
            if begun is not None and after[1] - begun > policy.longest_shift:
                found[index] = _long_stretch(policy, index)
            elif timedelta() < rest < policy.least_rest:
                found[index] = _short_rest(policy, index)
    return [found[index] for index in sorted(found)]


def _short_rest(policy: RosterPolicy, index: int) -> FieldError:
    hours = int(policy.least_rest / timedelta(hours=1))
    return _fault(
        f"/shifts/{index}",
        "rest_too_short",
        "与相邻班次间隔不足 {hours} 小时；请确认员工能够充分休息。",
        "Less than {hours} hours lie between this shift and the next one of the same person; make "
        "sure of enough rest.",
        severity="warn",
        hours=hours,
    )


def _long_stretch(policy: RosterPolicy, index: int) -> FieldError:
    hours = int(policy.longest_shift / timedelta(hours=1))
    return _fault(
        f"/shifts/{index}",
        "stretch_too_long",
        "与相邻班次相连，连续工作超过 {hours} 小时；请安排他人接班。",
        "With the shifts beside it this makes more than {hours} hours of work without a break; let "
        "somebody else take over.",
        severity="warn",
        hours=hours,
    )


def _fault(
    pointer: str, code: str, zh: str, en: str, *, severity: str = "refuse", **params: int
) -> FieldError:
    return FieldError(
        pointer,
        code,
        zh,
        en,
        dict(params),
        severity="warn" if severity == "warn" else "refuse",
        clause=CLAUSE,
    )
