"""Whether a text has anything to see: invisible signs and blanks are no statement (2.2.2)."""

import unicodedata
from collections.abc import Iterable
from typing import Final

_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Signs that count as letters or symbols and are drawn as nothing: fillers of Hangul, the empty
pattern of Braille, vowels of Khmer that are not written.
"""


def has_something_to_see(text: str | None) -> bool:
    """Whether there is at least one sign that is drawn and stands by itself."""
    return any(_is_seen(sign) for sign in text or "")


def visible(texts: Iterable[str]) -> tuple[str, ...]:
    """Those in which there is something to see."""
    return tuple(text for text in texts if has_something_to_see(text))


def without_invisible(text: str) -> str:
    """The text without signs that are not drawn; blanks stay."""
    return "".join(sign for sign in text if _is_seen(sign) or unicodedata.category(sign)[0] in "ZM")


def _is_seen(sign: str) -> bool:
    # Separators, controls, formats, private and unassigned ones, and marks upon what is not there.
    return unicodedata.category(sign)[0] not in "ZCM" and sign not in _BLANK_LETTERS
