"""The sample platform that `make run` loads."""

from typing import Any

from infra import sample
from tests.e2e.local_site import OnLocalCloud
from tests.factories.onboarding import said


def test_the_sample_has_suppliers_goods_on_sale_and_a_desk_at_work(site: OnLocalCloud) -> None:
    sample.load(site.cloud)
    manager = site.person("manager", "manager")
    found = said(manager.get("/suppliers?name_prefix=示例"), 200)["items"]
    status_by_name = {item["legal_name"]: item["status"] for item in found}
    assert status_by_name[sample.ACTIVE.name] == "active"
    assert status_by_name[sample.WAITING.name] == "in_review"
    assert status_by_name[sample.DRAFTING.name] == "draft"
    wang = site.person("customer", "wang")
    [complaint] = said(wang.get("/complaints?customer=me"), 200)["items"]
    assert complaint["state"] == "open"
    [order] = said(wang.get("/orders"), 200)["items"]
    assert order["id"] == complaint["order_id"]
    lines = said(wang.get(f"/orders/{order['id']}"), 200)["lines"]
    pot, pan = (line["product_id"] for line in lines)
    goods_are_on_sale(site, pot, pan)
    waiting = said(site.person("reviewer", "r1").get("/product-reviews"), 200)["items"]
    assert [item["name"] for item in waiting] == [sample.SOUP_POT.name]
    # The order is older than the price list: a deal on record, and no violation.
    merchandiser = site.person("merchandiser", "m1")
    assert said(merchandiser.get("/pricing/violations"), 200)["items"] == []


def goods_are_on_sale(site: OnLocalCloud, pot: str, pan: str) -> None:
    """In the tree, in the list, with their prices; the pan for less as soon as that begins."""
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

    def reduced() -> Any:
        page = said(site.anybody.get(f"/public/products/{pan}"), 200)
        [article] = page["articles"]
        return next(
            (one for one in article["prices"] if one["channel"] == "tv" and one["promotion"]), None
        )

    price = site.wait("the promotion to begin", reduced)
    assert (price["price"], price["promotion"]["reference"]["amount"]) == (7_500, sample.DEAL)
