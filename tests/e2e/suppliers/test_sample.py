"""The sample platform that `make run` loads."""

from typing import Any

from infra import sample
from tests.e2e.local_site import OnLocalCloud
from tests.factories.onboarding import said


def test_the_sample_has_suppliers_goods_on_sale_and_a_desk_at_work(site: OnLocalCloud) -> None:
    sample.load(site.cloud)
    manager = site.person("manager", "manager")
    for company, status in (
        (sample.ACTIVE, "active"),
        (sample.WAITING, "in_review"),
        (sample.DRAFTING, "draft"),
    ):
        [found] = said(manager.get(f"/suppliers?name_prefix={company.name}"), 200)["items"]
        assert (found["legal_name"], found["status"]) == (company.name, status)
    wang = site.person("customer", "wang")
    [complaint] = said(wang.get("/complaints?customer=me"), 200)["items"]
    assert complaint["state"] == "open"
    [order] = said(wang.get("/orders"), 200)["items"]
    assert order["id"] == complaint["order_id"]
    lines = said(wang.get(f"/orders/{order['id']}"), 200)["lines"]
    pot, pan = (line["product_id"] for line in lines)
    skus = [line["sku"] for line in lines]
    goods_are_on_sale(site, pot, pan)
    waiting = said(site.person("reviewer", "r1").get("/product-reviews"), 200)["items"]
    assert sample.SOUP_POT.name in {item["name"] for item in waiting}
    # The order is older than the price list: a deal on record, and no violation.
    merchandiser = site.person("merchandiser", "m1")
    violations = said(merchandiser.get("/pricing/violations?limit=100"), 200)["items"]
    assert [one for one in violations if one["order_id"] == order["id"]] == []
    promotions = [
        one
        for state in ("approved", "running")
        for one in said(merchandiser.get(f"/promotions?limit=100&state={state}"), 200)["items"]
    ]
    [promotion] = [one for one in promotions if one["plan"]["items"][0]["sku"] == skus[1]]
    assert promotion["comparisons"][0]["amount"] == sample.DEAL
    orders_were_taken(site, *skus)


def goods_are_on_sale(site: OnLocalCloud, pot: str, pan: str) -> None:
    """In the tree and in the list, with their prices."""
    tree = said(site.anybody.get("/public/categories"), 200)["items"]
    [woks] = [category for category in tree if category["code"] == "woks"]
    path = f"/public/products?category={woks['id']}"

    def listed() -> Any:
        items = said(site.anybody.get(path), 200)["items"]
        return items if len(items) == 2 else None

    items = site.wait("the pot and the pan in the list", listed)
    assert {item["id"]: item["marked_price"] for item in items} == {
        pot: sample.POT.price,
        pan: sample.PAN.price,
    }


def orders_were_taken(site: OnLocalCloud, pot: str, pan: str) -> None:
    """One was paid and arrived, one waits to be paid at the door; the stock says the same."""
    buyer = site.person("customer", sample.BUYER)
    called, bought = said(buyer.get("/orders"), 200)["items"]
    assert (bought["channel"], bought["state"]) == ("app", "delivered")
    # Its clock may have brought it to the warehouse by now.
    assert called["channel"] == "phone"
    assert called["state"] in {"placed", "released"}
    payment = said(buyer.get(f"/orders/{called['id']}"), 200)["taken"]["payment"]
    assert (payment["method"], payment["paid_at"]) == ("cash_on_delivery", None)
    agent = site.person("agent", "anna")
    found = said(agent.post("/order-searches", {"phone": sample.PHONE}), 200)["items"]
    assert [order["id"] for order in found] == [called["id"], bought["id"]]
    warehouse = site.person("warehouse", "warehouse")
    held = {
        sku: {key: shelf[key] for key in ("warehouse", "on_hand", "reserved")}
        for sku in (pot, pan)
        for shelf in said(warehouse.get(f"/stock/{sku}"), 200)["warehouses"]
    }
    assert held == {
        pot: {"warehouse": sample.WAREHOUSE, "on_hand": sample.PIECES - 1, "reserved": 0},
        pan: {"warehouse": sample.WAREHOUSE, "on_hand": sample.PIECES, "reserved": 1},
    }
