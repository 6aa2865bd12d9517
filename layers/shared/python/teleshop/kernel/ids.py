"""Identifiers: ``cmp_01J…``, a readable prefix and a ULID, so that they sort by time of
creation.
"""

import hashlib
import re
from datetime import datetime

from ulid import ULID

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26
_SHAPE = re.compile(r"[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}")


def new_id(prefix: str, now: datetime) -> str:
    """A new identifier whose time part is ``now``; ``prefix`` is two to five lower-case letters."""
    return f"{prefix}_{ULID.from_datetime(now)}"


def derived_id(prefix: str, *parts: str) -> str:
    """The identifier that follows from ``parts``: the same however often it is made; does not sort
    by time.
    """
    number = int.from_bytes(hashlib.sha256("\x00".join(parts).encode()).digest(), "big")
    letters = (_ALPHABET[number >> (5 * place) & 31] for place in range(_LENGTH))
    return f"{prefix}_{''.join(letters)}"


def first_of(prefix: str, instant: datetime) -> str:
    """What identifiers made at ``instant`` begin with: ten characters of a ULID are milliseconds.

    Sorts before all identifiers of that prefix made then or later, after all made before.
    """
    return f"{prefix}_{str(ULID.from_datetime(instant))[:10]}"


def is_id(text: str, prefix: str) -> bool:
    """Whether ``text`` has the shape of an identifier of that prefix; says nothing of existence."""
    return bool(_SHAPE.fullmatch(text)) and text.startswith(f"{prefix}_")
