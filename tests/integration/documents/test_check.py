"""From an upload to its verdict, through the function and the rules that the template connects."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ReadTimeoutError

from teleshop.documents.domain import (
    TABLE_TYPES,
    ContentType,
    DocumentState,
    Limits,
    Reason,
    StoredVersion,
)
from teleshop.documents.service import Document
from teleshop.documents.storage import DocumentStorage, ReportedUpload, read_notice
from teleshop.documents.wiring import service
from teleshop.kernel.clock import utc_now
from teleshop.kernel.settings import settings
from tests.factories import files
from tests.factories.documents import (
    NOW,
    SUPPLIER,
    awaited,
    call,
    is_marked,
    notice,
    upload,
)
from tests.harness.aws import Cloud
from tests.harness.platform import Deliver, Platform, connected
from tests.harness.wiring import wiring
from tools.project import ROOT

pytestmark = pytest.mark.clause("3.1.1")

OWN = ("DocumentsCheck", "DocumentsOnDeadlineReached", "OutboxPublish", "DeadlinesSweep")

every_delivery = pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """Documents alone: what others do upon its events is theirs to test."""
    with connected(aws, wiring().only(*OWN)) as made:
        yield made


def asked_now(content_type: ContentType = ContentType.PDF) -> Document:
    """A document whose link is good at the machine's time, which storage's notices carry here."""
    purpose = "product_import" if content_type in TABLE_TYPES else "qualification"
    offer = service().request_upload(
        replace(call(SUPPLIER), now=utc_now()), purpose=purpose, content_type=content_type
    )
    return offer.document


def put(platform: Platform, document: Document, content: bytes) -> str:
    answer = platform.aws.client("s3").put_object(
        Bucket=settings().bucket_documents, Key=document.key, Body=content
    )
    return str(answer["VersionId"])


def now_stored(document: Document) -> Document:
    found = service().find(document.id)
    assert found is not None
    return found


def reasons_of(document: Document) -> tuple[Reason, ...]:
    found = now_stored(document)
    assert found.state is DocumentState.REJECTED
    assert found.inspection is not None
    return found.inspection.reasons


def told(platform: Platform, kind: str) -> set[tuple[str, str]]:
    """Document and version of every event of a kind; repetitions are the bus's right."""
    return {
        (event["data"]["document_id"], event["data"]["version_id"])
        for event in platform.events_of_type(kind)
    }


@every_delivery
@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        (ContentType.PDF, files.pdf()),
        (ContentType.PNG, files.image("PNG")),
        (ContentType.JPEG, files.image("JPEG")),
        (ContentType.WEBP, files.image("WEBP")),
        (ContentType.CSV, files.csv_text().encode("gb18030")),
        (ContentType.XLSX, files.workbook()),
    ],
)
def test_good_file_is_accepted(
    platform: Platform, content_type: ContentType, content: bytes, deliver: Deliver
) -> None:
    platform.deliver = deliver
    document = asked_now(content_type)
    version_id = put(platform, document, content)
    platform.settle()
    assert now_stored(document).accepted_version_id == version_id
    assert told(platform, "DocumentAccepted") == {(document.id, version_id)}
    assert platform.events_of_type("DocumentRejected") == []


@every_delivery
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (files.program(), Reason.TYPE_NOT_ALLOWED),
        (files.image("PNG"), Reason.TYPE_MISMATCH),
        (files.encrypted_pdf(), Reason.PDF_ENCRYPTED),
        (files.pdf_with_script(), Reason.PDF_SCRIPT),
        (files.truncated(files.pdf()), Reason.UNREADABLE),
    ],
    ids=lambda value: value if isinstance(value, Reason) else "",
)
def test_bad_file_is_rejected_with_its_reason(
    platform: Platform, content: bytes, reason: Reason, deliver: Deliver
) -> None:
    platform.deliver = deliver
    document = asked_now()
    version_id = put(platform, document, content)
    platform.settle()
    assert reasons_of(document) == (reason,)
    assert told(platform, "DocumentRejected") == {(document.id, version_id)}
    (event, *_) = platform.events_of_type("DocumentRejected")
    assert event["data"]["reasons"] == [reason.value]


@every_delivery
def test_second_upload_after_acceptance_changes_nothing(
    platform: Platform, deliver: Deliver
) -> None:
    platform.deliver = deliver
    document = asked_now()
    put(platform, document, files.pdf())
    platform.settle()
    before = now_stored(document)
    later = put(platform, document, files.pdf("另一份文件"))
    platform.settle()
    assert now_stored(document) == before
    assert is_marked(ReportedUpload(document.key, StoredVersion(later, "", 0, NOW)))


