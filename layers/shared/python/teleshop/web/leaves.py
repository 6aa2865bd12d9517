"""Single values: which JSON may stand for a type, which limits hold, and the words for both."""

import datetime
import decimal
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import inspect

from teleshop.kernel.errors import FieldError
from teleshop.kernel.unseen import is_nothing
from teleshop.web.validation import fault

_NAMES: dict[str, tuple[str, str]] = {
    "object": ("对象", "an object"),
    "array": ("数组", "an array"),
    "string": ("字符串", "a string"),
    "integer": ("整数", "an integer"),
    "number": ("数字", "a number"),
    "boolean": ("布尔值 true 或 false", "true or false"),
    "null": ("null", "null"),
    "date-time": (
        "带时区的 ISO 8601 时间，例如 2026-11-23T09:00:00+08:00",
        "an ISO 8601 time with offset, such as 2026-11-23T09:00:00+08:00",
    ),
    "date": ("日期，例如 2026-11-23", "a date such as 2026-11-23"),
    "time": ("时间，例如 09:00:00", "a time such as 09:00:00"),
    "duration": ("ISO 8601 时长，例如 PT1H", "an ISO 8601 duration such as PT1H"),
    "uuid": ("UUID", "a UUID"),
    "decimal": ("十进制数字", "a decimal number"),
    "base64": ("Base64 文本", "Base64 text"),
    "value": ("规定的取值", "a permitted value"),
}
FIRST_YEAR, LAST_YEAR = 1900, 2199
PLAIN: dict[type[inspect.Type], Any] = {
    inspect.StrType: str,
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.BoolType: bool,
    inspect.NoneType: type(None),
    inspect.DateTimeType: datetime.datetime,
    inspect.DateType: datetime.date,
    inspect.TimeType: datetime.time,
    inspect.TimeDeltaType: datetime.timedelta,
    inspect.UUIDType: uuid.UUID,
    inspect.DecimalType: decimal.Decimal,
    inspect.BytesType: bytes,
}
"""The bare types that msgspec converts single values to, before their limits are looked at."""


_EXPECTED: dict[type[inspect.Type], str] = {
    inspect.StructType: "object",
    inspect.DictType: "object",
    inspect.ListType: "array",
    inspect.SetType: "array",
    inspect.FrozenSetType: "array",
    inspect.VarTupleType: "array",
    inspect.TupleType: "array",
    inspect.StrType: "string",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.NoneType: "null",
    inspect.DateTimeType: "date-time",
    inspect.DateType: "date",
    inspect.TimeType: "time",
    inspect.TimeDeltaType: "duration",
    inspect.UUIDType: "uuid",
    inspect.DecimalType: "decimal",
    inspect.BytesType: "base64",
}
_JSON_KINDS: dict[str, set[str]] = {
    "integer": {"integer"},
    "number": {"number", "integer"},
    "decimal": {"string", "number", "integer"},
    "duration": {"string", "number", "integer"},
    "date-time": {"string", "number", "integer"},
    "value": {"string", "integer", "null"},
}
_JSON_NAMES = {"object", "array", "string", "boolean", "null"}
_CONTAINERS = {"array", "object"}


def expected(info: inspect.Type) -> list[str]:
    """The name of the kind of value a type needs, as a list of one."""
    return [_EXPECTED.get(type(info), "value")]


def kinds(info: inspect.Type, strict: bool) -> set[str]:
    """The kinds of JSON value that may stand for a type."""
    if isinstance(info, inspect.AnyType | inspect.RawType | inspect.CustomType):
        return {"string", "integer", "number", "boolean", "null", "array", "object"}
    [name] = expected(info)
    found = _JSON_KINDS.get(name) or ({name} if name in _JSON_NAMES else {"string"})
    return found if strict or name in _CONTAINERS else found | {"string"}


def json_kind(value: Any) -> str:
    """The kind of JSON that a decoded value was."""
    for types, name in (
        (bool, "boolean"),
        (dict, "object"),
        (list, "array"),
        (str, "string"),
        (int, "integer"),
        (float, "number"),
    ):
        if isinstance(value, types):
            return name
    return "null"


def bare(info: inspect.Type) -> tuple[inspect.Type, dict[str, Any] | None]:
    """A type without its metadata, and the field's own wording, if any."""
    wording = None
    while isinstance(info, inspect.Metadata):
        wording = info.extra or wording
        info = info.type
    return info, wording


def far_away(converted: Any, at: str) -> Iterator[FieldError]:
    """The fault of a day or an instant so far away that nobody can mean it, and that no calendar
    counts from.
    """
    if isinstance(converted, datetime.date) and not FIRST_YEAR <= converted.year <= LAST_YEAR:
        yield fault(
            at,
            "day_out_of_range",
            "日期须在 {first} 年至 {last} 年之间，请核对。",
            "Give a day between the years {first} and {last}.",
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )


def wrong_type(at: str, names: list[str], hint: dict[str, Any] | None = None) -> FieldError:
    """The fault of a value that is of none of the named kinds."""
    return worded(
        fault(
            at,
            "wrong_type",
            "类型或格式有误，应为{type_zh}。",
            "Wrong type or format; give {type_en}.",
            type_zh="或".join(_NAMES[name][0] for name in names),
            type_en=" or ".join(_NAMES[name][1] for name in names),
        ),
        hint,
    )


