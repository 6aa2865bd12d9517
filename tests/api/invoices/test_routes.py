"""Invoices, receipts and suppliers' lines over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories import documents as d
from tests.factories import invoices as f
from tests.harness.registered.invoices import export_asked, receipt_made

pytestmark = pytest.mark.clause("6.3.1")
PERSONAL = {
    "order_id": f.ORDER,
    "kind": "personal",
    "title": "王小明",
    "email": "wang@example.com",
}
SPECIAL = {**PERSONAL, **f.SPECIAL}
REQUESTS = "/invoice-requests"


@pytest.fixture
def site(aws: Any, api: ApiClient) -> ApiClient:
    """The application some hours after the orders of the factories."""
    api.clock.instant = f.NOW + 2 * f.HOUR
    return api


@pytest.fixture
def buyer(site: ApiClient) -> ApiClient:
    """The customer of the order."""
    return site.as_actor(f.BUYER)


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json["errors"]]


def test_a_customer_asks_for_an_invoice_and_finance_issues_it(
    site: ApiClient, buyer: ApiClient
) -> None:
    f.paid()
    asked = buyer.post(REQUESTS, SPECIAL)
    assert asked.status == 201
    path = asked.headers["location"]
    assert path.endswith(f"{REQUESTS}/{asked.json['id']}")
    path = f"{REQUESTS}/{asked.json['id']}"
    assert (asked.json["state"], asked.json["amount"]) == ("requested", f.TOTAL)
    assert asked.json["buyer"]["tax_id"] == "91330100799653052A"
    finance = site.as_role(Role.FINANCE)
    assert finance.get(path).json["buyer"]["bank_account"] == "6222000000000000000"
    file = d.accepted(f.FINANCE, purpose="invoice").id
    body = {"number": f.NUMBER, "amount": f.TOTAL, "document_id": file}
    issued = site.as_actor(f.FINANCE).post(f"{path}/issue", body)
    assert (issued.status, issued.json["state"], issued.json["has_file"]) == (200, "issued", True)
    link = buyer.post(f"{path}/download-links")
    assert link.status == 201
    assert link.json["url"].startswith("https://")
    again = buyer.post(REQUESTS, SPECIAL)
    assert (again.status, again.json["code"]) == (409, "invoice_stands")


@pytest.mark.clause("6.4.1")
def test_whoever_does_not_issue_it_sees_the_buyer_masked(site: ApiClient) -> None:
    request_id = f.requested(**f.SPECIAL)
    shown = site.as_role(Role.AGENT).get(f"{REQUESTS}/{request_id}").json["buyer"]
    assert shown == {
        "title": "杭***",
        "email": "w***@example.com",
        "tax_id": "***052A",
        "address": "***",
        "phone": "***0000",
        "bank": "***",
        "bank_account": "***0000",
    }
    listed = site.as_role(Role.LEAD).get(f"{REQUESTS}?order={f.ORDER}").json["items"]
    assert "buyer" not in listed[0]


def test_every_fault_has_its_field_its_rule_and_its_remedy(buyer: ApiClient) -> None:
    f.paid()
    wrong = {**PERSONAL, "kind": "special", "email": "wang", "tax_id": "330100799653052"}
    refused = buyer.sending(accept_language="en").post(REQUESTS, wrong)
    assert refused.status == 422
    assert codes(refused)[:2] == [("/email", "email_form"), ("/tax_id", "tax_id_old")]
    message = refused.json["errors"][1]["message"]
    assert "18 characters" in message
    assert {error["clause"] for error in refused.json["errors"]} == {"6.3.1"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "company"}, "/kind"),
        ({"title": ""}, "/title"),
        ({"title": "x" * 101}, "/title"),
        ({"email": None}, "/email"),
        ({"order_id": "a b"}, "/order_id"),
        ({"amount": 1}, "/amount"),
        ({"bank": 1}, "/bank"),
    ],
)
def test_bad_input_names_its_field(buyer: ApiClient, change: dict[str, Any], pointer: str) -> None:
    answer = buyer.post(REQUESTS, {**PERSONAL, **change})
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("issue", {"number": "1", "amount": 1}, "/number"),
        ("issue", {"number": f.NUMBER, "amount": 0}, "/amount"),
        ("issue", {"number": f.NUMBER, "amount": 1}, "/amount"),
        ("issue", {"number": f"25{f.NUMBER[2:]}", "amount": f.TOTAL}, "/number"),
        ("issue", {"number": f.NUMBER, "amount": f.TOTAL, "document_id": "x"}, "/document_id"),
        ("refusal", {"reason": "nothing_left"}, "/reason"),
        ("refusal", {"reason": "title_unknown", "words": "x" * 501}, "/words"),
        ("correction", {"number": f.RED, "amount": "1"}, "/amount"),
    ],
)
def test_what_finance_states_is_checked(
    site: ApiClient, path: str, body: dict[str, Any], pointer: str
) -> None:
    request_id = f.requested()
    answer = site.as_role(Role.FINANCE).post(f"{REQUESTS}/{request_id}/{path}", body)
    assert (answer.status, answer.pointers) == (422, [pointer])


def test_who_may_do_what(site: ApiClient) -> None:
    request_id = f.requested()
    path = f"{REQUESTS}/{request_id}"
    for role in (Role.CUSTOMER, Role.AGENT, Role.MANAGER):
        for action in ("issue", "refusal", "correction"):
            assert site.as_role(role).post(f"{path}/{action}", {}).status == 403
    stranger = site.as_actor(f.STRANGER)
    for answer in (
        stranger.get(path),
        stranger.post(f"{path}/withdrawal"),
        stranger.post(f"{path}/download-links"),
        stranger.post(REQUESTS, PERSONAL),
        site.as_role(Role.FINANCE).get(f"{REQUESTS}/ivr_none"),
    ):
        assert answer.status == 404
    supplier = site.as_actor(f.SUPPLIER)
    assert {supplier.get(REQUESTS).status, supplier.get(path).status} == {403}
    assert site.as_actor(f.BUYER).post(f"{path}/download-links").json["code"] == (
        "invoice_file_missing"
    )


def test_before_payment_and_after_its_period_it_is_refused_with_what_to_do(
    site: ApiClient, buyer: ApiClient
) -> None:
    f.placed()
    early = buyer.sending(accept_language="en").post(REQUESTS, PERSONAL)
    assert (early.status, early.json["code"]) == (409, "invoice_before_payment")
    assert "once it is paid" in early.json["detail"]
    f.become(collect=True, paid_at=f.NOW + f.HOUR)
    site.clock.instant = f.NOW + 800 * f.DAY
    late = buyer.post(REQUESTS, PERSONAL)
    assert (late.status, late.json["code"]) == (409, "invoice_period_over")


def test_the_same_request_again_takes_effect_once(buyer: ApiClient) -> None:
    f.paid()
    key = {"Idempotency-Key": "k1"}
    first = buyer.post(REQUESTS, PERSONAL, headers=key)
    second = buyer.post(REQUESTS, PERSONAL, headers=key)
    assert (first.status, first.body) == (second.status, second.body)
    other = buyer.post(REQUESTS, {**PERSONAL, "title": "王二"}, headers=key)
    assert (other.status, other.json["code"]) == (422, "idempotency_key_reused")
    stale = buyer.post(f"{REQUESTS}/{first.json['id']}/withdrawal", headers={"If-Match": '"9"'})
    assert stale.status == 412
    done = buyer.post(f"{REQUESTS}/{first.json['id']}/withdrawal")
    assert done.json["state"] == "withdrawn"


def test_goods_that_came_back_are_taken_off_by_a_red_letter(site: ApiClient) -> None:
    path = f"{REQUESTS}/{f.red_letter_due()}"
    finance = site.as_role(Role.FINANCE)
    site.clock.instant = f.NOW + 6 * f.DAY
    shown = finance.get(path).json
    assert (shown["state"], shown["pending"], shown["net"]) == ("red_letter_due", 100_00, f.TOTAL)
    done = finance.post(f"{path}/correction", {"number": f.RED, "amount": 100_00})
    assert (done.status, done.json["net"], done.json["corrections"][0]["late"]) == (
        200,
        310_00,
        False,
    )
    nothing = finance.post(f"{path}/correction", {"number": f"{f.RED[:-1]}9", "amount": 1})
    assert (nothing.status, nothing.json["code"]) == (409, "nothing_to_correct")


# -- receipts --


@pytest.mark.clause("6.3.1")
def test_a_receipt_is_shown_and_its_file_linked(site: ApiClient, buyer: ApiClient) -> None:
    path = f"/orders/{receipt_made()}/receipt"
    shown = buyer.get(path).json
    assert shown["operator"]["name"] == "示例电视购物有限公司"
    assert [line["amount"] for line in shown["lines"]] == [300_00, 100_00]
    assert "7 days" in shown["lines"][0]["return_terms_en"]
    assert shown["file_state"] == "ready"
    assert shown["file"]["url"].startswith("https://")
    again = buyer.post(path)
    assert (again.status, again.json["state"]) == (202, "requested")
    assert site.as_actor(f.STRANGER).get(path).status == 404
    assert site.as_actor(f.SUPPLIER).get(path).status == 403
    assert site.as_role(Role.AGENT).get("/orders/ord_0/receipt").status == 404


# -- suppliers --


@pytest.mark.clause("3.2.5", "6.4.1")
def test_a_supplier_sees_its_lines_and_no_customer(site: ApiClient) -> None:
    f.placed()
    f.spread()
    (line,) = site.as_actor(f.SUPPLIER).get("/supplier-order-lines").json["items"]
    assert (line["state"], line["province"], line["province_name"]) == ("placed", "33", "浙江")
    assert not [name for name in line if "customer" in name or "recipient" in name]
    since = site.as_actor(f.SUPPLIER).get("/supplier-order-lines?since=2026-11-24T00:00:00Z")
    assert since.json == {"items": [], "next": None}
    path = f"/supplier-order-lines?supplier={f.OTHER.supplier_id}"
    assert len(site.as_role(Role.FINANCE).get(path).json["items"]) == 1
    other = site.as_actor(f.SUPPLIER).get(path)
    assert (other.status, codes(other)) == (422, [("/supplier", "own_supplier_only")])
    assert site.as_role(Role.CUSTOMER).get("/supplier-order-lines").status == 403
    for query in ("state=lost", "since=yesterday", "supplier=x", "cursor=x"):
        assert site.as_actor(f.SUPPLIER).get(f"/supplier-order-lines?{query}").status == 422


@pytest.mark.clause("3.2.5")
def test_an_export_is_asked_for_and_read_a_moment_later(site: ApiClient) -> None:
    supplier = site.as_actor(f.SUPPLIER)
    body = {"from": "2026-11-01", "to": "2026-11-23", "format": "xlsx"}
    asked = supplier.post("/supplier-order-exports", body)
    assert asked.status == 202
    assert (asked.json["state"], asked.json["from"], asked.json["file"]) == (
        "requested",
        "2026-11-01",
        None,
    )
    path = f"/supplier-order-exports/{asked.json['id']}"
    assert asked.headers["location"].endswith(path)
    assert supplier.get(path).json["state"] == "requested"
    assert site.as_actor(f.OTHER).get(path).status == 404


@pytest.mark.clause("3.2.5")
@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"to": "2026-10-31"}, [("/to", "days_reversed")]),
        ({"from": "2025-01-01"}, [("/to", "too_many_days")]),
        ({"from": "2026-11-31"}, [("/from", "invalid_value")]),
        ({"format": "pdf"}, [("/format", "invalid_value")]),
        ({"supplier_id": f.OTHER.supplier_id}, [("/supplier_id", "own_supplier_only")]),
    ],
)
def test_an_export_of_impossible_days_is_refused(
    site: ApiClient, change: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    body = {"from": "2026-11-01", "to": "2026-11-23", "format": "csv", **change}
    answer = site.as_actor(f.SUPPLIER).post("/supplier-order-exports", body)
    assert answer.status == 422
    assert answer.pointers == [pointer for pointer, _ in faults]
    known = [code for code in codes(answer) if code[1] != "invalid_value"]
    assert {pair for pair in faults if pair[1] != "invalid_value"} <= set(known)


@pytest.mark.clause("3.2.5")
def test_staff_exports_for_a_supplier(site: ApiClient) -> None:
    export_id = export_asked()
    merchandiser = site.as_role(Role.MERCHANDISER)
    assert merchandiser.get(f"/supplier-order-exports/{export_id}").status == 200
    body = {"from": "2026-11-01", "to": "2026-11-23", "format": "csv"}
    missing = merchandiser.post("/supplier-order-exports", body)
    assert codes(missing) == [("/supplier_id", "supplier_needed")]
    named = {**body, "supplier_id": f.OTHER.supplier_id}
    assert merchandiser.post("/supplier-order-exports", named).status == 202
