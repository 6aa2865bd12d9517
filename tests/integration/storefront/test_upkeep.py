"""The lists over contexts that are dictionaries: what is found, when, and at what cost."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.paging import PageRequest
from teleshop.storefront.domain.card import card_of
from teleshop.storefront.domain.product import ShownProduct, Slice
from teleshop.storefront.domain.shelf import Listing, newest_key, price_key
from teleshop.storefront.errors import ProductNotOnSaleError
from teleshop.storefront.schemas import ProductsQuery
from teleshop.storefront.service.upkeep import EVENTS_OF_A_STEP
from teleshop.storefront.tables import ListingRow, StorefrontRepository
from tests.factories.storefront import (
    DAY,
    NOW,
    SUPPLIER,
    World,
    call,
    price,
    product,
    promotion,
    seller,
)
from tests.harness.wire import Attempt, Send, wire

LONG = (
    "云栖不锈钢炒锅家用多功能无涂层不粘平底电磁炉燃气灶通用大容量加厚复合底"
    "带盖防烫手柄可拆卸蒸格三层五口之煎煮炖焖省时"
)


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls made in the block, by name."""
    calls: Counter[str] = Counter()

    def count(attempt: Attempt, send: Send) -> Any:
        calls[attempt.name] += 1
        return send()

    with wire(count):
        yield calls


def found(world: World, **asked: Any) -> list[str]:
    """The products of a list."""
    query = ProductsQuery(limit=100, **asked)
    return [card.id for card in world.storefront().browsing.list_products(call(), query).items]


def refresh(world: World, product_id: str) -> int:
    """Steps until the rows of a product are right; answers how many had to be written."""
    steps = 0
    while world.storefront().upkeep.refresh_listing(call(), product_id):
        steps += 1
    return steps


def listed(*products: ShownProduct) -> World:
    """A world with these products in the lists."""
    world = World()
    world.put(*products)
    for one in products:
        refresh(world, one.id)
    return world


@pytest.mark.clause("2.3.2")
def test_a_product_is_found_by_each_heading_and_not_by_others(aws: Any) -> None:
    world = listed(product("prd_1"))
    for asked in (
        {},
        {"category": "household"},
        {"category": "woks"},
        {"category": "kitchen", "attribute": "material:不锈钢"},
        {"category": "woks", "attribute": "capacity:3000"},
        {"supplier": SUPPLIER},
        {"text": "不锈"},
        {"text": "云栖"},
    ):
        assert found(world, **asked) == ["prd_1"], asked
    for asked in (
        {"category": "food"},
        {"category": "kitchen", "attribute": "material:铸铁"},
        {"category": "kitchen", "attribute": "capacity:3000"},
        {"supplier": "sup_2"},
        {"text": "锈炒"},
    ):
        assert found(world, **asked) == [], asked


@pytest.mark.clause("2.3.2")
def test_traditional_and_simplified_characters_find_the_same(aws: Any) -> None:
    world = listed(product("prd_1", name="不鏽鋼炒鍋"), product("prd_2", name="不锈钢汤锅"))
    for text in ("不锈钢", "不鏽鋼"):
        assert sorted(found(world, text=text)) == ["prd_1", "prd_2"]
    assert found(world, text="炒锅") == ["prd_1"]


@pytest.mark.clause("2.3.2", "4.3.3")
def test_lists_are_in_order_of_newness_or_of_price_and_pages_follow_each_other(aws: Any) -> None:
    world = World()
    for number, amount in enumerate((500, 100, 300)):
        one = product(f"prd_{number}", since=NOW + number * timedelta(minutes=1))
        world.put(one)
        world.said_prices[one.id] = (Slice(starts_at=None, prices=(price(amount),)),)
        refresh(world, one.id)
    assert found(world) == ["prd_2", "prd_1", "prd_0"]
    assert found(world, category="woks", sort="price") == ["prd_1", "prd_2", "prd_0"]
    browsing = world.storefront().browsing
    first = browsing.list_products(call(), ProductsQuery(limit=2, sort="price"))
    rest = browsing.list_products(call(), ProductsQuery(limit=2, sort="price", cursor=first.next))
    assert [card.id for card in (*first.items, *rest.items)] == ["prd_1", "prd_2", "prd_0"]
    assert rest.next is None


