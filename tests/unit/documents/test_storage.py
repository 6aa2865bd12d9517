"""Signed links lead to the region's own end-point, in both partitions, and to the local cloud."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

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


def test_link_for_everybody_may_be_kept_and_stays_a_file_of_its_checked_type(
    process: pytest.MonkeyPatch,
) -> None:
    process.setenv("AWS_DEFAULT_REGION", "cn-north-1")
    process.setenv("AWS_REGION", "cn-north-1")
    url = urlsplit(DocumentStorage().public_url(DOCUMENT, "v1", 3600))
    assert url.path == f"/{DOCUMENT.key}"
    query = parse_qs(url.query)
    assert query["versionId"] == ["v1"]
    assert query["response-content-disposition"][0].startswith("attachment;")
    assert query["response-cache-control"] == ["public, max-age=86400, immutable"]
