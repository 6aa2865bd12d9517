"""The waiting list over HTTP: customers for themselves, agents for callers, staff in order."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories import waitlist as make

PATH = "/waiting-list"


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the instant of the factory."""
    api.clock.instant = make.NOW
    return api


def form(quantity: int = 1, **more: Any) -> dict[str, Any]:
    return {"sku": make.SKU, "quantity": quantity, "channel": "app", **more}


@pytest.mark.clause("1.1")
def test_a_customer_joins_looks_and_leaves(aws: Any, api: ApiClient) -> None:
    make.sold_out()
    own = api.as_actor(make.CUSTOMER)
    made = own.post(PATH, form(2, slot_id="slot-1"))
    assert made.status == 201
    entry = made.json
    assert made.headers["location"].endswith(f"{PATH}/{entry['id']}")
    assert (entry["state"], entry["position"], entry["offer"]) == ("waiting", 1, None)
    assert (entry["slot_id"], entry["customer_id"]) == ("slot-1", None)
    assert own.post(PATH, form(3)).json == entry
    assert own.get(f"{PATH}/{entry['id']}").json == entry
    listed = own.get(PATH).json
    assert [one["id"] for one in listed["items"]] == [entry["id"]]
    assert (listed["next"], listed["waiting"], listed["pieces"]) == (None, None, None)
    assert api.as_actor(make.OTHER).get(PATH).json["items"] == []
    assert api.as_actor(make.OTHER).get(f"{PATH}/{entry['id']}").status == 404
    assert api.as_actor(make.OTHER).delete(f"{PATH}/{entry['id']}").status == 404
    left = own.delete(f"{PATH}/{entry['id']}")
    assert (left.status, left.json["state"], left.json["end_reason"]) == (
        200,
        "ended",
        "withdrawn",
    )
    assert own.delete(f"{PATH}/{entry['id']}").json == left.json
    assert own.get(PATH).json["items"] == []


@pytest.mark.clause("1.1")
def test_a_repeated_request_gets_its_first_answer(aws: Any, api: ApiClient) -> None:
    make.sold_out()
    own, key = api.as_actor(make.CUSTOMER), {"idempotency-key": "wait-1"}
    first = own.post(PATH, form(), headers=key)
    again = own.post(PATH, form(), headers=key)
    assert (again.status, again.body) == (201, first.body)
    assert own.post(PATH, form(2), headers=key).json["code"] == "idempotency_key_reused"


