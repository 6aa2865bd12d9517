"""Imports over HTTP: what suppliers ask for and see."""

from datetime import timedelta
from typing import Any

import pytest

from functions.imports.reading import read_rows
from functions.imports.reports import to_csv, to_workbook
from teleshop.documents.domain import ContentType
from teleshop.imports.wiring import runs
from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.documents import (
    APPLICANT,
    NOW,
    STRANGER,
    SUPPLIER,
    accepted,
    awaited,
    checked,
)
from tests.factories.import_files import csv_file, row
from tests.factories.imports import Memory, call, chunks, uploaded

pytestmark = pytest.mark.clause("2.2.1")


@pytest.fixture
def supplier(aws: Any, api: ApiClient) -> ApiClient:
    """A client of a supplier, at the time of the factory's files."""
    api.clock.instant = NOW + timedelta(minutes=5)
    return api.as_actor(SUPPLIER)


def asked(client: ApiClient, content: bytes = b"", **options: Any) -> Any:
    body = {"document_id": uploaded(content or csv_file([row()]))}
    return client.post("/product-imports", body, **options)


def finished(import_id: str) -> None:
    """The run of an import, taken to its end."""
    own, goods = runs(), chunks(Memory())
    for number in range(1, own.split(call(), read_rows, import_id).chunks + 1):
        goods.import_chunk(call(), import_id, number)
    own.report(call(), to_csv, to_workbook, import_id)


def test_an_import_is_asked_for_and_followed_to_its_report(supplier: ApiClient) -> None:
    rows = [row("A"), row("B"), row("C", supply_price="teuer")]
    answer = asked(supplier, csv_file(rows))
    assert answer.status == 202
    assert answer.json["state"] == "queued"
    place = answer.headers["location"].removeprefix("/api")
    assert supplier.get(place).json == answer.json
    runs().split(call(), read_rows, answer.json["id"])
    shown = supplier.get(place).json
    assert (shown["state"], shown["share_done"]) == ("running", 33)
    assert shown["rows"] == {"total": 3, "created": 0, "changed": 0, "unchanged": 0, "refused": 1}
    assert supplier.get("/product-imports").json["items"] == [shown]
    finished(shown["id"])
    shown = supplier.get(place).json
    assert (shown["state"], shown["share_done"], shown["rows"]["created"]) == ("done", 100, 2)
    assert "product-imports/reports/" in shown["report"]["csv_url"]
    assert ".xlsx" in shown["report"]["xlsx_url"]
    (listed,) = supplier.get("/product-imports").json["items"]
    assert listed == shown | {"report": None}


def test_a_request_that_is_repeated_starts_one_import(supplier: ApiClient, aws: Any) -> None:
    body = {"document_id": uploaded(csv_file([row()]))}
    key = supplier.sending(idempotency_key="once")
    first, again = (key.post("/product-imports", body) for _ in range(2))
    assert (again.status, again.body) == (202, first.body)
    assert again.headers["idempotency-replayed"] == "true"
    told = [item for item in aws.items("OutboxTable") if item["type"] == "ProductImportRequested"]
    assert len(told) == 1


def test_a_supplier_has_one_import_at_a_time(supplier: ApiClient) -> None:
    first = asked(supplier).json["id"]
    answer = asked(supplier)
    assert (answer.status, answer.json["code"]) == (409, "import_running")
    assert first in answer.json["detail"]
    finished(first)
    assert asked(supplier).status == 202


def test_an_import_of_another_supplier_is_not_there(supplier: ApiClient) -> None:
    import_id = asked(supplier).json["id"]
    other = supplier.as_actor(STRANGER)
    answer = other.get(f"/product-imports/{import_id}")
    assert (answer.status, answer.json["code"]) == (404, "import_not_found")
    assert other.get("/product-imports").json["items"] == []
    assert supplier.get("/product-imports/imp_none").status == 404


def test_the_file_of_another_supplier_is_not_there(supplier: ApiClient) -> None:
    body = {"document_id": uploaded(csv_file([row()]), actor=STRANGER)}
    answer = supplier.post("/product-imports", body)
    assert (answer.status, answer.json["code"]) == (404, "document_not_found")


def test_a_file_of_another_purpose_is_refused(supplier: ApiClient) -> None:
    answer = supplier.post("/product-imports", {"document_id": accepted().id})
    assert (answer.status, answer.json["code"]) == (409, "document_purpose_mismatch")


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7", b"\x00\x01"])
def test_a_file_that_was_not_accepted_is_refused(
    supplier: ApiClient, content: bytes | None
) -> None:
    offer = awaited(purpose="product_import", content_type=ContentType.CSV)
    if content is not None:
        checked(offer.document, content)
    answer = supplier.post("/product-imports", {"document_id": offer.document.id})
    assert (answer.status, answer.json["code"]) == (409, "document_not_accepted")


def test_only_people_of_a_supplier_import(supplier: ApiClient) -> None:
    applicant = supplier.as_actor(APPLICANT)
    for answer in (
        applicant.post("/product-imports", {"document_id": "doc_1"}),
        applicant.get("/product-imports"),
        applicant.get("/product-imports/imp_1"),
    ):
        assert (answer.status, answer.json["code"]) == (403, "import_needs_supplier")
    assert supplier.as_role(Role.MANAGER).get("/product-imports").status == 403


def test_a_request_names_its_file(supplier: ApiClient) -> None:
    for body in ({}, {"document_id": ""}, {"document_id": "d" * 65}):
        answer = supplier.post("/product-imports", body)
        assert (answer.status, answer.pointers) == (422, ["/document_id"])


def test_a_file_without_products_says_so_with_the_import(supplier: ApiClient) -> None:
    import_id = asked(supplier, csv_file([])).json["id"]
    finished(import_id)
    shown = supplier.get(f"/product-imports/{import_id}").json
    assert (shown["state"], shown["rows"]["total"]) == ("refused", 0)
    assert [one["code"] for one in shown["faults"]] == ["file_without_rows"]
    assert shown["report"] is not None


def test_the_template_and_the_list_of_columns_agree(api: ApiClient) -> None:
    client = api.as_actor(SUPPLIER)
    columns = client.get("/product-imports/columns").json["columns"]
    answer = client.get("/product-imports/template")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="product-import.csv"'
    names = answer.body.removeprefix("\ufeff").splitlines()[0].split(",")
    assert names == [*(column["names"][0] for column in columns), "规格项:颜色"]
