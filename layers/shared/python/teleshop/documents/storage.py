"""The bucket of documents: links for uploading and downloading, reading one version, marking what
is refused.

Nothing here deletes: objects under the mark are removed by the bucket's lifecycle rule, and no
function may delete at all, so accepted content cannot be lost by a fault of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from botocore.exceptions import ClientError

from teleshop.documents.domain import Document, Limits, StoredVersion, document_id_of
from teleshop.kernel.clients import aws_client
from teleshop.kernel.clock import parse_instant
from teleshop.kernel.settings import settings

REFUSED_TAG = {"Key": "teleshop-check", "Value": "refused"}
"""The lifecycle rule of the bucket in infra/platform.yaml looks for it."""
_GONE = {"NoSuchKey", "NoSuchVersion", "MethodNotAllowed", "404"}

_NO_VERSION = "null"


class Readable(Protocol):
    """A binary stream of unknown length."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""


class ObjectMissingError(Exception):
    """The version is not in the bucket."""


@dataclass(frozen=True, slots=True)
class UploadLink:
    """A form to send to ``url``: every one of ``fields`` as it stands, then the file as ``file``.

    It takes one content type and 1 to ``max_bytes`` bytes until ``expires_at``.
    """

    url: str
    fields: Mapping[str, str]
    max_bytes: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ReportedUpload:
    """What a notice of storage says: a new version of an object."""

    key: str
    version: StoredVersion

    @property
    def document_id(self) -> str | None:
        """The document that it belongs to; None for another object of the bucket."""
        return document_id_of(self.key)


def read_notice(event: Mapping[str, Any]) -> ReportedUpload:
    """The upload in an event `Object Created` of the bucket; its ``time`` is when it was stored.

    The version's id is empty where the notice names none: AWS always does for a versioned bucket,
    the local cloud does not.
    """
    facts = event["detail"]["object"]
    return ReportedUpload(
        key=facts["key"],
        version=StoredVersion(
            version_id=facts.get("version-id", ""),
            sequencer=facts.get("sequencer", ""),
            size=int(facts["size"]),
            stored_at=parse_instant(event["time"]),
        ),
    )


class DocumentStorage:
    """The bucket; stateless."""

    def upload_link(self, document: Document) -> UploadLink:
        """A form bound to the document's key, content type, owner and purpose (signed, no call)."""
        fields = {
            "Content-Type": document.declared_type.value,
            "Content-Disposition": _as_file(document),
            "x-amz-meta-purpose": document.purpose,
            "x-amz-meta-owner": document.owner.key,
        }
        max_bytes = Limits().max_bytes
        made = aws_client("s3").generate_presigned_post(
            Bucket=settings().bucket_documents,
            Key=document.key,
            Fields=fields,
            Conditions=[
                *({name: value} for name, value in fields.items()),
                ["content-length-range", 1, max_bytes],
            ],
            ExpiresIn=int((document.link_until - document.created_at).total_seconds()),
        )
        return UploadLink(made["url"], made["fields"], max_bytes, document.link_until)

    def download_url(self, document: Document, version_id: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save, of the type that was checked."""
        return _signed(document, version_id, seconds, cache="no-store")

    def public_url(self, document: Document, version_id: str, seconds: int) -> str:
        """The same for what everybody may see: it may be kept, since the version never changes."""
        return _signed(document, version_id, seconds, cache="public, max-age=86400, immutable")

    def open(self, key: str, version_id: str) -> Readable:
        """The content of one version; :class:`ObjectMissingError` if there is none."""
        try:
            body: Readable = aws_client("s3").get_object(**_place(key, version_id))["Body"]
        except ClientError as failed:
            raise _missing_or(failed) from failed
        return body

    def current_version(self, key: str) -> str:
        """The id of the newest version of an object; ``null``, which no version here is called, if
        there is none.
        """
        try:
            found = aws_client("s3").head_object(Bucket=settings().bucket_documents, Key=key)
        except ClientError as failed:
            if isinstance(_missing_or(failed), ObjectMissingError):
                return _NO_VERSION
            raise
        return str(found.get("VersionId", _NO_VERSION))

    def mark_refused(self, key: str, version_id: str) -> None:
        """Let the lifecycle rule remove this version later; nothing happens if it is gone."""
        try:
            aws_client("s3").put_object_tagging(
                **_place(key, version_id), Tagging={"TagSet": [REFUSED_TAG]}
            )
        except ClientError as failed:
            if not isinstance(_missing_or(failed), ObjectMissingError):
                raise


def _signed(document: Document, version_id: str, seconds: int, *, cache: str) -> str:
    return str(
        aws_client("s3").generate_presigned_url(
            "get_object",
            Params={
                **_place(document.key, version_id),
                "ResponseContentType": document.declared_type.value,
                "ResponseContentDisposition": _as_file(document),
                "ResponseCacheControl": cache,
            },
            ExpiresIn=seconds,
        )
    )


def _as_file(document: Document) -> str:
    """Storage answers with a file to save, never one shown inside a page: what a browser would run
    in it stays a file. Stored with the object and said in the link, so that it holds either way.
    """
    return f'attachment; filename="{document.download_name}"'


def _place(key: str, version_id: str) -> dict[str, str]:
    return {"Bucket": settings().bucket_documents, "Key": key, "VersionId": version_id}


def _missing_or(failed: ClientError) -> Exception:
    """What a refusal of storage means: no such object, or the failure itself."""
    code = failed.response.get("Error", {}).get("Code")
    return ObjectMissingError(code) if code in _GONE else failed
