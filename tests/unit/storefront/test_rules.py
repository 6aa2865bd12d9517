"""Headings, beginnings of words, cards, and the steps in which rows come to be right."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.errors import InvalidInputError
from teleshop.storefront.domain import shelf as rules
from teleshop.storefront.domain.card import NO_PRICE, card_of
from teleshop.storefront.domain.product import Slice
from teleshop.storefront.domain.text import MAX_BEGINNINGS, beginnings, wanted_beginning
from teleshop.storefront.schemas import ProductsQuery
from teleshop.storefront.service.browsing import card_view, wanted_facet
from tests.factories.storefront import NOW, World, price, product, promotion

HOUR = timedelta(hours=1)


@pytest.mark.clause("2.3.2")
def test_a_product_stands_under_every_category_above_it_and_its_attributes_there() -> None:
    place = World().storefront().upkeep._places.find("woks")
    assert place is not None
    found = [one for one in rules.facets_of(product(), place) if not one.startswith("text#")]
    assert found == [
        "known",
        "known#sup_01KASY2D7V3M7T1QZ9N3D6W8XR",
        "all",
        "supplier#sup_01KASY2D7V3M7T1QZ9N3D6W8XR",
        "category#household",
        "category#kitchen",
        "category#woks",
        "attribute#household#coated#false",
        "attribute#kitchen#coated#false",
        "attribute#kitchen#material#不锈钢",
        "attribute#woks#capacity#3000",
        "attribute#woks#coated#false",
        "attribute#woks#material#不锈钢",
    ]


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    "text", ["炒锅", "不锈钢炒", "锅", "云栖", "32cm", "３２", "32C", " 炒锅 "]
)
def test_a_word_is_found_by_its_beginning_in_any_width_and_case(text: str) -> None:
    asked = wanted_beginning(text)
    assert asked in beginnings("云栖", "云栖不锈钢炒锅 32CM")


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize("text", ["锈炒", "2cm", "cm"])
def test_the_middle_of_a_word_finds_nothing(text: str) -> None:
    assert wanted_beginning(text) not in beginnings("云栖", "云栖不锈钢炒锅 32CM")


@pytest.mark.parametrize("text", ["不锈钢炒锅", "炒锅 钢", "炒锅32", "abcdefghi", "!!", "a b"])
def test_what_is_no_beginning_of_one_word_is_refused(text: str) -> None:
    assert wanted_beginning(text) is None


@given(st.text(max_size=200), st.text(max_size=200))
def test_beginnings_are_bounded_and_each_can_be_asked_for(brand: str, name: str) -> None:
    found = beginnings(brand, name)
    assert len(found) <= MAX_BEGINNINGS
    assert len(set(found)) == len(found)
    for beginning in found:
        assert wanted_beginning(beginning) == beginning


@given(
    st.dictionaries(st.text(max_size=3), st.sampled_from(["old", "new"]), max_size=300),
    st.lists(st.text(max_size=3), unique=True, max_size=300),
)
def test_steps_come_to_the_end_and_never_take_more_than_a_transaction(
    listed: dict[str, str], wanted: list[str]
) -> None:
    steps = 0
    while True:
        work = rules.work_of(listed, wanted, "new")
        assert len(work.write) + len(work.remove) <= rules.WRITES_OF_A_STEP
        listed |= dict.fromkeys(work.write, "new")
        for facet in work.remove:
            del listed[facet]
        steps += 1
        if not work.more:
            break
        # Nothing goes while something is still to come.
        assert len(work.write) + len(work.remove) == rules.WRITES_OF_A_STEP
    assert listed == dict.fromkeys(wanted, "new")
    assert steps <= 600 // rules.WRITES_OF_A_STEP + 1


def test_large_cards_are_written_in_smaller_steps() -> None:
    assert rules.room_for(2_000) == rules.WRITES_OF_A_STEP
    assert rules.room_for(100_000) == 30
    assert rules.room_for(0) == rules.WRITES_OF_A_STEP
    assert rules.work_of({"a": "new"}, ["b", "c"], "new", 2) == rules.Work(
        write=("b", "c"), remove=(), more=True
    )


@pytest.mark.clause("4.3.3", "4.3.4")
def test_a_card_shows_the_price_of_the_instant_at_which_it_is_read() -> None:
    live = promotion(NOW + HOUR)
    slices = (
        Slice(starts_at=None, prices=(price(19_900),)),
        Slice(starts_at=NOW, prices=(price(19_900, price=14_900, promotion=live),)),
        Slice(starts_at=NOW + HOUR, prices=(price(19_900),)),
        Slice(starts_at=NOW + 2 * HOUR),
    )
    card = card_of(product(), "woks", slices)
    instant = timedelta(microseconds=1)

    def shown(now: Any) -> tuple[int | None, bool]:
        view = card_view(card, now, {})
        return view.price, view.promotion is not None

    assert shown(NOW - instant) == (19_900, False)
    assert shown(NOW) == (14_900, True)
    assert shown(NOW + HOUR - instant) == (14_900, True)
    assert shown(NOW + HOUR) == (19_900, False)
    assert shown(NOW + 2 * HOUR) == (None, False)
    view = card_view(card, NOW, {})
    assert view.promotion is not None
    assert view.promotion.reference is not None
    assert (view.marked_price, view.promotion.reference.amount) == (19_900, 19_900)
    assert view.promotion.conditions_en == "Two for each customer"


@pytest.mark.clause("4.3.3")
def test_a_card_shows_the_cheapest_article_of_the_first_channel_and_says_so() -> None:
    prices = (
        price(100, channel="tv"),
        price(300, sku="sku_2"),
        price(200, sku="sku_1", others=(promotion(NOW + HOUR, kind="gift"),)),
    )
    view = card_view(card_of(product(), "woks", [Slice(starts_at=None, prices=prices)]), NOW, {})
    assert (view.price, view.channel, view.from_price) == (200, "web", True)
    assert [one.kind for one in view.more_promotions] == ["gift"]
    only_tv = card_of(product(), "woks", [Slice(starts_at=None, prices=prices[:1])])
    view = card_view(only_tv, NOW, {})
    assert (view.price, view.channel, view.from_price) == (100, "tv", False)
    assert rules.price_key(only_tv, NOW).startswith("000000000100#")


@pytest.mark.clause("4.1.1")
@pytest.mark.parametrize(("unit", "shown"), [("口", "口"), ("500克", "500克"), ("", "件")])
def test_a_price_stands_beside_the_unit_of_the_product(unit: str, shown: str) -> None:
    slices = [Slice(starts_at=None, prices=(price(100),))]
    assert card_view(card_of(product(unit=unit), "woks", slices), NOW, {}).unit == shown


def test_a_card_leaves_out_instants_at_which_it_shows_nothing_new() -> None:
    slices = [
        Slice(starts_at=None, prices=(price(),)),
        Slice(starts_at=NOW, prices=(price(), price(500_00, channel="tv"))),
        Slice(starts_at=NOW + HOUR, prices=(price(100),)),
    ]
    offers = card_of(product(), "woks", slices).offers
    assert [(one.starts_at, one.price) for one in offers] == [(None, 19_900), (NOW + HOUR, 100)]


def test_what_has_no_price_sorts_behind_everything() -> None:
    card = card_of(product(pictures=()), "woks", [Slice(starts_at=None)])
    assert card.picture is None
    assert rules.price_key(card, NOW).startswith(f"{NO_PRICE}#")
    assert rules.price_key(card_of(product(), "woks", []), NOW).startswith(f"{NO_PRICE}#")
    assert card_view(card, NOW, {}).price is None


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("asked", "facet"),
    [
        ({}, "all"),
        ({"category": "woks"}, "category#woks"),
        ({"category": "woks", "attribute": "size:3:4"}, "attribute#woks#size#3:4"),
        ({"supplier": "sup_1"}, "supplier#sup_1"),
        ({"text": "ＷＯＫ"}, "text#wok"),
    ],
)
def test_each_combination_has_its_list(asked: dict[str, Any], facet: str) -> None:
    assert wanted_facet(ProductsQuery(**asked), str) == facet


@pytest.mark.clause("2.3.2")
@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"category": "woks", "supplier": "sup_1"}, "/supplier"),
        ({"supplier": "sup_1", "text": "锅"}, "/text"),
        ({"attribute": "size:3"}, "/attribute"),
        ({"category": "woks", "attribute": "size"}, "/attribute"),
        ({"category": "woks", "attribute": "size: "}, "/attribute"),
        ({"category": "woks", "attribute": ":3"}, "/attribute"),
    ],
)
def test_other_combinations_are_refused_with_those_there_are(
    asked: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        wanted_facet(ProductsQuery(**asked), str)
    (fault,) = refused.value.errors
    assert (fault.pointer, fault.code) == (pointer, "filter_combination")
    assert "category with one attribute" in fault.message("en")
