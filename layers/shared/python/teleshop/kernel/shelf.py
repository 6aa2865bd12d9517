"""Files that the platform makes for people: kept under the hash of their content, handed out by
links to exactly one version.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from botocore.exceptions import ClientError

from teleshop.kernel.clients import aws_client
from teleshop.kernel.settings import settings

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_ABSENT: Final = {"404", "NoSuchKey", "NotFound"}
_NO_VERSION: Final = "null"
"""How storage calls the one version of an object in a bucket without versions."""


@dataclass(frozen=True, slots=True)
class ShelvedFile:
    """A file in the bucket of documents; ``size`` in bytes."""

    key: str
    version_id: str
    sha256: str
    size: int


class Shelf:
    """One folder of the bucket of documents; no role may delete there."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes, *, ending: str, content_type: str) -> ShelvedFile:
        """Keep a file below ``name``; content that is there already is not written again."""
        digest = hashlib.sha256(content).hexdigest()
        key = f"{self._folder}/{name}/{digest}.{ending}"
        version = self._version(key) or self._write(key, content, content_type)
        return ShelvedFile(key, version, digest, len(content))

    def put_file(self, name: str, path: Path, *, ending: str, content_type: str) -> ShelvedFile:
        """The same with the content of a file, which is not read into memory as a whole."""
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
            size = content.tell()
            key = f"{self._folder}/{name}/{digest}.{ending}"
            content.seek(0)
            version = self._version(key) or self._write(key, content, content_type)
        return ShelvedFile(key, version, digest, size)

    @staticmethod
    def _version(key: str) -> str | None:
        try:
            found = aws_client("s3").head_object(Bucket=settings().bucket_documents, Key=key)
        except ClientError as failed:
            if failed.response["Error"]["Code"] in _ABSENT:
                return None
            raise
        return str(found.get("VersionId", _NO_VERSION))

    @staticmethod
    def _write(key: str, content: bytes | BinaryIO, content_type: str) -> str:
        stored = aws_client("s3").put_object(
            Bucket=settings().bucket_documents,
            Key=key,
            Body=content,
            ContentType=content_type,
            ChecksumAlgorithm="SHA256",
        )
        return str(stored.get("VersionId", _NO_VERSION))

    @staticmethod
    def url(key: str, version_id: str, *, name: str, content_type: str, seconds: int) -> str:
        """A link to exactly that version, as a file to save under ``name`` (ASCII)."""
        return str(
            aws_client("s3").generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": settings().bucket_documents,
                    "Key": key,
                    "VersionId": version_id,
                    "ResponseContentType": content_type,
                    "ResponseContentDisposition": f'attachment; filename="{name}"',
                    "ResponseCacheControl": "no-store",
                },
                ExpiresIn=seconds,
            )
        )
