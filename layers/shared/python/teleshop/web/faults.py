"""Collecting every fault of a value beside its type, after msgspec has refused it.

Leaf values are judged by msgspec itself, one by one, so that this walk can never be more or less
strict than the conversion that came before. No message repeats what the caller sent: it may be
personal.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Literal

import msgspec
from msgspec import inspect

from teleshop.kernel.errors import FieldError
from teleshop.web.leaves import (
    ENTRIES,
    ITEMS,
    PLAIN,
    bare,
    expected,
    far_away,
    json_kind,
    kinds,
    limits,
    not_listed,
    size,
    worded,
    wrong_type,
)
from teleshop.web.validation import MAX_ERRORS, escape, fault, pointer_of

_PATH = re.compile(r" - at `(?:key in )?(\$[^`]*)`\Z")


def collect(kind: Any, value: Any, refused: Exception, *, strict: bool) -> list[FieldError]:
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


def strays(kind: Any, value: Any, *, strict: bool) -> list[FieldError]:
    """What is wrong with a value that msgspec accepts: line ends behind what a pattern wants, days
    that nobody can mean.
    """
    walk = _Walk(strict)
    return list(islice(walk.faults(inspect.type_info(kind), value, ""), MAX_ERRORS))


def _too_deep() -> FieldError:
    return fault(
        "",
        "too_deep",
        "内容嵌套层数过多，请简化。",
        "The content is nested too deeply; flatten it.",
    )


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
            yield wrong_type(at, ["object"])
            return
        known = {field.encode_name for field in info.fields}
        if info.tag_field is not None:
            known.add(info.tag_field)
            if value.get(info.tag_field, info.tag) != info.tag:
                yield not_listed(f"{at}/{escape(info.tag_field)}", [info.tag])
        for field in info.fields:
            place = f"{at}/{escape(field.encode_name)}"
            if field.encode_name in value:
                yield from self.faults(field.type, value[field.encode_name], place)
            elif field.required:
                yield fault(
                    place, "missing", "缺少必填字段，请补充。", "This field is required; add it."
                )
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
        members = [bare(member) for member in info.types]
        structs = [member for member, _ in members if isinstance(member, inspect.StructType)]
        if isinstance(value, dict) and len(structs) > 1:
            yield from self._tagged(structs, value, at)
            return
        if self._accepts(info, value):
            return
        for member, wording in members:
            if json_kind(value) in kinds(member, self.strict):
                yield from self.faults(member, value, at, wording or hint)
                return
        yield wrong_type(at, sorted({name for member, _ in members for name in expected(member)}))

    def _tagged(
        self, structs: list[inspect.StructType], value: dict[str, Any], at: str
    ) -> Iterator[FieldError]:
        name = structs[0].tag_field or "type"
        by_tag = {struct.tag: struct for struct in structs}
        tag = value.get(name)
        if name not in value:
            yield fault(
                f"{at}/{escape(name)}",
                "missing",
                "缺少必填字段，请补充。",
                "This field is required; add it.",
            )
        elif isinstance(tag, str | int) and tag in by_tag:
            yield from self._struct(by_tag[tag], value, at)
        else:
            yield not_listed(f"{at}/{escape(name)}", list(by_tag))

    def _items(self, info: inspect.CollectionType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, list):
            yield wrong_type(at, ["array"])
            return
        yield from size(info, len(value), at, ITEMS)
        for index, item in enumerate(value):
            yield from self.faults(info.item_type, item, f"{at}/{index}")

    def _tuple(self, info: inspect.TupleType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, list):
            yield wrong_type(at, ["array"])
            return
        if len(value) != len(info.item_types):
            yield fault(
                at,
                "wrong_length",
                "必须恰好包含 {count} 项。",
                "Give exactly {count} items.",
                count=len(info.item_types),
            )
        for index, (item_type, item) in enumerate(zip(info.item_types, value, strict=False)):
            yield from self.faults(item_type, item, f"{at}/{index}")

    def _dict(self, info: inspect.DictType, value: Any, at: str) -> Iterator[FieldError]:
        if not isinstance(value, dict):
            yield wrong_type(at, ["object"])
            return
        yield from size(info, len(value), at, ENTRIES)
        for name, item in value.items():
            place = f"{at}/{escape(str(name))}"
            # JSON has text keys only, whatever their declared type.
            if any(True for _ in _Walk(strict=False).faults(info.key_type, name, place)):
                yield fault(
                    place,
                    "invalid_key",
                    "该键名不符合要求，请对照接口文档修改。",
                    "This key is not valid; compare it with the API description.",
                )
            yield from self.faults(info.value_type, item, place)

    def _leaf(
        self, info: inspect.Type, value: Any, at: str, hint: dict[str, Any] | None
    ) -> Iterator[FieldError]:
        if isinstance(info, inspect.EnumType):
            if not self._converts(value, info.cls):
                yield not_listed(at, [member.value for member in info.cls], hint)
            return
        if isinstance(info, inspect.LiteralType):
            if not self._converts(value, Literal.__getitem__(tuple(info.values))):
                yield not_listed(at, list(info.values), hint)
            return
        plain = PLAIN.get(type(info))
        if plain is None:
            # Any, raw and custom types: what msgspec said is used if nothing else is found.
            return
        try:
            converted = msgspec.convert(value, plain, strict=self.strict)
        except msgspec.ValidationError:
            yield wrong_type(at, expected(info), hint)
            return
        yield from far_away(converted, at)
        told: set[tuple[str, str]] = set()
        for error in limits(info, converted, at):
            found = worded(error, hint)
            # A field's own words say all of its limits: they are said once.
            if (found.code, found.zh) not in told:
                told.add((found.code, found.zh))
                yield found

    def _accepts(self, info: inspect.UnionType, value: Any) -> bool:
        return any(
            json_kind(value) in kinds(member, self.strict)
            and not any(True for _ in self.faults(member, value, "", wording))
            for member, wording in map(bare, info.types)
        )

    def _converts(self, value: Any, kind: Any) -> bool:
        try:
            msgspec.convert(value, kind, strict=self.strict)
        except msgspec.ValidationError:
            return False
        return True
