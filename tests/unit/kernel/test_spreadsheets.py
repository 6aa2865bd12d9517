"""Tables for people: what goes in comes out, the same to the byte, and no text calculates."""

import csv
import io
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types

from teleshop.kernel.spreadsheets import (
    Row,
    Sheet,
    csv_table,
    guarded,
    workbook,
    write_csv,
    write_workbook,
    yuan,
)

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


def test_a_table_written_row_by_row_is_the_same_table(tmp_path: Path) -> None:
    rows = [("x", Decimal("1.50")), ("=y", None)]
    write_csv(tmp_path / "a.csv", ("a", "=b"), rows)
    assert (tmp_path / "a.csv").read_bytes() == csv_table(("a", "=b"), rows)
    write_workbook(tmp_path / "a.xlsx", sheet(*rows))
    (streamed,) = load_workbook(tmp_path / "a.xlsx").worksheets
    (whole,) = load_workbook(io.BytesIO(workbook([sheet(*rows)]))).worksheets
    for made, wanted in zip(streamed.iter_rows(), whole.iter_rows(), strict=True):
        for cell, like in zip(made, wanted, strict=True):
            assert (cell.value, cell.number_format) == (like.value, like.number_format)
            assert (cell.font.b, cell.fill.fgColor.rgb) == (like.font.b, like.fill.fgColor.rgb)
    assert streamed.freeze_panes == whole.freeze_panes
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.csv", "a.xlsx"]


def test_a_streamed_workbook_has_the_same_bytes_at_any_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_workbook(tmp_path / "a.xlsx", sheet(("x", Decimal("1.50"))))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 86_400)
    write_workbook(tmp_path / "b.xlsx", sheet(("x", Decimal("1.50"))))
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows_that_are_written(tmp_path: Path, form: str) -> None:
    def rows(count: int) -> Iterator[Row]:
        return ((f"一行文字，第 {number} 行" * 5, Decimal(number)) for number in range(count))

    def peak(count: int) -> int:
        tracemalloc.start()
        if form == "csv":
            write_csv(tmp_path / "a.csv", ("a", "b"), rows(count))
        else:
            long = Sheet(name="1", title="t", columns=("a", "b"), rows=rows(count), money=(2,))
            write_workbook(tmp_path / "a.xlsx", long)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    few = peak(1_000)
    assert peak(8_000) < few * 1.2


@given(st.text(alphabet=st.characters()))
@example("锅\x00\x0b\ufffe\uffff\ud800")
def test_a_workbook_opens_whatever_its_texts_hold(text: str) -> None:
    made = Sheet(
        name="1",
        title=f"t{text}",
        columns=("a", f"b{text}"),
        rows=[(f"x{text}", f"y{text}")],
        money=(2,),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_workbook(path, made)
        streamed = load_workbook(path)["1"]
    for cells in (load_workbook(io.BytesIO(workbook([made])))["1"], streamed):
        assert str(cells["A3"].value).startswith("x")


@pytest.mark.parametrize("sign", ["\x00", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_shown_as_a_sign_that_could_not_be_read(sign: str) -> None:
    cells = load_workbook(io.BytesIO(workbook([sheet((f"锅{sign}盖", 1))])))["一 One"]
    assert cells["A3"].value == "锅\ufffd盖"
