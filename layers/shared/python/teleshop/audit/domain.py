"""The hash chain: what links hold, how a day continues from the one before, how a break is found.

Order is arrival: a link is made when its entry reaches the chain, and belongs to the China day of
that instant, never to a day that has ended. The first link of a day continues from the last of the
day before.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from teleshop.kernel.clock import china_date, end_of_china_day, sortable

GENESIS = "0" * 64
"""What the very first link continues from."""
CHUNK = 40
"""Entries per transaction: two rows each and the head stay below DynamoDB's 100."""
SETTLES = timedelta(minutes=10)
"""An entry younger than this may still be on its way to the chain."""
ANCHOR_DUE = timedelta(hours=1)
"""How long after its end a day may be without its anchor."""

Raw = Mapping[str, Any]
"""An item as DynamoDB stores it: ``{"pk": {"S": "…"}}``."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change, as it was written with it; ``pk`` is ``kind#id`` of the subject, ``sk`` the
    entry's id.
    """

    pk: str
    sk: str
    action: str
    actor: str
    roles: list[str]
    occurred_at: datetime
    request_id: str
    correlation_id: str
    changes: list[dict[str, Any]]
    notes: dict[str, Any]
    causation_id: str | None = None

    @property
    def subject(self) -> str:
        """``kind:id``, as callers write it."""
        return self.pk.replace("#", ":", 1)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry on its way into the chain: its key and the hash of its stored content."""

    subject: str
    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class Link:
    """The place of one entry in the chain of ``day``; ``seq`` counts from 1 every day."""

    day: date
    seq: int
    entry_subject: str
    entry_id: str
    entry_hash: str
    previous: str
    hash: str
    chained_at: datetime

    def computed(self) -> str:
        """What ``hash`` must be."""
        return _digest(
            {
                "day": self.day.isoformat(),
                "seq": self.seq,
                "entry_subject": self.entry_subject,
                "entry_id": self.entry_id,
                "entry_hash": self.entry_hash,
                "previous": self.previous,
                "chained_at": sortable(self.chained_at),
            }
        )


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: ``seq`` links so far on ``day``, the last of them ``hash``."""

    day: date
    seq: int
    first: str | None
    hash: str
    version: int = 0


@dataclass(frozen=True, slots=True)
class DayEnd:
    """A day that takes no more links: how many it has, its first and last hash."""

    day: date
    count: int
    first: str | None
    hash: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Anchor:
    """The state of a day's chain, kept outside the database; ``hour`` (China time) for a day that
    still ran.
    """

    day: date
    count: int
    first: str | None
    hash: str
    made_at: datetime
    hour: int | None = None


def entry_hash(item: Raw) -> str:
    """SHA-256 (hex) over the canonical JSON of every attribute of a stored entry."""
    return _digest(item)


def _digest(value: Any) -> str:
    text = json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_plain
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    # Streams deliver binary values as base64 text, reads as bytes.
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is no stored value")


def began(now: datetime) -> Head:
    """The end of a chain that has no link yet."""
    return Head(china_date(now), 0, None, GENESIS)


def day_ended(head: Head, now: datetime) -> tuple[DayEnd, Head] | None:
    """The end of the head's day and the head on the day after it; None while that day runs."""
    if head.day >= china_date(now):
        return None
    end = DayEnd(head.day, head.seq, head.first, head.hash, now)
    return end, Head(head.day + timedelta(days=1), 0, None, head.hash, head.version)


def appended(head: Head, entries: Iterable[Arrived], now: datetime) -> tuple[list[Link], Head]:
    """The links of ``entries`` in their order, and the head after them.

    The day is the head's: it is never earlier than that of ``now`` once :func:`day_ended` has been
    followed, and may be later for an entry that arrived late.
    """
    links = []
    for entry in entries:
        link = Link(
            day=head.day,
            seq=head.seq + 1,
            entry_subject=entry.subject,
            entry_id=entry.id,
            entry_hash=entry.hash,
            previous=head.hash,
            hash="",
            chained_at=now,
        )
        link = replace(link, hash=link.computed())
        links.append(link)
        head = replace(head, seq=link.seq, first=head.first or link.hash, hash=link.hash)
    return links, head


