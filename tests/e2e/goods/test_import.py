"""Many products from a file on the packaged artifact: good rows become products, bad rows are told
with row, column and code, the same file again changes nothing.
"""

import csv
import io
from typing import Any

import pytest

from tests.e2e.goods.market import Market
from tests.e2e.shop import said
from tests.factories import files
from tests.factories.import_files import csv_file, xlsx_file

pytestmark = pytest.mark.clause("2.2.1", "2.2.2")

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = (
    "商品编码", "类目编码", "商品名称", "品牌", "规格", "型号", "单位", "产地", "生产企业",
    "生产地址", "商品描述", "图片", "包装材料", "包装标准", "包装合规声明", "退货类别", "退货天数",
    "保修期(月)", "保修条款", "退货地址", "维修联系方式", "属性:材质", "属性:容量", "货号", "条码",
    "供货价(元)", "建议售价(元)",
)  # fmt: skip


def row(market: Market, code: str, **cells: str) -> list[str]:
    """A complete product; ``cells`` replace what its columns hold."""
    known = dict(
        zip(
            HEADER,
            (
                code, f"pots_{market.number}", f"山海铸铁锅 {code}", "山海", "26 厘米", "ZT-26",
                "只", "中国浙江", "示例厨具有限公司", "浙江省示例市山海路 1 号",
                "一体铸造，无涂层。", market.files["picture"], "瓦楞纸箱", "GB/T 6543", "是",
                "七天无理由", "7", "12", "整机保修一年", "浙江省示例市退货路 8 号", "400-800-0000",
                "铸铁", "3000", f"{code}-1", "", "120.00", "299.00",
            ),
            strict=True,
        )
    )  # fmt: skip
    assert set(cells) <= set(known), "columns that the file does not have"
    return list({**known, **cells}.values())


def imported(market: Market, content: bytes, kind: str) -> Any:
    """The import of a file that was sent by its form, as soon as it has ended."""
    document = market.file("product_import", content, kind)
    asked = said(market.seller.post("/product-imports", {"document_id": document}), 202)
    path = f"/product-imports/{asked['id']}"

    def ended() -> Any:
        found = said(market.seller.get(path))
        return found if found["ended_at"] else None

    return market.site.wait("the end of the import", ended)


def products_of(market: Market) -> dict[str, str]:
    """The ids of the supplier's products by name."""
    items = said(market.seller.get("/products?limit=100"))["items"]
    return {one["name"]: one["id"] for one in items}


def test_good_rows_become_products_and_bad_rows_are_told_with_their_place(market: Market) -> None:
    refused_program(market)
    market.papers()
    good = [row(market, "P1"), row(market, "P2")]
    bad = [
        row(market, "P3", **{"条码": "6901234567891", "供货价(元)": "一百"}),
        row(market, "P4", 商品描述='=HYPERLINK("https://example.com")'),
        row(market, "P5", **{"属性:材质": "塑料"}),
    ]
    done = imported(market, csv_file([*good, *bad], HEADER), CSV)
    assert (done["state"], done["share_done"]) == ("done", 100)
    assert done["rows"] == {"total": 5, "created": 2, "changed": 0, "unchanged": 0, "refused": 3}
    report = market.site.client.get(done["report"]["csv_url"]).content.decode("utf-8-sig")
    faults = [(one[0], one[2]) for one in csv.reader(io.StringIO(report))]
    assert faults[1:] == [
        ("4", "not_an_amount"),
        ("4", "gtin_check_digit"),
        ("5", "formula_cell"),
        ("6", "not_a_choice"),
    ]
    assert "=HYPERLINK" not in report
    assert market.site.client.get(done["report"]["xlsx_url"]).status_code == 200
    known = products_of(market)
    assert set(known) == {"山海铸铁锅 P1", "山海铸铁锅 P2"}

    # A workbook of the same goods changes nothing, and brings the corrected one.
    again = [*good, row(market, "P3")]
    done = imported(market, xlsx_file(again, HEADER), XLSX)
    assert done["rows"] == {"total": 3, "created": 1, "changed": 0, "unchanged": 2, "refused": 0}
    assert products_of(market).items() > known.items()
    goes_to_review(market, known["山海铸铁锅 P1"])


def goes_to_review(market: Market, product_id: str) -> None:
    """What came by file is a draft like any other: it lacks the report, which no file brings."""
    refused = market.seller.post(f"/products/{product_id}/submission")
    assert [error["code"] for error in refused.json["errors"]] == ["document_missing"]
    market.amended(product_id, documents=market.content()["documents"])
    said(market.seller.post(f"/products/{product_id}/submission"))
    market.approval("reviewer", product_id)
    waiting = said(market.reviewer.get("/product-reviews?limit=100"))
    assert product_id in {one["product_id"] for one in waiting["items"]}


def refused_program(market: Market) -> None:
    """A program named as a workbook is found out before anything reads it."""
    found = market.story.uploaded(market.seller, "product_import", files.program(), XLSX)
    assert found["state"] == "rejected"
    asked = market.seller.post("/product-imports", {"document_id": found["id"]})
    assert asked.json["code"] == "document_not_accepted"
