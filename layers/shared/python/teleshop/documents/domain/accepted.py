"""What other contexts may rely on: content that passed its check."""

from dataclasses import dataclass
from datetime import datetime

from teleshop.documents.domain.content import ContentType
from teleshop.documents.domain.document import Document
from teleshop.documents.domain.owner import Owner


@dataclass(frozen=True, slots=True)
class AcceptedDocument:
    """Content that passed its check and never changes: ``version_id`` names it in the bucket,
    ``sha256`` (lower-case hex) and ``size`` (bytes) are of exactly that version.

    ``pages`` is set for PDF, ``width`` and ``height`` (pixels) for images, and for those with a
    structure ``perceptual_hash`` (32 hex digits, see :func:`likeness_distance`).
    """

    id: str
    purpose: str
    owner: Owner
    created_by: str
    content_type: ContentType
    sha256: str
    size: int
    version_id: str
    accepted_at: datetime
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    perceptual_hash: str | None = None


def accepted_content(document: Document) -> AcceptedDocument | None:
    """The content to rely on; None unless the document is accepted."""
    version_id, found = document.accepted_version_id, document.inspection
    if version_id is None or found is None or found.sha256 is None or document.decided_at is None:
        return None
    return AcceptedDocument(
        id=document.id,
        purpose=document.purpose,
        owner=document.owner,
        created_by=document.created_by,
        content_type=document.declared_type,
        sha256=found.sha256,
        size=found.size,
        version_id=version_id,
        accepted_at=document.decided_at,
        pages=found.pages,
        width=found.width,
        height=found.height,
        perceptual_hash=found.perceptual_hash,
    )
