"""The shop window over the contexts themselves, connected as the template connects them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from teleshop.categories.wiring import service as categories
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.pricing.domain.sheet import ChannelSheet
from teleshop.pricing.domain.terms import Channel, Reference, Scope, Term, TermKind
from teleshop.pricing.tables import ChannelSheetRow, SheetRow
from teleshop.pricing.wiring import service as pricing
from teleshop.storefront.errors import ProductNotOnSaleError
from teleshop.storefront.schemas import ProductPage, ProductsQuery
from teleshop.storefront.wiring import service
from teleshop.suppliers.schemas import ReasonBody
from teleshop.suppliers.wiring import service as suppliers
from tests.factories import categories as tree
from tests.factories import reviews as make
from tests.harness.platform import Platform, connected
from tests.harness.wire import Attempt, Send, wire
from tests.harness.wiring import wiring

AFTER = timedelta(hours=5)
PROMOTION = "prm_01M85DCW3M18EC0KYDXHRENF19"
TAKING_PART = (
    "OutboxPublish",
    "CatalogOnProductApproved",
    "CatalogOnPriceChanged",
    "CatalogOnStandingChanged",
    "CategoriesOnTreeChanged",
    "PricingOnProductApproved",
    "StorefrontOnProductEvent",
    "StorefrontOnProductsEvent",
    "StorefrontOnListEvent",
)


@pytest.fixture
def platform(aws: Any) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    with connected(aws, wiring().only(*TAKING_PART)) as made:
        yield made


def published(where: make.Ground | None = None) -> make.Submitted:
    """A product that was approved and has a price; it is on sale when that is told."""
    product = make.approved(where)
    make.priced(product)
    return product


def found(after: timedelta = AFTER, **asked: Any) -> list[str]:
    """The products of a list."""
    query = ProductsQuery(limit=100, **asked)
    page = service().browsing.list_products(make.call(after=after), query)
    return [card.id for card in page.items]


def page(product: make.Submitted, after: timedelta = AFTER) -> ProductPage:
    """The page of a product."""
    return service().browsing.show_product(make.call(after=after), product.id)


@pytest.mark.clause("1.2", "2.2.5", "2.3.2")
def test_a_published_product_is_listed_and_its_page_tells_what_was_reviewed(
    aws: Any, platform: Platform
) -> None:
    product = published()
    platform.settle()
    assert found(category=product.ground.category_id) == [product.id]
    assert found(text="铸铁") == [product.id]
    assert found(supplier=product.ground.supplier_id, sort="price") == [product.id]
    shown = page(product)
    assert (shown.name, shown.origin, shown.model) == ("铸铁炒锅", "浙江永康", "SH-30")
    assert shown.seller.name
    assert shown.seller.mark
    assert shown.seller.address
    assert shown.seller.contact == "0579-12345678"
    assert [one.type for one in shown.certificates] == ["test_report"]
    assert len(shown.pictures) == 1
    (article,) = shown.articles
    assert {(one.channel, one.price) for one in article.prices} == {
        ("tv", 199_00),
        ("web", 199_00),
        ("app", 199_00),
    }
    tree_shown = service().browsing.tree()
    assert [(node.code, node.products) for node in tree_shown.items] == [("woks", 1)]


@pytest.mark.clause("2.1.5", "2.2.5")
def test_a_suspended_supplier_is_gone_from_the_page_at_once_and_from_lists_with_the_event(
    aws: Any, platform: Platform
) -> None:
    product = published()
    platform.settle()
    manager = Actor("mona", frozenset({Role.MANAGER}))
    suppliers().standing.suspend_supplier(
        make.call(manager, AFTER), product.ground.supplier_id, ReasonBody(reason="抽检不合格")
    )
    with pytest.raises(ProductNotOnSaleError):
        page(product)
    platform.settle()
    assert found(category=product.ground.category_id) == []
    assert {node.products for node in service().browsing.tree().items} == {0}
    suppliers().standing.restore_supplier(
        make.call(manager, 2 * AFTER), product.ground.supplier_id, ReasonBody(reason="复检合格")
    )
    platform.settle()
    assert page(product, 2 * AFTER).id == product.id
    assert found(2 * AFTER, category=product.ground.category_id) == [product.id]


@pytest.mark.clause("2.3.2")
def test_products_follow_their_category_where_it_goes(aws: Any, platform: Platform) -> None:
    ground = make.ground()
    product = published(ground)
    platform.settle()
    kitchen, pots = tree.made("kitchen"), tree.made("soup_pots")
    categories().move(tree.call(), ground.category_id, kitchen)
    platform.settle()
    assert found(category=kitchen) == [product.id]
    assert [step.id for step in page(product).category] == [kitchen, ground.category_id]
    categories().merge(tree.call(), ground.category_id, pots)
    platform.settle()
    for category_id in (ground.category_id, pots):
        assert found(category=category_id) == [product.id]
    assert found(category=kitchen) == []
    counts = {node.code: node.products for node in service().browsing.tree().items}
    assert counts == {"kitchen": 0, "soup_pots": 1}
    categories().retire(tree.call(), pots)
    with pytest.raises(ProductNotOnSaleError):
        page(product)
    platform.settle()
    assert found(category=pots) == []


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("at_once", [True, False])
def test_products_are_found_by_every_category_of_a_chain_of_merges(
    aws: Any, platform: Platform, at_once: bool
) -> None:
    """Also when all merges are over, and noted, before the first list follows."""
    ground = make.ground()
    product = published(ground)
    platform.settle()
    chain = [ground.category_id, *(tree.made(code) for code in ("merged_1", "merged_2", "last"))]
    for source, into in pairwise(chain):
        categories().merge(tree.call(), source, into)
        if at_once:
            categories().note_paths(tree.call())
        else:
            platform.settle()
            assert found(category=into) == [product.id]
    platform.settle()
    assert [found(category=category_id) for category_id in chain] == [[product.id]] * len(chain)
    counts = {node.code: node.products for node in service().browsing.tree().items}
    assert counts["last"] == 1


@pytest.mark.clause("4.3.3", "4.3.4")
def test_a_promotional_price_is_shown_with_reference_dates_and_conditions_while_it_runs(
    aws: Any, platform: Platform
) -> None:
    product = published()
    platform.settle()
    (sku,) = make.product_of(product.id).skus
    begins, ends = make.NOW + AFTER, make.NOW + 2 * AFTER
    promotional = Term(
        promotion_id=PROMOTION,
        kind=TermKind.FIXED_PRICE,
        channels=(Channel.WEB,),
        starts_at=begins,
        ends_at=ends,
        amount=159_00,
        conditions_zh="每人限购2件",
        conditions_en="Two for each customer",
        reference=Reference(
            amount=199_00,
            pack="cn_lowest_deal_7d",
            basis="lowest_deal",
            since=begins - timedelta(days=7),
            until=begins,
        ),
    )
    _attach(sku, promotional)
    service().upkeep.refresh_listing(make.call(after=timedelta(hours=4, minutes=30)), product.id)
    instant = timedelta(microseconds=1)
    for after, price, running in (
        (AFTER - instant, 199_00, False),
        (AFTER, 159_00, True),
        (2 * AFTER - instant, 159_00, True),
        (2 * AFTER, 199_00, False),
    ):
        (card,) = service().browsing.list_products(make.call(after=after), ProductsQuery()).items
        web = next(one for one in page(product, after).articles[0].prices if one.channel == "web")
        assert (card.price, card.promotion is not None) == (price, running)
        assert (web.price, web.promotion) == (card.price, card.promotion)
        assert card.marked_price == 199_00
        if card.promotion is not None and card.promotion.reference is not None:
            assert card.promotion.reference.amount == 199_00
            assert card.promotion.reference.until == begins
            assert (card.promotion.starts_at, card.promotion.ends_at) == (begins, ends)
            assert card.promotion.conditions_en == "Two for each customer"


def _attach(sku: str, *terms: Term) -> None:
    sheet = pricing().prices.sheets([sku])[sku]
    SheetRow.from_entity(replace(sheet, terms=(*sheet.terms, *terms))).save()


@pytest.mark.clause("4.3.3", "4.3.4")
def test_conditions_of_more_than_a_piece_are_told_and_what_is_for_some_alone_is_not(
    aws: Any, platform: Platform
) -> None:
    product = published()
    platform.settle()
    (sku,) = make.product_of(product.id).skus
    times: dict[str, Any] = {
        "starts_at": make.NOW,
        "ends_at": make.NOW + 2 * AFTER,
        "channels": (Channel.WEB,),
    }
    _attach(
        sku,
        Term(promotion_id="prm_air", kind=TermKind.ON_AIR, amount=99_00, slot_id="slt_1", **times),
        Term(promotion_id="prm_code", kind=TermKind.PERCENT_OFF, rate=1000, code="X", **times),
        Term(promotion_id="prm_gift", kind=TermKind.GIFT, gift_sku="sku_2", code="X", **times),
        Term(promotion_id="prm_gone", kind=TermKind.GIFT, gift_sku="sku_2", **_earlier()),
    )
    everything = Term(
        promotion_id="prm_all",
        kind=TermKind.THRESHOLD,
        scope=Scope.EVERYTHING,
        threshold=100_00,
        off=10_00,
        **times,
    )
    elsewhere = replace(
        everything, promotion_id="prm_food", scope=Scope.CATEGORY, category_id="cat_food"
    )
    sheet = ChannelSheet(channel=Channel.WEB, terms=(everything, elsewhere))
    ChannelSheetRow.from_entity(sheet).save()
    service().upkeep.refresh_listing(make.call(after=AFTER), product.id)
    (card,) = service().browsing.list_products(make.call(after=AFTER), ProductsQuery()).items
    prices = {one.channel: one for one in page(product).articles[0].prices}
    assert (card.price, card.promotion) == (199_00, None)
    assert [one.id for one in card.more_promotions] == ["prm_air"]
    assert [one.id for one in prices["web"].more_promotions] == ["prm_air", "prm_all"]
    assert (prices["web"].price, prices["tv"].more_promotions) == (199_00, [])


def _earlier() -> dict[str, Any]:
    return {
        "starts_at": make.NOW - 2 * AFTER,
        "ends_at": make.NOW,
        "channels": (Channel.WEB,),
    }


@pytest.mark.clause("4.4.3")
def test_a_suspended_price_takes_the_product_off_and_its_return_brings_it_back(
    aws: Any, platform: Platform
) -> None:
    product = published()
    platform.settle()
    (sku,) = make.product_of(product.id).skus
    tx = Transaction(make.call(after=AFTER), "suspend", Subject("price_sheet", sku))
    pricing().prices.suspend(tx, sku, "pvi_1")
    tx.commit(None)
    with pytest.raises(ProductNotOnSaleError):
        page(product)
    platform.settle()
    assert found(category=product.ground.category_id) == []
    tx = Transaction(make.call(after=2 * AFTER), "reinstate", Subject("price_sheet", sku))
    pricing().prices.reinstate(tx, sku, "pvi_1")
    tx.commit(None)
    platform.settle()
    assert found(2 * AFTER, category=product.ground.category_id) == [product.id]
    assert page(product, 2 * AFTER).id == product.id


@pytest.mark.clause("2.3.2")
def test_a_page_and_a_list_cost_a_known_number_of_calls(aws: Any, platform: Platform) -> None:
    where = make.ground()
    product = published(where)
    platform.settle()
    page(product)
    calls: Counter[str] = Counter()

    def count(attempt: Attempt, send: Send) -> Any:
        calls[attempt.name] += 1
        return send()

    with wire(count):
        found(category=where.category_id)
    # The pictures of all cards are looked up in one read.
    assert calls == {"dynamodb.Query": 1, "dynamodb.BatchGetItem": 1}
    calls.clear()
    with wire(count):
        page(product)
    assert (calls["dynamodb.GetItem"], calls["dynamodb.Query"]) == (3, 1)
    assert calls["dynamodb.BatchGetItem"] <= 5
