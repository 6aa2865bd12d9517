"""Tables for people, as CSV or XLSX: the same rows give the same bytes, and no cell is ever a
formula.

openpyxl is not in the layer: only functions whose zip carries it may make workbooks. Tables that
may become long are written into a file, row by row: :func:`write_csv`, :func:`write_workbook`.
"""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

_ZIP_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_FIXED: Final = rb"\g<1>1980-01-01T00:00:00Z\g<3>"
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a formula begins with; in East Asian versions its full-width form too."""
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 forbids: one such sign and no spreadsheet opens the file."""
_REPLACED: Final = "\ufffd"
MONEY: Final = "#,##0.00;[Red]-#,##0.00"
_HEAD_COLOUR: Final = "DDE6F0"
_WIDTH: Final = 24

Cell = str | int | Decimal | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: ``title`` in its first line, ``columns`` in the second, then the rows. ``money``
    are the columns (from 1) that hold amounts in yuan.
    """

    name: str
    title: str
    columns: Sequence[str]
    rows: Iterable[Row]
    money: Iterable[int] = field(default=())


def guarded(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe is put before one that could
    be; other values as they are.
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def _in_xml(value: Any) -> Any:
    """A guarded value as a workbook can hold it: a sign that XML forbids is shown as �, since what
    was stored before such signs were refused has to be read too.
    """
    return _NOT_IN_XML.sub(_REPLACED, guarded(value)) if isinstance(value, str) else value


def yuan(fen: int) -> Decimal:
    """An amount as people read it in a table."""
    return Decimal(fen).scaleb(-2)


def csv_table(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A CSV file for spreadsheets of every kind: UTF-8 with byte order mark, CRLF, guarded
    texts.
    """
    target = io.StringIO(newline="")
    _write_rows(target, columns, rows)
    return target.getvalue().encode("utf-8-sig")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """The same as :func:`csv_table`, into a file: no more than one row is held at a time."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        _write_rows(target, columns, rows)


def _write_rows(target: Any, columns: Sequence[str], rows: Iterable[Row]) -> None:
    writer = csv.writer(target)
    writer.writerow([guarded(name) for name in columns])
    writer.writerows([guarded(value) for value in row] for row in rows)


def workbook(sheets: Sequence[Sheet], draw: Callable[[Any], None] | None = None) -> bytes:
    """An XLSX file with these sheets; ``draw`` adds charts to openpyxl's book once they are
    filled.
    """
    # Imported here: most functions do not carry it.
    from openpyxl import Workbook  # type: ignore[import-untyped]  # publishes no types

    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    if draw is not None:
        draw(book)
    return _without_times(book)


def _fill(target: Any, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
    from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

    target.append([_NOT_IN_XML.sub(_REPLACED, sheet.title)])
    target["A1"].font = Font(bold=True, size=14)
    target.append([_in_xml(name) for name in sheet.columns])
    for cell in target[2]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_HEAD_COLOUR)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    money = tuple(sheet.money)
    for row in sheet.rows:
        target.append([_in_xml(value) for value in row])
        for column in money:
            target.cell(target.max_row, column).number_format = MONEY
    for column in range(1, len(sheet.columns) + 1):
        target.column_dimensions[get_column_letter(column)].width = _WIDTH
    target.freeze_panes = "A3"


def write_workbook(path: Path, sheet: Sheet) -> None:
    """An XLSX file with one sheet that may be long: its rows go to disk as they come, so that the
    memory it takes does not grow with them.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    _stream(book.create_sheet(sheet.name), sheet)
    raw = path.with_suffix(".raw")
    book.save(raw)
    with raw.open("rb") as source, path.open("wb") as target:
        _copy_without_times(source, target)
    raw.unlink()


def _stream(target: Any, sheet: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    def cell(value: Any, **style: Any) -> Any:
        made = WriteOnlyCell(target, value)
        for name, look in style.items():
            setattr(made, name, look)
        return made

    # Widths and panes come before the first row in the file.
    for column in range(1, len(sheet.columns) + 1):
        target.column_dimensions[get_column_letter(column)].width = _WIDTH
    target.freeze_panes = "A3"
    target.append([cell(_NOT_IN_XML.sub(_REPLACED, sheet.title), font=Font(bold=True, size=14))])
    head: dict[str, Any] = {
        "font": Font(bold=True),
        "fill": PatternFill("solid", fgColor=_HEAD_COLOUR),
        "alignment": Alignment(wrap_text=True, vertical="center"),
    }
    target.append([cell(_in_xml(name), **head) for name in sheet.columns])
    money = frozenset(sheet.money)
    for row in sheet.rows:
        target.append(
            [
                cell(_in_xml(value), number_format=MONEY) if place in money else _in_xml(value)
                for place, value in enumerate(row, start=1)
            ]
        )


def _without_times(book: Any) -> bytes:
    raw, fixed = io.BytesIO(), io.BytesIO()
    book.save(raw)
    _copy_without_times(raw, fixed)
    return fixed.getvalue()


def _copy_without_times(raw: BinaryIO, fixed: BinaryIO) -> None:
    """Two things differ from run to run and are fixed here: the times in the zip and in the
    document's properties.
    """
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in sorted(source.namelist()):
            place = zipfile.ZipInfo(name, _ZIP_EPOCH)
            place.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":
                target.writestr(place, _STAMP.sub(_FIXED, source.read(name)))
                continue
            with source.open(name) as part, target.open(place, "w") as copy:
                shutil.copyfileobj(part, copy)
