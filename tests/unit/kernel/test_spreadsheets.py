"""Tables for people: what goes in comes out, the same to the byte, and no text calculates."""

import csv
import io
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from teleshop.kernel.spreadsheets import Sheet, csv_table, guarded, workbook, yuan

TEXTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "－1"]


def sheet(*rows: tuple[str | int | Decimal | None, ...]) -> Sheet:
    return Sheet(name="一 One", title="表 Table", columns=("a", "=b"), rows=rows, money=(2,))


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert guarded(text) == f"'{text}"
    cells = load_workbook(io.BytesIO(workbook([sheet((text, 1))])))["一 One"]
    assert [cell.data_type for cell in cells[3]] == ["s", "n"]
    assert cells["B2"].value == "'=b"
    (_, row) = csv.reader(io.StringIO(csv_table(("a",), [(text,)]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


def test_other_values_stay() -> None:
    assert guarded(Decimal("-1.00")) == Decimal("-1.00")
    assert guarded("bank-1") == "bank-1"
    assert guarded(None) is None


def test_fen_are_shown_as_yuan() -> None:
    assert str(yuan(19900)) == "199.00"
    assert str(yuan(-1)) == "-0.01"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1))
def test_a_csv_table_is_read_back_as_it_was_written(texts: list[str]) -> None:
    made = csv_table(texts, [texts]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(made, newline="")))
    assert rows == [[guarded(text) for text in texts]] * 2


def test_the_same_rows_give_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = workbook([sheet(("x", Decimal("1.50")))])
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400)
    assert workbook([sheet(("x", Decimal("1.50")))]) == first
    assert workbook([sheet(("x", Decimal("1.51")))]) != first
