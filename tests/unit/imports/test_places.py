"""What the catalogue finds stands at the row and column of the file."""

import pytest

from teleshop.imports.domain.places import placed
from teleshop.imports.domain.product import ImportedProduct, ImportedVariant
from teleshop.kernel.errors import FieldError

pytestmark = pytest.mark.clause("2.2.1")
PRODUCT = ImportedProduct(
    code="A",
    category_code="pots",
    name="锅",
    variants=(ImportedVariant(row=5, own_code="1"), ImportedVariant(row=9, own_code="2")),
)


@pytest.mark.parametrize(
    ("pointer", "row", "column"),
    [
        ("/name", 5, "商品名称 name"),
        ("/category_id", 5, "类目编码 category_code"),
        ("/variants/1/gtin", 9, "条码 gtin"),
        ("/variants/0", 5, ""),
        ("/variants/7/gtin", 5, "条码 gtin"),
        ("/variants/1/options/颜色", 9, "规格项:颜色 option:颜色"),
        ("/attributes/material", 5, "属性:material attribute:material"),
        ("/pictures/3", 5, "图片 pictures"),
        ("/packaging/materials", 5, "包装材料 packaging_materials"),
        ("/after_sales/return_days", 5, "退货天数 return_days"),
        ("/documents", 5, ""),
        ("", 5, ""),
    ],
)
def test_a_finding_is_shown_where_it_was_written(pointer: str, row: int, column: str) -> None:
    found = placed(PRODUCT, FieldError(pointer, "wrong", "错 {n}", "wrong {n}", {"n": 1}))
    assert (found.row, found.column, found.code) == (row, column, "wrong")
    assert (found.zh, found.en) == ("错 1", "wrong 1")