def not_listed(at: str, values: list[Any], hint: dict[str, Any] | None = None) -> FieldError:
    """The fault of a value that is none of ``values``."""
    listed = ", ".join(sorted("null" if value is None else str(value) for value in values))
    return worded(
        fault(
            at,
            "not_allowed",
            "取值不在允许范围内，可选：{values}。",
            "This value is not allowed; choose one of: {values}.",
            values=listed,
        ),
        hint,
    )


def worded(error: FieldError, hint: dict[str, Any] | None) -> FieldError:
    """The field's own wording, where its declaration gives one (``Meta(extra=…)``). Words that do
    not name the limit would tell somebody who wrote too much that there is nothing.
    """
    if not hint:
        return error
    if error.code in _TOO_MUCH and "zh" in hint and not _names(hint["zh"], error.params["limit"]):
        hint = {name: hint[name] for name in ("clause", "rule") if name in hint}
    return FieldError(
        error.pointer,
        str(hint.get("code", error.code)),
        _literal(hint["zh"]) if "zh" in hint else error.zh,
        _literal(hint["en"]) if "en" in hint else error.en,
        error.params,
        clause=hint.get("clause"),
        rule=hint.get("rule"),
    )


def _names(text: str, limit: Any) -> bool:
    return str(limit) in text.replace(",", "")


def _literal(text: str) -> str:
    """Plain words as a template that gives just them."""
    return text.replace("{", "{{").replace("}", "}}")


_TOO_MUCH = frozenset({"too_long", "too_large"})
_TEXT = ("个字符", "characters")
ITEMS = ("项", "items")
ENTRIES = ("个键", "keys")
_BYTES = ("字节", "bytes")


def size(info: Any, count: int, at: str, unit: tuple[str, str]) -> Iterator[FieldError]:
    """The faults of a length; ``unit`` is what is counted, in both languages."""
    zh, en = unit
    if info.min_length is not None and count < info.min_length:
        yield fault(
            at,
            "too_short",
            "不得少于 {limit} " + zh + "。",
            "Give at least {limit} " + en + ".",
            limit=info.min_length,
        )
    if info.max_length is not None and count > info.max_length:
        yield fault(
            at,
            "too_long",
            "不得超过 {limit} " + zh + "。",
            "Give at most {limit} " + en + ".",
            limit=info.max_length,
        )


_BOUNDS: tuple[tuple[str, str, Callable[[Any, Any], bool], str, str], ...] = (
    (
        "ge",
        "too_small",
        lambda value, bound: value >= bound,
        "不得小于 {limit}。",
        "Must be at least {limit}.",
    ),
    (
        "gt",
        "too_small",
        lambda value, bound: value > bound,
        "必须大于 {limit}。",
        "Must be greater than {limit}.",
    ),
    (
        "le",
        "too_large",
        lambda value, bound: value <= bound,
        "不得大于 {limit}。",
        "Must be at most {limit}.",
    ),
    (
        "lt",
        "too_large",
        lambda value, bound: value < bound,
        "必须小于 {limit}。",
        "Must be less than {limit}.",
    ),
    (
        "multiple_of",
        "not_a_multiple",
        lambda value, bound: value % bound == 0,
        "必须是 {limit} 的整数倍。",
        "Must be a multiple of {limit}.",
    ),
)


def _matches(pattern: str, value: str) -> bool:
    """Whether the whole text matches; `$` alone would let a last line end pass."""
    if pattern.endswith("$") and value.endswith("\n"):
        return False
    return re.search(pattern, value) is not None


def limits(info: inspect.Type, value: Any, at: str) -> Iterator[FieldError]:
    """The limits of a type that a converted ``value`` does not keep."""
    if isinstance(info, inspect.StrType):
        if is_nothing(value):
            yield fault(
                at,
                "nothing_to_see",
                "只含不可见的字符，请填写看得见的内容。",
                "Holds only characters that nobody sees; write something that can be read.",
            )
        yield from size(info, len(value), at, _TEXT)
        if info.pattern is not None and not _matches(info.pattern, value):
            yield fault(
                at,
                "wrong_format",
                "格式不符合要求，须匹配 {pattern}。",
                "The format is not valid; it must match {pattern}.",
                pattern=info.pattern,
            )
    elif isinstance(info, inspect.BytesType):
        yield from size(info, len(value), at, _BYTES)
    elif isinstance(info, inspect.IntType | inspect.FloatType):
        for name, code, holds, zh, en in _BOUNDS:
            bound = getattr(info, name)
            if bound is not None and not holds(value, bound):
                yield fault(at, code, zh, en, limit=str(bound))
    elif isinstance(info, inspect.DateTimeType | inspect.TimeType):
        yield from _offset(info.tz, value.tzinfo is not None, at)


def _offset(wanted: bool | None, given: bool, at: str) -> Iterator[FieldError]:
    if wanted and not given:
        yield fault(
            at,
            "offset_required",
            "时间必须带时区偏移，例如 +08:00。",
            "Give the time with its offset, such as +08:00.",
        )
    elif wanted is False and given:
        yield fault(
            at,
            "offset_not_allowed",
            "时间不得带时区偏移。",
            "Give the time without an offset.",
        )
