"""Documents on their table and bucket: who may bring, rely on, see and download them."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.domain import ContentType, DocumentState, Reason
from teleshop.documents.errors import (
    DocumentNotAcceptedError,
    DocumentNotFoundError,
    DocumentPurposeForbiddenError,
    DocumentPurposeMismatchError,
)
from teleshop.documents.service import owner_for, owners_for, supplier
from teleshop.documents.wiring import service
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import PageRequest
from tests.factories import files
from tests.factories.documents import (
    APPLICANT,
    INSPECTOR,
    NOW,
    REVIEWER,
    STRANGER,
    SUPPLIER,
    SUPPLIER_ID,
    accepted,
    awaited,
    call,
    checked,
    picture,
    upload,
)

pytestmark = pytest.mark.usefixtures("aws")

UNKNOWN = "doc_01J00000000000000000000000"


def audit_of(aws: Any, document_id: str) -> list[dict[str, Any]]:
    return [row for row in aws.items("AuditTable") if row["pk"] == f"document#{document_id}"]


@pytest.mark.clause("3.1.1", "9.1.4")
def test_new_document_has_a_clock_and_an_audit_entry(aws: Any) -> None:
    document = awaited().document
    assert service().find(document.id) == document
    clock = deadlines().find(f"documents:{document.id}:upload")
    assert clock is not None
    assert clock.due_at == NOW + timedelta(hours=24)
    assert [row["action"] for row in audit_of(aws, document.id)] == ["request_upload"]


@pytest.mark.clause("3.1.1", "6.4.1")
def test_form_is_bound_to_key_type_size_owner_and_purpose() -> None:
    offer = awaited(content_type=ContentType.PNG)
    fields = offer.link.fields
    assert fields["key"] == offer.document.key
    assert fields["Content-Type"] == "image/png"
    policy = json.loads(base64.b64decode(fields["policy"]))
    conditions = policy["conditions"]
    for exact in (
        {"key": offer.document.key},
        {"Content-Type": "image/png"},
        {"Content-Disposition": f'attachment; filename="{offer.document.id}.png"'},
        {"x-amz-meta-purpose": "qualification"},
        {"x-amz-meta-owner": f"supplier#{SUPPLIER_ID}"},
        ["content-length-range", 1, 20 * 1024 * 1024],
    ):
        assert exact in conditions
    assert not [condition for condition in conditions if "starts-with" in condition]
    assert offer.link.expires_at == NOW + timedelta(minutes=15)


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize(
    ("actor", "purpose", "supplier_id"),
    [
        (SUPPLIER, "agreement", None),
        (SUPPLIER, "qualification", STRANGER.supplier_id),
        (APPLICANT, "qualification", SUPPLIER_ID),
        (REVIEWER, "identity", SUPPLIER_ID),
        (Actor("customer", frozenset({Role.CUSTOMER})), "qualification", None),
    ],
)
def test_who_may_not_bring_a_purpose_is_told(
    aws: Any, actor: Actor, purpose: str, supplier_id: str | None
) -> None:
    with pytest.raises(DocumentPurposeForbiddenError):
        awaited(actor, purpose, supplier_id=supplier_id)
    assert aws.items("DocumentsTable") == []


@pytest.mark.clause("3.1.1")
def test_type_outside_the_purpose_and_a_missing_supplier_are_faults_of_the_input() -> None:
    with pytest.raises(InvalidInputError) as refused:
        awaited(INSPECTOR, "inspection_photo", ContentType.PDF, SUPPLIER_ID)
    assert [fault.pointer for fault in refused.value.errors] == ["/content_type"]
    with pytest.raises(InvalidInputError) as refused:
        awaited(INSPECTOR, "inspection_photo", ContentType.PNG)
    assert [fault.code for fault in refused.value.errors] == ["supplier_needed"]


@pytest.mark.clause("3.1.1")
def test_others_rely_on_accepted_content_of_the_right_owner_and_purpose() -> None:
    document = accepted()
    owner = supplier(SUPPLIER_ID)
    content = service().get_accepted(document.id, owner=owner, purpose="qualification")
    assert content.version_id == document.accepted_version_id
    assert (content.owner, content.content_type, content.pages) == (owner, ContentType.PDF, 1)
    with pytest.raises(DocumentNotFoundError):
        service().get_accepted(document.id, owner=owner_for(STRANGER), purpose="qualification")
    with pytest.raises(DocumentNotFoundError):
        service().get_accepted(UNKNOWN, owner=owner, purpose="qualification")
    with pytest.raises(DocumentPurposeMismatchError):
        service().get_accepted(document.id, owner=owner, purpose="identity")


@pytest.mark.clause("3.1.1")
def test_nobody_relies_on_what_is_not_accepted() -> None:
    waiting = awaited().document
    rejected = checked(awaited().document, files.program())
    checking = awaited().document
    service().start_check(call(), checking.id, upload(checking, files.pdf()).version)
    expired = service().expire_upload(call(after=timedelta(days=1)), awaited().document.id)
    for document, state in (
        (waiting, "awaiting_upload"),
        (rejected, "rejected"),
        (checking, "checking"),
        (expired, "expired"),
    ):
        with pytest.raises(DocumentNotAcceptedError) as refused:
            service().get_accepted(
                document.id, owner=supplier(SUPPLIER_ID), purpose="qualification"
            )
        assert refused.value.params == {"state": state}


@pytest.mark.clause("3.1.1")
def test_what_was_brought_before_the_supplier_had_an_id_still_counts() -> None:
    document = accepted(APPLICANT)
    later = replace(APPLICANT, supplier_id=SUPPLIER_ID)
    found = service().get_accepted(document.id, owner=owners_for(later), purpose="qualification")
    assert found.id == document.id
    assert service().get_document(later, document.id) == document
    with pytest.raises(DocumentNotFoundError):
        service().get_document(SUPPLIER, document.id)


@pytest.mark.clause("6.4.1")
def test_foreign_suppliers_and_staff_without_need_find_nothing() -> None:
    document = accepted(purpose="identity")
    assert service().get_document(REVIEWER, document.id) == document
    for actor in (STRANGER, INSPECTOR, Actor("agent", frozenset({Role.AGENT}))):
        with pytest.raises(DocumentNotFoundError):
            service().get_document(actor, document.id)
        with pytest.raises(DocumentNotFoundError):
            service().issue_download_link(call(actor), document.id, 60)


@pytest.mark.clause("6.4.1", "8.1.2")
def test_every_download_link_names_one_version_and_is_audited(aws: Any) -> None:
    document = accepted()
    for actor in (SUPPLIER, REVIEWER):
        link = service().issue_download_link(call(actor), document.id, 300)
        query = parse_qs(urlsplit(link.url).query)
        assert urlsplit(link.url).path.endswith(document.key)
        assert query["versionId"] == [document.accepted_version_id]
        assert query["X-Amz-Expires"] == ["300"]
        assert query["response-content-type"] == ["application/pdf"]
        assert query["response-content-disposition"] == [
            f'attachment; filename="{document.id}.pdf"'
        ]
        assert link.expires_at == NOW + timedelta(seconds=300)
    entries = [row for row in audit_of(aws, document.id) if row["action"] == "issue_download_link"]
    assert [row["actor"] for row in entries] == ["supplier-user", "reviewer"]
    for row in entries:
        notes = msgspec.json.decode(row["notes"])
        assert notes == {
            "purpose": "qualification",
            "version_id": document.accepted_version_id,
            "seconds": 300,
        }


@pytest.mark.clause("3.1.1")
def test_what_is_not_accepted_cannot_be_downloaded(aws: Any) -> None:
    document = checked(awaited().document, files.program())
    with pytest.raises(DocumentNotAcceptedError):
        service().issue_download_link(call(SUPPLIER), document.id, 60)
    actions = [row["action"] for row in audit_of(aws, document.id)]
    assert "issue_download_link" not in actions


@pytest.mark.clause("6.4.1")
def test_own_list_shows_the_newest_first_and_nothing_that_may_not_be_seen() -> None:
    mine = [awaited().document.id for _ in range(3)]
    awaited(STRANGER)
    report = awaited(INSPECTOR, "inspection_report", supplier_id=SUPPLIER_ID).document
    first = service().list_own(SUPPLIER, PageRequest(2))
    rest = service().list_own(SUPPLIER, PageRequest(2, first.next))
    listed = [document.id for document in (*first.items, *rest.items)]
    assert sorted(listed) == sorted(mine)
    assert listed == sorted(mine, reverse=True)
    assert [document.id for document in service().list_own(INSPECTOR, PageRequest()).items] == [
        report.id
    ]
    moved_on = replace(INSPECTOR, roles=frozenset({Role.AGENT}))
    assert service().list_own(moved_on, PageRequest()).items == []


@pytest.mark.clause("9.1.4")
def test_upload_that_never_came_expires_once(aws: Any) -> None:
    document = awaited().document
    later = call(after=timedelta(hours=24))
    expired = service().expire_upload(later, document.id)
    assert expired.state is DocumentState.EXPIRED
    assert service().expire_upload(later, document.id) == expired
    assert [row["action"] for row in audit_of(aws, document.id)].count("expire_upload") == 1


@pytest.mark.clause("3.1.1", "9.1.4")
def test_check_has_a_clock_that_ends_with_it(aws: Any) -> None:
    document = awaited().document
    first, second = upload(document, files.program()), upload(document, files.pdf())
    service().start_check(call(), document.id, first.version)
    service().start_check(call(), document.id, second.version)
    states = {row["id"].split(":", 2)[2]: row["state"] for row in aws.items("DeadlinesTable")}
    assert states == {
        "upload": "met",
        f"check:{first.version.version_id}": "met",
        f"check:{second.version.version_id}": "open",
    }
    given_up = service().give_up_check(
        call(after=timedelta(minutes=30)), document.id, second.version.version_id
    )
    assert given_up.state is DocumentState.REJECTED
    assert given_up.inspection is not None
    assert given_up.inspection.reasons == (Reason.CHECK_FAILED,)
    assert {row["state"] for row in aws.items("DeadlinesTable")} == {"met"}


@pytest.mark.clause("2.3.3")
def test_picture_of_goods_needs_800_pixels_a_side() -> None:
    def brought(purpose: str, size: tuple[int, int]) -> Any:
        actor = SUPPLIER if purpose == "product_picture" else INSPECTOR
        offer = awaited(
            actor, purpose, ContentType.JPEG, None if actor is SUPPLIER else SUPPLIER_ID
        )
        return checked(offer.document, files.saved(files.scene(1, size)))

    assert brought("product_picture", (800, 800)).state is DocumentState.ACCEPTED
    small = brought("product_picture", (799, 1200))
    assert small.state is DocumentState.REJECTED
    (finding,) = small.inspection.findings
    assert finding.reason is Reason.IMAGE_TOO_SMALL
    assert finding.message("zh") == "图片为 799×1200 像素，每边至少 800 像素。"
    assert finding.message("en").endswith("each side needs at least 800.")
    assert brought("inspection_photo", (799, 1200)).state is DocumentState.ACCEPTED


@pytest.mark.clause("2.3.3")
def test_size_and_likeness_of_a_picture_are_on_record() -> None:
    one, again, other = picture(seed=1), picture(STRANGER, seed=1), picture(seed=2)
    content = service().get_accepted(one.id, owner=supplier(SUPPLIER_ID), purpose="product_picture")
    found = service().find(again.id)
    assert found is not None
    assert found.inspection is not None
    assert other.inspection is not None
    assert (content.width, content.height) == (1000, 1000)
    assert content.perceptual_hash == found.inspection.perceptual_hash
    assert content.perceptual_hash != other.inspection.perceptual_hash


@pytest.mark.clause("2.3.3")
def test_only_accepted_pictures_of_goods_have_a_link_for_everybody(aws: Any) -> None:
    shown = picture()
    offer = awaited(SUPPLIER, "product_picture", ContentType.JPEG)
    small = checked(offer.document, files.saved(files.scene(1, (700, 900))))
    waiting = awaited(SUPPLIER, "product_picture", ContentType.JPEG).document
    paper, licence = accepted(purpose="product_document"), accepted()
    before = aws.items("AuditTable")
    asked = [shown.id, small.id, waiting.id, paper.id, licence.id, UNKNOWN, shown.id]
    links = service().public_links(asked, NOW)
    assert set(links) == {shown.id}
    assert service().public_links([], NOW) == {}
    assert service().public_link(small.id, NOW) is None
    url = service().public_link(shown.id, NOW)
    assert url is not None
    query = parse_qs(urlsplit(url).query)
    assert query["versionId"] == [shown.accepted_version_id]
    assert query["response-content-type"] == ["image/jpeg"]
    assert query["response-cache-control"] == ["public, max-age=86400, immutable"]
    assert aws.items("AuditTable") == before


@pytest.mark.clause("2.3.3")
@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        (timedelta(), 7200),
        (timedelta(seconds=1), 7199),
        (timedelta(minutes=59, seconds=59), 3601),
        (timedelta(hours=1), 7200),
    ],
)
def test_links_of_one_hour_end_together_and_last_at_least_another(
    after: timedelta, seconds: int
) -> None:
    url = service().public_link(picture().id, NOW + after)
    assert parse_qs(urlsplit(str(url)).query)["X-Amz-Expires"] == [str(seconds)]
