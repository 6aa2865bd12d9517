"""Attributes of stored rows. Each one declares its data class; `tests/architecture` fails for one
without.

Money and versions use :class:`Integer`: PynamoDB's own NumberAttribute may return a float.
"""

import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.constants import BINARY, BOOLEAN, NUMBER, STRING

from teleshop.kernel.clock import parse_instant, sortable


class DataClass(StrEnum):
    """How a stored value must be treated (standard 8.2.1).

    ``PUBLIC`` may be shown to anyone; ``INTERNAL`` to staff and the owner; ``CONFIDENTIAL`` only
    to those with a need (tokens, hashes that identify); ``PERSONAL`` is encrypted per field and
    never logged, published or audited.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"


class Classified(Attribute[Any]):
    """An attribute with a data class; the class is a required keyword argument."""

    def __init__(self, *, data_class: DataClass, **options: Any) -> None:
        super().__init__(**options)
        self.data_class = data_class


class Text(Classified):
    """A string or an enumeration of strings."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        return str(value)

    def deserialize(self, value: Any) -> str:
        return str(value)


class Integer(Classified):
    """A whole number of any size, never a float."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{self.attr_name} takes a whole number, not {type(value).__name__}")
        return str(value)

    def deserialize(self, value: Any) -> int:
        return int(value)


class Flag(Classified):
    """True or false."""

    attr_type = BOOLEAN

    def serialize(self, value: Any) -> bool:
        return bool(value)

    def deserialize(self, value: Any) -> bool:
        return bool(value)


class Instant(Classified):
    """An instant, stored in UTC as text of equal length, so that it sorts."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return sortable(value)

    def deserialize(self, value: Any) -> datetime:
        return parse_instant(value)


class Day(Classified):
    """A calendar day, ``2026-11-23``."""

    attr_type = STRING

    def serialize(self, value: date) -> str:
        return value.isoformat()

    def deserialize(self, value: Any) -> date:
        return date.fromisoformat(value)


class Json(Classified):
    """A nested value of plain types, stored as canonical JSON text; nothing personal may be
    in it.
    """

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def deserialize(self, value: Any) -> Any:
        return json.loads(value)


class ExpiresAt(Classified):
    """The TTL attribute: epoch seconds after which DynamoDB may delete the row."""

    attr_type = NUMBER

    def serialize(self, value: datetime) -> str:
        return str(int(value.timestamp()))

    def deserialize(self, value: Any) -> datetime:
        return datetime.fromtimestamp(int(value)).astimezone()


class Personal(Classified):
    """A personal value: in the row only its ciphertext (see :mod:`teleshop.kernel.personal`).

    The row's ``owner_field`` names the domain field whose value the ciphertext is bound to.
    """

    attr_type = BINARY

    def __init__(self, **options: Any) -> None:
        super().__init__(data_class=DataClass.PERSONAL, **options)

    def serialize(self, value: bytes) -> bytes:
        return value

    def deserialize(self, value: Any) -> bytes:
        return bytes(value)


class LookupHash(Text):
    """The keyed hash of a personal value, for finding it again by equality."""

    def __init__(self, **options: Any) -> None:
        super().__init__(data_class=DataClass.CONFIDENTIAL, **options)