@pytest.mark.clause("2.3.2")
def test_the_same_again_writes_nothing(aws: Any) -> None:
    world = listed(product("prd_1"))
    with counted() as calls:
        assert not world.storefront().upkeep.refresh_listing(call(), "prd_1")
    assert calls == {"dynamodb.GetItem": 1}
    assert not world.storefront().upkeep.refresh_listing(call(), "prd_unknown")


@pytest.mark.clause("2.3.2")
def test_more_rows_than_a_transaction_takes_are_written_in_steps(aws: Any) -> None:
    world = World()
    world.put(product("prd_1", name=LONG))
    upkeep = world.storefront().upkeep
    assert upkeep.refresh_listing(call(), "prd_1")
    assert [row["type"] for row in aws.items("OutboxTable")] == ["ListingOutdated"]
    assert found(world, category="woks") == ["prd_1"]
    assert refresh(world, "prd_1") == 2
    shelf = StorefrontRepository().find_shelf("prd_1")
    assert shelf is not None
    assert len(shelf.listed) > 150
    rows = [row for row in aws.items("StorefrontTable") if "card" in row]
    assert len(rows) == len(shelf.listed)
    world.put(product("prd_1", name=LONG, on_sale=False))
    assert refresh(world, "prd_1") == 3
    rows = [row["pk"] for row in aws.items("StorefrontTable") if "card" in row]
    assert sorted(rows) == ["known", f"known#{SUPPLIER}"]
    world.said.clear()
    assert refresh(world, "prd_1") == 1
    assert [row for row in aws.items("StorefrontTable") if "card" in row] == []


@pytest.mark.clause("4.3.4")
def test_a_change_of_price_reaches_every_row_and_both_orders(aws: Any) -> None:
    world = listed(product("prd_1"), product("prd_2", name="汤锅"))
    world.said_prices["prd_1"] = (
        Slice(
            starts_at=None,
            prices=(price(19_900, price=9_900, promotion=promotion(NOW + DAY)),),
        ),
    )
    refresh(world, "prd_1")
    lists: list[dict[str, Any]] = [{}, {"category": "kitchen"}, {"text": "炒锅"}]
    for asked in lists:
        query = ProductsQuery(sort="price", **asked)
        first = world.storefront().browsing.list_products(call(), query).items[0]
        assert (first.id, first.price) == ("prd_1", 9_900)
    assert len([row for row in aws.items("StorefrontTable") if row["pk"] == "all"]) == 2


@pytest.mark.clause("2.2.5", "2.1.5")
@pytest.mark.parametrize("why", ["withdrawn", "gone", "supplier", "category", "price"])
def test_what_may_not_be_sold_leaves_every_list_and_the_counts(aws: Any, why: str) -> None:
    world = listed(product("prd_1"))
    assert counts(world) == {"household": 1, "kitchen": 1, "woks": 1}
    match why:
        case "withdrawn":
            world.put(product("prd_1", on_sale=False))
        case "gone":
            world.said.clear()
        case "supplier":
            world.sellers_said[SUPPLIER] = seller(active=False)
        case "category":
            world.retired.add("woks")
        case "price":
            world.said_prices["prd_1"] = (Slice(starts_at=None),)
    refresh(world, "prd_1")
    assert found(world) == []
    assert found(world, text="炒锅") == []
    assert counts(world) == {"household": 0, "kitchen": 0, "woks": 0}


@pytest.mark.clause("2.2.5")
def test_what_comes_back_keeps_its_place_among_the_newest(aws: Any) -> None:
    old, new = product("prd_1", since=NOW - DAY), product("prd_2", since=NOW)
    world = listed(old, new)
    world.put(replace(old, on_sale=False))
    refresh(world, "prd_1")
    world.put(replace(old, since=NOW + DAY))
    refresh(world, "prd_1")
    assert found(world) == ["prd_2", "prd_1"]


