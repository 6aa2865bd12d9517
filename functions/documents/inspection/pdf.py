"""PDF: readable, not encrypted, and without anything that runs, opens or carries other files.

Every object of the file is looked at, not only what the first page leads to, and names are compared
after decoding (``/J#61vaScript``), in compressed object streams too. A search through the raw bytes
adds what earlier revisions of the file still hold: another reader may find those.
"""

import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from teleshop.documents.domain import Finding, Limits, Reason

# Its warnings quote the file, and files hold personal data that must not reach the log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_REASON_BY_KEY = {
    "/JS": Reason.PDF_SCRIPT,
    "/JavaScript": Reason.PDF_SCRIPT,
    "/XFA": Reason.PDF_SCRIPT,
    "/EmbeddedFiles": Reason.PDF_EMBEDDED,
    "/Collection": Reason.PDF_EMBEDDED,
}
_REASON_BY_VALUE = {
    "/JavaScript": Reason.PDF_SCRIPT,
    "/Launch": Reason.PDF_ACTION,
    "/SubmitForm": Reason.PDF_ACTION,
    "/ImportData": Reason.PDF_ACTION,
    "/GoToR": Reason.PDF_ACTION,
    "/GoToE": Reason.PDF_ACTION,
    "/EmbeddedFile": Reason.PDF_EMBEDDED,
    "/FileAttachment": Reason.PDF_EMBEDDED,
    "/RichMedia": Reason.PDF_EMBEDDED,
    "/RichMediaExecute": Reason.PDF_EMBEDDED,
    "/Rendition": Reason.PDF_EMBEDDED,
}
_HARMLESS_WHEN_OPENED = frozenset({"/GoTo", "/Named"})
_LONGEST_CHAIN = 32

_RAW_NAMES = (
    "JavaScript",
    "Launch",
    "SubmitForm",
    "ImportData",
    "EmbeddedFile",
    "EmbeddedFiles",
    "RichMedia",
)


def _raw_name(name: str) -> bytes:
    """A pattern for a name in the file, each letter plain or escaped."""
    return b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name.encode())


# Searched as it stands: replacing the escapes first would multiply the memory of a file made of
# them.
_RAW_SEARCH = re.compile(
    b"/(?:"
    + b"|".join(b"(?P<%b>%b)" % (name.encode(), _raw_name(name)) for name in _RAW_NAMES)
    + rb")(?=[\x00\s/<>\[\](){}%]|$)"
)
_RAW_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_RAW_OBJECT = re.compile(rb"\d\s+obj\b")
_RAW_END_SEARCH = 1024


@dataclass(frozen=True, slots=True)
class PdfReport:
    """Findings and, where it could be read, the number of pages."""

    findings: tuple[Finding, ...]
    pages: int | None = None


class _TooComplexError(Exception):
    """A bound of the check was passed; more memory or time would not change the verdict."""


def inspect(content: bytes, limits: Limits) -> PdfReport:
    """What stands against this PDF; raises MemoryError only."""
    try:
        return _inspect(content, limits)
    except MemoryError:
        raise
    except (_TooComplexError, LimitReachedError):
        return PdfReport((Finding(Reason.TOO_COMPLEX),))
    except Exception:
        # A broken or unknown encryption fails in the parser before it can be asked for.
        reason = Reason.PDF_ENCRYPTED if b"/Encrypt" in content else Reason.UNREADABLE
        return PdfReport((Finding(reason),))


def _inspect(content: bytes, limits: Limits) -> PdfReport:
    if b"%%EOF" not in content[-_RAW_END_SEARCH:]:
        return PdfReport((Finding(Reason.UNREADABLE),))
    _check_bulk(content, limits)
    with apply_configuration(zlib_maximum_output_length=limits.pdf_table_bytes):
        reader = PdfReader(BytesIO(content), xref_stream_maximum_entries=limits.pdf_objects)
        if reader.is_encrypted:
            return PdfReport((Finding(Reason.PDF_ENCRYPTED),))
        reasons = _of_objects(reader, limits) | _of_raw_names(content)
        pages = len(reader.pages)
    if not pages:
        return PdfReport((Finding(Reason.UNREADABLE),))
    findings = [Finding(reason) for reason in Reason if reason in reasons]
    if pages > limits.max_pages:
        findings.append(
            Finding(Reason.PDF_TOO_MANY_PAGES, {"pages": pages, "limit": limits.max_pages})
        )
    if not findings:
        _decode_pages(reader, limits)
    return PdfReport(tuple(findings), pages)


def _check_bulk(content: bytes, limits: Limits) -> None:
    """Refuse before parsing what would become far larger in memory than in the file."""
    if sum(1 for _ in _RAW_OBJECT.finditer(content)) > limits.pdf_objects:
        raise _TooComplexError
    in_streams = sum(match.end() - match.start() for match in _RAW_STREAM.finditer(content))
    if len(content) - in_streams > limits.pdf_structure_bytes:
        raise _TooComplexError


def _of_objects(reader: PdfReader, limits: Limits) -> set[Reason]:
    numbers = {
        (number, generation)
        for generation, offsets in reader.xref.items()
        for number in offsets
        if not reader.xref_free_entry.get(generation, {}).get(number)
    }
    compressed = set(reader.xref_objStm)
    if len(numbers) + len(compressed) > limits.pdf_objects:
        raise _TooComplexError
    _check_object_streams(reader, limits)
    reasons = _of_value(reader, reader.trailer)
    for number, generation in sorted(numbers | {(number, 0) for number in compressed}):
        if _defined(reader, number, generation):
            reasons |= _of_value(
                reader, reader.get_object(IndirectObject(number, generation, reader))
            )
    return reasons


