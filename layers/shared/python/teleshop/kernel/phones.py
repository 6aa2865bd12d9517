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
_OF_YEAR: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_OF_DAY: Final = r"(?:[01][0-9]|2[0-3])[0-5][0-9]"
_CALENDAR: Final = re.compile(
    rf"(?:(?:20)?[0-9]{{2}})?{_OF_YEAR}|20[0-9]{{2}}(?:0[1-9]|1[0-2])|{_OF_DAY}(?:[0-5][0-9])?"
)
"""A group that can be a day, a month of a year or a time of day: ``20261128``, ``1930``."""
_IN_PARTS: Final = re.compile(
    r"(?<![0-9])(?:20[0-9]{2}([^0-9A-Za-z+])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)(?![0-9])"
)
"""Days and times of day with signs within: ``2026-11-28``, ``19:30``. No part of a number."""
_CALL: Final = re.compile(r"(?<![0-9.])1[5-9][0-9]{8}\.[0-9](?![0-9.])")
"""How telephone systems name a call: the instant (of 2017 and later) and a counter."""
_MOBILE_USUAL: Final = (3, 4, 4)
_FIXED_USUAL: Final = ((7,), (8,), (3, 4), (4, 4))
"""Digits of the groups after the area code."""
_COUNTRY_CODES: Final = ("+86", "0086")


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
    ids). A group that can be a day or a time of day is part of a number only where all groups are
    as people write numbers (``138-1125-0001``): ``15-1125-00001`` is a sheet of 25 November,
    ``1930-2030-001`` a slot of the evening.
    """
    written = _MACHINE_MADE.sub("x", unicodedata.normalize("NFKC", id))
    written = _IN_PARTS.sub("x", _CALL.sub("x", written))
    return any(_in_groups(_GROUP.findall(run.group())) for run in _GROUPS.finditer(written))


def _in_groups(groups: list[str]) -> bool:
    """Whether groups that follow one another are a number."""
    for first, opening in enumerate(groups):
        joined = opening
        for end in range(first + 1, len(groups) + 1):
            if len(joined) > MAX_WRITTEN:
                break
            if _is_number(joined) and _written_so(groups[first:end]):
                return True
            if end < len(groups):
                joined += groups[end].lstrip("+")
    return False


def _is_number(joined: str) -> bool:
    """A plus sign says that a country follows, or only parts the number from what is before it."""
    return any(normalised_phone(it) is not None for it in (joined, joined.lstrip("+")))


def _written_so(groups: list[str]) -> bool:
    """Whether somebody who means a number may write it in these groups."""
    bare = [group.lstrip("+") for group in groups]
    if len(bare) == 1 or not any(map(_CALENDAR.fullmatch, bare)):
        return True
    if tuple(map(len, bare)) == _MOBILE_USUAL and _MOBILE.fullmatch("".join(bare)):
        return True
    national = bare[1:] if groups[0] in _COUNTRY_CODES else bare
    local = national[1:]
    # No fixed number is written with a day or an evening's hour right after its area code.
    return tuple(map(len, local)) in _FIXED_USUAL and not _CALENDAR.fullmatch(local[0])
