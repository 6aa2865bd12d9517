"""The check of uploaded content: real type, readability, and nothing in it that acts by itself.

Everything is decided on bytes that were read completely before: an error while reading (network,
storage) or a lack of memory is a failure of ours and is raised, to be tried again. An error of a
parser, whatever its kind, is a property of the file and a finding.
"""

import hashlib
from dataclasses import replace
from io import BytesIO
from typing import Protocol

from functions.documents.inspection import signatures
from teleshop.documents.domain import (
    TABLE_TYPES,
    ContentType,
    Finding,
    Inspection,
    Limits,
    Reason,
)
from teleshop.documents.domain.content import MEGABYTE

CHUNK = MEGABYTE


class Readable(Protocol):
    """A binary stream, such as the body of an S3 answer."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""


def inspect_content(
    source: bytes | Readable, declared_type: ContentType, limits: Limits | None = None
) -> Inspection:
    """What stands against relying on this content as ``declared_type``.

    Memory is bounded by ``limits``. Raises MemoryError and whatever ``source.read`` raises; never
    an error of a parser.
    """
    limits = limits or Limits()
    stream = BytesIO(source) if isinstance(source, bytes) else source
    digest, content = hashlib.sha256(), bytearray()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
        content += chunk
        if len(content) > limits.max_bytes:
            finding = Finding(Reason.TOO_LARGE, {"limit_mb": limits.max_bytes // MEGABYTE})
            return Inspection(size=len(content), sha256=None, findings=(finding,))
    return _inspect(bytes(content), digest.hexdigest(), declared_type, limits)


def _inspect(content: bytes, sha256: str, declared_type: ContentType, limits: Limits) -> Inspection:
    size = len(content)
    if not content:
        return Inspection(size=0, sha256=sha256, findings=(Finding(Reason.EMPTY),))
    detected = _detect(content, declared_type)
    if detected is None:
        locked = declared_type is ContentType.XLSX and signatures.is_compound(content)
        reason = Reason.XLSX_ENCRYPTED if locked else Reason.TYPE_NOT_ALLOWED
        return Inspection(size=size, sha256=sha256, findings=(Finding(reason),))
    findings: list[Finding] = []
    if detected is not declared_type:
        values = {"detected": detected.value, "declared": declared_type.value}
        findings.append(Finding(Reason.TYPE_MISMATCH, values))
    if other := signatures.second_type(content, detected):
        findings.append(Finding(Reason.SECOND_TYPE, {"other": other}))
    found = Inspection(size=size, sha256=sha256, detected_type=detected, findings=tuple(findings))
    # Parsers are not run on what is refused already: each is attack surface.
    return found if findings else _parsed(content, found, detected, limits)


def _detect(content: bytes, declared_type: ContentType) -> ContentType | None:
    """The type by signature; what has none may be the text that it is declared to be."""
    detected = signatures.detect(content)
    return ContentType.CSV if detected is None and declared_type is ContentType.CSV else detected


def _parsed(content: bytes, found: Inspection, detected: ContentType, limits: Limits) -> Inspection:
    """What the parser of the type says. Each is imported where it is used: a function that only
    sees pictures never loads pypdf.
    """
    if detected is ContentType.PDF:
        from functions.documents.inspection import pdf

        report = pdf.inspect(content, limits)
        return replace(found, findings=report.findings, pages=report.pages)
    if detected in TABLE_TYPES:
        from functions.documents.inspection import tables

        check = tables.inspect_csv if detected is ContentType.CSV else tables.inspect_xlsx
        return replace(found, findings=check(content, limits))
    from functions.documents.inspection import images

    picture = images.inspect(content, detected, limits)
    return replace(
        found,
        findings=picture.findings,
        width=picture.width,
        height=picture.height,
        perceptual_hash=picture.perceptual_hash,
    )
