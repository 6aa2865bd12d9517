"""Products over HTTP: written, sent in, refused with every reason, passed, read by both sides."""

from typing import Any

import pytest

from teleshop.catalog.service.base import PRICE_READERS as SERVICE_READERS
from teleshop.kernel.actor import Role
from teleshop.web.permissions import PRICE_READERS
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import reviews as f

STAFF = (
    Role.REVIEWER,
    Role.INSPECTOR,
    Role.LEGAL,
    Role.SIGNATORY,
    Role.MANAGER,
    Role.MERCHANDISER,
    Role.AGENT,
    Role.LEAD,
    Role.FINANCE,
    Role.COMPLIANCE,
    Role.AUDITOR,
    Role.ADMIN,
)
READERS = {*STAFF, Role.SUPPLIER}
SUPPLIER = {Role.SUPPLIER}
ALLOWED: tuple[tuple[str, str, set[Role]], ...] = (
    ("POST", "/products", SUPPLIER),
    ("GET", "/products", READERS),
    ("GET", "/products/prd_x", READERS),
    ("PUT", "/products/prd_x/content", SUPPLIER),
    ("PATCH", "/products/prd_x/content", SUPPLIER),
    ("POST", "/products/prd_x/submission", SUPPLIER),
    ("POST", "/products/prd_x/withdrawal", SUPPLIER),
    ("GET", "/products/prd_x/revisions", READERS),
    ("GET", "/products/prd_x/revisions/1", READERS),
)
EN = {"Accept-Language": "en"}


@pytest.mark.parametrize(("method", "path", "allowed"), ALLOWED)
def test_each_role_does_its_part_and_no_other(
    api: ApiClient, aws: Any, method: str, path: str, allowed: set[Role]
) -> None:
    for role in (*STAFF, Role.SUPPLIER, Role.CUSTOMER):
        answer = api.as_role(role).request(method, path)
        assert (answer.status != 403 or _no_supplier(answer)) == (role in allowed), role
    assert api.request(method, path).status == 401


def _no_supplier(answer: ApiAnswer) -> bool:
    return bool(answer.json["code"] == "no_supplier")


@pytest.fixture
def where(aws: Any, api: ApiClient) -> f.Ground:
    """A supplier on board and a category; requests at the factories' instant."""
    api.clock.instant = f.NOW
    return f.ground()


@pytest.fixture
def seller(api: ApiClient, where: f.Ground) -> ApiClient:
    """Somebody of the supplier."""
    return api.as_actor(where.seller)


@pytest.mark.clause("2.1.1", "2.2.1")
def test_a_product_is_drafted_sent_in_too_early_completed_and_sent_in(
    seller: ApiClient, where: f.Ground
) -> None:
    made = seller.post("/products", json={"name": "铸铁炒锅"})
    assert made.status == 201
    path = made.headers["location"].partition("/api")[2] or made.headers["location"]
    assert path.endswith(made.json["id"])
    path = f"/products/{made.json['id']}"
    early = seller.post(f"{path}/submission", headers=EN)
    assert (early.status, early.json["code"]) == (409, "product_requirements_not_met")
    assert {"/category_id", "/brand", "/pictures", "/packaging", "/after_sales"} <= set(
        early.pointers
    )
    faults = {fault["pointer"]: fault for fault in early.json["errors"]}
    assert faults["/packaging"]["clause"] == "2.1.4"
    assert "declaration" in faults["/packaging"]["message"]

    etag = {"If-Match": made.headers["etag"]}
    whole = seller.put(f"{path}/content", json=f.content(where), headers=etag)
    assert whole.status == 200
    assert whole.json["content"]["brand"] == "山海"
    sent = seller.post(f"{path}/submission")
    assert (sent.status, sent.json["revision"]["state"], sent.json["passed"]) == (
        200,
        "in_review",
        False,
    )
    again = seller.post(f"{path}/submission")
    assert (again.status, again.json["code"]) == (409, "revision_in_review")


