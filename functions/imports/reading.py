"""Rows of an uploaded file. CSV is read by the standard library, workbooks by openpyxl: row by row,
nothing computed, formulas told apart from texts that look like one.
"""

import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook  # type: ignore[import-untyped]  # publishes no types
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from teleshop.imports.domain import faults
from teleshop.imports.domain.cells import Broken, Cell, Formula
from teleshop.imports.domain.columns import MAX_COLUMNS
from teleshop.imports.domain.csv_text import csv_rows
from teleshop.imports.domain.sheet import MAX_SHEET_ROWS, SheetRow, UnreadableFileError
from teleshop.kernel.unseen import UNSEEN

CSV: Final = "text/csv"
_ZEROS: Final = re.compile(r"0{2,20}")
"""A number format such as 00000, by which a spreadsheet shows leading zeros."""
_BLANK: Final = (None, "")
_NAMED: Final = 5
"""Names of sheets that a fault tells."""
_NAME_LENGTH: Final = 31
"""What spreadsheets allow."""
_BAD_FILE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    InvalidFileException,
    ParseError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    OSError,
    EOFError,
    RuntimeError,
)
"""What openpyxl and the archive raise for content that is no workbook, or a damaged one."""


def read_rows(content: bytes, content_type: str) -> Iterable[SheetRow]:
    """The rows of a file with their numbers, as a spreadsheet shows them.

    Raises :class:`UnreadableFileError`, at once or on the way.
    """
    return csv_rows(content) if content_type == CSV else workbook_rows(content)


def workbook_rows(content: bytes) -> Iterator[SheetRow]:
    """The rows of the sheet that a workbook opens with. Another one with content is a reason to
    refuse the file, since nobody would notice that it was left out; hidden ones are not looked at.
    """
    try:
        with warnings.catch_warnings():
            # Of styles and extensions that it leaves out, none of which is content.
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), read_only=True, data_only=False)
            sheet = book.active if hasattr(book.active, "iter_rows") else book.worksheets[0]
            _refuse_others(book, sheet)
            # What a workbook says of its own size is often wrong, and may be made to cost time.
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), 1):
                yield number, [_cell(cell) for cell in cells[: _width(cells)]]
            book.close()
    except _BAD_FILE as broken:
        raise UnreadableFileError(faults.UNREADABLE) from broken


def _refuse_others(book: Any, read: Any) -> None:
    others = [
        _shown_name(sheet)
        for sheet in book.worksheets
        if sheet is not read and sheet.sheet_state == "visible" and _has_content(sheet)
    ]
    if others:
        names = "、".join(others[:_NAMED]) + ("…" if len(others) > _NAMED else "")
        raise UnreadableFileError(faults.SEVERAL_SHEETS, read=_shown_name(read), others=names)


def _has_content(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MAX_SHEET_ROWS, max_col=MAX_COLUMNS + 1, values_only=True)
    return any(value not in _BLANK for cells in rows for value in cells)


def _shown_name(sheet: Any) -> str:
    return UNSEEN.sub("", str(sheet.title))[:_NAME_LENGTH]


def _width(cells: Sequence[Any]) -> int:
    """How many cells there are up to the last one with content: rows come filled up."""
    width = len(cells)
    while width and cells[width - 1].value is None:
        width -= 1
    return width


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if kind == "f":
        return Formula()
    if kind == "e":
        return Broken()
    if kind == "n" and isinstance(value, int) and _ZEROS.fullmatch(shown := cell.number_format):
        return str(value).zfill(len(shown))
    return value  # type: ignore[no-any-return]  # a text, number, day or truth value
