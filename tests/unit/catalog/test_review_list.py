"""The check list: what is on it, what reviewers may find, and which decisions it leaves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain import review as rules
from teleshop.catalog.domain.content import Content, Packaging, Variant
from teleshop.catalog.domain.review import ItemFinding
from teleshop.catalog.domain.revision import CheckItem, ItemState, Revision, RevisionState
from teleshop.kernel.errors import InvalidInputError

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
CONTENT = Content(
    category_id="cat_1",
    name="铸铁锅",
    brand="山海",
    specification="24 厘米",
    model="SH-24",
    unit="口",
    origin="浙江永康",
    manufacturer="永康山海炊具有限公司",
    manufacturer_address="浙江省永康市示例路 1 号",
    description="厚底，受热均匀。",
    variants=(Variant(sku="sku_1", own_code="P24", supply_price=90_00, suggested_price=199_00),),
    pictures=("doc_1",),
    packaging=Packaging(materials=("瓦楞纸",), compliant=True),
    production_date=date(2026, 10, 1),
)
FIELDS = sorted(rules.LABELS)
states = st.sampled_from(ItemState)
lists = st.lists(
    st.builds(CheckItem, field=st.sampled_from(FIELDS), state=states),
    unique_by=lambda item: item.field,
    min_size=1,
).map(tuple)


def revision(items: tuple[CheckItem, ...], **changes: Any) -> Revision:
    """A revision in review since :data:`NOW`."""
    return replace(
        Revision(
            product_id="prd_1",
            number=1,
            state=RevisionState.IN_REVIEW,
            content=CONTENT,
            created_at=NOW,
            created_by="sven",
            round=1,
            items=items,
            submitted_at=NOW,
            submitted_by="sven",
        ),
        **changes,
    )


def listed(*fields: str, **state: ItemState) -> tuple[CheckItem, ...]:
    """Open items, and some in a state."""
    return tuple(CheckItem(field=name, state=state.get(name, ItemState.OPEN)) for name in fields)


def codes(refused: pytest.ExceptionInfo[InvalidInputError]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


# -- what is on the list ---------------------------------------------------------------------------


@pytest.mark.clause("2.2.2")
def test_a_first_introduction_is_checked_field_by_field_in_everything_that_it_says() -> None:
    made = rules.check_list(CONTENT)
    assert [item.field for item in made] == [
        "category_id",
        "name",
        "brand",
        "specification",
        "model",
        "unit",
        "variants",
        "origin",
        "manufacturer",
        "manufacturer_address",
        "production_date",
        "description",
        "pictures",
        "packaging",
    ]
    assert all(item == CheckItem(field=item.field) for item in made)


@pytest.mark.clause("2.2.2")
@pytest.mark.parametrize(
    "field",
    ["name", "brand", "specification", "model", "variants", "origin", "production_date"],
)
def test_each_field_of_the_standard_is_on_the_list_if_it_says_something(field: str) -> None:
    fields = {item.field for item in rules.check_list(CONTENT)}
    assert field in fields
    empty = Content()
    assert rules.check_list(empty) == ()


@pytest.mark.clause("2.2.2")
def test_the_shelf_life_is_on_the_list_of_goods_that_have_one() -> None:
    goods = replace(CONTENT, shelf_life_days=540)
    assert "shelf_life_days" in {item.field for item in rules.check_list(goods)}


@pytest.mark.clause("2.2.4")
@given(st.sets(st.sampled_from(FIELDS)))
def test_a_change_is_checked_only_in_the_fields_concerned(concerned: set[str]) -> None:
    made = rules.check_list(CONTENT, concerned=concerned)
    assert {item.field for item in made} == concerned
    assert all(item.state is ItemState.OPEN for item in made)


@pytest.mark.clause("2.2.4")
@given(lists, st.sets(st.sampled_from(FIELDS)), st.none() | st.sets(st.sampled_from(FIELDS)))
def test_a_resubmission_opens_what_failed_or_changed_and_nothing_else(
    earlier: tuple[CheckItem, ...], changed: set[str], concerned: set[str] | None
) -> None:
    made = {
        item.field: item
        for item in rules.check_list(CONTENT, concerned=concerned, earlier=earlier, changed=changed)
    }
    for before in earlier:
        after = made.get(before.field)
        if before.state is ItemState.FAILED:
            assert after == CheckItem(field=before.field)
        elif after is not None and before.state is ItemState.PASSED:
            assert after == (CheckItem(field=before.field) if before.field in changed else before)
    known = {item.field for item in earlier}
    for name, item in made.items():
        if name not in known:
            assert item.state is ItemState.OPEN


def test_lists_are_in_one_order_however_they_came_about() -> None:
    order = list(rules.LABELS)
    made = rules.check_list(CONTENT, concerned=set(order))
    assert [item.field for item in made] == order


# -- what reviewers find ---------------------------------------------------------------------------


@pytest.mark.clause("2.2.3")
def test_findings_are_noted_with_who_and_when_and_leave_other_items_alone() -> None:
    before = revision(listed("name", "brand", "origin"))
    after = rules.reviewed(
        before,
        [
            ItemFinding(field="name", passed=True, note="与包装一致"),
            ItemFinding(field="brand", passed=False, reason=" 商标未注册 "),
        ],
        "rita",
        LATER,
    )
    name, brand, origin = after.items
    assert name == CheckItem(
        field="name",
        state=ItemState.PASSED,
        note="与包装一致",
        reviewed_by="rita",
        reviewed_at=LATER,
    )
    assert (brand.state, brand.reason) == (ItemState.FAILED, "商标未注册")
    assert origin == before.items[2]


@pytest.mark.clause("2.2.3")
def test_the_same_finding_again_changes_nothing_and_another_replaces_it() -> None:
    found = ItemFinding(field="name", passed=False, reason="名称过长")
    once = rules.reviewed(revision(listed("name")), [found], "rita", LATER)
    assert rules.reviewed(once, [found], "rita", LATER + timedelta(hours=1)) == once
    passed = rules.reviewed(once, [ItemFinding(field="name", passed=True)], "rolf", LATER)
    assert passed.items[0].state is ItemState.PASSED
    assert passed.items[0].reason == ""
    assert passed.items[0].reviewed_by == "rolf"


@pytest.mark.clause("2.2.4")
def test_every_fault_of_the_findings_comes_at_once_and_names_its_field() -> None:
    settled = CheckItem(field="unit", state=ItemState.PASSED, reviewed_at=NOW - timedelta(days=1))
    before = revision((*listed("name"), settled))
    with pytest.raises(InvalidInputError) as refused:
        rules.reviewed(
            before,
            [
                ItemFinding(field="weight", passed=True),
                ItemFinding(field="name", passed=False),
                ItemFinding(field="name", passed=True, reason="好"),
                ItemFinding(field="unit", passed=False, reason="单位不符"),
            ],
            "rita",
            LATER,
        )
    assert codes(refused) == [
        ("/items/0/field", "item_unknown"),
        ("/items/1/reason", "reason_required"),
        ("/items/2/field", "item_twice"),
        ("/items/2/reason", "reason_only_for_failed"),
        ("/items/3/field", "item_settled"),
    ]


@pytest.mark.clause("2.2.4")
@pytest.mark.parametrize(
    ("before_submission", "settled"), [(timedelta(microseconds=1), True), (timedelta(), False)]
)
def test_an_item_is_settled_only_if_it_passed_before_this_submission(
    before_submission: timedelta, settled: bool
) -> None:
    item = CheckItem(field="name", state=ItemState.PASSED, reviewed_at=NOW - before_submission)
    assert rules.is_settled(revision((item,)), item) is settled
    failed = replace(item, state=ItemState.FAILED)
    assert not rules.is_settled(revision((failed,)), failed)


# -- what may be decided ---------------------------------------------------------------------------


@pytest.mark.clause("2.2.5")
@given(lists)
def test_only_a_list_that_passed_as_a_whole_can_be_approved_and_only_a_failed_one_returned(
    items: tuple[CheckItem, ...],
) -> None:
    left = rules.choices_left(items)
    found = {item.state for item in items}
    assert "reject" in left
    assert ("approve" in left) == (found == {ItemState.PASSED})
    assert ("return_for_change" in left) == (
        ItemState.OPEN not in found and ItemState.FAILED in found
    )
    assert list(left) == sorted(left)


# -- how long it may take --------------------------------------------------------------------------


@pytest.mark.clause("2.2.1")
@pytest.mark.parametrize(
    ("air_on", "limit"),
    [
        (None, timedelta(days=3)),
        (date(2027, 1, 1), timedelta(days=3)),
        # 23 November, 12:00 in China: sixty hours are left before the 26th begins.
        (date(2026, 11, 26), timedelta(hours=30)),
        (date(2026, 11, 24), timedelta(hours=6)),
        (date(2026, 11, 23), timedelta(hours=4)),
        (date(2026, 11, 1), timedelta(hours=4)),
    ],
)
def test_what_is_soon_on_air_is_decided_sooner(air_on: date | None, limit: timedelta) -> None:
    assert rules.decision_limit(air_on, NOW) == limit


@given(st.dates(date(2026, 11, 1), date(2027, 11, 1)), st.integers(0, 10**6))
def test_the_limit_is_whole_seconds_within_its_bounds(air_on: date, seconds: int) -> None:
    limit = rules.decision_limit(air_on, NOW + timedelta(seconds=seconds, microseconds=7))
    assert timedelta(hours=4) <= limit <= timedelta(days=3)
    assert limit.microseconds == 0
