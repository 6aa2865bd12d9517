"""The edge of stock: who may do what, what is refused in which words, answers to repetitions."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import STAFF_ROLES, Actor, Role
from tests.api.client import ApiClient
from tests.factories import stock as f

pytestmark = pytest.mark.clause("1.1")
KEEPERS = {Role.WAREHOUSE, Role.MANAGER}
ALLOWED: tuple[tuple[str, str, set[Role]], ...] = (
    ("GET", "/stock?sku=sku_x", {*STAFF_ROLES, Role.SUPPLIER}),
    ("GET", "/stock/sku_x", {*STAFF_ROLES, Role.SUPPLIER}),
    ("GET", "/stock/sku_x/movements", set(STAFF_ROLES)),
    ("POST", "/stock/sku_x/movements", KEEPERS),
    ("POST", "/stock/sku_x/counts", KEEPERS),
    ("PUT", "/stock/sku_x/shards", {*KEEPERS, Role.MERCHANDISER}),
    ("POST", "/stock/sku_x/rebalancing", {*KEEPERS, Role.MERCHANDISER}),
    ("GET", "/stock/sku_x/live", set(STAFF_ROLES)),
)
RECEIPT: dict[str, Any] = {
    "kind": "receipt",
    "warehouse": "hz-1",
    "quantity": 10,
    "reference": "DN-1",
}


@pytest.fixture
def house(api: ApiClient, aws: Any) -> ApiClient:
    """An article that is on sale; requests of the warehouse at the factories' instant."""
    f.listed()
    api.clock.instant = f.NOW
    return api.as_actor(f.KEEPER)


@pytest.mark.parametrize(("method", "path", "allowed"), ALLOWED)
def test_each_role_does_its_part_and_no_other(
    api: ApiClient, aws: Any, method: str, path: str, allowed: set[Role]
) -> None:
    everybody = set(Role) - {Role.SYSTEM}
    answered = {role: api.as_role(role).request(method, path).status for role in everybody}
    assert {role for role, status in answered.items() if status != 403} == allowed


def test_goods_come_in_are_shown_and_counted(house: ApiClient) -> None:
    made = house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    assert (made.status, made.json["before"], made.json["after"]) == (201, 0, 10)
    shown = house.get(f"/stock/{f.SKU}").json
    assert (shown["on_hand"], shown["available"], shown["reserved"]) == (10, 10, 0)
    assert shown["warehouses"] == [
        {"warehouse": "hz-1", "on_hand": 10, "available": 10, "reserved": 0}
    ]
    house.clock.instant = f.NOW + f.MINUTE
    count = {"warehouse": "hz-1", "counted": 9, "counted_at": f.NOW.isoformat()}
    asked = house.post(f"/stock/{f.SKU}/counts", count)
    assert (asked.status, asked.json["code"]) == (422, "stock_reason_required")
    assert asked.pointers == ["/reason"]
    found = house.post(f"/stock/{f.SKU}/counts", count | {"reason": "missing"})
    assert (found.status, found.json["difference"], found.json["booked"]) == (201, -1, 10)
    book = house.get(f"/stock/{f.SKU}/movements").json["items"]
    assert [(entry["kind"], entry["quantity"]) for entry in book] == [
        ("count", -1),
        ("receipt", 10),
    ]