class BreakKind(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    """An entry or a link is not what it was."""
    MISSING_ENTRY = "missing_entry"
    """A link's entry is gone."""
    MISSING_LINK = "missing_link"
    """A link is gone from among others."""
    REORDERED = "reordered"
    """Links do not follow one another, or one entry has two."""
    UNLINKED_ENTRY = "unlinked_entry"
    """An entry is in no chain."""
    TRUNCATED = "truncated"
    """The end of the chain is gone."""
    ANCHOR_MISMATCH = "anchor_mismatch"
    """The chain is sound in itself and not the one that was anchored."""
    ANCHOR_MISSING = "anchor_missing"
    """The day is over and was never anchored, or its anchor is gone."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing found wrong: ``seq`` is the place in the day's chain, None where it has
    none.
    """

    day: date
    kind: BreakKind
    seq: int | None = None
    entry_id: str | None = None


class DayCheck:
    """Checks one day link by link, in order, without holding them; stop at the first break.

    ``previous`` is the hash that the day must continue from; ``anchors`` are all of that day.
    """

    def __init__(self, day: date, previous: str, anchors: Iterable[Anchor]) -> None:
        self.day = day
        self.count = 0
        self.hash = previous
        self.linked: set[str] = set()
        self._first: str | None = None
        self._anchors = sorted(anchors, key=lambda anchor: anchor.count)
        self._next_anchor = 0

    def link(self, place: int, link: Link, stored_entry: str | None) -> Break | None:
        """Check the link stored at ``place``; ``stored_entry`` is the hash of its entry as it is
        now, None if it is gone.
        """
        # What was anchored before this link must be compared before it is added.
        expected = self.count + 1
        broken: BreakKind | None = None
        if place != expected:
            broken, place = BreakKind.MISSING_LINK, expected
        elif link.previous != self.hash or link.seq != place or link.entry_id in self.linked:
            broken = BreakKind.REORDERED
        elif link.day != self.day or link.hash != link.computed():
            broken = BreakKind.ALTERED
        elif stored_entry is None:
            broken = BreakKind.MISSING_ENTRY
        elif stored_entry != link.entry_hash:
            broken = BreakKind.ALTERED
        if broken is not None:
            missing = broken is BreakKind.MISSING_LINK
            return Break(self.day, broken, place, None if missing else link.entry_id)
        self.count, self.hash = place, link.hash
        self._first = self._first or link.hash
        self.linked.add(link.entry_id)
        return self._compare_anchors()

    def _compare_anchors(self) -> Break | None:
        while self._next_anchor < len(self._anchors):
            anchor = self._anchors[self._next_anchor]
            if anchor.count > self.count:
                return None
            if anchor.hash != self.hash or anchor.first != self._first:
                return Break(self.day, BreakKind.ANCHOR_MISMATCH, self.count)
            self._next_anchor += 1
        return None

    def finish(self, *, now: datetime, end: DayEnd | None, head: Head | None) -> Break | None:
        """Compare the whole with what says how long it must be."""
        broken = self._compare_anchors() if self.count == 0 else None
        if broken is not None:
            return broken
        stated = [anchor.count for anchor in self._anchors]
        if end is not None:
            stated.append(end.count)
        if head is not None and head.day == self.day:
            stated.append(head.seq)
        if any(count > self.count for count in stated):
            return Break(self.day, BreakKind.TRUNCATED, self.count + 1)
        final = [anchor for anchor in self._anchors if anchor.hour is None]
        if any(anchor.count != self.count for anchor in final):
            return Break(self.day, BreakKind.ANCHOR_MISMATCH, self.count)
        over = end is not None or self.count > 0
        if over and not final and now >= end_of_china_day(self.day) + ANCHOR_DUE:
            return Break(self.day, BreakKind.ANCHOR_MISSING)
        ending = end or (head if head is not None and head.day == self.day else None)
        if ending is not None and ending.hash != self.hash:
            return Break(self.day, BreakKind.ALTERED, self.count)
        return None


@dataclass(frozen=True, slots=True)
class DayProof:
    """What was found of one day; ``pending`` entries are too young to be missed in the chain."""

    day: date
    count: int
    hash: str
    anchored: bool
    pending: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """``days`` are sound, up to the first break; None proves all that was asked for."""

    days: list[DayProof]
    broken: Break | None = None


@dataclass(frozen=True, slots=True)
class DayStatus:
    """How far a day's chain is: ``ended`` days take no more links, ``anchored`` says whether the
    final anchor exists.
    """

    day: date
    count: int
    hash: str
    ended: bool
    anchored: bool
