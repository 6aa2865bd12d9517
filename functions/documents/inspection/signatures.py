"""Types by their first bytes, and files that are two types at once (polyglots)."""

import struct

from teleshop.documents.domain import ContentType

_PDF_HEADER = b"%PDF-"
_READERS_SEARCH = 1024
"""Readers of PDF accept a header anywhere in the first kilobyte."""

_ZIP_FIRST = b"PK\x03\x04"
_ZIP_END, _ZIP_ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_ZIP_END_LENGTH, _ZIP_COMMENT_MAX = 22, 0xFFFF
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound files: old Office documents, and new ones under a password."""

_WORKBOOK_NAMES = (b"[Content_Types].xml", b"xl/workbook.xml")
"""Names stand unpacked in an archive; whether the parts are there is for the check to say."""


def detect(content: bytes) -> ContentType | None:
    """The type whose signature stands at the very first byte; None for anything else.

    A PDF that begins later is refused on purpose: what stands before its header is what another
    program would take the file for. CSV has no signature: see what it is declared as.
    """
    if content.startswith(_PDF_HEADER):
        return ContentType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return ContentType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return ContentType.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return ContentType.WEBP
    if content.startswith(_ZIP_FIRST) and all(name in content for name in _WORKBOOK_NAMES):
        return ContentType.XLSX
    return None


def is_compound(content: bytes) -> bool:
    """Whether this is a compound file: an old Office document or an encrypted one."""
    return content.startswith(_OLE)


def second_type(content: bytes, detected: ContentType) -> str | None:
    """The name of another type that a program could take the same bytes for, or None.

    Looked for are those that are found other than by their first byte: PDF in the first kilobyte
    and archives of the ZIP family (also Office files and Java programs), which are read from
    their end; XLSX is one itself.
    """
    if detected is not ContentType.PDF and _PDF_HEADER in content[:_READERS_SEARCH]:
        return "PDF"
    if detected is not ContentType.XLSX and _ends_as_zip(content):
        return "ZIP"
    return None


def _ends_as_zip(content: bytes) -> bool:
    """Whether an end record in the last 64 KB points at a directory that is really there.

    The four bytes of the mark alone occur by chance in compressed data.
    """
    start = max(0, len(content) - _ZIP_END_LENGTH - _ZIP_COMMENT_MAX)
    position = content.rfind(_ZIP_END, start)
    while position >= 0:
        record = content[position : position + _ZIP_END_LENGTH]
        if len(record) == _ZIP_END_LENGTH:
            entries, directory_size = struct.unpack_from("<HI", record, 10)
            directory = position - directory_size
            if entries and directory >= 0 and content.startswith(_ZIP_ENTRY, directory):
                return True
        position = content.rfind(_ZIP_END, start, position)
    return False
