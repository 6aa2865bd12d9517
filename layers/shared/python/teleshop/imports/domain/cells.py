"""Cells: from what a spreadsheet or a CSV file holds to a value, or to the reason why not.

A reader gives texts, numbers, days and truth values as they are stored; formulas and errors of the
spreadsheet as their own kinds, since neither is content.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

from stdnum import ean

from teleshop.imports.domain import faults
from teleshop.imports.domain.columns import RETURN_CLASSES, Column, Kind, plain
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.spreadsheets import guarded
from teleshop.kernel.unseen import UNSEEN


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that a spreadsheet computes. Its text is not kept: nothing ever looks at it."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that shows an error of the spreadsheet, such as ``#N/A``."""


Cell = str | int | float | bool | date | datetime | Formula | Broken | None
Value = str | int | bool | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell has no value."""

    kind: FindingKind
    params: Mapping[str, str | int] = field(default_factory=dict)


_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+]?\d{1,3}")
_CALL: Final = re.compile(r"[+\-@][A-Za-z_][\w.]*\s*[(|!]")
"""What a spreadsheet takes for a call of a function or program, though it begins like a text."""
_NO_TEXT: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What a route cannot even receive."""
_EDGES: Final = "\ufeff\u200b\u200e\u200f"
_LIST: Final = re.compile(r"[;；、\n\r]+")
_DAY: Final = re.compile(
    r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?(?:[ T]0{1,2}:00(?::00)?)?"
)
_COMPACT_DAY: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"[34567]\d{4}(?:\.0+)?")
_EXACT: Final = 15
"""Digits that a spreadsheet keeps of a number."""
_GTIN: Final = frozenset({8, 12, 13, 14})
_SHORTEST: Final = 7
"""Digits that are left of a bar code without its zero at the start; fewer are none."""
_YES: Final = frozenset({"是", "有", "y", "yes", "true", "1", "√", "合规", "符合"})
_NO: Final = frozenset({"否", "无", "n", "no", "false", "0", "×", "不合规", "不符合"})
_CHOICES: Final[Mapping[str, str]] = MappingProxyType(
    {plain(name): code for zh, code in RETURN_CLASSES.items() for name in (zh, code)}
)


def csv_cell(text: str) -> Cell:
    """A field of a CSV file as a spreadsheet would take it: `=…` and what calls a function is a
    formula; `-18℃` and `+86 …` are texts.
    """
    shown = text.strip()
    if shown[:1] in "=+-@" and shown and (shown[0] == "=" or _CALL.match(shown)):
        return Formula()
    return text


def is_blank(cell: Cell) -> bool:
    """Whether nothing is said: no content, or nothing but white space."""
    return cell is None or (isinstance(cell, str) and not trimmed(cell))


def trimmed(text: str) -> str:
    """Without white space and invisible marks around it; and without the apostrophe by which a
    text is kept from being a formula.
    """
    shown = text.strip()
    if not shown.isascii():
        shown = shown.strip(_EDGES).strip()
    if shown[:1] == "'" and guarded(shown[1:]) != shown[1:]:
        return shown[1:]
    return shown


def read_cell(column: Column, cell: Cell) -> Value | Problem | None:
    """The value of a cell of that column, None for a blank one, or what is wrong with it."""
    if isinstance(cell, str):
        cell = trimmed(cell)
        if not cell:
            return None
        # Nearly every text is printable, which is told faster than what is wrong with another.
        if not cell.isprintable() and (UNSEEN.search(cell) or _NO_TEXT.search(cell)):
            return Problem(faults.CONTROL)
    elif cell is None:
        return None
    elif isinstance(cell, Formula):
        return Problem(faults.FORMULA)
    elif isinstance(cell, Broken):
        return Problem(faults.ERROR_CELL)
    return _READERS[column.kind](column, cell)


def _text(column: Column, cell: Cell) -> Value | Problem:
    return _bounded(column, as_text(cell))


def _bounded(column: Column, text: str) -> str | Problem:
    if column.form is not None and not column.form.fullmatch(text):
        notes = {"note_zh": column.note_zh, "note_en": column.note_en}
        return Problem(faults.WRONG_FORM, notes)
    if len(text) > column.limit:
        return Problem(faults.TOO_LONG, {"limit": column.limit, "length": len(text)})
    return text


