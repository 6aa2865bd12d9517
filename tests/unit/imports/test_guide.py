"""Attributes of the category: named by code or by name, read as what they are."""

from typing import Any

import pytest

from teleshop.imports.domain.guide import (
    AttributeGuide,
    CategoryGuide,
    Classified,
    classified,
)
from teleshop.imports.domain.product import ImportedProduct, ImportedVariant

pytestmark = pytest.mark.clause("2.2.1", "2.3.1")
POTS = CategoryGuide(
    id="cat_pots",
    attributes=(
        AttributeGuide(code="capacity", zh="容量", en="Capacity", kind="integer"),
        AttributeGuide(
            code="material", zh="材质", en="Material", kind="choice", choices=("不锈钢", "Iron")
        ),
        AttributeGuide(code="lid", zh="带盖", en="Lid", kind="flag"),
        AttributeGuide(code="style", zh="风格", en="Style", kind="text"),
    ),
)


def product(**attributes: str) -> ImportedProduct:
    variants = (ImportedVariant(row=3, own_code="1"), ImportedVariant(row=4, own_code="2"))
    return ImportedProduct(
        code="A", category_code="pots", name="锅", variants=variants, attributes=attributes
    )


@pytest.mark.parametrize(
    ("name", "text", "code", "value"),
    [
        ("capacity", "3000", "capacity", 3000),
        ("容量", "３０００", "capacity", 3000),
        ("MATERIAL", "iron", "material", "Iron"),
        ("材质", "不锈钢", "material", "不锈钢"),
        ("带盖", "是", "lid", True),
        ("Lid", "no", "lid", False),
        ("style", "3", "style", "3"),
    ],
)
def test_an_attribute_is_read_as_what_it_is(name: str, text: str, code: str, value: Any) -> None:
    found = classified(product(**{name: text}), POTS)
    assert isinstance(found, Classified)
    assert (found.category_id, dict(found.attributes)) == ("cat_pots", {code: value})


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("capacity", "3 L", "not_a_whole_number"),
        ("材质", "木", "not_a_choice"),
        ("带盖", "也许", "not_yes_or_no"),
        ("颜色", "红", "attribute_unknown"),
    ],
)
def test_a_wrong_attribute_stands_at_the_first_row_of_its_product(
    name: str, text: str, code: str
) -> None:
    found = classified(product(**{name: text, "style": "简约"}), POTS)
    assert isinstance(found, list)
    assert [(one.row, one.column, one.code) for one in found] == [
        (3, f"属性:{name} attribute:{name}", code)
    ]


def test_a_category_that_is_not_there_is_named() -> None:
    found = classified(product(), None)
    assert isinstance(found, list)
    assert [(one.column, one.code) for one in found] == [
        ("类目编码 category_code", "category_unknown")
    ]