@pytest.mark.clause("4.3.4")
def test_an_older_event_that_comes_late_brings_no_older_price_back(aws: Any) -> None:
    world = World()
    world.put(product("prd_1"))
    world.said_prices["prd_1"] = (
        Slice(starts_at=None, prices=(price(19_900),)),
        Slice(starts_at=NOW, prices=(price(9_900),)),
    )
    upkeep = world.storefront().upkeep
    assert upkeep.refresh_listing(call(NOW), "prd_1")
    assert not upkeep.refresh_listing(call(NOW - DAY), "prd_1")
    (row,) = StorefrontRepository().cheapest("all", PageRequest()).items
    assert row.price == "000000009900#prd_1"


@pytest.mark.clause("2.2.5")
def test_what_was_never_on_sale_is_in_no_list(aws: Any) -> None:
    world = World()
    world.put(product("prd_1", on_sale=False, since=None))
    assert not world.storefront().upkeep.refresh_listing(call(), "prd_1")


@pytest.mark.clause("2.1.5")
def test_a_supplier_that_is_back_finds_its_products_that_are_in_no_public_list(aws: Any) -> None:
    world = listed(product("prd_1"))
    world.sellers_said[SUPPLIER] = seller(active=False)
    refresh(world, "prd_1")
    upkeep = world.storefront().upkeep
    assert found(world, supplier=SUPPLIER) == []
    assert upkeep.walk_supplier(call(), SUPPLIER) == 1
    assert upkeep.walk_everything(call()) == 1


def counts(world: World) -> dict[str, int]:
    """Products on sale by category."""
    return {node.id: node.products for node in world.storefront().browsing.tree().items}


@pytest.mark.clause("2.3.2")
def test_products_of_a_category_that_moves_are_found_all_the_time(aws: Any) -> None:
    world = listed(product("prd_1", name=LONG))
    world.parents = {"household": None, "outdoor": None, "kitchen": "outdoor", "woks": "kitchen"}
    upkeep = world.storefront().upkeep
    while True:
        assert found(world, category="woks") == ["prd_1"]
        assert found(world, category="kitchen") == ["prd_1"]
        assert found(world, category="household") or found(world, category="outdoor")
        if not upkeep.refresh_listing(call(), "prd_1"):
            break
    assert (found(world, category="household"), found(world, category="outdoor")) == (
        [],
        ["prd_1"],
    )
    assert counts(world) == {"household": 0, "outdoor": 1, "kitchen": 1, "woks": 1}


@pytest.mark.clause("2.3.2")
def test_products_of_merged_categories_are_found_by_the_old_and_the_new_one(aws: Any) -> None:
    world = listed(product("prd_1", category_id="woks"))
    world.parents |= {"pans": "kitchen", "skillets": "household"}
    for source, into in (("woks", "pans"), ("pans", "skillets")):
        world.merged[source] = into
        refresh(world, "prd_1")
        for category in ("woks", source, into):
            assert found(world, category=category) == ["prd_1"]
    assert found(world, category="kitchen") == []
    assert counts(world) == {
        "household": 1,
        "kitchen": 0,
        "woks": 0,
        "pans": 0,
        "skillets": 1,
    }


@pytest.mark.clause("2.3.2")
def test_a_page_costs_the_same_calls_whatever_the_number_of_products(aws: Any) -> None:
    world = listed(product("prd_first"))
    cost = []
    _fill(150)
    # The key that cursors are signed with is fetched once in the life of a process.
    world.storefront().browsing.list_products(call(), ProductsQuery(category="woks"))
    for more in (0, 4_000):
        _fill(more)
        for sort in ("newest", "price"):
            with counted() as calls:
                page = world.storefront().browsing.list_products(
                    call(), ProductsQuery(category="woks", limit=100, sort=sort)
                )
            cost.append(dict(calls))
    assert len(page.items) == 100
    assert cost == [{"dynamodb.Query": 1}] * 4