@pytest.mark.clause("2.2.2")
def test_a_content_is_changed_by_version_and_every_fault_of_form_is_told(
    seller: ApiClient, where: f.Ground
) -> None:
    made = seller.post("/products", json={"name": "炒锅", "attributes": {"a": 1}})
    path = f"/products/{made.json['id']}/content"
    assert seller.patch(path, json={"name": "x"}).status == 428
    etag = {"If-Match": made.headers["etag"]}
    wrong = {
        "name": 3,
        "variants": [{"own_code": "#", "supply_price": 0}],
        "pictures": ["x"],
        "colour": "红",
    }
    refused = seller.patch(path, json=wrong, headers=etag)
    assert refused.status == 422
    assert set(refused.pointers) == {
        "/name",
        "/variants/0/own_code",
        "/variants/0/supply_price",
        "/pictures/0",
        "/colour",
    }
    done = seller.patch(path, json={"brand": "山海", "attributes": None}, headers=etag)
    assert (done.status, done.json["content"]["attributes"]) == (200, {})
    assert seller.patch(path, json={"brand": "山河"}, headers=etag).status == 412
    many = [{"own_code": f"C{n}"} for n in range(51)]
    fresh = {"If-Match": done.headers["etag"]}
    assert seller.patch(path, json={"variants": many}, headers=fresh).pointers == ["/variants"]


def test_a_repeated_request_makes_one_product(seller: ApiClient, where: f.Ground) -> None:
    key = {"Idempotency-Key": "once"}
    one = seller.post("/products", json={"name": "炒锅"}, headers=key)
    other = seller.post("/products", json={"name": "炒锅"}, headers=key)
    assert one.body == other.body
    assert len(seller.get("/products").json["items"]) == 1


@pytest.mark.clause("2.2.1")
def test_a_taken_number_names_the_product_that_has_it(seller: ApiClient, where: f.Ground) -> None:
    said = {"variants": [{"own_code": "P30"}]}
    first = seller.post("/products", json=said)
    refused = seller.post("/products", json=said, headers=EN)
    assert (refused.status, refused.json["code"]) == (409, "own_code_taken")
    assert refused.pointers == ["/variants/0/own_code"]
    assert first.json["id"] in refused.json["errors"][0]["message"]


@pytest.mark.clause("6.4.1")
def test_the_product_of_another_supplier_is_not_there(
    api: ApiClient, seller: ApiClient, where: f.Ground
) -> None:
    made = seller.post("/products", json={})
    other = api.as_role(Role.SUPPLIER, supplier_id="sup_01M85DHGV7QFY5FSZEG4Y45BFC")
    path = f"/products/{made.json['id']}"
    etag = {"If-Match": made.headers["etag"]}
    for answer in (
        other.get(path),
        other.patch(f"{path}/content", json={}, headers=etag),
        other.post(f"{path}/submission"),
        other.post(f"{path}/withdrawal", json={"what": "product"}),
        other.get(f"{path}/revisions"),
        other.get(f"{path}/revisions/1"),
        other.get(f"/products?supplier_id={where.supplier_id}"),
    ):
        assert (answer.status, answer.json["code"]) == (404, "product_not_found")
    assert other.get("/products").json["items"] == []