def _check_object_streams(reader: PdfReader, limits: Limits) -> None:
    """Refuse object streams that announce more objects than the whole file may have."""
    announced = 0
    for number in {stream for stream, _ in reader.xref_objStm.values()}:
        count = _resolved(reader, _raw(reader.get_object(number), "/N"))
        announced += int(count) if isinstance(count, int) else 0
        if announced > limits.pdf_objects:
            raise _TooComplexError


def _of_value(reader: PdfReader, root: object) -> set[Reason]:
    """The reasons in one object and everything directly inside it; references are objects of
    their own.
    """
    reasons: set[Reason] = set()
    for value in _parts(root):
        if isinstance(value, NameObject) and value in _REASON_BY_VALUE:
            reasons.add(_REASON_BY_VALUE[value])
        elif isinstance(value, DictionaryObject):
            reasons |= {_REASON_BY_KEY[key] for key in value if key in _REASON_BY_KEY}
            if "/EF" in value and ("/F" in value or "/UF" in value or "/Type" in value):
                reasons.add(Reason.PDF_EMBEDDED)
            if _acts_by_itself(reader, value):
                reasons.add(Reason.PDF_ACTION)
    return reasons


def _parts(root: object) -> Iterator[object]:
    pending = [root]
    while pending:
        value = pending.pop()
        yield value
        if isinstance(value, DictionaryObject):
            pending += dict.values(value)
        elif isinstance(value, ArrayObject):
            pending += list.__iter__(value)


def _acts_by_itself(reader: PdfReader, value: DictionaryObject) -> bool:
    """Whether an action runs without a click, other than going to a place in the same file.

    Where a file opens (a destination, or an action that goes there) is set by every other scanner
    and word processor; opening a web address by itself is refused, a link to click on is not.
    """
    actions = [_raw(value, "/OpenAction")]
    triggers = _resolved(reader, _raw(value, "/AA"))
    if isinstance(triggers, DictionaryObject):
        actions += dict.values(triggers)
    for action in actions:
        step = _resolved(reader, action)
        for _ in range(_LONGEST_CHAIN):
            if not isinstance(step, DictionaryObject):
                break
            if "/S" in step and _resolved(reader, _raw(step, "/S")) not in _HARMLESS_WHEN_OPENED:
                return True
            following = _resolved(reader, _raw(step, "/Next"))
            if isinstance(following, ArrayObject):
                # Several actions in a row: no ordinary producer writes them for opening a file.
                return True
            step = following
        else:
            return True
    return False


def _raw(value: object, key: str) -> object:
    """The entry of a dictionary as it stands, references not followed; None if there is none."""
    return dict.get(value, key) if isinstance(value, DictionaryObject) else None


def _resolved(reader: PdfReader, value: object) -> object:
    """What a reference leads to, or None; never lets the parser search the whole file for it."""
    for _ in range(_LONGEST_CHAIN):
        if not isinstance(value, IndirectObject):
            return value
        if not _defined(reader, value.idnum, value.generation):
            return None
        value = reader.get_object(value)
    return None


def _defined(reader: PdfReader, number: int, generation: int) -> bool:
    return number in reader.xref.get(generation, {}) or (
        generation == 0 and number in reader.xref_objStm
    )


def _of_raw_names(content: bytes) -> set[Reason]:
    found = {f"/{match.lastgroup}" for match in _RAW_SEARCH.finditer(content)}
    return {_REASON_BY_VALUE.get(name) or _REASON_BY_KEY[name] for name in found}


def _decode_pages(reader: PdfReader, limits: Limits) -> None:
    """Unpack the content of every page once: a page that cannot be unpacked cannot be read.

    Raises the parser's errors, or :class:`_TooComplexError` when all together become too large.
    """
    total = 0
    with apply_configuration(
        zlib_maximum_output_length=limits.pdf_page_bytes,
        lzw_maximum_output_length=limits.pdf_page_bytes,
        run_length_maximum_output_length=limits.pdf_page_bytes,
        stream_decoding_work_maximum_length=limits.pdf_unpacked_bytes,
    ):
        for page in reader.pages:
            for stream in _content_streams(reader, page):
                unpacked = stream.get_data()
                if not unpacked:
                    _check_empty(stream)
                total += len(unpacked)
                with suppress(AttributeError):
                    # The unpacked copy is not needed again, and all of them would not fit.
                    stream.decoded_self = None
            if total > limits.pdf_unpacked_bytes:
                raise _TooComplexError


def _check_empty(stream: StreamObject) -> None:
    """Raise zlib.error for a stream that the parser could only read as empty because it is
    damaged.
    """
    if stream.get("/Filter") == "/FlateDecode":
        zlib.decompressobj().decompress(stream._data, 1)


def _content_streams(reader: PdfReader, page: PdfObject) -> Iterator[StreamObject]:
    contents = _resolved(reader, _raw(page, "/Contents"))
    parts = list.__iter__(contents) if isinstance(contents, ArrayObject) else iter([contents])
    for part in parts:
        stream = _resolved(reader, part)
        if isinstance(stream, StreamObject):
            yield stream
