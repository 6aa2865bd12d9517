"""Orders over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.orders import (
    AGENT,
    CUSTOMER,
    CUSTOMER_ID,
    NOW,
    OTHER_ID,
    STRANGER,
    SUPPLIER,
    SUPPLIER_ID,
    body,
    excluded,
    order,
    report,
)


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the time of the reports."""
    api.clock.instant = NOW
    return api


@pytest.mark.clause("6.3.1", "2.4.1")
def test_staff_reports_and_everybody_sees_their_part(aws: Any, api: ApiClient) -> None:
    reported = order(
        lines=(excluded(1), *order().lines[1:]), coupons=(), delivered_at=order().delivered_at
    )
    made = api.as_actor(AGENT).post("/orders-intake", body(reported))
    assert (made.status, made.json["version"]) == (200, 1)
    assert made.json["reported_at"] == "2026-11-23T04:00:00Z"
    path = f"/orders/{order().id}"
    customer = api.as_actor(CUSTOMER).get(path)
    assert customer.json == {**made.json, "taken": None}
    assert customer.headers["etag"] == '"1"'
    supplier = api.as_actor(SUPPLIER).get(path).json
    assert [line["number"] for line in supplier["lines"]] == [1]
    assert (supplier["customer_id"], supplier["paid"], supplier["coupons"]) == (None, None, [])
    assert CUSTOMER_ID not in str(supplier)
    assert OTHER_ID not in str(supplier)
    refused = api.as_actor(STRANGER).get(path)
    assert (refused.status, refused.json["code"]) == (404, "order_not_found")
    other = api.as_role(Role.SUPPLIER, supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XT")
    assert other.get(path).status == 404


def test_faults_are_told_with_their_places(aws: Any, api: ApiClient) -> None:
    agent = api.as_actor(AGENT)
    answer = agent.post("/orders-intake", body(paid=1, delivered_at="2026-11-24T00:00:00Z"))
    assert (answer.status, answer.pointers) == (422, ["/paid", "/delivered_at"])
    sendings: tuple[Any, ...] = (
        body(lines=[]),
        body(lines=body()["lines"] * 101),
        body(currency="USD"),
        body(customer_id="张三 138"),
        body(placed_at="2026-11-20T04:00:00"),
        {**body(), "phone": "13800000000"},
        body(lines=[{**body()["lines"][0], "supplier_id": "SUP1"}]),
        [],
    )
    for sent in sendings:
        assert agent.post("/orders-intake", sent).status == 422
    assert agent.request("POST", "/orders-intake", body=b"\xff\xfe").status in {400, 415, 422}
    assert aws.items("OrdersTable") == []


def test_a_silent_change_is_refused_and_a_correction_is_on_record(aws: Any, api: ApiClient) -> None:
    report()
    agent = api.as_actor(AGENT)
    refused = agent.post("/orders-intake", body(promised_on="2026-12-01"))
    assert (refused.status, refused.json["code"]) == (409, "order_facts_changed")
    assert refused.pointers == ["/promised_on"]
    sent = body(promised_on="2026-12-01", correction="entry_error")
    assert agent.post("/orders-intake", sent).json["promised_on"] == "2026-12-01"
    reports = api.as_role(Role.AUDITOR).get(f"/orders/{order().id}/reports").json["items"]
    assert [(one["version"], one["correction"]) for one in reports] == [
        (2, "entry_error"),
        (1, None),
    ]
    assert [one["changed"] for one in reports] == [["promised_on"], []]
    auditor = api.as_role(Role.AUDITOR)
    first = auditor.get(f"/orders/{order().id}/reports/1").json
    assert (first["reported_by"], first["order"]["promised_on"]) == ("agnes", "2026-11-24")
    for version in ("3", "0", "-1", "x", "１", "9" * 200):
        answer = auditor.get(f"/orders/{order().id}/reports/{version}")
        assert (answer.status, answer.json["code"]) == (404, "order_report_not_found")
    assert agent.get(f"/orders/{order().id}/reports").status == 403


@pytest.mark.clause("6.3.1")
def test_an_agent_does_not_correct_what_was_agreed_and_nobody_the_customer(
    aws: Any, api: ApiClient
) -> None:
    report()
    sent = body(customer_id="customer-bob", correction="entry_error")
    for role in (Role.AGENT, Role.LEAD):
        fixed = api.as_role(role).post("/orders-intake", sent)
        assert (fixed.status, fixed.json["code"]) == (409, "order_customer_fixed")
        assert fixed.pointers == ["/customer_id"]
    free = body(freight=0, paid=39_900, correction="payment_adjusted")
    refused = api.as_actor(AGENT).post("/orders-intake", free)
    assert (refused.status, refused.json["code"]) == (403, "order_correction_forbidden")
    assert refused.pointers == ["/paid", "/freight"]
    done = api.as_role(Role.LEAD).post("/orders-intake", free)
    assert (done.status, done.json["freight"]) == (200, 0)


def test_a_supplier_is_named_by_its_id_on_the_platform(aws: Any, api: ApiClient) -> None:
    lines = [{**body()["lines"][0], "supplier_id": "SUP1"}]
    refused = api.as_actor(AGENT).post("/orders-intake", body(lines=lines))
    assert (refused.status, refused.pointers) == (422, ["/lines/0/supplier_id"])
    assert "sup_" in refused.json["errors"][0]["message"]


def test_lists_are_for_the_customer_and_for_staff_that_names_one(aws: Any, api: ApiClient) -> None:
    report()
    agent = api.as_actor(AGENT)
    missing = agent.get("/orders")
    assert (missing.status, missing.pointers) == (422, ["/customer"])
    (item,) = agent.get(f"/orders?customer={CUSTOMER_ID}").json["items"]
    assert (item["id"], item["paid"]) == (order().id, 40_900)
    assert api.as_actor(CUSTOMER).get("/orders").json["items"] == [item]
    assert api.as_actor(STRANGER).get("/orders").json["items"] == []
    assert api.as_actor(STRANGER).get(f"/orders?customer={CUSTOMER_ID}").status == 404


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.SUPPLIER, Role.AUDITOR])
def test_only_staff_that_serves_customers_reports(aws: Any, api: ApiClient, role: Role) -> None:
    caller = api.as_role(role, supplier_id=SUPPLIER_ID)
    assert caller.post("/orders-intake", body()).status == 403
