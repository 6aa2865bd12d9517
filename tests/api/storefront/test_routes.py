"""The shop window over HTTP, without a token."""

from typing import Any

import pytest

from teleshop.storefront import wiring
from tests.api.client import ApiClient
from tests.factories.storefront import NOW, SUPPLIER, World, call, product, seller


@pytest.fixture
def world(aws: Any, api: ApiClient, monkeypatch: pytest.MonkeyPatch) -> World:
    """Contexts that are dictionaries, with one product in the lists."""
    made = World()
    made.put(product("prd_1"))
    storefront = made.storefront()
    storefront.upkeep.refresh_listing(call(), "prd_1")
    monkeypatch.setattr(wiring, "service", lambda: storefront)
    api.clock.instant = NOW
    return made


@pytest.mark.clause("2.3.2", "4.3.3")
def test_strangers_browse_and_what_they_see_may_be_kept_for_a_minute(
    world: World, api: ApiClient
) -> None:
    answer = api.get("/public/products?category=woks&attribute=material:不锈钢&sort=price")
    assert answer.status == 200
    (card,) = answer.json["items"]
    assert (card["id"], card["price"], card["channel"]) == ("prd_1", 19_900, "web")
    assert answer.headers["cache-control"] == "public, max-age=60"
    tree = api.get("/public/categories")
    assert [(one["id"], one["products"]) for one in tree.json["items"]] == [
        ("household", 1),
        ("kitchen", 1),
        ("woks", 1),
    ]
    assert tree.headers["cache-control"] == "public, max-age=300"


@pytest.mark.clause("1.2", "2.1.5")
def test_a_page_tells_who_sells_and_is_gone_when_the_supplier_may_not(
    world: World, api: ApiClient
) -> None:
    answer = api.get("/public/products/prd_1")
    assert answer.json["seller"]["name"] == "杭州云栖电器有限公司"
    assert answer.headers["cache-control"] == "no-store"
    world.sellers_said[SUPPLIER] = seller(active=False)
    gone = api.get("/public/products/prd_1")
    assert (gone.status, gone.json["code"]) == (404, "product_not_on_sale")
    assert "cache-control" in gone.headers
    assert api.get("/public/products/prd_2").status == 404


@pytest.mark.clause("3.3.2")
@pytest.mark.parametrize("featured", [True, False])
def test_a_page_tells_whether_its_seller_is_an_excellent_one(
    world: World, api: ApiClient, featured: bool
) -> None:
    world.sellers_said[SUPPLIER] = seller(featured=featured)
    assert api.get("/public/products/prd_1").json["seller"]["featured"] is featured


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("category=woks&supplier=sup_1", "/supplier"),
        ("attribute=material:x", "/attribute"),
        ("text=%E4%B8%8D%E9%94%88%E9%92%A2%E7%82%92%E9%94%85", "/text"),
        ("text=", "/text"),
        ("sort=oldest", "/sort"),
        ("limit=101", "/limit"),
        ("cursor=made-up", "/cursor"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field_and_not_kept(
    world: World, api: ApiClient, query: str, pointer: str
) -> None:
    answer = api.get(f"/public/products?{query}")
    assert (answer.status, answer.pointers) == (422, [pointer])
    assert answer.headers["cache-control"] == "no-store"
