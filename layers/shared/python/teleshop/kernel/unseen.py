"""Characters that nobody sees: some that no text holds, whichever way it comes in (by a route or in
an imported file), and all that are drawn as nothing.
"""

import re
import unicodedata
from typing import Final

_NO_CHARACTERS: Final = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
"""What Unicode says is no character and never will be; XML, and so every spreadsheet, refuses some
of them.
"""
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff" + _NO_CHARACTERS + "]"
)
"""Characters that nobody sees and that change what a reader sees: control characters but tab and
line ends, those that turn the direction of writing, which can make one name look like another, and
what is no character at all.
"""
BLANK_LETTERS: Final = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Signs that count as letters or symbols and are drawn as nothing: fillers of Hangul, the empty
pattern of Braille, vowels of Khmer that are not written.
"""
_IGNORABLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)
"""What Unicode lets be ignored where it is drawn (Default_Ignorable_Code_Point): joiners, selectors
of variants, tags, also those that are marks or not assigned yet.
"""
_UNDRAWN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Controls, formats and line ends. Private and unassigned signs are left: rare names are written
with them.
"""


def is_seen(sign: str) -> bool:
    """Whether a sign is drawn and stands by itself."""
    # Separators, controls, formats, private and unassigned ones, and marks upon what is not there.
    return unicodedata.category(sign)[0] not in "ZCM" and sign not in BLANK_LETTERS


def without_undrawn(text: str) -> str:
    """The text without blanks, line ends and all signs that are drawn as nothing: what a reader
    compares. Marks upon other signs stay, and so do private and unassigned signs.
    """
    return "".join(
        sign
        for sign in text
        if unicodedata.category(sign) not in {"Zs", *_UNDRAWN}
        and sign not in BLANK_LETTERS
        and not _IGNORABLE.match(sign)
    )


def is_nothing(text: str) -> bool:
    """Whether a text looks empty and is not: it holds signs, blanks aside, none that is seen."""
    return bool(text.strip()) and not any(map(is_seen, text))


def is_plain_line(text: str) -> bool:
    """Whether a text is one line with something to see, and without any sign that is drawn as
    nothing: what is to be printed on a label and read by a person.
    """
    return (
        any(map(is_seen, text))
        and UNSEEN.search(text) is None
        and not any(
            sign in BLANK_LETTERS or unicodedata.category(sign) in _UNDRAWN for sign in text
        )
    )
