"""Collecting every fault of a value beside its type, after msgspec has refused it.

Leaf values are judged by msgspec itself, one by one, so that this walk can never be more or less strict than the
conversion that came before. No message repeats what the caller sent: it may be personal.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec
from msgspec import inspect

from teleshop.kernel.errors import FieldError
from teleshop.web.validation import MAX_ERRORS, escape, fault, pointer_of

_NAMES: dict[str, tuple[str, str]] = {
    "object": ("对象", "an object"),
    "array": ("数组", "an array"),
    "string": ("字符串", "a string"),
    "integer": ("整数", "an integer"),
    "number": ("数字", "a number"),
    "boolean": ("布尔值 true 或 false", "true or false"),
    "null": ("null", "null"),
    "date-time": ("带时区的 ISO 8601 时间，例如 2026-11-23T09:00:00+08:00", "an ISO 8601 time with offset, such as 2026-11-23T09:00:00+08:00"),
    "date": ("日期，例如 2026-11-23", "a date such as 2026-11-23"),
    "time": ("时间，例如 09:00:00", "a time such as 09:00:00"),
    "duration": ("ISO 8601 时长，例如 PT1H", "an ISO 8601 duration such as PT1H"),
    "uuid": ("UUID", "a UUID"),
    "decimal": ("十进制数字", "a decimal number"),
    "base64": ("Base64 文本", "Base64 text"),
    "value": ("规定的取值", "a permitted value"),
}
_PATH = re.compile(r" - at `(?:key in )?(\$[^`]*)`\Z")


def collect(
    kind: Any, value: Any, refused: Exception, *, strict: bool
) -> list[FieldError]:
    """Every fault, at most :data:`MAX_ERRORS`, never none; ``refused`` is what msgspec said."""
    walk = _Walk(strict)
    found: list[FieldError] = []
    try:
        for error in walk.faults(inspect.type_info(kind), value, ""):
            found.append(error)
            if len(found) == MAX_ERRORS:
                break
    except RecursionError:
        return [_too_deep()]
    return found or [_unexplained(refused)]


def _too_deep() -> FieldError:
    return fault("", "too_deep", "内容嵌套层数过多，请简化。", "The content is nested too deeply; flatten it.")


def _unexplained(refused: Exception) -> FieldError:
    found = _PATH.search(str(refused))
    return fault(
        pointer_of(found.group(1)) if found else "",
        "invalid",
        "该内容不符合要求，请对照接口文档修改。",
        "This content is not valid; compare it with the API description.",
    )


class _Walk:
    """``strict`` is False for query parameters, where numbers arrive as text."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict

    def faults(
        self, info: inspect.Type, value: Any, at: str, hint: dict[str, Any] | None = None
    ) -> Iterator[FieldError]:
        """The faults of ``value`` at the pointer ``at``; ``hint`` is the field's own wording."""
        if isinstance(info, inspect.Metadata):
            yield from self.faults(info.type, value, at, info.extra or hint)
        elif isinstance(info, inspect.StructType):
            yield from self._struct(info, value, at)
        elif isinstance(info, inspect.UnionType):
            yield from self._union(info, value, at, hint)
        elif isinstance(info, inspect.CollectionType):
            yield from self._items(info, value, at)
        elif isinstance(info, inspect.TupleType):
            yield from self._tuple(info, value, at)
        elif isinstance(info, inspect.DictType):
            yield from self._dict(info, value, at)
        else:
            yield from self._leaf(info, value, at, hint)

    def _struct(self, info: inspect.StructType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, dict):
            yield _wrong_type(at, ["object"])
            return
        known = {field.encode_name for field in info.fields}
        if info.tag_field is not None:
            known.add(info.tag_field)
            if value.get(info.tag_field, info.tag) != info.tag:
                yield _not_listed(f"{at}/{escape(info.tag_field)}", [info.tag])
        for field in info.fields:
            place = f"{at}/{escape(field.encode_name)}"
            if field.encode_name in value:
                yield from self.faults(field.type, value[field.encode_name], place)
            elif field.required:
                yield fault(place, "missing", "缺少必填字段，请补充。", "This field is required; add it.")
        if info.forbid_unknown_fields:
            for name in value:
                if name not in known:
                    yield fault(
                        f"{at}/{escape(str(name))}",
                        "unknown_field",
                        "不存在该字段，请删除或核对拼写。",
                        "There is no such field; remove it or check the spelling.",
                    )

    def _union(
        self, info: inspect.UnionType, value: Any, at: str, hint: dict[str, Any] | None
    ) -> Iterator[FieldError]:
        if self._accepts(info, value):
            return
        members = [_bare(member) for member in info.types]
        structs = [member for member, _ in members if isinstance(member, inspect.StructType)]
        if isinstance(value, dict) and len(structs) > 1:
            yield from self._tagged(structs, value, at)
            return
        for member, wording in members:
            if _json_kind(value) in _kinds(member, self.strict):
                yield from self.faults(member, value, at, wording or hint)
                return
        yield _wrong_type(at, sorted({name for member, _ in members for name in _expected(member)}))

    def _tagged(
        self, structs: list[inspect.StructType], value: dict[str, Any], at: str
    ) -> Iterator[FieldError]:
        name = structs[0].tag_field or "type"
        by_tag = {struct.tag: struct for struct in structs}
        tag = value.get(name)
        if name not in value:
            yield fault(f"{at}/{escape(name)}", "missing", "缺少必填字段，请补充。", "This field is required; add it.")
        elif isinstance(tag, str | int) and tag in by_tag:
            yield from self._struct(by_tag[tag], value, at)
        else:
            yield _not_listed(f"{at}/{escape(name)}", list(by_tag))

    def _items(self, info: inspect.CollectionType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, list):
            yield _wrong_type(at, ["array"])
            return
        yield from _size(info, len(value), at, _ITEMS)
        for index, item in enumerate(value):
            yield from self.faults(info.item_type, item, f"{at}/{index}")

    def _tuple(self, info: inspect.TupleType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, list):
            yield _wrong_type(at, ["array"])
            return
        if len(value) != len(info.item_types):
            yield fault(
                at, "wrong_length", "必须恰好包含 {count} 项。", "Give exactly {count} items.", count=len(info.item_types)
            )
        for index, (item_type, item) in enumerate(zip(info.item_types, value, strict=False)):
            yield from self.faults(item_type, item, f"{at}/{index}")

    def _dict(self, info: inspect.DictType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, dict):
            yield _wrong_type(at, ["object"])
            return
        yield from _size(info, len(value), at, _ENTRIES)
        for name, item in value.items():
            place = f"{at}/{escape(str(name))}"
            # JSON has text keys only, whatever their declared type.
            if any(True for _ in _Walk(strict=False).faults(info.key_type, name, place)):
                yield fault(
                    place, "invalid_key", "该键名不符合要求，请对照接口文档修改。", "This key is not valid; compare it with the API description."
                )
            yield from self.faults(info.value_type, item, place)

    def _leaf(
        self, info: inspect.Type, value: Any, at: str, hint: dict[str, Any] | None
    ) -> Iterator[FieldError]:
        if isinstance(info, inspect.EnumType):
            if not self._converts(value, info.cls):
                yield _not_listed(at, [member.value for member in info.cls], hint)
            return
        if isinstance(info, inspect.LiteralType):
            if not self._converts(value, Literal.__getitem__(tuple(info.values))):
                yield _not_listed(at, list(info.values), hint)
            return
        plain = _PLAIN.get(type(info))
        if plain is None:
            return  # Any, raw and custom types: msgspec's own message is used if nothing else is found.
        try:
            converted = msgspec.convert(value, plain, strict=self.strict)
        except msgspec.ValidationError:
            yield _wrong_type(at, _expected(info), hint)
            return
        for error in _limits(info, converted, at):
            yield _worded(error, hint)

    def _accepts(self, info: inspect.UnionType, value: Any) -> bool:
        return any(
            _json_kind(value) in _kinds(member, self.strict)
            and not any(True for _ in self.faults(member, value, "", wording))
            for member, wording in map(_bare, info.types)
        )

    def _converts(self, value: Any, kind: Any) -> bool:
        try:
            msgspec.convert(value, kind, strict=self.strict)
        except msgspec.ValidationError:
            return False
        return True


