"""The taxonomy of causes: two levels, every code for good.

A code that is no longer given is *retired*: cases that carry it stay readable and countable, and
``replaced_by`` says what is given instead.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

UNCLASSIFIED = "unclassified"
"""Stands in counters for a case whose cause nobody has confirmed yet; no code of the taxonomy."""
GENERAL = "general"
"""The skill for what has no cause yet; no code of the taxonomy."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. ``code`` of the first level is a word (``quality``), of the second level two with
    a dot (``quality.malfunction``).

    ``since`` and ``retired_in`` are versions of the taxonomy; a cause is given from the first up
    to, not including, the second.
    """

    code: str
    zh: str
    en: str
    since: int = 1
    retired_in: int | None = None
    replaced_by: str | None = None

    @property
    def area(self) -> str:
        """The code of the first level that it belongs to; also the skill that it calls for."""
        return self.code.partition(".")[0]

    @property
    def is_leaf(self) -> bool:
        """Whether cases may carry it."""
        return "." in self.code


@dataclass(frozen=True, slots=True)
class Leaf:
    """A cause of the second level with the words that suggest it.

    ``words`` maps a word or phrase, in either language, to its weight: 1 for a hint, 2 for a clear
    sign, 3 for what hardly means anything else.
    """

    cause: Cause
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Area:
    """A cause of the first level with its leaves; the order is that of gravity, which decides
    between suggestions that are equally likely.
    """

    cause: Cause
    leaves: tuple[Leaf, ...]


class Taxonomy:
    """All causes of one version; immutable.

    ValueError for data that contradicts itself: a code twice, a leaf outside its area, words of a
    retired cause, a replacement that is none.
    """

    def __init__(self, version: int, areas: Iterable[Area]) -> None:
        self.version = version
        self.areas = tuple(areas)
        self._causes: dict[str, Cause] = {}
        for area in self.areas:
            self._add(area.cause, leaf=False)
            for leaf in area.leaves:
                self._add(leaf.cause, leaf=True)
                if leaf.cause.area != area.cause.code:
                    raise ValueError(f"{leaf.cause.code} is not of {area.cause.code}")
                if leaf.words and not self.is_given(leaf.cause):
                    raise ValueError(f"{leaf.cause.code} is not given, but has words")
        for cause in self._causes.values():
            other = cause.replaced_by
            if other is not None and not self.is_given(self._causes.get(other, cause)):
                raise ValueError(f"{cause.code} is replaced by {other}, which is not given")

    def _add(self, cause: Cause, *, leaf: bool) -> None:
        if cause.code in self._causes or cause.is_leaf is not leaf:
            raise ValueError(f"{cause.code} is there twice or at the wrong level")
        if cause.code in (UNCLASSIFIED, GENERAL):
            raise ValueError(f"{cause.code} has another meaning")
        self._causes[cause.code] = cause

    def is_given(self, cause: Cause) -> bool:
        """Whether new cases may carry it in this version."""
        return cause.since <= self.version and (
            cause.retired_in is None or cause.retired_in > self.version
        )

    def find(self, code: str) -> Cause | None:
        """Any cause by its code, retired ones too."""
        return self._causes.get(code)

    def leaves(self, *, retired: bool = False) -> Iterator[Leaf]:
        """The leaves in order of gravity; retired ones only on request."""
        for area in self.areas:
            for leaf in area.leaves:
                if retired or self.is_given(leaf.cause):
                    yield leaf
