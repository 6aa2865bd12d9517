"""A category with everything that it inherits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from teleshop.categories.domain.category import (
    Attribute,
    AttributeKind,
    Category,
    CategoryStatus,
    Definition,
    GoodsKind,
    RequiredDocument,
    ReturnClass,
    WordingKind,
)

T = TypeVar("T")

GENERAL_GOODS = "general_goods"
"""What a supplier must be admitted for where no category on the path says more."""


@dataclass(frozen=True, slots=True)
class PathName:
    """The names of one category on a path."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedCategory:
    """What holds for goods in a category. ``path`` are the ids from the top to this one,
    ``path_names`` their names. ``supplier_category`` is the code of the suppliers' catalogue that
    a supplier must be admitted for. ``merged_into`` is set only where a merged category is shown
    itself instead of the one that took its place.
    """

    id: str
    code: str
    zh: str
    en: str
    path: tuple[str, ...]
    path_names: tuple[PathName, ...]
    status: CategoryStatus
    attributes: tuple[Attribute, ...]
    required_documents: tuple[RequiredDocument, ...]
    forbidden_substances: tuple[str, ...]
    return_class: ReturnClass
    durable: bool
    goods_kind: GoodsKind
    wording_kind: WordingKind
    supplier_category: str
    shelf_life_required: bool
    ingredients_required: bool
    forbidden: bool
    merged_into: str | None = None

    def attribute(self, code: str) -> Attribute | None:
        """The attribute of a code."""
        return next((one for one in self.attributes if one.code == code), None)


def resolve(chain: Sequence[Category]) -> ResolvedCategory:
    """The last category of ``chain`` (from the top down) with what all above it give it."""
    said = [category.definition for category in chain]
    own = chain[-1]
    return ResolvedCategory(
        id=own.id,
        code=own.code,
        zh=own.definition.zh,
        en=own.definition.en,
        path=tuple(category.id for category in chain),
        path_names=tuple(PathName(one.zh, one.en) for one in said),
        status=own.status,
        attributes=attributes_of(said),
        required_documents=_added(one.required_documents for one in said),
        forbidden_substances=_added(one.forbidden_substances for one in said),
        return_class=_last((one.return_class for one in said), ReturnClass.SEVEN_DAYS),
        durable=_last((one.durable for one in said), False),
        goods_kind=_last((one.goods_kind for one in said), GoodsKind.OTHER),
        wording_kind=_last((one.wording_kind for one in said), WordingKind.GENERAL),
        supplier_category=_last((one.supplier_category for one in said), GENERAL_GOODS),
        shelf_life_required=_last((one.shelf_life_required for one in said), False),
        ingredients_required=_last((one.ingredients_required for one in said), False),
        forbidden=any(one.forbidden for one in said),
        merged_into=own.merged_into,
    )


def attributes_of(said: Iterable[Definition]) -> tuple[Attribute, ...]:
    """Attributes by code, each at the place where it came first and as it was said last."""
    found: dict[str, Attribute] = {}
    for definition in said:
        for attribute in definition.attributes:
            found[attribute.code] = attribute
    return tuple(found.values())


def uncovered(source: ResolvedCategory, target: ResolvedCategory) -> list[Attribute]:
    """Attributes of ``source`` whose values ``target`` could not keep: absent there, of another
    kind or unit, or with choices missing.
    """
    missing = []
    for attribute in source.attributes:
        other = target.attribute(attribute.code)
        if (
            other is None
            or not same_kind(attribute, other)
            or (
                (attribute.kind is AttributeKind.CHOICE)
                and not set(attribute.choices) <= set(other.choices)
            )
        ):
            missing.append(attribute)
    return missing


def same_kind(one: Attribute, other: Attribute) -> bool:
    """Whether a value of the one can be read as a value of the other."""
    return (one.kind, one.unit) == (other.kind, other.unit)


def _added(lists: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def _last(values: Iterable[T | None], otherwise: T) -> T:
    said = [value for value in values if value is not None]
    return said[-1] if said else otherwise
