"""A document and its life: awaited, checked, then accepted for good, rejected, or never uploaded.

Storage keeps every upload of a key as a version of its own, and its notices come late, twice or in
the wrong order. The functions here answer the same document, whatever the order:

- the first version that is accepted stays the document's content; nothing changes it afterwards;
- while none is accepted, the newest upload decides: a rejected file can be replaced as long as the
  upload link lives;
- an upload counts by the time it was stored, not by the time its notice arrives.

Each function answers the very same object when nothing changes, so that a caller can tell by
``is``.
"""

import dataclasses
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from teleshop.documents.domain.content import (
    EXTENSIONS,
    ContentType,
    Finding,
    Inspection,
    Reason,
)
from teleshop.documents.domain.owner import Owner, OwnerKind
from teleshop.documents.domain.purposes import PURPOSES, Purpose
from teleshop.kernel.clock import instant
from teleshop.kernel.ids import is_id

ID_PREFIX = "doc"
_KEY = re.compile(r"[a-z_]+/(doc_[0-9A-Z]{26})")
CHECK_TIME = timedelta(minutes=30)
"""Longer than all attempts of one check together; past it, the file is what defeats the check."""
UPLOAD_TIME = timedelta(hours=24)
"""How long a document may wait for its upload, a late notice of storage included."""