_PLAIN: dict[type[inspect.Type], Any] = {}


def _plain_types() -> None:
    import datetime
    import decimal
    import uuid

    _PLAIN.update(
        {
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
    )


_plain_types()

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
_TEXT_KINDS = {"array", "object"}


def _expected(info: inspect.Type) -> list[str]:
    return [_EXPECTED.get(type(info), "value")]


def _kinds(info: inspect.Type, strict: bool) -> set[str]:
    """The kinds of JSON value that may stand for a type."""
    if isinstance(info, inspect.AnyType | inspect.RawType | inspect.CustomType):
        return {"string", "integer", "number", "boolean", "null", "array", "object"}
    [name] = _expected(info)
    kinds = _JSON_KINDS.get(name) or ({name} if name in _JSON_NAMES else {"string"})
    return kinds if strict or name in _TEXT_KINDS else kinds | {"string"}


_JSON_NAMES = {"object", "array", "string", "boolean", "null"}


def _json_kind(value: Any) -> str:
    for kinds, name in (
        (bool, "boolean"),
        (dict, "object"),
        (list, "array"),
        (str, "string"),
        (int, "integer"),
        (float, "number"),
    ):
        if isinstance(value, kinds):
            return name
    return "null"


def _bare(info: inspect.Type) -> tuple[inspect.Type, dict[str, Any] | None]:
    wording = None
    while isinstance(info, inspect.Metadata):
        wording = info.extra or wording
        info = info.type
    return info, wording


def _wrong_type(at: str, expected: list[str], hint: dict[str, Any] | None = None) -> FieldError:
    return _worded(
        fault(
            at,
            "wrong_type",
            "类型或格式有误，应为{zh}。",
            "Wrong type or format; give {en}.",
            zh="或".join(_NAMES[name][0] for name in expected),
            en=" or ".join(_NAMES[name][1] for name in expected),
        ),
        hint,
    )


def _not_listed(at: str, values: list[Any], hint: dict[str, Any] | None = None) -> FieldError:
    listed = ", ".join(sorted("null" if value is None else str(value) for value in values))
    return _worded(
        fault(
            at,
            "not_allowed",
            "取值不在允许范围内，可选：{values}。",
            "This value is not allowed; choose one of: {values}.",
            values=listed,
        ),
        hint,
    )


def _worded(error: FieldError, hint: dict[str, Any] | None) -> FieldError:
    """The field's own wording, where its declaration gives one (``Meta(extra=…)``)."""
    if not hint:
        return error
    return FieldError(
        error.pointer,
        str(hint.get("code", error.code)),
        str(hint.get("zh", error.zh)),
        str(hint.get("en", error.en)),
        error.params,
        clause=hint.get("clause"),
        rule=hint.get("rule"),
    )


_TEXT = ("个字符", "characters")
_ITEMS = ("项", "items")
_ENTRIES = ("个键", "keys")
_BYTES = ("字节", "bytes")


def _size(info: Any, count: int, at: str, unit: tuple[str, str]) -> Iterator[FieldError]:
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
    ("ge", "too_small", lambda value, bound: value >= bound, "不得小于 {limit}。", "Must be at least {limit}."),
    ("gt", "too_small", lambda value, bound: value > bound, "必须大于 {limit}。", "Must be greater than {limit}."),
    ("le", "too_large", lambda value, bound: value <= bound, "不得大于 {limit}。", "Must be at most {limit}."),
    ("lt", "too_large", lambda value, bound: value < bound, "必须小于 {limit}。", "Must be less than {limit}."),
    (
        "multiple_of",
        "not_a_multiple",
        lambda value, bound: value % bound == 0,
        "必须是 {limit} 的整数倍。",
        "Must be a multiple of {limit}.",
    ),
)


def _limits(info: inspect.Type, value: Any, at: str) -> Iterator[FieldError]:
    if isinstance(info, inspect.StrType):
        yield from _size(info, len(value), at, _TEXT)
        if info.pattern is not None and not re.search(info.pattern, value):
            yield fault(
                at,
                "wrong_format",
                "格式不符合要求，须匹配 {pattern}。",
                "The format is not valid; it must match {pattern}.",
                pattern=info.pattern,
            )
    elif isinstance(info, inspect.BytesType):
        yield from _size(info, len(value), at, _BYTES)
    elif isinstance(info, inspect.IntType | inspect.FloatType):
        for name, code, holds, zh, en in _BOUNDS:
            bound = getattr(info, name)
            if bound is not None and not holds(value, bound):
                yield fault(at, code, zh, en, limit=str(bound))
    elif isinstance(info, inspect.DateTimeType | inspect.TimeType) and info.tz is not None:
        if (value.tzinfo is not None) is not info.tz:
            yield fault(
                at,
                "offset_required" if info.tz else "offset_not_allowed",
                "时间必须带时区偏移，例如 +08:00。" if info.tz else "时间不得带时区偏移。",
                "Give the time with its offset, such as +08:00." if info.tz else "Give the time without an offset.",
            )
