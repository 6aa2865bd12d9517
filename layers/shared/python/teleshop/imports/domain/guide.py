"""What a category tells of its attributes, and the texts of a file as values of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from teleshop.imports.domain import faults
from teleshop.imports.domain.cells import Problem, read_cell
from teleshop.imports.domain.columns import BY_FIELD, Column, Kind, plain
from teleshop.imports.domain.faults import Fault, fault
from teleshop.imports.domain.product import ImportedProduct

AttributeValue = str | int | bool
AttributeKind = Literal["text", "integer", "choice", "flag"]
_KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind.TEXT,
    "integer": Kind.COUNT,
    "choice": Kind.TEXT,
    "flag": Kind.FLAG,
}
_LIMIT: Final = 10**12
_TEXT_LIMIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeGuide:
    """One attribute of a category."""

    code: str
    zh: str
    en: str
    kind: AttributeKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryGuide:
    """A category as far as a file refers to it."""

    id: str
    attributes: tuple[AttributeGuide, ...] = ()


@dataclass(frozen=True, slots=True)
class Classified:
    """A product with its category found and its attributes read; ``attributes`` by code."""

    product: ImportedProduct
    category_id: str
    attributes: Mapping[str, AttributeValue]


def classified(
    product: ImportedProduct, category: CategoryGuide | None
) -> Classified | list[Fault]:
    """The product in its category; or what stands against it, at the product's first row."""
    row = product.rows[0]
    if category is None:
        return [fault(faults.CATEGORY, row, BY_FIELD["category_code"].title)]
    found: list[Fault] = []
    values: dict[str, AttributeValue] = {}
    by_name = {
        plain(name): one for one in category.attributes for name in (one.code, one.zh, one.en)
    }
    for name, text in product.attributes.items():
        title = f"属性:{name} attribute:{name}"
        attribute = by_name.get(plain(name))
        if attribute is None:
            known = "、".join(f"{one.zh}（{one.code}）" for one in category.attributes) or "-"
            found.append(fault(faults.ATTRIBUTE, row, title, known=known))
            continue
        value = _value(attribute, text)
        if isinstance(value, Problem):
            found.append(fault(value.kind, row, title, **value.params))
        else:
            values[attribute.code] = value
    return found or Classified(product, category.id, values)


def _value(attribute: AttributeGuide, text: str) -> AttributeValue | Problem:
    kind = _KINDS[attribute.kind]
    limit = _LIMIT if kind is Kind.COUNT else _TEXT_LIMIT
    column = Column(field=attribute.code, kind=kind, zh=attribute.zh, en=attribute.en, limit=limit)
    value = read_cell(column, text)
    if attribute.kind == "choice":
        known = {plain(choice): choice for choice in attribute.choices}
        chosen = known.get(plain(text))
        return chosen or Problem(faults.NOT_A_CHOICE, {"choices": "、".join(attribute.choices)})
    # A text of a file is never blank here, and texts, numbers and truth values are what is read.
    return value if isinstance(value, Problem | str | int) else str(value)
