"""Outside input becomes a typed value here, or a list of **all** its faults, each with its JSON
pointer.

msgspec converts fast and stops at the first fault. Only when it has refused, the value is walked
beside its type and every fault is collected; so the good path pays nothing for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.unseen import UNSEEN, is_nothing
from teleshop.web.errors import MalformedBodyError

T = TypeVar("T")

MAX_ERRORS = 100
_FAR_AWAY = re.compile(r"(?!19|20|21)\d{4}-\d\d-\d\d")
"""What a day outside of the years 1900 to 2199 begins with."""

_PERHAPS_UNSEEN = re.compile(
    rb"\\(?:[bf]|u(?:00[0189]|007[fF]|202[a-eA-E]|206[6-9]|[fF][eE][fF][fF]"
    rb"|[fF][dD][dDeE]|[fFdD][fF][fF][eEfF]))"
    rb"|\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf"
    rb"|\xef\xb7[\x90-\xaf]|\xef\xbf[\xbe\xbf]|[\xf0-\xf4][\x8f\x9f\xaf\xbf]\xbf[\xbe\xbf]"
)
"""Those of `UNSEEN` in JSON text, escaped or not; a hit may also be an escaped tab or line end, or
half of an escaped pair.
"""


def decode_json(raw: bytes) -> Any:
    """JSON text (UTF-8) as plain values; :class:`MalformedBodyError` if it is none or nested
    absurdly deep, :class:`InvalidInputError` for text with characters that nobody sees.
    """
    try:
        value = msgspec.json.decode(raw)
        if _PERHAPS_UNSEEN.search(raw):
            _refuse_unseen(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as broken:
        raise MalformedBodyError from broken
    return value


def read(kind: type[T], value: Any) -> T:
    """Decoded JSON as ``kind``; :class:`InvalidInputError` with every fault otherwise."""
    return _convert(kind, value, strict=True)


def read_query(kind: type[T], parameters: Mapping[str, Sequence[str]]) -> T:
    """Query parameters as ``kind``: text becomes numbers and booleans, a name given twice becomes
    a list.
    """
    value = {
        name: texts[0] if len(texts) == 1 else list(texts) for name, texts in parameters.items()
    }
    _refuse_unseen(value)
    lists = _list_fields(kind)
    for name in lists & value.keys():
        value[name] = list(parameters[name])
    return _convert(kind, value, strict=False)


def _convert(kind: type[T], value: Any, *, strict: bool) -> T:
    try:
        converted = msgspec.convert(value, kind, strict=strict, str_keys=True)
    except (msgspec.ValidationError, RecursionError) as refused:
        # Imported on this path only: most requests never need it.
        from teleshop.web.faults import collect

        raise InvalidInputError(errors=collect(kind, value, refused, strict=strict)) from refused
    if _is_suspect(value):
        from teleshop.web.faults import strays

        if errors := strays(kind, value, strict=strict):
            raise InvalidInputError(errors=errors)
    return converted


def _is_suspect(value: Any) -> bool:
    """Whether there is something that msgspec overlooks: a line end behind what a pattern that ends
    with `$` wants, a text of signs that nobody sees, or perhaps a day that nobody can mean.
    """
    if isinstance(value, str):
        return (
            value.endswith("\n")
            or (not value.isascii() and is_nothing(value))
            or _FAR_AWAY.match(value) is not None
        )
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(map(_is_suspect, parts))


def _refuse_unseen(value: Any) -> None:
    errors = [
        fault(
            pointer,
            "character_not_allowed",
            f"含有不可见的控制字符或无效字符 U+{code:04X}，请删除后重试。",
            f"Holds U+{code:04X}, which is invisible or no character: remove it and try again.",
        )
        for pointer, code in _unseen(value, "")
    ]
    if errors:
        raise InvalidInputError(errors=errors[:MAX_ERRORS])


def _unseen(value: Any, pointer: str) -> Iterator[tuple[str, int]]:
    if isinstance(value, str):
        if found := UNSEEN.search(value):
            yield pointer, ord(found.group())
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _unseen(part, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _unseen(part, f"{pointer}/{escape(UNSEEN.sub('', name))}")


def _list_fields(kind: type[Any]) -> set[str]:
    return {
        field.encode_name for field in msgspec.structs.fields(kind) if "list[" in str(field.type)
    }


def pointer_of(path: str) -> str:
    """A path of a msgspec message (``$.goods[0].name``) as a JSON pointer; where the path is
    vague, the place above.
    """
    return "".join(f"/{escape(part)}" for part in _parts(path))


def _parts(path: str) -> Iterator[str]:
    for piece in path.removeprefix("$").replace("[", ".[").split("."):
        if piece.startswith("["):
            inside = piece[1:-1]
            if not inside.isdigit():
                return
            yield inside
        elif piece:
            yield piece


def escape(name: str) -> str:
    """One step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def fault(pointer: str, code: str, zh: str, en: str, **params: str | int | None) -> FieldError:
    """A fault of the input."""
    return FieldError(pointer, code, zh, en, params)
