"""Signed links lead to the region's own end-point, in both partitions, and to the local cloud."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from teleshop.documents.domain import PURPOSES, ContentType, new_document, supplier
from teleshop.documents.storage import DocumentStorage
from teleshop.kernel.clients import forget_clients
from teleshop.kernel.settings import settings
from tests.harness.template import environment

BUCKET = environment()["BUCKET_DOCUMENTS"]
DOCUMENT = new_document(
    "doc_01J00000000000000000000000",
    purpose=PURPOSES["qualification"],
    owner=supplier("sup_01J00000000000000000000000"),
    declared_type=ContentType.PDF,
    created_by="user-1",
    now=datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
)


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A process with the environment of a function and no client made yet."""
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    forget_clients()
    yield monkeypatch
    settings.cache_clear()
    forget_clients()


@pytest.mark.parametrize(
    ("region", "end_point", "host", "prefix"),
    [
        ("cn-north-1", None, f"{BUCKET}.s3.cn-north-1.amazonaws.com.cn", "/"),
        ("cn-northwest-1", None, f"{BUCKET}.s3.cn-northwest-1.amazonaws.com.cn", "/"),
        ("eu-central-1", None, f"{BUCKET}.s3.eu-central-1.amazonaws.com", "/"),
        ("cn-north-1", "http://localhost:4566", "localhost:4566", f"/{BUCKET}/"),
        ("us-east-1", "http://127.0.0.1:4566", "127.0.0.1:4566", f"/{BUCKET}/"),
    ],
)
def test_links_lead_where_the_bucket_is(
    process: pytest.MonkeyPatch, region: str, end_point: str | None, host: str, prefix: str
) -> None:
    process.setenv("AWS_DEFAULT_REGION", region)
    process.setenv("AWS_REGION", region)
    if end_point is not None:
        process.setenv("AWS_ENDPOINT_URL", end_point)
    storage = DocumentStorage()
    upload = urlsplit(storage.upload_link(DOCUMENT).url)
    assert upload.netloc == host
    assert upload.path.rstrip("/") == prefix.rstrip("/")
    download = urlsplit(storage.download_url(DOCUMENT, "v1", 60))
    assert download.netloc == host
    assert download.path == f"{prefix}{DOCUMENT.key}"
    assert "X-Amz-Algorithm=AWS4-HMAC-SHA256" in download.query
