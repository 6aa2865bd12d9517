"""The platform's blacklist (黑名单): entities by unified social credit code, persons by keyed hash.

The caller computes the hash of :func:`normalise_name` with the platform's secret, so that
names are never stored here. A name alone does not identify a person, hence ``cleared``: entities
for whose people staff has established that they are namesakes.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from teleshop.suppliers.domain.registration import normalise_code

SubjectKind = Literal["entity", "person"]


@dataclass(frozen=True, slots=True)
class BlacklistSubject:
    """Somebody to look up: ``key`` is a code or a keyed hash, ``pointer`` its place in the
    application.
    """

    kind: SubjectKind
    key: str = field(repr=False)
    pointer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BlacklistEntry:
    """One entry, in force from ``since`` until just before ``until`` (None: without end)."""

    id: str
    kind: SubjectKind
    key: str = field(repr=False)
    reason: str = field(repr=False)
    since: datetime
    until: datetime | None = None
    cleared: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.since.tzinfo is None or (self.until is not None and self.until.tzinfo is None):
            raise ValueError("since and until are instants with an offset")
        if self.until is not None and self.until < self.since:
            raise ValueError("an entry does not end before it starts")
        if not self.reason.strip():
            raise ValueError("an entry needs a reason")

    def in_force(self, instant: datetime) -> bool:
        """Whether the entry counts at that instant."""
        return self.since <= instant and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True)
class BlacklistHit:
    """A subject of the application that an entry in force names."""

    entry_id: str
    kind: SubjectKind
    pointer: str


def normalise_name(name: str) -> str:
    """The form in which names are compared and hashed: NFKC, letters and digits only, case folded.

    So blanks, zero-width characters and the several middle dots of transcribed names make no
    difference.
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def match_blacklist(
    entries: Iterable[BlacklistEntry],
    subjects: Iterable[BlacklistSubject],
    *,
    uscc: str,
    now: datetime,
) -> list[BlacklistHit]:
    """Every subject that an entry in force at ``now`` names; ``uscc`` is the applying entity.

    A person cleared for that entity is no hit; an entity itself cannot be cleared, its entry is
    ended instead.
    """
    code = normalise_code(uscc)
    effective = [entry for entry in entries if entry.in_force(now)]
    return [
        BlacklistHit(entry.id, subject.kind, subject.pointer)
        for subject in subjects
        for entry in effective
        if (entry.kind, entry.key) == (subject.kind, subject.key)
        and not (entry.kind == "person" and code in entry.cleared)
    ]


def end_entry(entry: BlacklistEntry, now: datetime) -> BlacklistEntry:
    """The entry ended at ``now``; unchanged if it is over already, without effect if it had not
    begun.
    """
    if entry.until is not None and entry.until <= now:
        return entry
    return replace(entry, until=max(now, entry.since))


def clear_namesake(entry: BlacklistEntry, uscc: str) -> BlacklistEntry:
    """The entry that no longer matches people of that entity; ValueError for the entry of an
    entity.
    """
    if entry.kind != "person":
        raise ValueError("only a person can be a namesake")
    return replace(entry, cleared=entry.cleared | {normalise_code(uscc)})