class DocumentState(StrEnum):
    """`accepted` is final; `rejected` and `expired` give way to an upload that was stored in
    time.
    """

    AWAITING_UPLOAD = "awaiting_upload"
    CHECKING = "checking"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class UploadWindow:
    """How long the link works, and how much longer an upload begun through it may take to be
    stored.
    """

    link: timedelta = timedelta(minutes=15)
    grace: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One upload as storage reports it; ``sequencer`` (hex) orders the uploads of one key.

    ``size`` is in bytes.
    """

    version_id: str
    sequencer: str
    size: int
    stored_at: datetime

    @property
    def order(self) -> tuple[str, datetime, str]:
        """Ascending in upload order. Storage wants shorter sequencers filled up on the right."""
        return self.sequencer.upper().ljust(64, "0"), self.stored_at, self.version_id


@dataclass(frozen=True, slots=True)
class Document:
    """``created_by`` is the subject who asked for the link; see :class:`Owner` for the owner.

    ``upload`` is the version that the state speaks of and ``inspection`` what its check found; both
    None before any upload. The name that the file had on the sender's device is not kept: it often
    names a person, and nothing needs it.
    """

    id: str
    purpose: str
    owner_kind: OwnerKind
    owner_id: str
    declared_type: ContentType
    created_by: str
    created_at: datetime
    link_until: datetime
    expires_at: datetime
    state: DocumentState = DocumentState.AWAITING_UPLOAD
    upload: StoredVersion | None = None
    inspection: Inspection | None = None
    decided_at: datetime | None = None
    version: int = 1

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return Owner(self.owner_kind, self.owner_id)

    @property
    def listed_for(self) -> Owner:
        """In whose list it stands: its owner's, or the uploader's if the owner may not see it."""
        if self.owner_kind is not OwnerKind.SUPPLIER or PURPOSES[self.purpose].owner_reads:
            return self.owner
        return Owner(OwnerKind.STAFF, self.created_by)

    @property
    def key(self) -> str:
        """The one key of the bucket under which this document may be uploaded."""
        return f"{self.purpose}/{self.id}"

    @property
    def download_name(self) -> str:
        """The file name offered to who downloads it."""
        return f"{self.id}.{EXTENSIONS[self.declared_type]}"

    @property
    def accepted_version_id(self) -> str | None:
        """The version to read and to link to; None unless accepted."""
        return (
            self.upload.version_id if self.upload and self.state is DocumentState.ACCEPTED else None
        )


def new_document(
    id: str,
    *,
    purpose: Purpose,
    owner: Owner,
    declared_type: ContentType,
    created_by: str,
    now: datetime,
    window: UploadWindow | None = None,
) -> Document:
    """A document that waits for its upload.

    Raises ValueError for a type outside the purpose or an id that does not fit the key layout:
    callers have refused the first to the client before.
    """
    if declared_type not in purpose.content_types:
        raise ValueError(f"{purpose.code} does not take {declared_type}")
    window = window or UploadWindow()
    created_at = instant(now)
    document = Document(
        id=id,
        purpose=purpose.code,
        owner_kind=owner.kind,
        owner_id=owner.id,
        declared_type=declared_type,
        created_by=created_by,
        created_at=created_at,
        link_until=created_at + window.link,
        expires_at=created_at + window.link + window.grace,
    )
    if document_id_of(document.key) != id:
        raise ValueError(f"{document.key!r} is no key of a document")
    return document


def document_id_of(key: str) -> str | None:
    """The id of the document whose key this would be; None for any other object of the bucket."""
    match = _KEY.fullmatch(key)
    return match[1] if match and is_id(match[1], ID_PREFIX) else None


def needs_check(document: Document, version: StoredVersion) -> bool:
    """Whether the verdict on ``version`` could still change the document; saves reading it for
    nothing.
    """
    if document.state is DocumentState.ACCEPTED or _too_late(document, version):
        return False
    if document.upload is None or version.order > document.upload.order:
        return True
    if document.state is DocumentState.REJECTED:
        # An older upload that passes is better than a newer one that did not; and a check that was
        # given up may be made good.
        return version.order != document.upload.order or _is_undecided(document, version)
    return True


def record_upload(document: Document, version: StoredVersion) -> Document:
    """The document after storage reported ``version``."""
    if not _is_news(document, version):
        return document
    return dataclasses.replace(
        document, state=DocumentState.CHECKING, upload=version, inspection=None, decided_at=None
    )


def record_inspection(
    document: Document, version: StoredVersion, inspection: Inspection, now: datetime
) -> Document:
    """The document after ``version`` was checked; its upload need not have been recorded before."""
    if document.state is DocumentState.ACCEPTED or _too_late(document, version):
        return document
    if inspection.accepted:
        state = DocumentState.ACCEPTED
    elif _is_news(document, version) or _is_undecided(document, version):
        state = DocumentState.REJECTED
    else:
        return document
    return dataclasses.replace(
        document, state=state, upload=version, inspection=inspection, decided_at=instant(now)
    )


def expire(document: Document, now: datetime) -> Document:
    """The document at ``now`` if nothing was uploaded; the instant ``expires_at`` counts as
    over.
    """
    if document.state is not DocumentState.AWAITING_UPLOAD or instant(now) < document.expires_at:
        return document
    return dataclasses.replace(document, state=DocumentState.EXPIRED, decided_at=instant(now))


def give_up_check(document: Document, version_id: str, now: datetime) -> Document:
    """The document when the check of that version has not ended in its time: rejected, until a
    check that ends after all says otherwise.
    """
    upload = document.upload
    if document.state is not DocumentState.CHECKING or upload is None:
        return document
    if upload.version_id != version_id:
        return document
    inspection = Inspection(size=upload.size, sha256=None, findings=(Finding(Reason.CHECK_FAILED),))
    return record_inspection(document, upload, inspection, now)


def _too_late(document: Document, version: StoredVersion) -> bool:
    return instant(version.stored_at) >= document.expires_at


def _is_news(document: Document, version: StoredVersion) -> bool:
    """Whether ``version`` is a newer upload than the one the document speaks of, and may replace
    it.
    """
    if document.state is DocumentState.ACCEPTED or _too_late(document, version):
        return False
    return document.upload is None or version.order > document.upload.order


def _is_undecided(document: Document, version: StoredVersion) -> bool:
    """Whether ``version`` is what the document speaks of, and its content has no verdict yet."""
    if document.upload is None or document.upload.version_id != version.version_id:
        return False
    if document.state is DocumentState.REJECTED and document.inspection is not None:
        return Reason.CHECK_FAILED in document.inspection.reasons
    return document.state is DocumentState.CHECKING
