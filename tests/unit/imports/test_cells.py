"""Cells: what suppliers' programs write, and what is meant by it."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.imports.domain.cells import (
    Broken,
    Cell,
    Formula,
    Problem,
    csv_cell,
    is_blank,
    read_cell,
    trimmed,
)
from teleshop.imports.domain.columns import BY_FIELD, COLUMNS, Column, Kind
from teleshop.kernel.spreadsheets import guarded

pytestmark = pytest.mark.clause("2.2.1")
MIDNIGHT = datetime.fromisoformat("2026-10-01")
"""A cell knows no zone."""
TEXTS = st.text(max_size=60)
CELLS = st.one_of(
    st.none(),
    TEXTS,
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(Formula()),
    st.just(Broken()),
)


def read(field: str, cell: Cell) -> Any:
    """A value, or the code of what is wrong."""
    found = read_cell(BY_FIELD[field], cell)
    return found.kind.code if isinstance(found, Problem) else found


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
@given(cell=CELLS)
def test_no_cell_is_too_strange_to_be_judged(column: Column, cell: Cell) -> None:
    found = read_cell(column, cell)
    assert found is None or isinstance(found, Problem | str | int | bool | date | tuple)
    assert is_blank(cell) <= (found is None)


@pytest.mark.parametrize(
    "text", ["=1+1", ' =HYPERLINK("http://x","y")', "+cmd|' /C calc'!A0", "@SUM(A1:A2)", "-A1(1)"]
)
def test_a_text_that_a_spreadsheet_would_compute_is_a_formula(text: str) -> None:
    assert isinstance(csv_cell(text), Formula)
    assert read("name", csv_cell(text)) == "formula_cell"


@pytest.mark.parametrize("text", ["-18℃冷冻", "+86 571 8888", "@示例 官方", "—", "-", "+", ""])
def test_a_text_that_only_begins_like_a_formula_is_data(text: str) -> None:
    assert csv_cell(text) == text
    assert read("name", text) == (text or None)


@given(text=TEXTS)
def test_what_a_report_guards_is_read_as_the_text_it_was(text: str) -> None:
    shown = trimmed(text)
    if shown.startswith("'"):
        return
    assert trimmed(guarded(shown)) == shown
    assert not isinstance(csv_cell(guarded(shown)), Formula)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("6901234567892", "6901234567892"),
        (6901234567892, "6901234567892"),
        (6901234567892.0, "6901234567892"),
        ("６９０１２３４５６７８９２", "6901234567892"),
        (" 690-1234 567892 ", "6901234567892"),
        ("96385074", "96385074"),
        ("6.90123E+12", "scientific_notation"),
        ("6.9E12", "scientific_notation"),
        ("690123456789", "gtin_check_digit"),
        ("6901234567893", "gtin_check_digit"),
        (12345670, "12345670"),
        (36000291452, "gtin_leading_zeros"),
        ("12345", "gtin_form"),
        ("条码见图", "gtin_form"),
        (-5, "gtin_form"),
    ],
)
def test_a_bar_code_is_exact_or_its_loss_is_explained(cell: Cell, wanted: str) -> None:
    assert read("gtin", cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("A-01", "A-01"),
        (7, "7"),
        (7.0, "7"),
        ("００７", "007"),
        ("1.23457E+11", "scientific_notation"),
        ("12E5", "12E5"),
        (1234567890123456789, "digits_lost"),
        ("1234567890123456789", "1234567890123456789"),
    ],
)
def test_an_article_number_keeps_every_character(cell: Cell, wanted: str) -> None:
    assert read("own_code", cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        (date(2026, 10, 1), date(2026, 10, 1)),
        (MIDNIGHT, date(2026, 10, 1)),
        ("2026-10-01", date(2026, 10, 1)),
        ("2026/10/1", date(2026, 10, 1)),
        ("2026.10.1", date(2026, 10, 1)),
        ("2026年10月1日", date(2026, 10, 1)),
        ("２０２６－１０－０１", date(2026, 10, 1)),
        ("20261001", date(2026, 10, 1)),
        ("2026-10-01 00:00:00", date(2026, 10, 1)),
        ("46296", "day_as_number"),
        (46296, "day_as_number"),
        ("2026-02-30", "not_a_day"),
        ("10/1/2026", "not_a_day"),
        (True, "not_a_day"),
    ],
)
def test_a_day_is_read_in_the_forms_people_write(cell: Cell, wanted: Any) -> None:
    assert read("production_date", cell) == wanted


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("12.8", 1280),
        ("12.80", 1280),
        ("12.800", 1280),
        (12.8, 1280),
        (0.1 + 0.2, 30),
        (12, 1200),
        ("￥1,234.50", 123450),
        ("１２．５元", 1250),
        ("0", "not_an_amount"),
        ("0.01", 1),
        ("12.345", "not_an_amount"),
        ("-1", "not_an_amount"),
        (-1, "not_an_amount"),
        ("1e3", "not_an_amount"),
        ("一百", "not_an_amount"),
        (float("nan"), "not_an_amount"),
        (float("inf"), "not_an_amount"),
        ("9999999999999", "not_an_amount"),
        (True, "not_an_amount"),
    ],
)
def test_an_amount_is_whole_fen(cell: Cell, wanted: Any) -> None:
    assert read("supply_price", cell) == wanted


@given(fen=st.integers(1, 10**9))
def test_every_amount_comes_back_as_it_was_written(fen: int) -> None:
    assert read("supply_price", f"{fen // 100}.{fen % 100:02d}") == fen


@pytest.mark.parametrize(
    ("field", "cell", "wanted"),
    [
        ("shelf_life_days", "365", 365),
        ("shelf_life_days", 365.0, 365),
        ("shelf_life_days", "1,095", 1095),
        ("shelf_life_days", "365天", "not_a_whole_number"),
        ("shelf_life_days", 1.5, "not_a_whole_number"),
        ("shelf_life_days", True, "not_a_whole_number"),
        ("shelf_life_days", "100001", "not_a_whole_number"),
        ("shelf_life_days", "0", "not_a_whole_number"),
        ("own_code", "货号1", "wrong_form"),
        ("pictures", "doc_01KASY2D7V3M7T1QZ9N3D6W8XR;IMG_1.jpg", "wrong_form"),
        ("packaging_compliant", "是", True),
        ("packaging_compliant", "NO", False),
        ("packaging_compliant", False, False),
        ("packaging_compliant", 1, True),
        ("packaging_compliant", "也许", "not_yes_or_no"),
        ("return_class", "七天无理由", "seven_days"),
        ("return_class", "made_to_order", "made_to_order"),
        ("return_class", "随便", "not_a_choice"),
        ("ingredients", "水；糖;盐、醋", ("水", "糖", "盐", "醋")),
        ("ingredients", ";".join("a" * 101), "too_many_items"),
        ("ingredients", "a" * 201, "too_long"),
        ("name", "锅" * 201, "too_long"),
        ("name", "锅\x07", "control_character"),
        ("name", "锅\u202e盖", "control_character"),
        ("name", "锅\u2066盖", "control_character"),
        ("name", "锅\ufeff盖", "control_character"),
        ("name", "锅\uffff盖", "control_character"),
        ("description", "锅\x0b盖", "control_character"),
        ("name", "　锅\u200b ", "锅"),
        ("name", "'=不是公式", "=不是公式"),
        ("name", Formula(), "formula_cell"),
        ("name", Broken(), "error_cell"),
        ("name", 12.0, "12"),
        ("name", 1e22, "10000000000000000000000"),
        ("name", True, "TRUE"),
        ("name", MIDNIGHT.replace(hour=3, minute=4), "2026-10-01 03:04:00"),
    ],
)
def test_other_values(field: str, cell: Cell, wanted: Any) -> None:
    assert read(field, cell) == wanted


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.field)
def test_the_example_of_a_column_is_a_value_of_it(column: Column) -> None:
    found = read_cell(column, column.example)
    assert not isinstance(found, Problem)
    assert (found is None) == (not column.example)
    assert column.kind in Kind
