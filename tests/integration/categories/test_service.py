"""The tree as it is stored: changes one after another, cheap reading, and what is told."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from teleshop.categories.errors import (
    CategoryInUseError,
    CategoryMergedError,
    CategoryNotFoundError,
    CategoryRetiredError,
    CircleError,
    MergeTargetError,
    NotCoveredError,
    OtherCategoryUnknownError,
    ParentEndedError,
    TargetUnknownError,
    TooDeepError,
)
from teleshop.categories.service import NOTED_AT_ONCE
from teleshop.categories.tables import CategoryRepository
from teleshop.categories.wiring import service
from teleshop.kernel.errors import InvalidInputError, RacedError, StaleVersionError
from teleshop.kernel.paging import PageRequest
from tests.factories.categories import CAPACITY, MATERIAL, call, chain, changed, made
from tests.harness.platform import Platform, connected
from tests.harness.wire import Attempt, Send, wire
from tests.harness.wiring import wiring

SIX = ["household", "kitchen", "cookware", "woks", "iron_woks", "big_iron_woks"]


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The calls made in the block, by name."""
    calls: Counter[str] = Counter()

    def count(attempt: Attempt, send: Send) -> Any:
        calls[attempt.name] += 1
        return send()

    with wire(count):
        yield calls


@pytest.fixture
def platform(aws: Any) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    with connected(aws, wiring().only("OutboxPublish", "CategoriesOnTreeChanged")) as made_:
        yield made_


@pytest.mark.clause("2.3.1")
def test_a_category_of_the_sixth_level_is_resolved_in_two_calls(aws: Any) -> None:
    ids = chain(SIX)
    with counted() as calls:
        found = service().find(ids[-1])
    assert found is not None
    assert found.path == tuple(ids)
    assert calls == {"dynamodb.BatchGetItem": 2}
    with counted() as calls:
        assert set(service().find_many([*ids, "cat_unknown"])) == set(ids)
    assert calls == {"dynamodb.BatchGetItem": 1}


@pytest.mark.clause("2.3.1")
def test_there_is_no_seventh_level(aws: Any) -> None:
    ids = chain(SIX)
    with pytest.raises(TooDeepError):
        made("seventh", ids[-1])
    other = chain(["food", "snacks"])
    with pytest.raises(TooDeepError):
        service().move(call(), other[0], ids[4])
    service().move(call(), other[0], ids[3])


@pytest.mark.clause("2.3.2")
def test_siblings_share_no_name_and_categories_no_code(aws: Any) -> None:
    kitchen = made("kitchen")
    with pytest.raises(InvalidInputError) as refused:
        made("kitchen")
    assert [fault.pointer for fault in refused.value.errors] == ["/code", "/zh", "/en"]
    food = made("food")
    same = made("more_woks", kitchen, zh="炒锅", en="Woks")
    other = made("woks", food)
    with pytest.raises(InvalidInputError) as refused:
        service().move(call(), same, food)
    assert {fault.pointer for fault in refused.value.errors} == {"/parent"}
    assert service().find_by_code("woks") == service().find(other)
    assert service().find_by_code("nothing") is None


@pytest.mark.clause("2.3.1")
def test_a_change_is_told_with_what_changed_and_the_same_again_is_not(
    aws: Any, platform: Platform
) -> None:
    kitchen = made()
    first = changed(kitchen, forbidden_substances=["石棉"], return_class="perishable")
    again = changed(kitchen, forbidden_substances=["石棉"], return_class="perishable")
    assert (first.own.version, again.own.version) == (2, 2)
    platform.settle()
    (event,) = platform.events_of_type("CategoryChanged")
    assert event["data"]["what"] == ["forbidden_substances", "return_class"]


def test_a_change_of_what_was_seen_before_is_refused(aws: Any) -> None:
    kitchen = made()
    changed(kitchen, durable=True)
    with pytest.raises(StaleVersionError):
        service().retire(call(version=1), kitchen)
    assert service().retire(call(version=2), kitchen).own.version == 3


@pytest.mark.clause("2.3.2")
def test_nothing_lies_below_itself(aws: Any) -> None:
    ids = chain(["household", "kitchen", "woks"])
    with pytest.raises(CircleError):
        service().move(call(), ids[0], ids[2])
    with pytest.raises(CircleError):
        service().move(call(), ids[0], ids[0])


