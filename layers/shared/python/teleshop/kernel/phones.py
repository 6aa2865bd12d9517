"""Telephone numbers of mainland China in the one form in which they are kept and looked up.

A rule of our own (工信部《电信网编号计划》): mobile numbers are eleven digits from 13 to 19; fixed
ones an area code (010, 02x, or 03xx to 09xx) and seven or eight digits from 2 to 8. Service
numbers (95xxx, 400, 800) belong to nobody whom a parcel could reach.
"""

import re
import unicodedata
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s().·\-‐-―]+")
_COUNTRY: Final = re.compile(r"^(?:\+86|0086)")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_FIXED: Final = re.compile(r"0?((?:10|2[0-9])[2-8][0-9]{7}|[3-9][1-9][0-9][2-8][0-9]{6,7})")
MAX_WRITTEN: Final = 30
"""Characters of a number as somebody writes it."""
_MACHINE_MADE: Final = re.compile(
    r"(?<![0-9a-z])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9a-f]{24}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})(?![0-9a-z])",
    re.IGNORECASE,
)
"""What identity providers draw by lot: of their digits some look like a number by chance."""
_GROUPS: Final = re.compile(r"\+?[0-9]+(?:[^0-9A-Za-z]+[0-9]+)*")
"""Groups of digits with nothing but signs between them."""
_GROUP: Final = re.compile(r"\+?[0-9]+")
_LEAST_IN_GROUP: Final = 2
"""Digits of a part of a number. A counter of one digit after an instant is no telephone number:
``1764295200.5`` is how telephone systems name a call.
"""


def normalised_phone(written: str) -> str | None:
    """``+86`` and the national number without its leading 0; None for what is no such number.

    Blanks, hyphens, dots and brackets do not count, nor does how the country code is written.
    """
    if len(written) > MAX_WRITTEN:
        return None
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written))
    abroad = _COUNTRY.match(digits)
    national = digits[abroad.end() :] if abroad else digits
    if not abroad and len(national) == len("8613800138000") and national.startswith("861"):
        national = national.removeprefix("86")
    if _MOBILE.fullmatch(national):
        return f"+86{national}"
    # Without area code a fixed number reaches nobody; without its 0 only abroad.
    fixed = _FIXED.fullmatch(national) if abroad or national.startswith("0") else None
    return f"+86{fixed[1]}" if fixed else None


def holds_phone(id: str) -> bool:
    """Whether a telephone number stands somewhere in an id that somebody types, whatever is before
    and after it and whichever signs are between its digits: ``tel:13800138000``,
    ``wang138-0013-8000``. Ids are in events, messages and audit entries, where no number may be.

    Digits of a longer number are none, nor what identity providers draw by lot (UUIDs, hexadecimal
    ids).
    """
    written = _MACHINE_MADE.sub("x", unicodedata.normalize("NFKC", id))
    return any(_in_groups(found.group()) for found in _GROUPS.finditer(written))


def _in_groups(written: str) -> bool:
    """Whether groups that follow one another are a number."""
    groups = _GROUP.findall(written)
    for first in range(len(groups)):
        joined = ""
        for group in groups[first:]:
            joined += group
            if len(group) < _LEAST_IN_GROUP or len(joined) > MAX_WRITTEN:
                break
            if normalised_phone(joined) is not None:
                return True
    return False
