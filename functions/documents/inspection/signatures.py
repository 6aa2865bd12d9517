"""Types by their first bytes, and files that are two types at once (polyglots)."""

import struct

from teleshop.documents.domain import ContentType

_PDF_HEADER = b"%PDF-"
_READERS_SEARCH = 1024
"""Readers of PDF accept a header anywhere in the first kilobyte."""

_ZIP_END, _ZIP_ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_ZIP_END_LENGTH, _ZIP_COMMENT_MAX = 22, 0xFFFF


def detect(content: bytes) -> ContentType | None:
    """The type whose signature stands at the very first byte; None for anything else.

    A PDF that begins later is refused on purpose: what stands before its header is what another
    program would take the file for.
    """
    if content.startswith(_PDF_HEADER):
        return ContentType.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return ContentType.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return ContentType.PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return ContentType.WEBP
    return None


def second_type(content: bytes, detected: ContentType) -> str | None:
    """The name of another type that a program could take the same bytes for, or None.

    Looked for are those that are found other than by their first byte: PDF in the first kilobyte
    and archives of the ZIP family (also Office files and Java programs), which are read from
    their end.
    """
    if detected is not ContentType.PDF and _PDF_HEADER in content[:_READERS_SEARCH]:
        return "PDF"
    if _ends_as_zip(content):
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
