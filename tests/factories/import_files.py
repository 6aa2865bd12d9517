"""Files of products, as suppliers' spreadsheets save them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types

HEADER: Final = ("商品编码", "类目编码", "商品名称", "货号", "条码", "供货价(元)", "规格项:颜色")
GTIN: Final = "6901234567892"


def row(code: str | int = "P1", *, own_code: str = "", **cells: Any) -> list[Any]:
    """One row below :data:`HEADER`; ``cells`` by field replace what it would hold."""
    fields = {
        "code": code,
        "category_code": "pots",
        "name": f"不锈钢汤锅 {code}",
        "own_code": own_code or f"{code}-1",
        "gtin": "",
        "supply_price": "12.50",
        "colour": "银色",
    } | cells
    return list(fields.values())


def csv_file(
    rows: Iterable[Sequence[Any]],
    header: Sequence[str] = HEADER,
    *,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> bytes:
    """A CSV file as a spreadsheet saves it."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([header, *rows])
    return target.getvalue().encode(encoding)


def xlsx_file(
    rows: Iterable[Sequence[Any]],
    header: Sequence[str] = HEADER,
    *,
    more: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    hidden: bool = False,
) -> bytes:
    """A workbook as a spreadsheet saves it; a text that begins with ``=`` becomes a formula.
    ``more`` are further sheets by name, ``hidden`` or not.
    """
    book = Workbook()
    sheet = book.active
    for cells in [header, *rows]:
        sheet.append(list(cells))
    for name, content in (more or {}).items():
        other = book.create_sheet(name)
        other.sheet_state = "hidden" if hidden else "visible"
        for cells in content:
            other.append(list(cells))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