def test_the_book_is_read_by_pages(house: ApiClient) -> None:
    for number in range(5):
        house.clock.instant = f.NOW + number * f.MINUTE
        house.post(f"/stock/{f.SKU}/movements", RECEIPT | {"reference": f"DN-{number}"})
    seen, cursor = [], ""
    for _ in range(3):
        page = house.get(f"/stock/{f.SKU}/movements?limit=2{cursor}").json
        seen += [entry["reference"] for entry in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert seen == [f"DN-{number}" for number in (4, 3, 2, 1, 0)]


def test_a_repeated_request_is_answered_the_same_and_booked_once(house: ApiClient) -> None:
    keyed = house.sending(idempotency_key="key-1")
    answers = [keyed.post(f"/stock/{f.SKU}/movements", RECEIPT) for _ in range(2)]
    assert answers[0].body == answers[1].body
    twin = house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    assert (twin.status, twin.json["code"]) == (409, "stock_reference_booked")
    assert house.get(f"/stock/{f.SKU}").json["on_hand"] == 10


def test_an_unknown_article_is_not_received_and_not_shown(house: ApiClient) -> None:
    answer = house.post("/stock/sku_none/movements", RECEIPT)
    assert (answer.status, answer.json["code"]) == (404, "stock_sku_unknown")
    for path in ("", "/movements", "/live"):
        answer = house.get(f"/stock/sku_none{path}")
        assert (answer.status, answer.json["code"]) == (404, "stock_not_found")


@pytest.mark.parametrize(
    ("path", "changes", "pointer"),
    [
        ("movements", {"kind": "magic"}, "/kind"),
        ("movements", {"kind": "shipment"}, "/kind"),
        ("movements", {"warehouse": "HZ 1"}, "/warehouse"),
        ("movements", {"quantity": 0}, "/quantity"),
        ("movements", {"quantity": 10_000_001}, "/quantity"),
        ("movements", {"quantity": 1.5}, "/quantity"),
        ("movements", {"reference": None}, "/reference"),
        ("movements", {"reference": "no spaces"}, "/reference"),
        ("movements", {"reason": "because"}, "/reason"),
        ("movements", {"to_warehouse": "sh-1"}, "/to_warehouse"),
        ("movements", {"surprise": 1}, "/surprise"),
        ("counts", {"counted": -1}, "/counted"),
        ("counts", {"counted_at": "2026-11-23T04:00:00"}, "/counted_at"),
        ("counts", {"counted_at": "2026-11-24T04:00:00Z"}, "/counted_at"),
        ("counts", {"warehouse": "sh-1"}, "/warehouse"),
        ("shards", {"shards": 0}, "/shards"),
        ("shards", {"shards": 65}, "/shards"),
        ("shards", {"until": "2026-11-22T04:00:00Z"}, "/until"),
    ],
)
def test_every_field_has_its_bounds(
    house: ApiClient, path: str, changes: dict[str, Any], pointer: str
) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    whole: dict[str, Any] = {
        "movements": RECEIPT | {"reference": "DN-2"},
        "counts": {"warehouse": "hz-1", "counted": 10, "counted_at": "2026-11-23T04:00:00Z"},
        "shards": {"shards": 32},
    }[path]
    send = house.put if path == "shards" else house.post
    answer = send(f"/stock/{f.SKU}/{path}", whole | changes)
    assert (answer.status, answer.pointers or [pointer]) == (422, [pointer])
    assert answer.json["detail"]


def test_suppliers_see_their_own_articles_and_no_others(house: ApiClient) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    own = house.as_actor(f.SUPPLIER)
    assert own.get(f"/stock/{f.SKU}").json["on_hand"] == 10
    assert [item["sku"] for item in own.get("/stock").json["items"]] == [f.SKU]
    other = house.as_actor(Actor("stan", frozenset({Role.SUPPLIER}), "sup_other"))
    assert other.get(f"/stock/{f.SKU}").json["code"] == "stock_not_found"
    assert other.get("/stock").json["items"] == []
    assert other.get(f"/stock?sku={f.SKU}").json["items"] == []
    assert other.get(f"/stock?supplier_id={f.SUPPLIER_ID}").pointers == ["/supplier_id"]


def test_a_supplier_account_without_supplier_sees_no_stock(house: ApiClient) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    nobody = house.as_actor(Actor("li", frozenset({Role.SUPPLIER})))
    for query in ("", f"?supplier_id={f.SUPPLIER_ID}"):
        refused = nobody.get(f"/stock{query}")
        assert (refused.status, refused.pointers) == (422, ["/supplier_id"])
    assert nobody.get(f"/stock?sku={f.SKU}").json["items"] == []
    assert nobody.get(f"/stock/{f.SKU}").status == 404


def test_staff_say_whose_stock_they_want(house: ApiClient) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    assert house.get("/stock").pointers == ["/supplier_id"]
    for query in (f"sku={f.SKU}", f"supplier_id={f.SUPPLIER_ID}"):
        (item,) = house.get(f"/stock?{query}").json["items"]
        assert (item["sku"], item["available"]) == (f.SKU, 10)


def test_what_is_promised_stays_and_the_refusal_says_what_to_do(house: ApiClient) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    f.taken(8)
    loss = {"kind": "loss", "warehouse": "hz-1", "quantity": 5, "reason": "damaged"}
    answer = house.post(f"/stock/{f.SKU}/movements", loss)
    assert (answer.status, answer.json["code"]) == (409, "stock_below_reserved")
    assert "至少 3 件" in answer.json["detail"]


def test_a_slot_is_prepared_with_more_rows(house: ApiClient) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    until = (f.NOW + timedelta(hours=2)).isoformat()
    made = house.put(f"/stock/{f.SKU}/shards", {"shards": 32, "until": until})
    assert (made.status, made.json["shards"]) == (200, 32)
    asked = house.post(f"/stock/{f.SKU}/rebalancing")
    assert (asked.status, asked.json["sku"]) == (202, f.SKU)


@pytest.mark.clause("5.1.1")
def test_the_studio_sees_how_many_are_left_and_when_that_was_so(house: ApiClient) -> None:
    house.post(f"/stock/{f.SKU}/movements", RECEIPT)
    f.taken(3)
    live = house.as_role(Role.STUDIO).get(f"/stock/{f.SKU}/live").json
    assert (live["available"], live["reserved"], live["sold_out"]) == (7, 3, False)
    assert live["as_of"].startswith("2026-11-23T04:00:00")
