"""Documents over HTTP: what is asked, what is told, and to whom."""

from typing import Any

import pytest

from teleshop.documents.domain import PURPOSES, Document, DocumentState
from teleshop.kernel.actor import Role
from teleshop.web.permissions import access_to
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import files
from tests.factories.documents import (
    NOW,
    REVIEWER,
    STRANGER,
    SUPPLIER,
    SUPPLIER_ID,
    accepted,
    awaited,
    checked,
)

pytestmark = pytest.mark.usefixtures("aws")

ASKED = {"purpose": "qualification", "content_type": "application/pdf"}


@pytest.fixture
def own(api: ApiClient) -> ApiClient:
    """The supplier's client, at the instant of the factory's documents."""
    api.clock.instant = NOW
    return api.as_actor(SUPPLIER)


def pointers_and_codes(answer: ApiAnswer) -> set[tuple[str, str]]:
    return {(fault["pointer"], fault["code"]) for fault in answer.json["errors"]}


@pytest.mark.clause("3.1.1")
def test_asking_for_an_upload_gives_a_form(own: ApiClient) -> None:
    answer = own.post("/documents", ASKED | {"size": 1000})
    assert answer.status == 201
    found = answer.json
    assert answer.headers["location"].endswith(f"/documents/{found['id']}")
    assert found["document"]["state"] == DocumentState.AWAITING_UPLOAD
    assert found["document"]["owner"] == {"kind": "supplier", "id": SUPPLIER_ID}
    form = found["upload"]
    assert form["fields"]["key"] == f"qualification/{found['id']}"
    assert form["max_bytes"] == 20 * 1024 * 1024
    assert form["expires_at"] == "2026-11-23T04:15:00Z"


def test_same_request_again_gives_the_same_form(aws: Any, own: ApiClient) -> None:
    client = own.sending(idempotency_key="upload-1")
    first, second = client.post("/documents", ASKED), client.post("/documents", ASKED)
    assert second.body == first.body
    assert second.headers["idempotency-replayed"] == "true"
    assert len(aws.items("DocumentsTable")) == 1


def test_every_fault_of_the_request_is_told_at_once(own: ApiClient) -> None:
    answer = own.post(
        "/documents",
        {
            "purpose": "holiday",
            "content_type": "application/zip",
            "size": 20 * 1024 * 1024 + 1,
            "supplier_id": "7",
            "filename": "x.pdf",
        },
    )
    assert answer.status == 422
    assert set(answer.pointers) == {
        "/purpose",
        "/content_type",
        "/size",
        "/supplier_id",
        "/filename",
    }


@pytest.mark.clause("3.1.1")
@pytest.mark.parametrize("size", [0, -1])
def test_empty_file_is_not_even_asked_for(own: ApiClient, size: int) -> None:
    answer = own.post("/documents", ASKED | {"size": size})
    assert pointers_and_codes(answer) == {("/size", "too_small")}


@pytest.mark.clause("3.1.1")
def test_staff_names_the_supplier_and_the_type_fits_the_purpose(api: ApiClient) -> None:
    inspector = api.as_role(Role.INSPECTOR)
    photo = {"purpose": "inspection_photo", "content_type": "image/jpeg"}
    answer = inspector.post("/documents", photo)
    assert (answer.status, pointers_and_codes(answer)) == (
        422,
        {("/supplier_id", "supplier_needed")},
    )
    answer = inspector.post(
        "/documents", photo | {"content_type": "application/pdf", "supplier_id": SUPPLIER_ID}
    )
    assert (answer.status, pointers_and_codes(answer)) == (
        422,
        {("/content_type", "type_not_taken")},
    )
    assert inspector.post("/documents", photo | {"supplier_id": SUPPLIER_ID}).status == 201


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"purpose": "agreement"}, "document_purpose_forbidden"),
        ({"supplier_id": STRANGER.supplier_id}, "document_purpose_forbidden"),
    ],
)
def test_supplier_brings_only_its_own(own: ApiClient, changed: dict[str, str], code: str) -> None:
    answer = own.post("/documents", ASKED | changed)
    assert (answer.status, answer.json["code"]) == (403, code)