def test_two_good_uploads_at_once_leave_one_and_tell_it_once(platform: Platform) -> None:
    document = asked_now()
    versions = {put(platform, document, files.pdf(text)) for text in ("一", "二")}
    platform.settle()
    kept = now_stored(document).accepted_version_id
    assert kept in versions
    assert told(platform, "DocumentAccepted") == {(document.id, kept)}
    (other,) = versions - {kept}
    assert is_marked(ReportedUpload(document.key, StoredVersion(other, "", 0, NOW)))
    assert not is_marked(ReportedUpload(document.key, StoredVersion(str(kept), "", 0, NOW)))


def test_same_notice_twice_is_one_change(platform: Platform) -> None:
    document = awaited().document
    event = notice(upload(document, files.pdf()))
    platform.invoke("DocumentsCheck", event)
    before = now_stored(document)
    assert before.state is DocumentState.ACCEPTED
    audited = len(platform.aws.items("AuditTable"))
    platform.invoke("DocumentsCheck", event)
    assert now_stored(document) == before
    assert len(platform.aws.items("AuditTable")) == audited
    assert len(platform.aws.items("OutboxTable")) == 1


@pytest.mark.parametrize("newer_first", [False, True])
def test_order_of_notices_does_not_matter(platform: Platform, newer_first: bool) -> None:
    document = awaited().document
    good, bad = upload(document, files.pdf()), upload(document, files.program())
    for reported in (bad, good) if newer_first else (good, bad):
        platform.invoke("DocumentsCheck", notice(reported))
    assert now_stored(document).accepted_version_id == good.version.version_id
    assert is_marked(bad)
    assert not is_marked(good)


def test_notice_as_aws_words_it_is_understood() -> None:
    """The sample is of AWS; the emulator of these tests words the notice in much the same way."""
    sample = ROOT / "events" / "documents" / "check.json"
    reported = read_notice(json.loads(sample.read_text(encoding="utf-8")))
    assert reported.document_id == "doc_01M85A5SEGX495RT8HQJ8JQYWP"
    assert reported.version == StoredVersion(
        "IYV3p45BT0ac8hjHg1houSdS1a.Mro8e",
        "00617F08299329D189",
        1132,
        datetime(2026, 11, 23, 22, 59, 38, tzinfo=UTC),
    )


def test_upload_after_the_end_is_refused_and_marked(platform: Platform) -> None:
    document = awaited().document
    late = upload(document, files.pdf(), after=document.expires_at - NOW)
    platform.invoke("DocumentsCheck", notice(late))
    assert now_stored(document).state is DocumentState.AWAITING_UPLOAD
    service().expire_upload(call(after=timedelta(days=1)), document.id)
    platform.invoke("DocumentsCheck", notice(late))
    assert now_stored(document).state is DocumentState.EXPIRED
    assert is_marked(late)


def test_notice_that_comes_after_the_end_of_an_upload_in_time_counts(platform: Platform) -> None:
    document = awaited().document
    reported = upload(document, files.pdf())
    service().expire_upload(call(after=timedelta(days=1)), document.id)
    platform.invoke("DocumentsCheck", notice(reported))
    assert now_stored(document).state is DocumentState.ACCEPTED


def test_object_that_is_gone_is_rejected_as_missing(platform: Platform) -> None:
    document = awaited().document
    reported = upload(document, files.pdf())
    platform.aws.client("s3").delete_object(
        Bucket=settings().bucket_documents,
        Key=document.key,
        VersionId=reported.version.version_id,
    )
    platform.invoke("DocumentsCheck", notice(reported))
    assert reasons_of(document) == (Reason.OBJECT_MISSING,)


@pytest.mark.parametrize("gone", [False, True])
def test_notice_without_a_version_means_the_newest(platform: Platform, gone: bool) -> None:
    document = awaited().document
    reported = upload(document, files.pdf())
    if gone:
        platform.aws.client("s3").delete_object(
            Bucket=settings().bucket_documents, Key=document.key
        )
    platform.invoke("DocumentsCheck", notice(reported, **{"version-id": None}))
    if gone:
        assert reasons_of(document) == (Reason.OBJECT_MISSING,)
    else:
        assert now_stored(document).accepted_version_id == reported.version.version_id


