"""A file as a whole: its rows become products, and everything that is wrong with it becomes faults.

All faults of a row come at once. A product with a faulty row is left out as a whole, since half of
its variants would be a product nobody meant; every other product is imported.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from teleshop.imports.domain import faults
from teleshop.imports.domain.cells import Cell, Problem, Value, as_text, is_blank, read_cell
from teleshop.imports.domain.columns import (
    ATTRIBUTE,
    COLUMNS,
    OPTION,
    Column,
    Header,
    read_header,
)
from teleshop.imports.domain.faults import Fault, fault
from teleshop.imports.domain.product import ImportedProduct, ImportedVariant
from teleshop.kernel.findings import FindingKind

MAX_ROWS: Final = 10_000
MAX_SHEET_ROWS: Final = 50_000
"""Blank rows included: spreadsheets keep rows that were cleared."""
MAX_VARIANTS: Final = 50
MAX_OPTIONS: Final = 5
CHUNK: Final = 100
"""Products that one step of an import takes."""
_REQUIRED: Final = tuple(column for column in COLUMNS if column.required and not column.per_variant)
_OF_VARIANT: Final = tuple(column.field for column in COLUMNS if column.per_variant)

SheetRow = tuple[int, Sequence[Cell]]
"""A row with its number, from 1."""


class UnreadableFileError(Exception):
    """A reader cannot read the file at all; ``kind`` with ``params`` says why."""

    def __init__(self, kind: FindingKind, /, **params: str | int) -> None:
        self.kind = kind
        self.params = params
        super().__init__(kind.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a file says. ``rows`` counts those with content below the header; ``refused`` those of
    them that were left out. With ``unusable`` the file as a whole was refused: nothing of it may
    be imported, and its faults say why.
    """

    products: tuple[ImportedProduct, ...] = ()
    faults: tuple[Fault, ...] = ()
    rows: int = 0
    refused: int = 0
    unusable: bool = False


@dataclass(slots=True)
class _Row:
    number: int
    values: dict[str, Value]
    faults: list[Fault]


@dataclass(slots=True)
class _Group:
    """The rows of one product."""

    rows: list[_Row] = field(default_factory=list)


class _StopError(Exception):
    """The file is refused as a whole."""

    def __init__(self, found: Sequence[Fault], rows: int = 0) -> None:
        self.faults = tuple(found)
        self.rows = rows
        super().__init__(len(found))


def read_sheet(rows: Iterable[SheetRow]) -> Sheet:
    """What the rows of a file say; the first one with content is the header."""
    try:
        return _read(iter(rows))
    except _StopError as stopped:
        return Sheet(faults=stopped.faults, rows=stopped.rows, unusable=True)
    except UnreadableFileError as unreadable:
        found = fault(unreadable.kind, faults.FILE, **unreadable.params)
        return Sheet(faults=(found,), unusable=True)


def _read(rows: Iterator[SheetRow]) -> Sheet:
    header = _header(rows)
    groups: dict[str, _Group] = {}
    loose: list[_Row] = []
    seen: dict[tuple[str, Value], int] = {}
    count = 0
    for number, cells in rows:
        if number > MAX_SHEET_ROWS:
            raise _StopError([fault(faults.SHEET_TOO_LONG, faults.FILE, limit=MAX_SHEET_ROWS)])
        if all(map(is_blank, cells)):
            continue
        count += 1
        if count > MAX_ROWS:
            raise _StopError([fault(faults.TOO_MANY_ROWS, faults.FILE, limit=MAX_ROWS)])
        row = _row(header, number, cells)
        _note_repeats(header, row, seen)
        code = row.values.get("code")
        if isinstance(code, str):
            groups.setdefault(code, _Group()).rows.append(row)
        else:
            loose.append(row)
    if not count:
        raise _StopError([fault(faults.NO_ROWS, faults.FILE)])
    found = [one for row in loose for one in row.faults]
    products, refused = [], len(loose)
    for group in groups.values():
        made = _product(header, group)
        if isinstance(made, ImportedProduct):
            products.append(made)
        else:
            refused += len(group.rows)
            found.extend(made)
    return Sheet(products=tuple(products), faults=tuple(sorted(found)), rows=count, refused=refused)


