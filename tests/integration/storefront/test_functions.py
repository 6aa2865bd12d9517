"""What the template connects: events reach the lists, whatever their number and order."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions.storefront import nightly, on_list_event, on_product_event, on_products_event
from teleshop.catalog.schemas.events import ProductPublished
from teleshop.categories.schemas import CategoryChanged, CategoryMoved
from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.schemas.events import PriceSuspended
from teleshop.storefront.domain.product import Slice
from teleshop.storefront.schemas import ProductsQuery
from teleshop.storefront.service.upkeep import EVENTS_OF_A_STEP
from teleshop.suppliers.schemas import SupplierRestored, SupplierSuspended
from tests.factories.storefront import NOW, SUPPLIER, World, call, product, seller
from tests.harness.platform import Deliver, Platform, connected
from tests.harness.wiring import wiring

FUNCTIONS = (
    "OutboxPublish",
    "StorefrontOnProductEvent",
    "StorefrontOnProductsEvent",
    "StorefrontOnListEvent",
    "StorefrontNightly",
)


@pytest.fixture
def platform(aws: Any) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    with connected(aws, wiring().only(*FUNCTIONS)) as made:
        yield made


@pytest.fixture
def world(aws: Any, monkeypatch: pytest.MonkeyPatch) -> World:
    """Contexts that are dictionaries, as the functions see them."""
    made = World()
    storefront = made.storefront()
    for function in (nightly, on_list_event, on_product_event, on_products_event):
        monkeypatch.setattr(function, "service", lambda: storefront)
    return made


def tell(data: EventData, minutes: int = 0) -> None:
    """Another context publishes an event."""
    tx = Transaction(call(NOW + timedelta(minutes=minutes)), "tell", Subject("test", "1"))
    tx.publish(data)
    tx.commit(None)


def published(product_id: str, minutes: int = 0) -> None:
    """The catalog tells that a product is on sale."""
    tell(
        ProductPublished(
            product_id=product_id, supplier_id=SUPPLIER, revision=1, category_id="woks"
        ),
        minutes,
    )


def found(world: World, **asked: Any) -> list[str]:
    """The products of a list."""
    query = ProductsQuery(limit=100, **asked)
    return [card.id for card in world.storefront().browsing.list_products(call(), query).items]


@pytest.mark.clause("2.2.5", "2.3.2")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_products_come_and_go_with_events(
    world: World, platform: Platform, deliver: Deliver
) -> None:
    platform.deliver = deliver
    world.put(product("prd_1"), product("prd_2", name="汤锅"))
    published("prd_1")
    published("prd_2")
    platform.settle()
    assert sorted(found(world)) == ["prd_1", "prd_2"]
    world.said_prices["prd_1"] = (Slice(starts_at=None),)
    tell(PriceSuspended(sku="sku_1", product_id="prd_1", violation_id="pvi_1"), 1)
    platform.settle()
    assert found(world) == ["prd_2"]
    assert {node.products for node in world.storefront().browsing.tree().items} == {1}


@pytest.mark.clause("2.1.5")
def test_a_suspended_supplier_leaves_the_lists_and_comes_back(
    world: World, platform: Platform
) -> None:
    world.put(product("prd_1"), product("prd_2", supplier_id="sup_2"))
    world.sellers_said["sup_2"] = seller(id="sup_2")
    published("prd_1")
    published("prd_2")
    platform.settle()
    world.sellers_said[SUPPLIER] = seller(active=False)
    tell(SupplierSuspended(supplier_id=SUPPLIER, kind="manual_hold", subject="manual"))
    platform.settle()
    assert found(world) == ["prd_2"]
    world.sellers_said[SUPPLIER] = seller()
    tell(SupplierRestored(supplier_id=SUPPLIER), 1)
    platform.settle()
    assert sorted(found(world)) == ["prd_1", "prd_2"]


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_large_category_that_moves_is_listed_anew_product_by_product(
    world: World, platform: Platform, deliver: Deliver
) -> None:
    platform.deliver = deliver
    many = [f"prd_{number:03d}" for number in range(EVENTS_OF_A_STEP + 2)]
    world.put(*(product(one, name="汤锅", brand="") for one in many))
    for one in many:
        world.storefront().upkeep.refresh_listing(call(), one)
    platform.settle()
    world.parents |= {"outdoor": None, "kitchen": "outdoor"}
    tell(CategoryMoved(category_id="kitchen", from_parent="household", to_parent="outdoor"))
    platform.settle()
    assert found(world, category="household") == []
    assert len(found(world, category="outdoor")) == len(many)
    counts = {node.id: node.products for node in world.storefront().browsing.tree().items}
    assert counts == {"household": 0, "kitchen": len(many), "woks": len(many), "outdoor": len(many)}


@pytest.mark.clause("2.3.2")
def test_an_attribute_that_can_be_filtered_by_makes_lists(world: World, platform: Platform) -> None:
    world.filters = {}
    world.put(product("prd_1"))
    published("prd_1")
    platform.settle()
    assert found(world, category="kitchen", attribute="material:不锈钢") == []
    world.filters = {"material": "kitchen"}
    tell(CategoryChanged(category_id="kitchen", what=["names"]))
    platform.settle()
    assert found(world, category="kitchen", attribute="material:不锈钢") == []
    tell(CategoryChanged(category_id="kitchen", what=["names", "attributes"]))
    platform.settle()
    assert found(world, category="kitchen", attribute="material:不锈钢") == ["prd_1"]


@pytest.mark.clause("4.3.3")
def test_the_products_of_a_promotion_are_listed_anew(world: World, platform: Platform) -> None:
    many = [f"prd_{number:03d}" for number in range(EVENTS_OF_A_STEP + 2)]
    world.put(*(product(one, name="汤锅", brand="") for one in many))
    world.storefront().upkeep.spread(call(), many)
    platform.settle()
    assert len(platform.events_of_type("ListingsOutdated")) == 1
    counts = {node.id: node.products for node in world.storefront().browsing.tree().items}
    assert counts["woks"] == len(many)


@pytest.mark.clause("2.2.5")
def test_what_no_event_told_is_right_by_the_next_morning(world: World, platform: Platform) -> None:
    world.put(product("prd_1"), product("prd_2"))
    published("prd_1")
    published("prd_2")
    platform.settle()
    world.put(product("prd_1", on_sale=False))
    platform.run_schedules(NOW + timedelta(hours=14), "StorefrontNightly")
    assert found(world) == ["prd_2"]
    world.put(product("prd_1"))
    platform.run_schedules(NOW + timedelta(hours=38), "StorefrontNightly")
    assert sorted(found(world)) == ["prd_1", "prd_2"]