@pytest.mark.clause("1.1")
def test_an_agent_enters_a_caller_and_sees_the_queue_in_order(aws: Any, api: ApiClient) -> None:
    make.sold_out()
    agent = api.as_actor(make.AGENT)
    for number in (1, 2, 3):
        api.clock.instant = make.NOW + number * make.SECOND
        made = agent.post(PATH, form(channel="phone", customer_id=f"customer-{number}"))
        assert made.status == 201
        assert (made.json["customer_id"], made.json["position"]) == (f"customer-{number}", number)
    page = agent.get(f"{PATH}?sku={make.SKU}&limit=2").json
    assert [one["customer_id"] for one in page["items"]] == ["customer-1", "customer-2"]
    assert (page["waiting"], page["pieces"]) == (3, 3)
    rest = agent.get(f"{PATH}?sku={make.SKU}&limit=2&cursor={page['next']}").json
    assert [one["customer_id"] for one in rest["items"]] == ["customer-3"]
    assert rest["next"] is None
    of_one = agent.get(f"{PATH}?customer_id=customer-2").json["items"]
    assert [one["customer_id"] for one in of_one] == ["customer-2"]
    assert agent.get(f"{PATH}?sku=sku_unknown").json["items"] == []
    alien = agent.get(f"{PATH}?sku=sku_unknown&cursor={page['next']}")
    assert (alien.status, alien.pointers) == (422, ["/cursor"])


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(
    ("role", "query", "pointers"),
    [
        (Role.AGENT, "", ["/sku"]),
        (Role.AGENT, "?sku=a&customer_id=b", ["/sku"]),
        (Role.CUSTOMER, "?sku=a&customer_id=b", ["/sku", "/customer_id"]),
        (Role.CUSTOMER, "?customer_id=customer", ["/customer_id"]),
        (Role.AGENT, "?sku=%20", ["/sku"]),
        (Role.AGENT, "?limit=0&sku=a", ["/limit"]),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused_with_its_place(
    aws: Any, api: ApiClient, role: Role, query: str, pointers: list[str]
) -> None:
    answer = api.as_role(role).get(PATH + query)
    assert (answer.status, answer.pointers) == (422, pointers)


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(
    ("role", "changes", "pointers"),
    [
        (Role.CUSTOMER, {"quantity": 0}, ["/quantity"]),
        (Role.CUSTOMER, {"quantity": 6}, ["/quantity"]),
        (Role.CUSTOMER, {"quantity": 1.5}, ["/quantity"]),
        (Role.CUSTOMER, {"channel": "fax"}, ["/channel"]),
        (Role.CUSTOMER, {"sku": "../x", "slot_id": ""}, ["/sku", "/slot_id"]),
        (Role.CUSTOMER, {"customer_id": "customer-9"}, ["/customer_id"]),
        (Role.CUSTOMER, {"phone": "13800000000"}, ["/phone"]),
        (Role.AGENT, {}, ["/customer_id"]),
        (Role.AGENT, {"customer_id": "13812341234"}, ["/customer_id"]),
        (Role.AGENT, {"customer_id": "+86-138-1234-1234"}, ["/customer_id"]),
        (Role.AGENT, {"customer_id": "wx/13800138000"}, ["/customer_id"]),
        (Role.AGENT, {"customer_id": "13800138000x"}, ["/customer_id"]),
        (Role.CUSTOMER, {"slot_id": "138.1234.1234"}, ["/slot_id"]),
        (Role.CUSTOMER, {"slot_id": "slot-13800138000"}, ["/slot_id"]),
        (Role.AGENT, {"quantity": 9}, ["/quantity", "/customer_id"]),
    ],
)
def test_a_form_that_cannot_be_meant_is_refused_with_every_place(
    aws: Any, api: ApiClient, role: Role, changes: dict[str, Any], pointers: list[str]
) -> None:
    answer = api.as_role(role).post(PATH, form() | changes)
    assert (answer.status, sorted(answer.pointers)) == (422, sorted(pointers))


@pytest.mark.clause("1.1")
def test_who_can_buy_is_told_to_order(aws: Any, api: ApiClient) -> None:
    make.on_sale()
    own = api.as_actor(make.CUSTOMER).sending(accept_language="en")
    never = own.post(PATH, form())
    assert (never.status, never.json["code"]) == (409, "waiting_not_possible")
    make.received(2)
    answer = own.post(PATH, form(2))
    assert (answer.status, answer.json["code"]) == (409, "waiting_not_needed")
    assert "There are 2 pieces: order now" in answer.json["detail"]


@pytest.mark.clause("1.1", "4.1.1")
def test_an_offer_shows_what_is_held_until_when_and_which_price_counts(
    aws: Any, api: ApiClient
) -> None:
    make.sold_out()
    made = make.offered(1, 2)
    shown = api.as_actor(make.CUSTOMER).get(f"{PATH}/{made.id}").json
    assert (shown["state"], shown["position"]) == ("offered", None)
    assert shown["offer"] == {
        "id": f"{made.id}-1",
        "quantity": 2,
        "offered_at": "2026-11-23T04:02:00Z",
        "until": "2026-11-23T04:32:00Z",
        "price": "at_order",
    }


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(
    ("request_line", "role", "status"),
    [
        ("POST {}", Role.SUPPLIER, 403),
        ("POST {}", Role.WAREHOUSE, 403),
        ("GET {}", Role.SUPPLIER, 403),
        ("GET {}/wtl_1", Role.SUPPLIER, 403),
        ("GET {}/wtl_1", Role.MERCHANDISER, 404),
        ("DELETE {}/wtl_1", Role.MERCHANDISER, 403),
        ("DELETE {}/wtl_1", Role.LEAD, 404),
    ],
)
def test_only_customers_and_the_service_desk_change_the_list(
    aws: Any, api: ApiClient, request_line: str, role: Role, status: int
) -> None:
    method, path = request_line.format(PATH).split()
    assert api.as_role(role).request(method, path).status == status


def test_nobody_without_a_token(aws: Any, api: ApiClient) -> None:
    assert api.get(PATH).status == 401
