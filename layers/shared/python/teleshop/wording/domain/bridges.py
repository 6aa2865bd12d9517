"""Words that marks of sentences cut through: 最，好 and 治。疗.

A mark stands between two sentences as well (环保，过滤 is not 保过), so it hides a word only where
nobody ends or begins a clause so: after 最 and 第, before 疗, around a single character, or when
one character of a long word is cut off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from teleshop.wording.domain.normal import MARKS

_CUT = re.compile(f"(?<=[\u3400-\u9fff])[{''.join(sorted(MARKS))}]+(?=[\u3400-\u9fff])")
_NEVER_END = frozenset("最第")
_NEVER_BEGIN = frozenset("疗愈癌")
_LONG = 4


@dataclass(frozen=True, slots=True)
class Bridged:
    """``text`` is a normal form without the marks between Chinese characters; ``places[i]`` is
    where ``text[i]`` stands in the normal form; ``cuts`` are the indices of ``text`` before which a
    mark was.
    """

    text: str
    places: tuple[int, ...]
    cuts: tuple[int, ...]

    def is_one_word(self, normal: str, start: int, end: int) -> bool:
        """Whether what stands there is one word that marks cut through."""
        within = [cut for cut in self.cuts if start < cut < end]
        if not within:
            return False
        if any(
            self.text[cut - 1] in _NEVER_END or self.text[cut] in _NEVER_BEGIN for cut in within
        ):
            return True
        parts = [part for part in pairwise((start, *within, end)) if part[1] - part[0] == 1]
        if end - start >= _LONG and parts:
            return True
        return any(self._is_clause(normal, at) for at, _ in parts)

    def _is_clause(self, normal: str, at: int) -> bool:
        """Whether the character there is all that stands between two marks."""
        place = self.places[at]
        before = place == 0 or normal[place - 1] in MARKS
        after = place + 1 == len(normal) or normal[place + 1] in MARKS
        return before and after


def bridged(normal: str) -> Bridged | None:
    """A normal form without such marks; None where there is none."""
    pieces: list[str] = []
    places: list[int] = []
    cuts: list[int] = []
    for piece, start in _pieces(normal):
        if pieces:
            cuts.append(len(places))
        pieces.append(piece)
        places.extend(range(start, start + len(piece)))
    return Bridged("".join(pieces), tuple(places), tuple(cuts)) if cuts else None


def _pieces(normal: str) -> Iterator[tuple[str, int]]:
    start = 0
    for cut in _CUT.finditer(normal):
        yield normal[start : cut.start()], start
        start = cut.end()
    yield normal[start:], start
