"""Files: rows become products; every fault of a row comes at once, and good products stay."""

import csv
import datetime
import io
import time
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from functions.imports.reading import CSV, read_rows
from teleshop.imports.domain.cells import Formula, csv_cell, trimmed
from teleshop.imports.domain.csv_text import csv_rows
from teleshop.imports.domain.sheet import (
    CHUNK,
    MAX_ROWS,
    MAX_SHEET_ROWS,
    Sheet,
    chunks,
    read_sheet,
)
from tests.factories.import_files import GTIN, HEADER, csv_file, row, xlsx_file

pytestmark = pytest.mark.clause("2.2.1")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(*rows: list[Any], **options: Any) -> Sheet:
    return read_sheet(csv_rows(csv_file(rows, **options)))


def book(*rows: list[Any]) -> Sheet:
    return read_sheet(read_rows(xlsx_file(rows), XLSX))


def faults(found: Sheet) -> list[tuple[int, str, str]]:
    return [(one.row, one.column.split(" ")[0], one.code) for one in found.faults]


def test_a_row_is_a_product_with_one_variant() -> None:
    (product,) = sheet(row(gtin=GTIN)).products
    (variant,) = product.variants
    assert (product.code, product.category_code, product.name) == ("P1", "pots", "不锈钢汤锅 P1")
    assert (variant.row, variant.own_code, variant.gtin) == (2, "P1-1", GTIN)
    assert (variant.supply_price, variant.options) == (1250, {"颜色": "银色"})
    assert product.brand is None, "a column that is missing says nothing"


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_rows_with_one_code_are_variants_of_one_product_wherever_they_stand(make: Any) -> None:
    content = make(
        [
            row("A", own_code="A-1"),
            row("B"),
            row("A", own_code="A-2", name="", category_code="", colour="红"),
        ]
    )
    found = read_sheet(read_rows(content, CSV if make is csv_file else XLSX))
    assert [(one.code, one.rows) for one in found.products] == [("A", (2, 4)), ("B", (3,))]
    assert (found.rows, found.refused, found.faults) == (3, 0, ())


def test_every_fault_of_a_row_comes_at_once_and_good_products_stay() -> None:
    found = sheet(
        row("A", gtin="6.90123E+12", supply_price="x", colour="=1+1"),
        row("B"),
        row("", own_code="C-1", gtin="123"),
    )
    assert faults(found) == [
        (2, "供货价(元)", "not_an_amount"),
        (2, "条码", "scientific_notation"),
        (2, "规格项:颜色", "formula_cell"),
        (4, "商品编码", "required"),
        (4, "条码", "gtin_form"),
    ]
    assert [one.code for one in found.products] == ["B"]
    assert (found.rows, found.refused) == (3, 2)


def test_a_product_with_a_faulty_row_is_left_out_as_a_whole_and_each_row_says_why() -> None:
    found = sheet(row("A", own_code="A-1"), row("A", own_code="A-2", supply_price="x"))
    assert faults(found) == [(2, "", "product_not_imported"), (3, "供货价(元)", "not_an_amount")]
    assert "第 3 行" in found.faults[0].zh
    assert (found.products, found.refused) == ((), 2)


def test_rows_of_a_product_must_not_contradict_each_other() -> None:
    found = sheet(row("A", own_code="A-1"), row("A", own_code="A-2", name="别的锅"))
    assert (3, "商品名称", "differs_within_product") in faults(found)


def test_what_a_product_needs_may_stand_in_any_of_its_rows() -> None:
    assert faults(sheet(row("A", name=""))) == [(2, "商品名称", "required")]
    found = sheet(row("A", own_code="A-1", name=""), row("A", own_code="A-2"))
    assert found.products[0].name == "不锈钢汤锅 A"


def test_numbers_of_articles_and_bar_codes_are_unique_in_a_file() -> None:
    found = sheet(row("A", own_code="X", gtin=GTIN), row("B", own_code="X", gtin=GTIN))
    assert faults(found) == [(3, "条码", "repeated_in_file"), (3, "货号", "repeated_in_file")]
    assert [one.code for one in found.products] == ["A"]