def _fill(count: int) -> None:
    with ListingRow.batch_write() as batch:
        for number in range(count):
            one = product(f"prd_{number:06d}")
            card = card_of(one, "woks", [Slice(starts_at=None, prices=(price(number),))])
            row = Listing(
                facet="category#woks",
                product_id=one.id,
                newest=newest_key(NOW, one.id),
                price=price_key(card, NOW),
                card=card,
            )
            batch.save(ListingRow.from_entity(row))


@pytest.mark.clause("2.3.2")
def test_a_list_is_walked_page_by_page(aws: Any) -> None:
    _fill(EVENTS_OF_A_STEP + 3)
    upkeep = World().storefront().upkeep
    assert upkeep.walk_category(call(), "woks") == EVENTS_OF_A_STEP
    rows = aws.items("OutboxTable")
    (rest,) = [row for row in rows if row["type"] == "ListOutdated"]
    assert f"prd_{EVENTS_OF_A_STEP - 1:06d}" in rest["envelope"]
    after = newest_key(NOW, f"prd_{EVENTS_OF_A_STEP - 1:06d}")
    assert upkeep.walk_list(call(), "category#woks", after) == 3
    assert upkeep.walk_supplier(call(), "sup_2") == 0
    assert upkeep.walk_everything(call()) == 0


@pytest.mark.clause("4.3.3")
def test_products_of_a_promotion_are_asked_for_one_by_one(aws: Any) -> None:
    upkeep = World().storefront().upkeep
    ids = [f"prd_{number}" for number in range(EVENTS_OF_A_STEP + 2)]
    assert upkeep.spread(call(), []) == 0
    assert upkeep.spread(call(), ids) == EVENTS_OF_A_STEP
    kinds = Counter(row["type"] for row in aws.items("OutboxTable"))
    assert kinds == {"ListingOutdated": EVENTS_OF_A_STEP, "ListingsOutdated": 1}


@pytest.mark.clause("1.2", "4.3.3")
def test_a_page_tells_everything_that_was_reviewed_who_sells_and_what_it_costs(aws: Any) -> None:
    world = World()
    world.put(product("prd_1", unit="口"))
    live = promotion(NOW + DAY)
    world.said_prices["prd_1"] = (
        Slice(starts_at=None, prices=(price(19_900, price=9_900, promotion=live),)),
    )
    page = world.storefront().browsing.show_product(call(), "prd_1")
    assert (page.seller.name, page.seller.mark) == ("杭州云栖电器有限公司", "9133010079965305X8")
    assert (page.seller.address, page.seller.contact) == ("杭州市西湖区文三路1号", "0571-88888888")
    assert [step.id for step in page.category] == ["household", "kitchen", "woks"]
    assert [one.value for one in page.attributes] == ["不锈钢", 3000, False]
    (article,) = page.articles
    assert (article.prices[0].price, article.prices[0].marked_price) == (9_900, 19_900)
    assert article.prices[0].unit == "口"
    assert article.prices[0].promotion is not None
    assert article.prices[0].promotion.reference is not None
    assert page.after_sales is not None
    assert (page.after_sales.return_days, page.after_sales.warranty_months) == (7, 12)
    assert page.pictures == ["https://pictures.example/doc_1", "https://pictures.example/doc_2"]


@pytest.mark.clause("2.1.5", "2.2.5")
@pytest.mark.parametrize("why", ["unknown", "off", "supplier", "no supplier", "category", "price"])
def test_there_is_no_page_of_what_may_not_be_sold_whatever_lists_say(aws: Any, why: str) -> None:
    world = listed(product("prd_1"))
    match why:
        case "unknown":
            world.said.clear()
        case "off":
            world.put(product("prd_1", on_sale=False))
        case "supplier":
            world.sellers_said[SUPPLIER] = seller(active=False)
        case "no supplier":
            world.sellers_said.clear()
        case "category":
            world.retired.add("woks")
        case "price":
            world.said_prices["prd_1"] = (Slice(starts_at=None),)
    assert StorefrontRepository().newest("all", PageRequest()).items
    with pytest.raises(ProductNotOnSaleError):
        world.storefront().browsing.show_product(call(), "prd_1")
