"""How far an import is, and what a supplier is told of it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.imports.reports import to_csv, to_workbook
from teleshop.imports.domain.csv_text import csv_rows
from teleshop.imports.domain.faults import Fault
from teleshop.imports.domain.run import (
    Counts,
    Import,
    ImportState,
    Outcome,
    ProductOutcome,
    counted,
    share_done,
    started,
)
from teleshop.imports.domain.sheet import read_sheet
from teleshop.imports.schemas import ColumnsView, template

pytestmark = pytest.mark.clause("2.2.1")
NOW = datetime(2026, 11, 27, tzinfo=UTC)


def an_import(state: ImportState = ImportState.RUNNING, rows: int = 0) -> Import:
    return Import(
        id="imp_1",
        supplier_id="sup_1",
        document_id="doc_1",
        content_type="text/csv",
        version_id="v",
        sha256="0",
        requested_by="li",
        requested_at=NOW,
        state=state,
        rows=rows,
    )


@given(done=st.integers(0, 10_000), rows=st.integers(0, 10_000))
def test_a_hundred_per_cent_means_that_it_has_ended(done: int, rows: int) -> None:
    counts = Counts(created=min(done, rows))
    assert 0 <= share_done(an_import(rows=rows), counts) <= 99
    assert share_done(an_import(ImportState.DONE, rows), counts) == 100
    assert share_done(an_import(ImportState.STALLED, rows), counts) <= 99


def test_rows_are_counted_by_what_became_of_their_product() -> None:
    outcomes = [
        ProductOutcome(code="A", rows=(2, 3), outcome=Outcome.CREATED),
        ProductOutcome(code="B", rows=(4,), outcome=Outcome.REFUSED),
        ProductOutcome(code="C", rows=(5,), outcome=Outcome.UNCHANGED),
    ]
    counts = counted(outcomes)
    assert counts == Counts(created=2, unchanged=1, refused=1)
    assert counts.sum == 4


def test_a_file_that_cannot_be_used_shows_its_first_faults_with_the_import() -> None:
    sheet = read_sheet(csv_rows(("x," * 100).encode()))
    after = started(an_import(ImportState.QUEUED), sheet, 0, NOW)
    assert (len(sheet.faults), len(after.faults)) == (104, 20)


def test_a_report_has_a_line_for_every_fault_and_no_live_formula() -> None:
    faults = [
        Fault(0, "", "file_empty", "空", "empty"),
        Fault(2, "规格项:=1+1 option:=1+1", "x", "=1+1", "@SUM(A1)"),
    ]
    text = to_csv(faults)
    assert text.startswith(b"\xef\xbb\xbf")
    lines = text.decode("utf-8-sig").splitlines()
    assert lines[0] == "行 Row,列 Column,代码 Code,说明,Message"
    assert lines[1] == "文件 File,,file_empty,空,empty"
    assert lines[2].endswith(",x,'=1+1,'@SUM(A1)")
    assert to_csv(faults) == text
    assert to_workbook(faults) == to_workbook(faults)


def test_the_template_is_a_file_that_can_be_imported() -> None:
    found = read_sheet(csv_rows(template().encode()))
    assert (len(found.products), found.faults) == (1, ())


def test_every_column_is_described() -> None:
    shown = ColumnsView.all()
    required = [column.field for column in shown.columns if column.required]
    assert required == ["code", "category_code", "name", "own_code"]
    assert shown.open_prefixes == ["属性", "attribute", "规格项", "option"]