def as_text(cell: Cell) -> str:
    """A cell as its reader sees it, without exponent and without a day's midnight."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _digits(cell)
    if isinstance(cell, datetime):
        at_midnight = cell.time() == datetime.min.time()
        return cell.date().isoformat() if at_midnight else cell.isoformat(" ", "seconds")
    return str(cell)


def _digits(number: float) -> str:
    """A number as a spreadsheet keeps it: 15 digits, no exponent."""
    try:
        exact = Decimal(format(number, f".{_EXACT}g"))
    except InvalidOperation:
        return str(number)
    return format(exact, "f") if exact.is_finite() else str(number)


def _code(column: Column, cell: Cell) -> Value | Problem:
    text = _wide(as_text(cell))
    if _SCIENTIFIC.fullmatch(text) and "." in text:
        return Problem(faults.SCIENTIFIC)
    if not isinstance(cell, str) and len(text.lstrip("-")) > _EXACT and text.isdigit():
        return Problem(faults.PRECISION)
    return _bounded(column, text)


def _gtin(_: Column, cell: Cell) -> Value | Problem:
    text = _wide(as_text(cell)).replace(" ", "").replace("-", "")
    if _SCIENTIFIC.fullmatch(text):
        return Problem(faults.SCIENTIFIC)
    if not text.isascii() or not text.isdigit():
        return Problem(faults.GTIN_FORM)
    if len(text) not in _GTIN:
        short = _SHORTEST <= len(text) < max(_GTIN) and ean.is_valid(text.zfill(max(_GTIN)))
        return (
            Problem(faults.GTIN_ZEROS, {"length": len(text)})
            if short
            else Problem(faults.GTIN_FORM)
        )
    return text if ean.is_valid(text) else Problem(faults.GTIN_CHECK)


def _day(_: Column, cell: Cell) -> Value | Problem:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _wide(as_text(cell))
    if _SERIAL.fullmatch(text):
        return Problem(faults.DAY_SERIAL)
    found = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if found is None:
        return Problem(faults.NOT_A_DAY)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return Problem(faults.NOT_A_DAY)


def _count(column: Column, cell: Cell) -> Value | Problem:
    text = _wide(as_text(cell)).replace(",", "")
    wrong = Problem(faults.NOT_A_NUMBER, {"low": column.least, "high": column.limit})
    if isinstance(cell, bool) or not text.isascii() or not text.isdigit() or len(text) > _EXACT:
        return wrong
    return int(text) if column.least <= int(text) <= column.limit else wrong


def _money(column: Column, cell: Cell) -> Value | Problem:
    text = _wide(as_text(cell)).replace(",", "").strip("¥￥元 ")
    wrong = Problem(faults.NOT_MONEY)
    if isinstance(cell, bool) or not re.fullmatch(r"\d{1,12}(\.\d+)?", text, re.ASCII):
        return wrong
    fen = Decimal(text).scaleb(2)
    return int(fen) if fen == int(fen) and column.least <= fen <= column.limit else wrong


def _flag(_: Column, cell: Cell) -> Value | Problem:
    word = _wide(as_text(cell)).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    return Problem(faults.NOT_A_FLAG)


def _list(column: Column, cell: Cell) -> Value | Problem:
    items = tuple(item for part in _LIST.split(as_text(cell)) if (item := part.strip()))
    if len(items) > column.items:
        return Problem(faults.TOO_MANY_ITEMS, {"limit": column.items})
    for item in items:
        if isinstance(found := _bounded(column, item), Problem):
            return found
    return items


def _choice(_: Column, cell: Cell) -> Value | Problem:
    known = _CHOICES.get(plain(as_text(cell)))
    return known or Problem(faults.NOT_A_CHOICE, {"choices": "、".join(RETURN_CLASSES)})


def _wide(text: str) -> str:
    """Full-width digits and letters as plain ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


_READERS: Final[Mapping[Kind, Callable[[Column, Cell], Value | Problem]]] = MappingProxyType(
    {
        Kind.TEXT: _text,
        Kind.CODE: _code,
        Kind.GTIN: _gtin,
        Kind.DAY: _day,
        Kind.COUNT: _count,
        Kind.MONEY: _money,
        Kind.FLAG: _flag,
        Kind.LIST: _list,
        Kind.CHOICE: _choice,
    }
)
