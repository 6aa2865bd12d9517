"""CSV and XLSX: plain text, or a workbook of values and formulas; nothing that acts or leads
elsewhere.

Formulas are let through: what reads a table takes the values that were saved and never computes.
"""

import codecs
import re
import unicodedata
import zipfile
from io import BytesIO
from typing import IO
from xml.parsers import expat

from teleshop.documents.domain import Finding, Limits, Reason

ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheet programs here save; the second is the national standard and contains GBK."""
_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What “Unicode text” of spreadsheets begins with; no text in the others can begin so."""
_CHUNK = 1024 * 1024
_LINE_END = re.compile(r"\r\n|\r|\n")
_NEVER, _NEVER_FROM, _NEVER_TO = 0xFFFE, 0xFDD0, 0xFDEF
_ZIP_ENTRY = b"PK\x01\x02"
_PARTS = frozenset({"[Content_Types].xml", "xl/workbook.xml"})
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")

_XML = (".xml", ".rels", ".vml")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp")
_PRINTER = re.compile(r"xl/printersettings/[^/]+\.bin")
_MACRO = re.compile(r"vbaproject|vbadata|/macrosheets/|/dialogsheets/|^customui/")
_EMBEDDED = re.compile(r"/(embeddings|activex|ctrlprops|webextensions|model)/")
_EXTERNAL = re.compile(r"/(externallinks|querytables)/|/connections\.xml$")
_EXTERNAL_ALLOWED = "/hyperlink"
"""A link that a person may click; every other relation to the outside is followed unasked."""


def inspect_csv(content: bytes, limits: Limits) -> tuple[Finding, ...]:
    """What stands against this text; raises MemoryError only."""
    text = decoded(content)
    if text is None or any(_is_control(character) for character in set(text)):
        return (Finding(Reason.CSV_NOT_TEXT),)
    findings = []
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    if len(lines) > limits.csv_lines:
        findings.append(Finding(Reason.CSV_TOO_MANY_LINES, {"limit": limits.csv_lines}))
    long = next((at for at, line in enumerate(lines, 1) if len(line) > limits.csv_line), None)
    if long is not None:
        values = {"line": long, "limit": limits.csv_line}
        findings.append(Finding(Reason.CSV_LINE_TOO_LONG, values))
    return tuple(findings)


def decoded(content: bytes) -> str | None:
    """The text in the first encoding that fits completely."""
    for encoding in ("utf-16",) if content.startswith(_UTF_16_MARKS) else ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_control(character: str) -> bool:
    """Control characters other than tab and line ends, and code points that never are one (what a
    later Unicode adds is unknown here and may still be one).
    """
    if character in "\t\r\n":
        return False
    code = ord(character)
    if code & _NEVER == _NEVER or _NEVER_FROM <= code <= _NEVER_TO:
        return True
    return unicodedata.category(character) in {"Cc", "Cs"}


def inspect_xlsx(content: bytes, limits: Limits) -> tuple[Finding, ...]:
    """What stands against this workbook; raises MemoryError only. No more is unpacked than
    ``limits`` allow, whatever the archive announces.
    """
    # Counted before the directory is read: every entry of it becomes an object in memory.
    if content.count(_ZIP_ENTRY) > limits.xlsx_entries:
        return (Finding(Reason.TOO_COMPLEX),)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _inspect_archive(archive, limits)
    except MemoryError:
        raise
    except _TooComplexError:
        return (Finding(Reason.TOO_COMPLEX),)
    except Exception:
        return (Finding(Reason.UNREADABLE),)


class _TooComplexError(Exception):
    """A bound was passed while unpacking."""


class _DoctypeError(Exception):
    """A part declares a document type."""


def _inspect_archive(archive: zipfile.ZipFile, limits: Limits) -> tuple[Finding, ...]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if any(entry.flag_bits & 0x1 for entry in entries):
        return (Finding(Reason.XLSX_ENCRYPTED),)
    if _is_bomb(entries, limits):
        return (Finding(Reason.TOO_COMPLEX),)
    if not _is_workbook(entries):
        return (Finding(Reason.UNREADABLE),)
    reasons = {reason for entry in entries if (reason := _reason_of_name(entry.filename))}
    for entry in entries:
        name = entry.filename.lower()
        with archive.open(entry) as part:
            if name.endswith(_XML):
                reasons |= _read_xml(part, name, limits)
            else:
                _read_through(part)
    return tuple(Finding(reason) for reason in Reason if reason in reasons)


def _is_bomb(entries: list[zipfile.ZipInfo], limits: Limits) -> bool:
    """Whether it unpacks to more than it may. What is announced binds: a part that holds more is
    cut there and fails its checksum.
    """
    if sum(entry.file_size for entry in entries) > limits.xlsx_unpacked_bytes:
        return True
    return any(
        entry.file_size > limits.xlsx_small
        and entry.file_size > entry.compress_size * limits.xlsx_ratio
        for entry in entries
    )


def _is_workbook(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether it is one archive with the parts of a workbook, each once and in its place."""
    names = [entry.filename for entry in entries]
    folded = {name.lower() for name in names}
    # Before the first entry, between two archives: bytes that another program would read.
    first = min((entry.header_offset for entry in entries), default=-1)
    return (
        first == 0
        and len(folded) == len(names)
        and all(_is_in_place(name) for name in names)
        and set(names) >= _PARTS
        and any(_SHEET.fullmatch(name) for name in names)
        and all(
            entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries
        )
    )


def _is_in_place(name: str) -> bool:
    return not name.startswith("/") and "\\" not in name and ".." not in name.split("/")


def _reason_of_name(filename: str) -> Reason | None:
    name = filename.lower()
    if _MACRO.search(name):
        return Reason.XLSX_MACRO
    if _EXTERNAL.search(name):
        return Reason.XLSX_EXTERNAL
    known = name.endswith(_XML + _PICTURES) or _PRINTER.fullmatch(name)
    return Reason.XLSX_EMBEDDED if _EMBEDDED.search(name) or not known else None


def _read_through(part: IO[bytes]) -> None:
    """Unpack once, so that a checksum that does not fit is found; nothing is kept."""
    while part.read(_CHUNK):
        pass


def _read_xml(part: IO[bytes], name: str, limits: Limits) -> set[Reason]:
    """What one part of XML says against the workbook. Nothing is kept of it but that; entities
    cannot grow, since a document type ends the reading.
    """
    reasons: set[Reason] = set()
    parser = expat.ParserCreate()
    depth = 0

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.xml_depth:
            raise _TooComplexError
        local = element.rpartition(":")[2]
        if local == "Relationship" and attributes.get("TargetMode", "").lower() == "external":
            if not attributes.get("Type", "").endswith(_EXTERNAL_ALLOWED):
                reasons.add(Reason.XLSX_EXTERNAL)
        elif name == "[content_types].xml" and "macro" in attributes.get("ContentType", "").lower():
            reasons.add(Reason.XLSX_MACRO)

    def end(_element: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_declared: object) -> None:
        raise _DoctypeError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.ParseFile(part)
    except _DoctypeError:
        reasons.add(Reason.XLSX_DOCTYPE)
    return reasons
