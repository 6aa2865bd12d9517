"""CSV files as suppliers' programs write them: encodings, delimiters, and rows with their
numbers.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Final

from teleshop.imports.domain import faults
from teleshop.imports.domain.cells import csv_cell
from teleshop.imports.domain.columns import column_named
from teleshop.imports.domain.sheet import SheetRow, UnreadableFileError

DELIMITERS: Final = (",", ";", "\t")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS: Final = ("utf-8", "gb18030")
_HEAD: Final = 20_000
"""Characters in which the header is looked for."""


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 with or without a mark, UTF-16 with one, else GB18030.

    Raises :class:`UnreadableFileError` for anything else, and for content that is no text.
    """
    marked = [name for mark, name in _MARKS if content.startswith(mark)]
    for encoding in marked[:1] or _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableFileError(faults.ENCODING)


def delimiter_of(text: str) -> str:
    """What separates the columns: what makes most known names of the header."""
    return max(DELIMITERS, key=lambda sign: _known_names(text[:_HEAD], sign))


def _known_names(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = next((row for row in reader if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return 0
    return sum(column_named(name) is not None for name in header)


def csv_rows(content: bytes) -> Iterator[SheetRow]:
    """The rows of a CSV file, numbered as a spreadsheet numbers them."""
    text = decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise UnreadableFileError(faults.UNREADABLE) from broken
        yield number, [csv_cell(cell) for cell in cells]
