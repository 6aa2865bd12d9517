"""One spelling for every way of writing a word, and where each character came from.

Compatibility forms (full width, enclosed, letters of other styles) become plain ones, traditional
characters simplified, capitals small; marks over and through characters, invisible characters and
what stands between characters to hide a word (blanks, ``·*-.``, pictographs, quotes) fall away. A
lone 1 is 一, so that 第1 and 第一, NO.1 and No. 1 are the same. Each rule looks at characters and
their neighbours only, so that no position is ever lost.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

DIGITS = frozenset("0123456789")
_DROPPED = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs"})
_SEPARATING = frozenset({"Zs", "Zl", "Zp", "So", "Sk", "Pc", "Pd"})
_SEPARATORS = frozenset("·•‧∙⋅・*∗-−.~|/\\^`'\"‘’“”#=◦")
_BREAKS = frozenset("\n\r\v\f\u2028\u2029\u0085")
_ONES = str.maketrans({"壹": "一", "弌": "一"})
_LONE_ONE = re.compile(r"(?<![0-9])(?<![0-9][.,:])1(?![0-9])(?![.,:][0-9])(?!%)")
_CACHED = 20_000

SEPARATOR, BREAK = "\x1f", "\x1e"
"""What a character that only separates becomes; neither is left in a result."""
_GAP = re.compile(f"[{SEPARATOR}{BREAK} ]+")


@dataclass(frozen=True, slots=True)
class Normal:
    """``text`` is the normal form; ``places[i]`` is the index in the original of the character that
    ``text[i]`` came from; ``breaks`` are indices of ``text`` before which a line ended.
    """

    text: str
    places: tuple[int, ...]
    breaks: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of the non-empty span in the normal form."""
        return self.places[start], self.places[end - 1] + 1


def normal_form(text: str) -> str:
    """The normal form alone."""
    return normalise(text).text


def normalise(text: str) -> Normal:
    """The normal form of a text, with positions."""
    known = _known()
    forms = [known[character] for character in text]
    joined = "".join(forms)
    origins: Sequence[int] = range(len(forms))
    if {*map(len, forms)} - {1}:
        origins = [place for place, form in enumerate(forms) for _ in form]
    pieces: list[str] = []
    places: list[int] = []
    breaks: list[int] = []
    start = 0
    for gap in _GAP.finditer(joined):
        pieces.append(joined[start : gap.start()])
        places.extend(origins[start : gap.start()])
        if BREAK in gap[0]:
            breaks.append(len(places))
        start = gap.end()
        if _is_digit(joined, gap.start() - 1) and _is_digit(joined, start):
            # 10.0% is not 100%, and NO.1 is no part of 1100: between digits it still separates.
            pieces.append("." if SEPARATOR in gap[0] else " ")
            places.append(origins[gap.start()])
    pieces.append(joined[start:])
    places.extend(origins[start:])
    return Normal(_LONE_ONE.sub("一", "".join(pieces)), tuple(places), tuple(breaks))


def _is_digit(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at] in DIGITS


class _Known(dict[str, str]):
    """The normal form of single characters, learnt as they come."""

    def __init__(self, simplified: dict[int, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, character: str) -> str:
        if len(self) > _CACHED:
            self.clear()
        if character in _BREAKS:
            form = BREAK
        else:
            plain = unicodedata.normalize("NFKD", character).lower()
            plain = unicodedata.normalize("NFKD", plain).translate(self._simplified)
            form = "".join(_form(part) for part in plain.translate(_ONES))
        self[character] = form
        return form


def _form(character: str) -> str:
    if character in _SEPARATORS:
        return SEPARATOR
    category = unicodedata.category(character)
    if category.startswith("Z") or character == "\t":
        return " "
    if category in _DROPPED:
        return ""
    return SEPARATOR if category in _SEPARATING else character


@cache
def _known() -> _Known:
    from teleshop.wording.domain.simplified import SIMPLIFIED, TRADITIONAL

    pairs = zip(TRADITIONAL, SIMPLIFIED, strict=True)
    return _Known({ord(traditional): simplified for traditional, simplified in pairs})
