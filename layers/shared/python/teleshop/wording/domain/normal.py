"""One spelling for every way of writing a word, and where each character came from.

Compatibility forms (full width, enclosed, letters of other styles) become plain ones, traditional
characters simplified, capitals small; marks over and through characters, invisible characters and
what stands between characters to hide a word (blanks, brackets, symbols, pictographs, quotes, tags
of HTML) fall away; marks of sentences stay (see :mod:`bridges`). A lone 1 is 一, so that 第1 and
第一, NO.1 and No. 1 are the same. No position is ever lost.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

DIGITS = frozenset("0123456789")
_DROPPED = frozenset({"Mn", "Me", "Mc", "Cf", "Cc", "Cs"})
_SEPARATING = frozenset(
    {"Zs", "Zl", "Zp", "So", "Sk", "Sm", "Sc", "Pc", "Pd", "Po", "Ps", "Pe", "Pi", "Pf"}
)
MARKS = frozenset(",;:!?。、")
"""Marks of sentences: they stay, since what stands on both sides of one is seldom one word."""
_PERCENT = "%"
_INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by their category that show nothing."""
_BREAKS = frozenset("\n\r\v\f\u2028\u2029\u0085")
_ONES = str.maketrans({"壹": "一", "弌": "一", "佰": "百", "冣": "最", "㝡": "最", "朂": "最"})
_LOOKS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧορτАВЕКМНОРСТХаеорсхɴᴏᴘᴛⅠⅰ",
    "abezhikmnoptyxoptabekmhopctxaeopcxnopt11",
)
"""Letters of other scripts that look like Latin ones, and the Roman one."""
_NEGATIVE = (0x1F150, 0x1F170)
"""Where white letters on black circles and squares begin; other enclosed ones are compatible."""
_LONE_ONE = re.compile(r"(?<![0-9])(?<![0-9][.,:])1(?![0-9])(?![.,:][0-9])(?!%)")
_CACHED = 20_000

SEPARATOR, BREAK = "\x1f", "\x1e"
"""What a character that only separates becomes; neither is left in a result."""
_GAP = re.compile(f"[{SEPARATOR}{BREAK} ]+")
_ANY = f"[{SEPARATOR}{BREAK} ]*"
_LOOSE_PERCENT = re.compile(f"([0-9oli]{_ANY})?%")
_ROUND = re.compile(
    f"(?<![a-z0-9])(?:n{_ANY}0(?={_ANY}1(?![0-9]))|t{_ANY}0(?={_ANY}p{_ANY}1(?![0-9]))"
    f"|[1li]{_ANY}[0o]{_ANY}[0o](?={_ANY}%))"
)
"""Where 0 and O, 1 and l stand for one another: N0.1, T0P1, 1OO%."""
_NUMBERED = re.compile(f"(?<![a-z0-9])(no{_ANY}|top{_ANY})[:。](?={_ANY}1(?![0-9]))")
"""NO:1 and NO。1 are written for NO.1."""
_VALUE = r"""\s*=\s*(?:"[ -!#-;=?-~]*"|'[ -&(-;=?-~]*'|[^\s<>"'\x80-\U0010ffff]+)"""
_TAG = re.compile(
    rf"(?P<tag></?(?:[a-zA-Z]{{1,10}}|[hH][1-6])(?:\s+[a-zA-Z-]{{1,20}}{_VALUE})*\s*/?>"
    r"|<!--[a-zA-Z -]{0,100}-->)|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});"
)
"""Tags hold no Chinese: where they are shown as they are written, nothing hides in them."""
_LINE_TAG = re.compile(r"</?(?:br|p|div|li|tr|h[1-6])\b", re.IGNORECASE)


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
    if "<" in text or "&" in text:
        _take_out_markup(text, forms)
    joined = "".join(forms)
    if _PERCENT in joined:
        joined = _LOOSE_PERCENT.sub(lambda found: found[0] if found[1] else SEPARATOR, joined)
    joined = _ROUND.sub(_plain_round, joined)
    joined = _NUMBERED.sub(lambda found: found[1] + SEPARATOR, joined)
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


def _take_out_markup(text: str, forms: list[str]) -> None:
    """What a browser would not show as it is written: tags separate, entities are characters."""
    for found in _TAG.finditer(text):
        start, end = found.span()
        if found["tag"]:
            sign = BREAK if _LINE_TAG.match(found[0]) else SEPARATOR
            forms[start:end] = [sign] * (end - start)
        elif (shown := html.unescape(found[0])) != found[0]:
            plain = "".join(map(_known().__getitem__, shown))
            forms[start:end] = [plain, *[""] * (end - start - 1)]


def _plain_round(found: re.Match[str]) -> str:
    """Letters for digits or digits for letters, one for one."""
    if found[0][0] in "nt":
        return found[0].replace("0", "o")
    return found[0].translate(str.maketrans("oli", "011"))


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
            plain = unicodedata.normalize("NFKD", character.translate(_LOOKS)).translate(_LOOKS)
            plain = unicodedata.normalize("NFKD", plain.lower()).translate(self._simplified)
            form = "".join(_form(part) for part in plain.translate(_ONES))
        self[character] = form
        return form


def _form(character: str) -> str:
    if character in MARKS or character == _PERCENT:
        return character
    category = unicodedata.category(character)
    if category in {"No", "Nd"} and (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    for first in _NEGATIVE:
        if first <= ord(character) < first + 26:
            return chr(ord("a") + ord(character) - first)
    if category.startswith("Z") or character == "\t":
        return " "
    if category in _DROPPED or character in _INVISIBLE:
        return ""
    return SEPARATOR if category in _SEPARATING else character


@cache
def _known() -> _Known:
    from teleshop.wording.domain.simplified import SIMPLIFIED, TRADITIONAL

    pairs = zip(TRADITIONAL, SIMPLIFIED, strict=True)
    return _Known({ord(traditional): simplified for traditional, simplified in pairs})
