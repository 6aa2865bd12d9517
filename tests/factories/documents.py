"""Documents in the state that a test needs, made through the service as callers would."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.documents.inspection import inspect_content
from teleshop.documents.domain import ContentType, Document, StoredVersion
from teleshop.documents.service import UploadOffer
from teleshop.documents.storage import ReportedUpload
from teleshop.documents.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings
from tests.factories import files

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
SUPPLIER = Actor("supplier-user", frozenset({Role.SUPPLIER}), SUPPLIER_ID)
STRANGER = Actor("stranger", frozenset({Role.SUPPLIER}), "sup_01KASY2D7V3M7T1QZ9N3D6W8XS")
APPLICANT = Actor("applicant", frozenset({Role.SUPPLIER}))
REVIEWER = Actor("reviewer", frozenset({Role.REVIEWER}))
INSPECTOR = Actor("inspector", frozenset({Role.INSPECTOR}))

_sequence = itertools.count(1)


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta()) -> Call:
    """A call ``after`` the instant at which the factory's documents were asked for."""
    return Call(actor, NOW + after, "request", "correlation")


def awaited(
    actor: Actor = SUPPLIER,
    purpose: str = "qualification",
    content_type: ContentType = ContentType.PDF,
    supplier_id: str | None = None,
) -> UploadOffer:
    """A document that waits for its upload."""
    return service().request_upload(
        call(actor), purpose=purpose, content_type=content_type, supplier_id=supplier_id
    )


def upload(
    document: Document, content: bytes, after: timedelta = timedelta(minutes=1)
) -> ReportedUpload:
    """Put ``content`` where the document's link would, and answer what storage reports."""
    stored = aws_client("s3").put_object(
        Bucket=settings().bucket_documents, Key=document.key, Body=content
    )
    sequencer = f"{next(_sequence):016X}"
    version = StoredVersion(stored["VersionId"], sequencer, len(content), NOW + after)
    return ReportedUpload(document.key, version)


def checked(document: Document, content: bytes) -> Document:
    """The document after ``content`` was uploaded and checked."""
    found = service().check_upload(
        call(after=timedelta(minutes=2)), upload(document, content), inspect_content
    )
    assert found is not None
    return found


def accepted(actor: Actor = SUPPLIER, **options: Any) -> Document:
    """A document with accepted content (a real PDF)."""
    return checked(awaited(actor, **options).document, files.pdf())


def picture(actor: Actor = SUPPLIER, seed: int = 1, **options: Any) -> Document:
    """An accepted picture of goods; another ``seed`` is another picture."""
    options.setdefault("purpose", "product_picture")
    offer = awaited(actor, content_type=ContentType.JPEG, **options)
    return checked(offer.document, files.saved(files.scene(seed)))


def notice(reported: ReportedUpload, **changed: Any) -> dict[str, Any]:
    """The event by which storage reports an upload; ``changed`` replaces facts of the object (None
    takes one out).
    """
    version = reported.version
    facts = {
        "key": reported.key,
        "size": version.size,
        "etag": "d41d8cd98f00b204e9800998ecf8427e",
        "version-id": version.version_id,
        "sequencer": version.sequencer,
    } | changed
    return {
        "version": "0",
        "id": "2d4eba74-fd51-3966-4bfa-b013c9da8ff1",
        "detail-type": "Object Created",
        "source": "aws.s3",
        "account": "123456789012",
        "time": version.stored_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": "ap-southeast-1",
        "resources": [f"arn:aws:s3:::{settings().bucket_documents}"],
        "detail": {
            "version": "0",
            "bucket": {"name": settings().bucket_documents},
            "object": {name: value for name, value in facts.items() if value is not None},
            "reason": "POST Object",
        },
    }


def is_marked(reported: ReportedUpload) -> bool:
    """Whether the version carries the mark by which the bucket removes it later."""
    tags = aws_client("s3").get_object_tagging(
        Bucket=settings().bucket_documents,
        Key=reported.key,
        VersionId=reported.version.version_id,
    )["TagSet"]
    return {"Key": "teleshop-check", "Value": "refused"} in tags