def test_a_product_has_at_most_fifty_variants() -> None:
    rows = [row("A", own_code=f"A-{number}") for number in range(51)]
    assert faults(sheet(*rows[:50])) == []
    assert (2, "", "too_many_variants") in faults(sheet(*rows))


def test_a_row_has_at_most_five_options() -> None:
    names = [*HEADER, *(f"规格项:{number}" for number in range(5))]
    assert faults(sheet([*row(), *"12345"], header=names)) == [(2, "", "too_many_options")]
    assert faults(sheet([*row(), *"1234", ""], header=names)) == []


def test_content_under_no_name_is_pointed_out() -> None:
    assert faults(sheet([*row(), "?"])) == [(2, "", "cell_without_column")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf", "file_empty"),
        (b"\r\n , ,\r\n", "file_empty"),
        (csv_file([]), "file_without_rows"),
        (csv_file([["", " ", "\u3000", "", "", "", ""]]), "file_without_rows"),
        (b"\xff\xff\xff\xff", "file_encoding"),
        (b"a\0b", "file_encoding"),
        (csv_file([row()], ("x", "y")), "unknown_column"),
        (csv_file([row(name="锅" * 200_000)]), "file_unreadable"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_imports_nothing(content: bytes, code: str) -> None:
    found = read_sheet(csv_rows(content))
    assert found.unusable
    assert (found.products, found.rows) == ((), 0)
    assert code in [one.code for one in found.faults]


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, xlsx_file([])[:900]])
def test_a_workbook_that_is_none_says_so(content: bytes) -> None:
    found = read_sheet(read_rows(content, XLSX))
    assert [one.code for one in found.faults] == ["file_unreadable"]


def test_second_sheet_with_content_is_not_left_out_silently() -> None:
    content = xlsx_file([row()], more={"二店": [[], ["", "P2"]], "空": [[], [""]]})
    found = read_sheet(read_rows(content, XLSX))
    (fault,) = found.faults
    assert (found.unusable, found.products, fault.code) == (True, (), "several_sheets")
    assert "二店" in fault.zh
    assert "二店" in fault.en
    assert "空" not in fault.en