@pytest.mark.clause("2.3.2")
def test_two_moves_that_would_make_a_circle_together_do_not_both_happen(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = made("kitchen"), made("food")
    tree = CategoryRepository.tree
    rival = [lambda: service().move(call(), other, one)]

    def slow(own: CategoryRepository) -> Any:
        found = tree(own)
        if rival:
            rival.pop()()
        return found

    monkeypatch.setattr(CategoryRepository, "tree", slow)
    with pytest.raises(RacedError):
        service().move(call(), one, other)
    with pytest.raises(CircleError):
        service().move(call(), one, other)


@pytest.mark.clause("2.3.2")
def test_a_move_takes_effect_for_everything_below_at_once_and_notes_follow_in_steps(
    aws: Any, platform: Platform
) -> None:
    top, food = made("household"), made("food", forbidden_substances=["苏丹红"])
    kitchen = made("kitchen", top)
    many = [made(f"kind_{number}", kitchen) for number in range(NOTED_AT_ONCE + 5)]
    with counted() as calls:
        service().move(call(), kitchen, food)
    assert calls["dynamodb.TransactWriteItems"] == 1
    with counted() as calls:
        found = service().find(many[-1])
    assert found is not None
    assert found.path == (food, kitchen, many[-1])
    assert found.forbidden_substances == ("苏丹红",)
    assert calls == {"dynamodb.BatchGetItem": 3}

    platform.settle()
    with counted() as calls:
        assert service().find_many(many) == {one: service().find_many([one])[one] for one in many}
    assert calls["dynamodb.BatchGetItem"] == 2 + 2 * len(many)
    steps = [event["data"]["more"] for event in platform.events_of_type("CategoryPathsNoted")]
    assert steps == [True, False]
    assert not CategoryRepository().tree().stale()
    # What editors hold stays valid: notes are no change.
    assert {CategoryRepository().tree().known[one].version for one in many} == {1}


@pytest.mark.clause("2.3.2")
def test_a_merged_category_is_found_as_the_one_that_has_its_goods(
    aws: Any, platform: Platform
) -> None:
    kitchen = made("kitchen", attributes=[CAPACITY])
    ids = [made(code, kitchen) for code in ("woks", "pans", "skillets", "soup_pots")]
    service().merge(call(), ids[0], ids[1])
    service().merge(call(), ids[1], ids[2])
    shown = service().merge(call(), ids[2], ids[3])
    assert (shown.own.status, shown.own.merged_into) == ("merged", ids[3])
    for merged in ids[:3]:
        found = service().find(merged)
        assert found is not None
        assert (found.id, found.status) == (ids[3], "active")
    platform.settle()
    with counted() as calls:
        assert service().find(ids[0]) == service().find(ids[3])
    assert calls["dynamodb.BatchGetItem"] <= 5
    assert CategoryRepository().tree().known[ids[0]].merged_into == ids[3]
    assert set(service().below(ids[3])) == set(ids)
    assert set(service().below(kitchen)) == {kitchen, *ids}
    assert service().below("cat_unknown") == []
    assert service().merge(call(), ids[0], ids[3]).own.status == "merged"
    with pytest.raises(CategoryMergedError) as refused:
        service().merge(call(), ids[0], kitchen)
    assert refused.value.params["into"] == CategoryRepository().tree().known[ids[3]].code


@pytest.mark.clause("2.3.2")
def test_a_merge_needs_an_active_target_with_every_attribute(aws: Any) -> None:
    source = made("woks", attributes=[CAPACITY, MATERIAL])
    target = made("pans", attributes=[CAPACITY])
    for into, expected in (
        (source, MergeTargetError),
        ("cat_unknown", TargetUnknownError),
        (made("drugs", forbidden=True, supplier_category="drugs"), MergeTargetError),
    ):
        with pytest.raises(expected):
            service().merge(call(), source, into)
    with pytest.raises(NotCoveredError) as refused:
        service().merge(call(), source, target)
    assert [fault.params["code"] for fault in refused.value.errors] == ["material"]
    below = made("small_woks", source)
    with pytest.raises(CategoryInUseError):
        service().merge(call(), source, target)
    service().retire(call(), below)
    service().move(call(), below, target)
    changed(target, "pans", attributes=[CAPACITY, MATERIAL])
    assert service().merge(call(), source, target).own.merged_into == target


@pytest.mark.clause("2.3.1")
def test_what_has_ended_takes_nothing_and_does_not_change(aws: Any, platform: Platform) -> None:
    kitchen, other = made(), made("food")
    below = made("woks", kitchen)
    with pytest.raises(CategoryInUseError):
        service().retire(call(), kitchen)
    service().retire(call(), below)
    service().retire(call(), kitchen)
    assert service().retire(call(), kitchen).own.version == 2
    with pytest.raises(CategoryRetiredError) as refused:
        changed(kitchen, durable=True)
    assert "can still be moved" in refused.value.detail("en")
    with pytest.raises(ParentEndedError):
        made("pans", kitchen)
    with pytest.raises(ParentEndedError):
        service().move(call(), other, kitchen)
    with pytest.raises(MergeTargetError):
        service().merge(call(), other, kitchen)
    with pytest.raises(OtherCategoryUnknownError):
        made("pans", "cat_unknown")
    with pytest.raises(CategoryNotFoundError):
        service().retire(call(), "cat_unknown")
    with pytest.raises(CategoryNotFoundError):
        service().show("cat_unknown")
    # What the refusal promises: a retired category can be moved, and merged.
    assert service().move(call(), below, None).own.parent is None
    service().merge(call(), below, other)
    for refused_step in (
        lambda: service().move(call(), below, kitchen),
        lambda: service().retire(call(), below),
        lambda: changed(below, durable=True),
    ):
        with pytest.raises(CategoryMergedError):
            refused_step()
    platform.settle()
    assert len(platform.events_of_type("CategoryRetired")) == 2
    assert service().find("cat_unknown") is None


@pytest.mark.clause("2.3.1")
def test_children_and_the_whole_tree_are_listed_by_pages(aws: Any) -> None:
    kitchen = made()
    ids = [made(code, kitchen) for code in ("woks", "soup_pots")]
    first = service().list_categories(kitchen, PageRequest(1))
    rest = service().list_categories(kitchen, PageRequest(1, first.next))
    assert [one.code for one in (*first.items, *rest.items)] == ["soup_pots", "woks"]
    assert [one.id for one in service().list_categories("root", PageRequest()).items] == [kitchen]
    everything = service().list_categories(None, PageRequest()).items
    assert {one.id for one in everything} == {kitchen, *ids}
    moved = service().move(call(), ids[0], None)
    assert moved.own.path == (ids[0],)
    assert service().move(call(), ids[0], None) == moved


@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_notes_are_brought_up_to_date_however_events_arrive(
    aws: Any, platform: Platform, deliver: Any
) -> None:
    platform.deliver = deliver
    ids = chain(SIX[:4])
    other = made("food")
    service().move(call(), ids[1], other)
    service().move(call(), ids[2], other)
    platform.settle()
    assert not CategoryRepository().tree().stale()
