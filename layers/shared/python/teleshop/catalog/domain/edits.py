"""How little one text differs from another: what lets a change of writing pass without a review.

In Chinese a single character is a fact (柚木, 榆木; 防水, 防火), and a program cannot tell which
of two is the slip. So what passes touches no character that is read: only blanks, width and case
of letters, and one sign that separates for another. A sign more or less is looked at, since it
makes other words of the same characters (特（效）本品).
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

_TELLING: Final = frozenset("%‰-/")
"""Signs of punctuation that say something themselves."""
_SAYING: Final = _TELLING | frozenset("?!")
"""What makes another statement of the same words."""
_NUMBERS: Final = re.compile(r"\d+(?:[.,:/x×*~-]\d+)*\s*°?[^\W\d_\u2e80-\uffff]*")
"""A number with the unit that follows it: 5 mg is not 5 Mg."""
_SEPARATOR: Final = "，"
_LINES: Final = frozenset("\t\n\r\f\v")


def normal_text(text: str) -> str:
    """The text without what nobody reads as a difference when names are compared: width, case,
    blanks, and signs that only separate.
    """
    shaped = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in shaped if not _separates(sign))


def _separates(sign: str) -> bool:
    kind = unicodedata.category(sign)
    return kind[0] in "ZC" or (kind[0] == "P" and sign not in _TELLING)


def is_same_writing(before: str, after: str) -> bool:
    """Whether two texts are the same but for blanks, width and case, and for signs that only
    separate where the other one has such signs too. Case counts in the unit of a number.
    """
    return _numbers(before) == _numbers(after) and _words(before) == _words(after)


def is_same_without(before: str, after: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing was done to a text but to leave out some of its ``spans`` (start, and end
    behind it; in order, none over another), with the signs beside them that only separate.
    """
    pattern, reach = [], 0
    for start, end in spans:
        pattern += [_literal(before[reach:start]), f"(?:{_literal(before[start:end])})?"]
        reach = end
    pattern.append(_literal(before[reach:]))
    around = f"{_SEPARATOR}?"
    whole = f"{around}{around.join(pattern)}{around}"
    return re.fullmatch(whole, _one_by_one(after)) is not None


def _literal(text: str) -> str:
    return re.escape(_one_by_one(text).strip(_SEPARATOR))


def _one_by_one(text: str) -> str:
    return re.sub(f"{_SEPARATOR}+", _SEPARATOR, _separated(text))


def without_blanks(text: str) -> str:
    """The text with everything moved together."""
    return "".join(sign for sign in text if not _is_blank(sign))


def _numbers(text: str) -> list[str]:
    found = _NUMBERS.findall(unicodedata.normalize("NFKC", text))
    return ["".join(number.split()) for number in found]


def _words(text: str) -> list[str]:
    """What stands between the signs that separate."""
    return [word for word in _separated(text).casefold().split(_SEPARATOR) if word]


def _separated(text: str) -> str:
    """The text without blanks, in one width, with one sign for all that separate."""
    signs = (
        _SEPARATOR if unicodedata.category(sign)[0] == "P" and sign not in _SAYING else sign
        for sign in unicodedata.normalize("NFKC", text)
        if not _is_blank(sign)
    )
    return "".join(signs)


def _is_blank(sign: str) -> bool:
    # Signs that nobody sees but that are no blanks are differences: they hide words.
    return unicodedata.category(sign)[0] == "Z" or sign in _LINES