@pytest.mark.parametrize(
    ("more", "hidden"), [({"Sheet2": [], "Sheet3": [[""]]}, False), ({"选项": [["是"]]}, True)]
)
def test_empty_and_hidden_sheets_say_nothing(more: Any, hidden: bool) -> None:
    found = read_sheet(read_rows(xlsx_file([row()], more=more, hidden=hidden), XLSX))
    assert (found.faults, len(found.products)) == ((), 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_every_spreadsheet(encoding: str, delimiter: str) -> None:
    found = sheet(row(name="锅，大号；\n带盖"), encoding=encoding, delimiter=delimiter)
    assert found.faults == ()
    assert found.products[0].name == "锅，大号；\n带盖"


def test_ten_thousand_rows_are_taken_and_one_more_is_refused_whole() -> None:
    rows = [row(f"P{number}") for number in range(MAX_ROWS)]
    found = sheet(*rows)
    assert (found.rows, len(found.products), found.faults) == (MAX_ROWS, MAX_ROWS, ())
    parts = chunks(found.products)
    assert [len(part) for part in parts] == [CHUNK] * (MAX_ROWS // CHUNK)
    assert [one for part in parts for one in part] == list(found.products)
    more = sheet(*rows, row("one more"))
    assert (more.unusable, [one.code for one in more.faults]) == (True, ["too_many_rows"])


def test_reading_takes_a_bounded_multiple_of_what_parsing_alone_takes() -> None:
    content = csv_file([row(f"P{number}") for number in range(MAX_ROWS)])

    def seconds(work: Any) -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    def parse() -> None:
        for _ in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
            pass

    alone = min(seconds(parse) for _ in range(3))
    whole = min(seconds(lambda: read_sheet(csv_rows(content))) for _ in range(3))
    assert whole < 200 * alone, f"{whole / alone:.0f} times csv.reader"


def test_blank_rows_are_skipped_and_bounded() -> None:
    blank = [""] * len(HEADER)
    found = sheet(blank, row("A"), blank, blank, row("B"))
    assert [one.rows for one in found.products] == [(3,), (6,)]
    long = csv_file([row()]) + b"\r\n" * MAX_SHEET_ROWS + csv_file([row("B")])
    assert [one.code for one in read_sheet(csv_rows(long)).faults] == ["sheet_too_long"]


def test_rows_that_a_workbook_leaves_out_count() -> None:
    made = load_workbook(io.BytesIO(xlsx_file([row("A")])))
    for column, value in enumerate(row("B"), 1):
        made.active.cell(9, column).value = value
    made.active["A60000"].value = " "
    out = io.BytesIO()
    made.save(out)
    found = read_sheet(read_rows(out.getvalue(), XLSX))
    assert [one.code for one in found.faults] == ["sheet_too_long"]
    made.active.delete_rows(60_000)
    out = io.BytesIO()
    made.save(out)
    found = read_sheet(read_rows(out.getvalue(), XLSX))
    assert [one.rows for one in found.products] == [(2,), (9,)]


def test_content_far_to_the_right_is_found() -> None:
    made = load_workbook(io.BytesIO(xlsx_file([row("A")])))
    made.active["CV2"].value = "?"
    out = io.BytesIO()
    made.save(out)
    found = read_sheet(read_rows(out.getvalue(), XLSX))
    assert [one.code for one in found.faults] == ["cell_without_column"]


def test_cells_of_a_workbook_are_taken_as_they_are_meant() -> None:
    names = [*HEADER, "生产日期", "品牌"]
    content = xlsx_file(
        [
            [
                *row("A", gtin=int(GTIN), supply_price=12.5),
                datetime.datetime.fromisoformat("2026-10-01"),
                None,
            ],
            [*row(7, own_code="7-1"), None, "=1+1"],
            [*row("C"), None, "#N/A"],
            [*row("D"), None, "x"],
        ],
        names,
    )
    made = load_workbook(io.BytesIO(content))
    made.active["A3"].number_format = "0000"
    text = made.active.cell(5, len(names))
    text.value, text.data_type = "=1+1", "s"
    out = io.BytesIO()
    made.save(out)
    found = read_sheet(read_rows(out.getvalue(), XLSX))
    assert faults(found) == [(3, "品牌", "formula_cell"), (4, "品牌", "error_cell")]
    first, last = found.products
    assert first.variants[0].gtin == GTIN
    assert first.production_date == datetime.date(2026, 10, 1)
    assert last.brand == "=1+1", "a text is a text, however it begins"


def test_zeros_that_a_format_shows_are_part_of_the_number() -> None:
    made = load_workbook(io.BytesIO(xlsx_file([row(7, own_code="7-1")])))
    made.active["A2"].number_format = "0000"
    out = io.BytesIO()
    made.save(out)
    assert read_sheet(read_rows(out.getvalue(), XLSX)).products[0].code == "0007"


@given(content=st.binary(max_size=400))
def test_no_bytes_are_too_bad_to_be_judged(content: bytes) -> None:
    for kind in (CSV, XLSX):
        found = read_sheet(read_rows(content, kind))
        assert found.unusable
        assert found.faults


@given(content=st.binary(max_size=200), cut=st.integers(0, 6000))
def test_no_damaged_workbook_is_too_bad_to_be_judged(content: bytes, cut: int) -> None:
    good = GOOD_BOOK
    broken = good[:cut] + content + good[cut + len(content) :]
    assert isinstance(read_sheet(read_rows(broken, XLSX)), Sheet)


GOOD_BOOK = xlsx_file([row("A"), row("B")])


@given(texts=st.lists(st.text(max_size=40), min_size=1, max_size=20))
def test_every_text_comes_through_a_csv_file_unchanged_or_is_refused(texts: list[str]) -> None:
    assume(all("\0" not in text for text in texts))
    try:
        content = csv_file([row(f"P{n}", name=text) for n, text in enumerate(texts)])
    except UnicodeEncodeError:
        return
    found = read_sheet(csv_rows(content))
    named = {one.code: one.name for one in found.products}
    refused = {one.row for one in found.faults}
    for number, text in enumerate(texts):
        if f"P{number}" in named:
            assert named[f"P{number}"] == trimmed(text)
        else:
            shown = csv_cell(text)
            assert number + 2 in refused or isinstance(shown, Formula)


def test_a_product_without_variants_is_never_made() -> None:
    assert all(one.variants for one in sheet(row()).products)
