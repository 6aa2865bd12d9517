"""A file in the catalogue's words: what it does not say stays as it is there."""

from datetime import date
from typing import Any

import msgspec
import pytest

from teleshop.catalog.service import (
    AfterSales,
    Content,
    ContentBody,
    Packaging,
    ReturnClass,
    Variant,
)
from teleshop.imports.domain.columns import COLUMNS, Column, Kind
from teleshop.imports.domain.guide import Classified
from teleshop.imports.domain.product import ImportedProduct, ImportedVariant
from teleshop.imports.domain.sheet import MAX_OPTIONS, MAX_VARIANTS
from teleshop.imports.goods import content_of, row_of

pytestmark = pytest.mark.clause("2.2.1")
KNOWN = Content(
    category_id="cat_pots",
    name="锅",
    brand="示例",
    pictures=("doc_1",),
    attributes={"capacity": 3000, "lid": True},
    variants=(
        Variant(sku="sku_1", own_code="A-1", gtin="6901234567892", options={"颜色": "银"}),
        Variant(sku="sku_2", own_code="A-2", supply_price=100),
    ),
    packaging=Packaging(materials=("纸",), standard="GB/T 1", compliant=True),
    after_sales=AfterSales(warranty_months=12, return_address="杭州"),
)


CODE = "doc_01KASY2D7V3M7T1QZ9N3D6W8XR"


def found(variants: tuple[ImportedVariant, ...] = (), **said: Any) -> Classified:
    own = variants or (ImportedVariant(row=2, own_code="A-1"),)
    attributes = said.pop("attributes", {})
    said = {"name": "锅"} | said
    product = ImportedProduct(code="A", category_code="pots", variants=own, **said)
    return Classified(product, "cat_pots", attributes)


def test_a_file_that_says_nothing_new_changes_nothing() -> None:
    assert content_of(found(), KNOWN) == KNOWN
    assert content_of(found(brand="示例", warranty_months=12), KNOWN) == KNOWN


def test_only_what_is_said_is_replaced() -> None:
    after = content_of(
        found(
            brand="新",
            packaging_materials=("塑料",),
            return_days=15,
            return_class="made_to_order",
            attributes={"lid": False},
        ),
        KNOWN,
    )
    assert after.brand == "新"
    assert after.packaging == Packaging(materials=("塑料",), standard="GB/T 1", compliant=True)
    assert after.after_sales == AfterSales(
        return_class=ReturnClass.MADE_TO_ORDER,
        return_days=15,
        warranty_months=12,
        return_address="杭州",
    )
    assert after.attributes == {"capacity": 3000, "lid": False}
    assert (after.pictures, after.variants) == (KNOWN.pictures, KNOWN.variants)


def test_variants_are_corrected_by_their_number_and_new_ones_follow() -> None:
    told = (
        ImportedVariant(row=2, own_code="A-3", supply_price=300),
        ImportedVariant(row=3, own_code="A-1", supply_price=90, options={"颜色": "金"}),
    )
    first, second, third = content_of(found(told), KNOWN).variants
    assert (first.sku, first.gtin, first.supply_price) == ("sku_1", "6901234567892", 90)
    assert first.options == {"颜色": "金"}
    assert second == KNOWN.variants[1]
    assert (third.own_code, third.supply_price) == ("A-3", 300)


def test_a_new_product_has_what_the_file_says_and_nothing_else() -> None:
    row = row_of(found(air_on=date(2026, 12, 1), packaging_compliant=True))
    assert (row.own_code, row.content.air_on) == ("A-1", date(2026, 12, 1))
    assert row.content.packaging == Packaging(materials=(), compliant=True)
    assert row.content.after_sales is None
    assert row.applied_to(KNOWN).variants == KNOWN.variants


def refused_by_the_form(said: Classified) -> bool:
    """Whether the catalogue's own form would not take what a file says."""
    content = msgspec.to_builtins(row_of(said).content)
    variants = [{k: v for k, v in one.items() if k != "sku"} for one in content["variants"]]
    content |= {"category_id": "cat_01KASY2D7V3M7T1QZ9N3D6W8XR", "variants": variants}
    try:
        msgspec.convert(content, ContentBody)
    except msgspec.ValidationError:
        return True
    return False


BOUNDED = [one for one in COLUMNS if one.limit and one.field not in {"code", "category_code"}]


def value_of(column: Column, size: int, items: int = 1) -> Any:
    if column.kind in {Kind.COUNT, Kind.MONEY}:
        return size
    if column.kind is Kind.LIST:
        return tuple((CODE if column.form else "x" * size) for _ in range(items))
    return "x" * size


def said(column: Column, value: Any) -> Classified:
    if not column.per_variant:
        extra = {"packaging_materials": ()} if column.field.startswith("packaging") else {}
        return found(**(extra | {column.field: value}))
    own = {"own_code": "A-1"} | {column.field: value}
    return found((ImportedVariant(row=2, **own),))


@pytest.mark.parametrize("column", BOUNDED, ids=lambda column: column.field)
def test_the_bounds_of_a_column_are_those_of_the_catalogue(column: Column) -> None:
    assert not refused_by_the_form(said(column, value_of(column, column.limit, column.items)))
    if column.kind is Kind.GTIN:
        return
    if column.kind is not Kind.LIST or column.form is None:
        assert refused_by_the_form(said(column, value_of(column, column.limit + 1)))
    if column.least:
        assert not refused_by_the_form(said(column, value_of(column, column.least)))
        assert refused_by_the_form(said(column, value_of(column, column.least - 1)))
    if column.items:
        more = value_of(column, 1, column.items + 1)
        assert refused_by_the_form(said(column, more))


def test_the_bounds_of_variants_and_options_are_those_of_the_catalogue() -> None:
    def many(count: int) -> Classified:
        return found(tuple(ImportedVariant(row=n, own_code=f"A-{n}") for n in range(2, count + 2)))

    def options(count: int, name: int = 1, value: int = 1) -> Classified:
        told = {f"{n}" * name: "x" * value for n in range(count)}
        return found((ImportedVariant(row=2, own_code="A-1", options=told),))

    assert not refused_by_the_form(many(MAX_VARIANTS))
    assert refused_by_the_form(many(MAX_VARIANTS + 1))
    assert not refused_by_the_form(options(MAX_OPTIONS, 20, 40))
    assert refused_by_the_form(options(MAX_OPTIONS + 1))
    assert refused_by_the_form(options(1, 21))
    assert refused_by_the_form(options(1, 1, 41))
