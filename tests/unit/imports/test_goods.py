"""A file in the catalogue's words: what it does not say stays as it is there."""

from datetime import date
from typing import Any

import pytest

from teleshop.catalog.service import AfterSales, Content, Packaging, ReturnClass, Variant
from teleshop.imports.domain.guide import Classified
from teleshop.imports.domain.product import ImportedProduct, ImportedVariant
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


def found(variants: tuple[ImportedVariant, ...] = (), **said: Any) -> Classified:
    own = variants or (ImportedVariant(row=2, own_code="A-1"),)
    attributes = said.pop("attributes", {})
    product = ImportedProduct(code="A", category_code="pots", name="锅", variants=own, **said)
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
        ImportedVariant(row=3, own_code="A-1", supply_price=90, options={"尺寸": "大"}),
    )
    first, second, third = content_of(found(told), KNOWN).variants
    assert (first.sku, first.gtin, first.supply_price) == ("sku_1", "6901234567892", 90)
    assert first.options == {"颜色": "银", "尺寸": "大"}
    assert second == KNOWN.variants[1]
    assert (third.own_code, third.supply_price) == ("A-3", 300)


def test_a_new_product_has_what_the_file_says_and_nothing_else() -> None:
    row = row_of(found(air_on=date(2026, 12, 1), packaging_compliant=True))
    assert (row.own_code, row.content.air_on) == ("A-1", date(2026, 12, 1))
    assert row.content.packaging == Packaging(materials=(), compliant=True)
    assert row.content.after_sales is None
    assert row.applied_to(KNOWN).variants == KNOWN.variants
