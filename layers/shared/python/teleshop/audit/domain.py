"""The chain of audit entries, and its proof.

Each entry gets one link. A link holds the hash of the stored entry and of the link before it; so
whoever alters, removes, adds or reorders anything breaks the chain from there on. The end of each
China day, and the running day once an hour, is anchored in storage that cannot be overwritten, so
that the chain as a whole cannot be written anew (standard 8.1.2).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

GENESIS = "0" * 64
"""What the very first link names as the one before it."""


@dataclass(frozen=True, slots=True)
class EntryKey:
    """Where an entry is stored: its subject (``supplier#sup_…``) and its id (``aud_…``)."""

    subject: str
    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """``seq`` counts over all days from 1; ``previous`` and ``hash`` are hex SHA-256."""

    day: date
    seq: int
    entry: EntryKey
    entry_hash: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: the running day, what it began with, the last link so far.

    ``first_seq`` is the number its first link has or will have; ``version`` guards against two
    writers.
    """

    day: date
    first_seq: int
    first_previous: str
    seq: int
    hash: str
    version: int = 1

    @property
    def count(self) -> int:
        """Links of the running day."""
        return self.seq - self.first_seq + 1


@dataclass(frozen=True, slots=True)
class SealedDay:
    """A day that takes no more links; this is what is anchored. ``count`` may be 0."""

    day: date
    first_seq: int
    last_seq: int
    first_previous: str
    last_hash: str

    @property
    def count(self) -> int:
        """Links of the day."""
        return self.last_seq - self.first_seq + 1


class BreakKind(StrEnum):
    """What is wrong at the first broken place of a chain."""

    ALTERED = "entry_altered"
    MISSING_ENTRY = "entry_missing"
    LINK_ALTERED = "link_altered"
    MISSING_LINK = "link_missing"
    UNLINKED_ENTRY = "entry_not_linked"
    ANCHOR_MISMATCH = "anchor_differs"
    ANCHOR_MISSING = "anchor_missing"
    TRUNCATED = "chain_cut_off"


@dataclass(frozen=True, slots=True)
class Break:
    """The first broken place; ``seq`` and ``entry_id`` as far as they are known."""

    day: date
    kind: BreakKind
    seq: int | None = None
    entry_id: str | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The chain of a day was walked.

    ``broken`` None: nothing was altered, removed, added or reordered. ``anchored`` says whether
    the day's end is held against its anchor; a running day has checkpoints only.
    """

    day: date
    count: int
    last_hash: str
    anchored: bool
    broken: Break | None = None


def entry_hash(stored: Mapping[str, str]) -> str:
    """SHA-256 of all attributes of a stored entry, as text, in canonical JSON."""
    text = json.dumps(dict(stored), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def link_hash(day: date, seq: int, entry: EntryKey, content: str, previous: str) -> str:
    """SHA-256 over everything a link says."""
    parts = (day.isoformat(), str(seq), entry.subject, entry.id, content, previous)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def first_head(day: date) -> Head:
    """The head of an empty chain."""
    return Head(day, 1, GENESIS, 0, GENESIS, version=0)


def advance(
    head: Head, day: date, entries: Iterable[tuple[EntryKey, str]]
) -> tuple[Head, list[Link], SealedDay | None]:
    """The head after ``entries`` (key and content hash) in this order, their links, and the day
    that ended, if one did.

    A chain never goes back: entries that arrive late are linked to the running day.
    """
    sealed = None
    if day > head.day:
        sealed = seal_of(head)
        head = Head(day, head.seq + 1, head.hash, head.seq, head.hash, head.version)
    links = []
    seq, previous = head.seq, head.hash
    for key, content in entries:
        seq += 1
        made = link_hash(head.day, seq, key, content, previous)
        links.append(Link(head.day, seq, key, content, previous, made))
        previous = made
    version = head.version + 1
    return (
        Head(head.day, head.first_seq, head.first_previous, seq, previous, version),
        links,
        sealed,
    )


def seal_of(head: Head) -> SealedDay:
    """The running day of ``head`` as it stands."""
    return SealedDay(head.day, head.first_seq, head.seq, head.first_previous, head.hash)


class Walk:
    """Walks the links of one day in order and stops at the first broken place.

    ``checkpoints`` are hashes by ``seq`` that were anchored while the day was running.
    """

    def __init__(
        self,
        day: date,
        first_seq: int,
        first_previous: str,
        checkpoints: Mapping[int, str] | None = None,
    ) -> None:
        self._checkpoints = checkpoints or {}
        self.day = day
        self.seq = first_seq - 1
        self.hash = first_previous
        self.broken: Break | None = None
        self.count = 0

    def step(self, link: Link, stored: Mapping[str, str] | None) -> bool:
        """Check one link against its stored entry; False once something is broken."""
        kind = self._fault(link, stored)
        if kind is not None:
            self.broken = Break(self.day, kind, link.seq, link.entry.id)
            return False
        self.seq, self.hash = link.seq, link.hash
        self.count += 1
        return True

    def _fault(self, link: Link, stored: Mapping[str, str] | None) -> BreakKind | None:
        if link.seq != self.seq + 1:
            return BreakKind.MISSING_LINK
        expected = link_hash(self.day, link.seq, link.entry, link.entry_hash, self.hash)
        if link.previous != self.hash or link.hash != expected:
            return BreakKind.LINK_ALTERED
        if self._checkpoints.get(link.seq, link.hash) != link.hash:
            return BreakKind.ANCHOR_MISMATCH
        if stored is None:
            return BreakKind.MISSING_ENTRY
        return None if entry_hash(stored) == link.entry_hash else BreakKind.ALTERED

    def end(self, anchor: SealedDay | None) -> None:
        """Hold the end of the walk against what was anchored."""
        if self.broken:
            return
        furthest = max([*self._checkpoints, anchor.last_seq if anchor else 0])
        if self.seq < furthest:
            self.broken = Break(self.day, BreakKind.TRUNCATED, self.seq + 1)
        elif anchor is not None and (self.seq, self.hash) != (anchor.last_seq, anchor.last_hash):
            self.broken = Break(self.day, BreakKind.ANCHOR_MISMATCH, self.seq)
