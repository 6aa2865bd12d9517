"""How products and revisions move, and what they may not be asked to do."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.catalog.domain import life
from teleshop.catalog.domain.content import Content, Variant
from teleshop.catalog.domain.drafting import oversized, reopened, with_skus
from teleshop.catalog.domain.product import Product, ProductState
from teleshop.catalog.domain.revision import CheckItem, ItemState, Revision, RevisionState
from tests.factories.goods import content

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def started() -> tuple[Product, Revision]:
    """A draft."""
    return life.start_product("prd_1", "sup_1", content(), NOW, "sven")


def on_file() -> tuple[Product, Revision]:
    """Approved for the first time."""
    product, revision = started()
    items = (CheckItem(field="name"),)
    return life.approve(*life.submit(product, revision, items, NOW, "sven"), NOW, "rita")


@pytest.mark.clause("2.2.5")
def test_the_first_approval_makes_a_product_wait_for_publication() -> None:
    product, revision = on_file()
    assert (product.state, product.live, product.open_revision) == ("approved", 1, None)
    assert (revision.state, revision.approved_by, revision.round) == ("approved", "rita", 1)
    assert product.name == content().name


@pytest.mark.clause("2.2.5")
def test_one_change_at_a_time_and_what_is_approved_stays_shown() -> None:
    product, _ = on_file()
    changed, revision = life.open_change(product, content(name="别名"), NOW, "sven")
    assert (changed.open_revision, revision.number, revision.base) == (2, 2, 1)
    assert changed.name == content().name
    with pytest.raises(ValueError, match="takes no change"):
        life.open_change(changed, content(), NOW, "sven")
    approved, _ = life.approve(changed, revision, NOW, "rita")
    assert (approved.live, approved.name) == (2, "别名")


@pytest.mark.clause("2.2.5")
@pytest.mark.parametrize("state", ["published", "suspended", "approved"])
def test_approving_a_change_moves_no_product_on_file(state: str) -> None:
    product, _ = on_file()
    known = replace(product, state=ProductState(state))
    changed, revision = life.open_change(known, content(), NOW, "sven")
    assert life.approve(changed, revision, NOW, "rita")[0].state == state


@pytest.mark.clause("2.2.4")
def test_taking_back_dropping_and_ending() -> None:
    product, revision = started()
    sent = life.submit(product, revision, (), NOW, "sven")
    back = life.take_back(*sent)
    assert (back[1].state, back[0].open_revision, back[0].submitted_at) == ("draft", 1, None)
    with pytest.raises(ValueError, match="not in review"):
        life.take_back(*back)
    with pytest.raises(ValueError, match="no open change"):
        life.drop_change(*back)
    ended, last = life.end(*sent, ProductState.WITHDRAWN, NOW, "改版")
    assert last is not None
    assert (ended.state, last.state, ended.open_revision) == ("withdrawn", "withdrawn", None)
    with pytest.raises(ValueError, match="cannot become"):
        life.end(ended, None, ProductState.WITHDRAWN, NOW, "")
    with pytest.raises(ValueError, match="cannot become"):
        life.end(product, revision, ProductState.PUBLISHED, NOW, "")
    refused, gone = life.end(*sent, ProductState.REFUSED, NOW, "x")
    assert gone is not None
    assert (refused.state, gone.state) == ("refused", "refused")


def test_what_is_decided_is_not_sent_in_or_approved_again() -> None:
    product, revision = on_file()
    with pytest.raises(ValueError, match="cannot be submitted"):
        life.submit(product, revision, (), NOW, "sven")
    with pytest.raises(ValueError, match="is not open"):
        life.approve(product, revision, NOW, "rita")
    open_one = replace(revision, state=RevisionState.DRAFT)
    with pytest.raises(ValueError, match="is not open"):
        life.approve(product, open_one, NOW, "rita")


@pytest.mark.clause("2.2.5")
def test_the_day_on_air_is_that_of_what_is_approved_whatever_becomes_of_a_change() -> None:
    product, _ = on_file()
    approved, planned = content().air_on, date(2027, 1, 31)
    changed, revision = life.open_change(product, content(air_on=planned), NOW, "sven")
    sent = life.submit(changed, revision, (), NOW, "sven")
    for step in (changed, sent[0], life.take_back(*sent)[0], life.drop_change(*sent)[0]):
        assert step.air_on == approved
    assert life.approve(*sent, NOW, "rita")[0].air_on == planned


def test_before_the_first_approval_the_day_on_air_is_the_planned_one() -> None:
    product, revision = started()
    assert product.air_on == content().air_on
    sent = life.submit(product, revision, (), NOW, "sven")
    assert life.take_back(*sent)[0].air_on == content().air_on


# -- drafting --------------------------------------------------------------------------------------

codes = st.lists(st.text("ABC-1", min_size=1, max_size=3), unique=True, max_size=8)


@given(codes, codes)
def test_an_article_keeps_its_id_whatever_else_is_written(one: list[str], other: list[str]) -> None:
    def ids(own: list[str], product_id: str = "prd_1") -> dict[str, str]:
        made = Content(variants=tuple(Variant(sku="", own_code=code) for code in own))
        return {v.own_code: v.sku for v in with_skus(made, product_id).variants}

    first, second = ids(one), ids(other)
    assert len(set(first.values())) == len(one)
    assert all(first[code] == second[code] for code in first.keys() & second.keys())
    assert set(first.values()).isdisjoint(ids(one, "prd_2").values())


@pytest.mark.clause("2.2.4")
@given(st.sets(st.sampled_from(["name", "brand", "unit"])))
def test_editing_reopens_what_passed_and_leaves_what_failed_to_be_seen(changed: set[str]) -> None:
    items = tuple(
        CheckItem(field=name, state=state, reason="x" if state == "failed" else "")
        for name, state in (
            ("name", ItemState.PASSED),
            ("brand", ItemState.FAILED),
            ("unit", ItemState.OPEN),
        )
    )
    after = {item.field: item for item in reopened(items, changed)}
    assert (after["name"].state == "open") == ("name" in changed)
    assert after["brand"] == items[1]
    assert after["unit"].state == "open"


def test_exactly_the_limits_fit() -> None:
    full = Content(attributes={f"a{n}": n for n in range(60)}, pictures=("x",) * 10)
    assert oversized(full) == []
    over = replace(full, pictures=("x",) * 11)
    assert [fault.pointer for fault in oversized(over)] == ["/pictures"]
