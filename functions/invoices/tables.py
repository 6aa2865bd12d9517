"""A supplier's order lines as CSV or XLSX, written row by row; the same lines give the same
bytes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from teleshop.invoices.service import COLUMNS, MONEY, Form
from teleshop.kernel.spreadsheets import Row, Sheet, write_csv, write_workbook

TITLE: Final = "供应商订单明细 Order lines of a supplier"


def write_table(form: Form, rows: Iterator[Row], path: Path) -> None:
    """Write the rows into a file; few of them are held at a time."""
    if form is Form.CSV:
        write_csv(path, COLUMNS, rows)
        return
    sheet = Sheet(name="订单 Orders", title=TITLE, columns=COLUMNS, rows=rows, money=MONEY)
    write_workbook(path, sheet)