@pytest.mark.clause("3.1.1")
def test_rejected_document_says_why_in_both_languages(own: ApiClient) -> None:
    document = checked(awaited().document, files.program())
    answer = own.get(f"/documents/{document.id}")
    assert answer.status == 200
    assert answer.headers["etag"]
    assert answer.json["state"] == DocumentState.REJECTED
    (reason,) = answer.json["reasons"]
    assert reason["code"] == "type_not_allowed"
    assert reason["zh"].startswith("文件内容不是")
    assert reason["en"].startswith("The content is not")


def test_accepted_document_says_what_was_found(own: ApiClient) -> None:
    document = accepted()
    found = own.get(f"/documents/{document.id}").json
    assert document.inspection is not None
    assert found["state"] == DocumentState.ACCEPTED
    assert (found["sha256"], found["size"]) == (
        document.inspection.sha256,
        document.inspection.size,
    )
    assert (found["pages"], found["reasons"]) == (1, [])


@pytest.mark.clause("6.4.1")
def test_foreign_and_unknown_documents_answer_alike(api: ApiClient) -> None:
    document = accepted()
    stranger = api.as_actor(STRANGER)
    for path in (document.id, "doc_01J00000000000000000000000", "x"):
        seen = stranger.get(f"/documents/{path}")
        assert (seen.status, seen.json["code"]) == (404, "document_not_found")
        link = stranger.post(f"/documents/{path}/download-links", {})
        assert (link.status, link.json["code"]) == (404, "document_not_found")


@pytest.mark.clause("6.4.1")
def test_owner_and_staff_with_a_need_get_a_link(own: ApiClient) -> None:
    document = accepted()
    for client in (own, own.as_actor(REVIEWER)):
        answer = client.post(f"/documents/{document.id}/download-links", {"seconds": 120})
        assert answer.status == 201
        assert answer.json["expires_at"] == "2026-11-23T04:02:00Z"
        assert f"versionId={document.accepted_version_id}" in answer.json["url"]


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize("seconds", [59, 301])
def test_links_live_one_to_five_minutes(own: ApiClient, seconds: int) -> None:
    answer = own.post(f"/documents/{accepted().id}/download-links", {"seconds": seconds})
    assert (answer.status, answer.pointers) == (422, ["/seconds"])


@pytest.mark.clause("3.1.1")
@pytest.mark.parametrize("content", [None, files.program()])
def test_no_link_before_the_check_is_passed(own: ApiClient, content: bytes | None) -> None:
    document: Document = awaited().document
    if content is not None:
        document = checked(document, content)
    answer = own.post(f"/documents/{document.id}/download-links", {})
    assert (answer.status, answer.json["code"]) == (409, "document_not_accepted")
    assert document.state in answer.json["detail"]


def test_own_list_is_paged(own: ApiClient) -> None:
    mine = {awaited().document.id for _ in range(3)}
    awaited(STRANGER)
    first = own.get("/documents?limit=2").json
    second = own.get(f"/documents?limit=2&cursor={first['next']}").json
    assert {item["id"] for item in first["items"] + second["items"]} == mine
    assert second["next"] is None


@pytest.mark.clause("6.4.1")
def test_table_of_permissions_lets_in_all_whom_a_purpose_names() -> None:
    create, read = access_to("POST", "/documents"), access_to("GET", "/documents/{id}")
    link = access_to("POST", "/documents/{id}/download-links")
    creators = frozenset().union(*(purpose.creators for purpose in PURPOSES.values()))
    readers = frozenset().union(*(purpose.readers for purpose in PURPOSES.values()))
    assert create == creators
    assert isinstance(read, frozenset)
    assert readers | {Role.SUPPLIER} <= read
    assert link == read


@pytest.mark.clause("2.3.3")
def test_supplier_brings_a_table_to_import_and_a_merchandiser_the_research_on_a_price(
    own: ApiClient,
) -> None:
    table = {
        "purpose": "product_import",
        "content_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    assert own.post("/documents", table).status == 201
    assert own.post("/documents", table | {"content_type": "text/csv"}).status == 201
    assert own.post("/documents", table | {"purpose": "price_research"}).status == 403
    merchandiser = own.as_role(Role.MERCHANDISER)
    research = {"purpose": "price_research", "content_type": "text/csv"}
    answer = merchandiser.post("/documents", research)
    assert answer.status == 201
    assert merchandiser.get(f"/documents/{answer.json['id']}").status == 200
    refused = merchandiser.post("/documents", ASKED)
    assert (refused.status, refused.json["code"]) == (403, "document_purpose_forbidden")
