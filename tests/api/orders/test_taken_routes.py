"""Orders that are taken here, over HTTP: who sees what of them, and who may do what."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.orders.domain import masked_phone
from teleshop.orders.wiring import life
from tests.api.client import ApiClient
from tests.factories import bought as b
from tests.factories.placed_orders import (
    AGENT,
    CUSTOMER,
    DAY,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    ORDER_ID,
    OTHER_ORDER,
    OTHER_SUPPLIER,
    PACKER,
    STRANGER,
    SUPPLIER,
    line,
)

PATH = f"/orders/{ORDER_ID}"
SEND = {
    "lines": [{"line": 1, "quantity": 2}, {"line": 2, "quantity": 1}],
    "carrier": "sf",
    "waybill": "SF1234567890123",
    "warehouse": "hz-1",
}
ADDRESS = ("王小明", "13812341234", "文三路")


@pytest.fixture
def api(aws: Any, api: ApiClient) -> ApiClient:
    """A minute after orders are placed, with goods in the warehouse."""
    b.goods()
    api.clock.instant = NOW + MINUTE
    return api


def at(api: ApiClient, after: timedelta) -> None:
    api.clock.instant = NOW + after


@pytest.mark.clause("1.1", "4.3.4", "7.1.3")
def test_a_customer_sees_the_whole_order_and_where_to_pay(api: ApiClient) -> None:
    b.bought()
    answer = api.as_actor(CUSTOMER).get(PATH)
    assert (answer.status, answer.headers["etag"]) == (200, '"1"')
    taken = answer.json["taken"]
    assert (taken["state"], taken["state_text"]["zh"]) == ("placed", "已下单")
    assert taken["recipient"] == {
        "name": "王小明",
        "phone": "+8613812341234",
        "region": "330106",
        "detail": "文三路 90 号 3 幢 1201 室",
        "postcode": None,
        "masked": False,
    }
    amounts = {one["code"]: one["amount"] for one in taken["amounts"]}
    assert amounts == {
        "list_total": 500_00,
        "discounts": -100_00,
        "freight": 10_00,
        "total": 410_00,
    }
    assert sum(one["amount"] for one in taken["amounts"][:3]) == amounts["total"]
    assert taken["payment"]["link"]["url"].startswith("http")
    assert taken["payment"]["due_at"] == "2026-11-23T04:30:00Z"
    assert "7 日内可无理由退货" in taken["lines"][0]["returns"]["zh"]
    assert [(one["what"], one["by"]) for one in taken["history"]] == [("placed", "customer")]
    assert answer.json["paid"] == 0


@pytest.mark.clause("6.4.1", "8.2.1")
@pytest.mark.parametrize("role", sorted({Role.AGENT, Role.LEAD, Role.FINANCE, Role.AUDITOR}))
def test_staff_sees_the_recipient_masked(api: ApiClient, role: Role) -> None:
    b.bought()
    answer = api.as_role(role).get(PATH)
    assert answer.json["taken"]["recipient"] == {
        "name": "王**",
        "phone": "138****1234",
        "region": "330106",
        "detail": None,
        "postcode": None,
        "masked": True,
    }
    assert not any(word in answer.body for word in ADDRESS)
    link = answer.json["taken"]["payment"]["link"]
    assert (link is not None) is (role in {Role.AGENT, Role.LEAD})


@pytest.mark.clause("6.4.1", "8.1.2")
def test_the_warehouse_sees_the_address_while_it_packs_and_every_look_is_audited(
    aws: Any, api: ApiClient
) -> None:
    order = b.paid()
    packer = api.as_actor(PACKER)
    assert packer.get(PATH).json["taken"]["recipient"]["masked"] is True
    life().release(b.later(LEAD), order.id)
    before = len(aws.items("AuditTable"))
    assert packer.get(PATH).json["taken"]["recipient"]["detail"].startswith("文三路")
    entries = [row for row in aws.items("AuditTable") if row["action"] == "read_recipient"]
    assert (len(aws.items("AuditTable")) - before, len(entries)) == (1, 1)
    assert entries[0]["actor"] == PACKER.subject
    assert not any(word in str(entries) for word in ADDRESS)
    packer.post(f"{PATH}/parcels", SEND)
    assert packer.get(PATH).json["taken"]["recipient"]["masked"] is True


@pytest.mark.clause("6.4.1")
def test_a_supplier_sees_its_own_lines_and_nobody(api: ApiClient) -> None:
    b.sent()
    answer = api.as_actor(SUPPLIER).get(PATH)
    taken = answer.json["taken"]
    assert [line["number"] for line in answer.json["lines"]] == [1]
    assert [line["number"] for line in taken["lines"]] == [1]
    assert [parcel["lines"] for parcel in taken["parcels"]] == [[{"line": 1, "quantity": 2}]]
    for hidden in ("recipient", "payment", "promise", "cancel_reason"):
        assert taken[hidden] is None
    assert (taken["amounts"], taken["history"], answer.json["customer_id"]) == ([], [], None)
    assert not any(word in answer.body for word in (*ADDRESS, CUSTOMER.subject, OTHER_SUPPLIER))
    other = api.as_role(Role.SUPPLIER, supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XT")
    for stranger in (other, api.as_actor(STRANGER)):
        refused = stranger.get(PATH)
        assert (refused.status, refused.json["code"]) == (404, "order_not_found")
    assert api.as_actor(LEAD).get(f"/orders/{OTHER_ORDER}").status == 404


@pytest.mark.clause("6.3.1")
def test_a_customer_cancels_and_sees_what_goes_back(api: ApiClient) -> None:
    b.paid()
    customer = api.as_actor(CUSTOMER)
    assert api.as_actor(STRANGER).post(f"{PATH}/cancellation", {}).status == 404
    wrong = customer.post(f"{PATH}/cancellation", {"reason": "fraud_suspected"})
    assert (wrong.status, wrong.pointers) == (422, ["/reason"])
    off = customer.post(f"{PATH}/cancellation", {}, headers={"Idempotency-Key": "once"})
    taken = off.json["taken"]
    assert (off.status, taken["state"], taken["cancel_reason"]) == (200, "cancelled", "customer")
    assert [one["amount"] for one in taken["amounts"]][-2:] == [410_00, -410_00]
    assert taken["history"][-1]["en"] == "The order was cancelled: at the customer's wish"
    again = customer.post(f"{PATH}/cancellation", {}, headers={"Idempotency-Key": "once"})
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json == off.json
    assert taken["recipient"] is None


@pytest.mark.clause("7.1.3")
def test_a_parcel_leaves_arrives_and_the_customer_sees_carrier_and_waybill(
    api: ApiClient,
) -> None:
    b.paid()
    assert api.as_actor(AGENT).post(f"{PATH}/release", {}).status == 403
    assert api.as_actor(LEAD).post(f"{PATH}/release", {}).json["taken"]["state"] == "released"
    late = api.as_actor(CUSTOMER).post(f"{PATH}/cancellation", {})
    assert (late.status, late.json["code"]) == (409, "order_not_cancellable")
    packer = api.as_actor(PACKER)
    wrong = packer.post(
        f"{PATH}/parcels", {**SEND, "lines": [{"line": 3, "quantity": 1}], "waybill": "A 1"}
    )
    assert (wrong.status, wrong.pointers) == (422, ["/waybill"])
    wrong = packer.post(f"{PATH}/parcels", {**SEND, "lines": [{"line": 3, "quantity": 1}]})
    assert (wrong.status, wrong.pointers) == (422, ["/lines/0/line"])
    sent = packer.post(f"{PATH}/parcels", {**SEND, "waybill": "SF-STRANGE"})
    (parcel,) = sent.json["taken"]["parcels"]
    assert (sent.json["taken"]["state"], parcel["carrier_text"]["zh"]) == ("shipped", "顺丰速运")
    assert "second look" in parcel["remark"]["en"]
    assert api.as_actor(CUSTOMER).post(f"{PATH}/parcels", SEND).status == 403
    at(api, DAY)
    way = f"{PATH}/parcels/{parcel['id']}/delivery"
    early = packer.post(way, {"outcome": "delivered", "at": "2026-11-23T03:00:00Z"})
    assert (early.status, early.pointers) == (422, ["/at"])
    cash = packer.post(way, {"outcome": "refused", "collected": 1})
    assert (cash.status, cash.pointers) == (422, ["/collected"])
    done = packer.post(way, {"outcome": "delivered", "at": "2026-11-23T20:00:00+08:00"})
    assert done.json["taken"]["state"] == "delivered"
    assert done.json["delivered_at"] == "2026-11-23T12:00:00Z"
    unknown = packer.post(f"{PATH}/parcels/pcl_x/delivery", {"outcome": "delivered"})
    assert (unknown.status, unknown.json["code"]) == (404, "parcel_not_found")
    twice = packer.post(way, {"outcome": "refused", "at": "2026-11-23T12:00:00Z"})
    assert (twice.status, twice.json["code"]) == (409, "parcel_outcome_known")


@pytest.mark.clause("7.1.3")
def test_the_warehouse_lists_what_it_has_to_pack_page_by_page(api: ApiClient) -> None:
    ids = [f"ord_01KASY2D7V3M7T1QZ9N3D6W8{number:02d}" for number in range(5)]
    for id in ids:
        b.released(b.wish(id, lines=(line(sku=b.POT, quantity=1, amount=150_00),)))
    packer = api.as_actor(PACKER)
    seen: list[str] = []
    cursor = ""
    for expected in (2, 2, 1):
        page = packer.get(f"/orders?state=released&warehouse=hz-1&limit=2{cursor}").json
        assert len(page["items"]) == expected
        seen += [item["id"] for item in page["items"]]
        cursor = f"&cursor={page['next']}"
    assert (sorted(seen), page["next"]) == (ids, None)
    assert page["items"][0]["state"] == "released"
    assert packer.get("/orders?state=released&warehouse=gz-1").json["items"] == []
    for query, pointers in (
        ("?state=paid&warehouse=hz-1", ["/state"]),
        ("?state=released", ["/warehouse"]),
        ("?warehouse=hz-1", ["/state"]),
        ("?state=released&warehouse=HZ", ["/warehouse"]),
        ("?state=sold", ["/state"]),
    ):
        refused = packer.get(f"/orders{query}")
        assert (refused.status, refused.pointers) == (422, pointers)
    nobody = packer.get(f"/orders?customer={CUSTOMER.subject}")
    assert (nobody.status, nobody.pointers) == (422, ["/warehouse"])
    agent = api.as_actor(AGENT).get("/orders?state=released&warehouse=hz-1")
    assert (agent.status, agent.pointers) == (422, ["/customer"])


@pytest.mark.clause("2.4.1", "1.1")
def test_a_customer_lists_orders_of_both_kinds_newest_first(api: ApiClient) -> None:
    from tests.factories.orders import order, report

    b.bought()
    report(order(customer_id=CUSTOMER.subject))
    items = api.as_actor(CUSTOMER).get("/orders").json["items"]
    assert [(one["id"], one["state"]) for one in items] == [
        (ORDER_ID, "placed"),
        ("TS20261120-0001", None),
    ]


@pytest.mark.clause("6.1.1", "6.4.1", "8.1.2")
def test_agents_find_orders_by_telephone_and_every_search_is_audited(
    aws: Any, api: ApiClient
) -> None:
    b.bought()
    b.bought(b.wish(OTHER_ORDER, placed_at=NOW - HOUR))
    agent = api.as_actor(AGENT)
    for phone in ("13812341234", "+86 138 1234 1234"):
        found = agent.post("/order-searches", {"phone": phone})
        assert [one["id"] for one in found.json["items"]] == [ORDER_ID, OTHER_ORDER]
    first = agent.post("/order-searches", {"phone": "13812341234", "limit": 1}).json
    rest = agent.post(
        "/order-searches", {"phone": "13812341234", "limit": 1, "cursor": first["next"]}
    ).json
    assert [one["id"] for one in (*first["items"], *rest["items"])] == [ORDER_ID, OTHER_ORDER]
    assert agent.post("/order-searches", {"phone": "13900001111"}).json["items"] == []
    bad = agent.post("/order-searches", {"phone": "12345678"})
    assert (bad.status, bad.pointers) == (422, ["/phone"])
    entries = [row for row in aws.items("AuditTable") if row["action"] == "search_orders"]
    assert len(entries) == 5
    assert "1381234" not in str(entries)
    for actor in (CUSTOMER, SUPPLIER, PACKER):
        assert api.as_actor(actor).post("/order-searches", {"phone": "13812341234"}).status == 403


def test_a_number_of_ours_is_not_reported_by_another_system(api: ApiClient) -> None:
    from tests.factories.orders import body, order

    refused = api.as_actor(AGENT).post("/orders-intake", body(order(ORDER_ID)))
    assert (refused.status, refused.pointers) == (422, ["/id"])
    assert refused.json["errors"][0]["code"] == "order_id_reserved"


def test_a_short_number_is_masked_to_its_end() -> None:
    assert masked_phone("+8657112345678") == "571****5678"
    assert masked_phone("12345") == "****2345"