def _header(rows: Iterator[SheetRow]) -> Header:
    for number, cells in rows:
        if number > MAX_SHEET_ROWS:
            break
        if all(map(is_blank, cells)):
            continue
        names = ["" if is_blank(cell) else as_text(cell).strip("\ufeff ") for cell in cells]
        header, found = read_header(names, number)
        if found:
            raise _StopError(found)
        return header
    raise _StopError([fault(faults.EMPTY, faults.FILE)])


def _row(header: Header, number: int, cells: Sequence[Cell]) -> _Row:
    row = _Row(number, {}, [])
    columns = header.columns
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else None
        if column is None:
            if not is_blank(cell):
                row.faults.append(fault(faults.UNNAMED, number, number=place + 1))
            continue
        value = read_cell(column, cell)
        if isinstance(value, Problem):
            row.faults.append(fault(value.kind, number, column.title, **value.params))
        elif value is not None:
            row.values[column.field] = value
    options = header.options
    if len(options) > MAX_OPTIONS and sum(name in row.values for name in options) > MAX_OPTIONS:
        row.faults.append(fault(faults.TOO_MANY_OPTIONS, number, limit=MAX_OPTIONS))
    for column in header.in_every_row:
        if column.field not in row.values and not _has_fault(row, column):
            row.faults.append(fault(faults.REQUIRED, number, column.title))
    return row


def _has_fault(row: _Row, column: Column) -> bool:
    return any(found.column == column.title for found in row.faults)


def _note_repeats(header: Header, row: _Row, seen: dict[tuple[str, Value], int]) -> None:
    for column in header.unique:
        if column.field not in row.values:
            continue
        place = (column.field, row.values[column.field])
        earlier = seen.setdefault(place, row.number)
        if earlier != row.number:
            row.faults.append(fault(faults.REPEATED, row.number, column.title, row=earlier))


def _product(header: Header, group: _Group) -> ImportedProduct | list[Fault]:
    first = group.rows[0]
    said: dict[str, tuple[int, Value]] = {}
    for row in group.rows:
        for column in header.of_product:
            if column.field not in row.values:
                continue
            value = row.values[column.field]
            earlier, known = said.setdefault(column.field, (row.number, value))
            if known != value:
                row.faults.append(fault(faults.DIFFERS, row.number, column.title, row=earlier))
    for column in _REQUIRED:
        if column.field not in said and not any(_has_fault(row, column) for row in group.rows):
            first.faults.append(fault(faults.REQUIRED, first.number, column.title))
    if len(group.rows) > MAX_VARIANTS:
        first.faults.append(fault(faults.TOO_MANY_VARIANTS, first.number, limit=MAX_VARIANTS))
    found = [one for row in group.rows for one in row.faults]
    if found:
        return complete([row.number for row in group.rows], found)
    return _made({name: value for name, (_, value) in said.items()}, group.rows)


def complete(rows: Sequence[int], found: Sequence[Fault]) -> list[Fault]:
    """The faults of a product's rows, and for each row without one that its product was left
    out.
    """
    faulty = {one.row for one in found}
    first = min(faulty)
    others = [fault(faults.NOT_IMPORTED, row, row=first) for row in rows if row not in faulty]
    return [*found, *others]


def _made(said: dict[str, Value], rows: Sequence[_Row]) -> ImportedProduct:
    plain: dict[str, Any] = {name: value for name, value in said.items() if "." not in name}
    return ImportedProduct(
        **plain, attributes=_open(ATTRIBUTE, said), variants=tuple(map(_variant, rows))
    )


def _variant(row: _Row) -> ImportedVariant:
    own: dict[str, Any] = {name: row.values[name] for name in _OF_VARIANT if name in row.values}
    return ImportedVariant(row=row.number, options=_open(OPTION, row.values), **own)


def _open(kind: str, values: dict[str, Value]) -> dict[str, str]:
    start = f"{kind}."
    return {
        name.removeprefix(start): str(value)
        for name, value in values.items()
        if name.startswith(start)
    }


def chunks(products: Sequence[ImportedProduct]) -> list[Sequence[ImportedProduct]]:
    """The products in parts that one step of an import takes."""
    return [products[start : start + CHUNK] for start in range(0, len(products), CHUNK)]
