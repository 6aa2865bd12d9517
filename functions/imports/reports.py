"""The report of an import as CSV and as a workbook: one line for every fault of every row."""

from collections.abc import Iterator, Sequence
from typing import Final

from teleshop.imports.domain.faults import Fault
from teleshop.kernel.spreadsheets import Row, Sheet, csv_table, workbook

COLUMNS: Final = ("行 Row", "列 Column", "代码 Code", "说明", "Message")
TITLE: Final = "商品导入结果：未导入的行 Rows that were not imported"


def to_csv(found: Sequence[Fault]) -> bytes:
    """The report for any spreadsheet; the same faults give the same bytes."""
    return csv_table(COLUMNS, _rows(found))


def to_workbook(found: Sequence[Fault]) -> bytes:
    """The same as a workbook."""
    sheet = Sheet(name="错误 Faults", title=TITLE, columns=COLUMNS, rows=_rows(found))
    return workbook([sheet])


def _rows(found: Sequence[Fault]) -> Iterator[Row]:
    for one in found:
        # Row 0 is the file as a whole.
        yield one.row or "文件 File", one.column, one.code, one.zh, one.en