@pytest.mark.parametrize(
    "key", ["exports/list.csv", "qualification/doc_01J00000000000000000000000"]
)
def test_object_of_no_document_is_ignored(
    platform: Platform, key: str, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = ReportedUpload(key, StoredVersion("v1", "01", 10, NOW))
    platform.invoke("DocumentsCheck", notice(stranger))
    for table in ("DocumentsTable", "AuditTable", "OutboxTable", "DeadlinesTable"):
        assert platform.aws.items(table) == []
    (record,) = caplog.records
    assert record.getMessage() == "object belongs to no document"
    assert key not in str(vars(record))


def test_file_that_is_too_large_is_not_even_read(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(*_: object) -> None:
        pytest.fail("the object was read")

    monkeypatch.setattr(DocumentStorage, "open", read)
    document = awaited().document
    reported = upload(document, b"%PDF-")
    platform.invoke("DocumentsCheck", notice(reported, size=Limits().max_bytes + 1))
    assert reasons_of(document) == (Reason.TOO_LARGE,)
    assert is_marked(reported)


class Broken:
    """A body that stops in the middle."""

    def read(self, _size: int, /) -> bytes:
        raise ReadTimeoutError(endpoint_url="s3")


@pytest.mark.clause("9.1.4")
def test_check_that_never_ends_is_told_and_a_later_one_still_counts(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = asked_now()
    with monkeypatch.context() as patched:
        patched.setattr(DocumentStorage, "open", lambda *_: Broken())
        version_id = put(platform, document, files.pdf())
        platform.settle(allow_dead_letters=True)
    (letter,) = platform.dead_letters
    assert letter.function == "DocumentsCheck"
    assert now_stored(document).state is DocumentState.CHECKING
    platform.run_schedules(utc_now() + timedelta(minutes=31), "DeadlinesSweep")
    assert reasons_of(document) == (Reason.CHECK_FAILED,)
    assert told(platform, "DocumentRejected") == {(document.id, version_id)}
    # Somebody sends the dead letter again.
    platform.invoke("DocumentsCheck", letter.event)
    assert now_stored(document).accepted_version_id == version_id
    assert not is_marked(ReportedUpload(document.key, StoredVersion(version_id, "", 0, NOW)))


@every_delivery
@pytest.mark.clause("9.1.4")
def test_upload_that_never_comes_expires_by_its_clock(platform: Platform, deliver: Deliver) -> None:
    platform.deliver = deliver
    waiting, arrived = awaited().document, awaited().document
    platform.invoke("DocumentsCheck", notice(upload(arrived, files.pdf())))
    just_before = NOW + timedelta(hours=24) - timedelta(seconds=60)
    platform.run_schedules(just_before, "DeadlinesSweep")
    assert now_stored(waiting).state is DocumentState.AWAITING_UPLOAD
    platform.run_schedules(NOW + timedelta(hours=24), "DeadlinesSweep")
    assert now_stored(waiting).state is DocumentState.EXPIRED
    assert now_stored(arrived).state is DocumentState.ACCEPTED


@pytest.mark.clause("9.1.4")
def test_clock_that_no_longer_fits_changes_nothing(platform: Platform) -> None:
    """A deadline told late, when a file or a newer one is there, finds the document as it is."""
    document = awaited().document
    first, second = upload(document, files.program()), upload(document, files.program())
    for reported in (first, second):
        service().start_check(call(), document.id, reported.version)
    before = now_stored(document)
    told_late = {"upload": {}, "check": {"version_id": first.version.version_id}}
    for kind, data in told_late.items():
        platform.invoke("DocumentsOnDeadlineReached", reached(document, kind, data))
    assert now_stored(document) == before


def reached(document: Document, kind: str, data: dict[str, str]) -> dict[str, object]:
    """The event by which a deadline of a document is told."""
    facts = {
        "deadline_id": f"documents:{document.id}:{kind}",
        "owner_context": "documents",
        "owner_kind": "document",
        "owner_id": document.id,
        "kind": kind,
        "due_at": "2026-11-24T04:00:00Z",
        "data": data,
    }
    envelope = {
        "id": f"{document.id}@{kind}",
        "type": "DeadlineReached",
        "version": 1,
        "context": "deadlines",
        "occurred_at": "2026-11-24T04:00:30Z",
        "subject": f"deadline#documents:{document.id}:{kind}",
        "correlation_id": "correlation",
        "data": facts,
    }
    return {"detail": envelope}
