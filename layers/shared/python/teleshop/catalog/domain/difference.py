"""What one content says otherwise than another, field by field.

The order of variants, documents, materials and substances says nothing, that of pictures (the first
one is the main picture) and ingredients (by weight) does. A content has no difference from itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from teleshop.catalog.domain.checks.facts import escape
from teleshop.catalog.domain.content import AfterSales, Content, Packaging

_PLAIN = (
    "category_id",
    "name",
    "brand",
    "specification",
    "model",
    "unit",
    "origin",
    "manufacturer",
    "manufacturer_address",
    "production_date",
    "shelf_life_days",
    "ingredients",
    "description",
    "air_on",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: ``field`` is the field of the content (the item of the check list),
    ``pointer`` the exact place, ``before`` and ``after`` the values (None: not there).

    Places in lists are named by what tells their members apart: variants by SKU, documents and
    pictures by the id of their file.
    """

    field: str
    pointer: str
    before: Any
    after: Any


def differences(before: Content, after: Content) -> tuple[Change, ...]:
    """Every difference, in the order of the fields."""
    return tuple(
        change
        for name in (field.name for field in fields(Content))
        for change in _of_field(name, before, after)
    )


def changed_fields(before: Content, after: Content) -> frozenset[str]:
    """The names of the fields that differ."""
    return frozenset(change.field for change in differences(before, after))


def _of_field(name: str, before: Content, after: Content) -> Iterable[Change]:
    one, other = getattr(before, name), getattr(after, name)
    if name in _PLAIN:
        if one != other:
            yield Change(field=name, pointer=f"/{name}", before=one, after=other)
    elif name == "attributes":
        yield from _keyed(name, f"/{name}", one, other)
    elif name == "variants":
        yield from _variants(one, other)
    elif name == "documents":
        yield from _keyed(name, f"/{name}", _by(one, "document_id"), _by(other, "document_id"))
    elif name == "pictures":
        yield from _pictures(one, other)
    else:
        yield from _parts(name, one, other)


def _by(items: Sequence[Any], key: str) -> dict[str, Any]:
    return {getattr(item, key): item for item in items}


def _keyed(
    field: str, place: str, one: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterable[Change]:
    for key in sorted({*one, *other}):
        before, after = one.get(key), other.get(key)
        if _typed(before) != _typed(after):
            pointer = f"{place}/{escape(key)}"
            yield Change(field=field, pointer=pointer, before=before, after=after)


def _typed(value: Any) -> tuple[bool, Any]:
    """Python takes true for 1; a content does not."""
    return isinstance(value, bool), value


def _variants(one: Sequence[Any], other: Sequence[Any]) -> Iterable[Change]:
    known, wanted = _by(one, "sku"), _by(other, "sku")
    for sku in sorted({*known, *wanted}):
        before, after = known.get(sku), wanted.get(sku)
        if before is None or after is None:
            yield Change(
                field="variants", pointer=f"/variants/{escape(sku)}", before=before, after=after
            )
        elif before != after:
            yield from _members("variants", f"/variants/{escape(sku)}", before, after)


def _pictures(one: tuple[str, ...], other: tuple[str, ...]) -> Iterable[Change]:
    main, wanted = (one or (None,))[0], (other or (None,))[0]
    if main != wanted:
        yield Change(field="pictures", pointer="/pictures/0", before=main, after=wanted)
    for id in sorted({*one, *other} - {main, wanted}):
        before, after = id if id in one else None, id if id in other else None
        if before != after:
            yield Change(field="pictures", pointer=f"/pictures/{id}", before=before, after=after)
    if main == wanted and one != other and sorted(one) == sorted(other):
        yield Change(field="pictures", pointer="/pictures", before=one, after=other)


def _parts(
    field: str, one: Packaging | AfterSales | None, other: Packaging | AfterSales | None
) -> Iterable[Change]:
    if one is None or other is None:
        if one != other:
            yield Change(field=field, pointer=f"/{field}", before=one, after=other)
        return
    yield from _members(field, f"/{field}", one, other)


def _members(field: str, place: str, one: Any, other: Any) -> Iterable[Change]:
    for name in (member.name for member in fields(one)):
        before, after = getattr(one, name), getattr(other, name)
        if name in {"materials", "substances"}:
            same = sorted(before) == sorted(after)
        elif name == "options":
            same = dict(before) == dict(after)
        else:
            same = before == after
        if not same:
            yield Change(field=field, pointer=f"{place}/{name}", before=before, after=after)