@pytest.mark.clause("2.2.5")
def test_the_history_tells_what_was_changed_and_whether_it_matters(
    api: ApiClient, where: f.Ground, seller: ApiClient
) -> None:
    live = f.approved(where)
    api.clock.instant = f.NOW + f.DAY
    path = f"/products/{live.id}"
    etag = {"If-Match": seller.get(path).headers["etag"]}
    changed = {"description": "厚底,受热均匀，附木盖。", "air_on": "2026-12-24"}
    assert seller.patch(f"{path}/content", json=changed, headers=etag).status == 200
    sent = seller.post(f"{path}/submission")
    assert (sent.json["passed"], sent.json["live"]) == (True, 2)
    auditor = api.as_role(Role.AUDITOR)
    history = auditor.get(f"{path}/revisions").json["items"]
    assert [(one["number"], one["state"], one["approved_by"]) for one in history] == [
        (2, "approved", "rule:R-materiality"),
        (1, "approved", "rita"),
    ]
    hidden = seller.get(f"{path}/revisions").json["items"]
    assert [one["approved_by"] for one in hidden] == [None, None]
    shown = auditor.get(f"{path}/revisions/2").json
    assert [(one["pointer"], one["material"]) for one in shown["changes"]] == [
        ("/description", False),
        ("/air_on", False),
    ]
    assert all(one["why_zh"] and one["why_en"] for one in shown["changes"])
    assert shown["changes"][1]["after"] == "2026-12-24"
    for number in ("3", "0", "x", "-1", "1.0", "9" * 30):
        answer = auditor.get(f"{path}/revisions/{number}")
        assert (answer.status, answer.json["code"]) == (404, "revision_not_found")


@pytest.mark.clause("3.2.4")
def test_what_a_supplier_charges_is_shown_to_it_and_to_who_may_read_prices(
    api: ApiClient, where: f.Ground, seller: ApiClient
) -> None:
    live = f.approved(where)
    path = f"/products/{live.id}"
    own = seller.get(path).json["content"]["variants"][0]
    more = {"own_code": "P99", "supply_price": 77_00, "suggested_price": 99_00}
    known = {name: own[name] for name in ("own_code", "suggested_price")}
    body = {"variants": [known | {"supply_price": 91_00}, more]}
    etag = {"If-Match": seller.get(path).headers["etag"]}
    changed = seller.patch(f"{path}/content", json=body, headers=etag)
    assert changed.status == 200, changed.json
    assert PRICE_READERS == SERVICE_READERS
    for role in STAFF:
        staff = api.as_role(role)
        content = staff.get(path).json["content"]
        revision = staff.get(f"{path}/revisions/2").json
        text = str(content) + str(revision)
        prices = [one["supply_price"] for one in content["variants"]]
        if role in PRICE_READERS:
            assert prices == [91_00, 77_00]
        else:
            assert prices == [None, None]
            assert not any(amount in text for amount in ("9000", "9100", "7700")), role
    assert [one["supply_price"] for one in seller.get(path).json["content"]["variants"]] == [
        91_00,
        77_00,
    ]


@pytest.mark.clause("2.2.4")
def test_a_product_is_taken_back_with_its_reason(seller: ApiClient, where: f.Ground) -> None:
    made = seller.post("/products", json={})
    path = f"/products/{made.json['id']}"
    nothing = seller.post(f"{path}/withdrawal", json={"what": "change"})
    assert (nothing.status, nothing.json["code"]) == (409, "nothing_to_withdraw")
    ended = seller.post(f"{path}/withdrawal", json={"what": "product", "reason": "改版"})
    assert (ended.json["state"], ended.json["ended_reason"]) == ("withdrawn", "改版")
    again = seller.post(f"{path}/submission")
    assert (again.status, again.json["code"]) == (409, "product_ended")


@pytest.mark.clause("2.2.1")
def test_staff_find_products_by_state_or_supplier(
    api: ApiClient, seller: ApiClient, where: f.Ground
) -> None:
    made = seller.post("/products", json={"name": "炒锅"})
    reviewer = api.as_role(Role.REVIEWER)
    assert reviewer.get("/products").pointers == ["/state"]
    for query in ("state=draft", f"supplier_id={where.supplier_id}"):
        items = reviewer.get(f"/products?{query}").json["items"]
        assert [item["id"] for item in items] == [made.json["id"]]
    assert reviewer.get("/products?state=refused").json["items"] == []
    assert reviewer.get("/products?state=nonsense").status == 422
    assert reviewer.get("/products?supplier_id=x").status == 422
