"""Plans: nothing that is not there, nothing refused that fits, few rows, one warehouse."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.stock.domain.levels import Levels, QuotaLevels, SkuLevels, quota_shares
from teleshop.stock.domain.planning import (
    QUOTA,
    Holding,
    QuotaWanted,
    Wanted,
    plan,
    split_holdings,
)
from teleshop.stock.errors import QuotaUsedUpError, ScatteredError, StockShortError
from tests.factories.stock import PROMOTION, SECOND, SKU, levels, of

pytestmark = pytest.mark.clause("1.1")
pieces = st.integers(min_value=0, max_value=30)
rows = st.lists(pieces, min_size=1, max_size=12)


def both(first: list[int], second: list[int], sku: str = SKU) -> SkuLevels:
    """An article in two warehouses."""
    one, two = levels(*first, sku=sku), levels(*second, sku=sku, warehouse="sh-1")
    head = replace(one.head, places=(*one.head.places, *two.head.places))
    return SkuLevels(head=head, shards=(*one.shards, *two.shards))


def quota(limit: int, used: int = 0) -> QuotaLevels:
    """A promotion's stock with so many used, the first rows first."""
    found = []
    for share in quota_shares(limit):
        found.append(min(share, used))
        used -= found[-1]
    return QuotaLevels(promotion_id=PROMOTION, sku=SKU, limit=limit, used=tuple(found))


@given(rows, rows, st.integers(min_value=1, max_value=900), st.text(max_size=5))
def test_a_plan_takes_exactly_what_is_wanted_from_what_is_there(
    first: list[int], second: list[int], asked: int, seed: str
) -> None:
    known = both(first, second)
    there = {(shard.warehouse, shard.number): shard.available for shard in known.shards}
    if known.available < asked:
        with pytest.raises(StockShortError) as refused:
            plan(of(known), [Wanted(SKU, asked)], seed=seed)
        (short,) = refused.value.shortages
        assert (short.asked, short.left) == (asked, known.available)
        return
    made = plan(of(known), [Wanted(SKU, asked)], seed=seed)
    places = [(holding.place, holding.shard) for holding in made.holdings]
    assert len(places) == len(set(places)), "each row once"
    assert all(0 < h.quantity <= there[h.place, h.shard] for h in made.holdings)
    assert sum(holding.quantity for holding in made.holdings) == asked


@given(rows, st.integers(min_value=1, max_value=60), st.text(max_size=5))
def test_a_plan_takes_from_as_few_rows_as_can_be(
    available: list[int], asked: int, seed: str
) -> None:
    known = levels(*available)
    if known.available < asked:
        return
    made = plan(of(known), [Wanted(SKU, asked)], seed=seed)
    fewest, left = 0, asked
    for count in sorted(available, reverse=True):
        if left > 0:
            fewest, left = fewest + 1, left - count
    assert len(made.parts) == fewest


def test_the_same_request_plans_the_same_and_others_spread() -> None:
    known = of(levels(*[5] * 32))
    one = [plan(known, [Wanted(SKU, 1)], seed="a").holdings for _ in range(3)]
    assert len(set(one)) == 1
    rows = {plan(known, [Wanted(SKU, 1)], seed=str(n)).holdings[0].shard for n in range(300)}
    assert len(rows) > 28


def test_rows_are_chosen_by_what_is_left_in_them() -> None:
    known = of(levels(90, 10))
    chosen = [plan(known, [Wanted(SKU, 1)], seed=str(n)).holdings[0].shard for n in range(1000)]
    assert 850 < chosen.count(0) < 950


def test_lines_of_one_article_are_one_demand() -> None:
    known = of(levels(3))
    with pytest.raises(StockShortError) as refused:
        plan(known, [Wanted(SKU, 2), Wanted(SKU, 2)], seed="a")
    assert [(one.asked, one.left) for one in refused.value.shortages] == [(4, 3)]
    made = plan(known, [Wanted(SKU, 2), Wanted(SKU, 1)], seed="a")
    assert made.holdings == (Holding("stock", SKU, "hz-1", 0, 3),)


def test_everything_that_is_short_is_told_at_once_with_its_place() -> None:
    wanted = [Wanted(SKU, 9, "/lines/3/quantity"), Wanted("sku_x", 1), Wanted(SECOND, 2)]
    known = of(levels(4), levels(5, sku=SECOND), quotas=[quota(2, used=2)])
    with pytest.raises(StockShortError) as refused:
        plan(known, wanted, [QuotaWanted(PROMOTION, SKU, 1, 2)], seed="a")
    told = [(fault.pointer, fault.code, fault.params.get("left")) for fault in refused.value.errors]
    assert told == [
        ("/lines/3/quantity", "stock_short", 4),
        ("/lines/1/quantity", "sku_not_stocked", None),
        ("/lines", "promotion_stock_used_up", 0),
    ]
    assert "剩 4 件" in refused.value.errors[0].message("zh")


def test_one_warehouse_that_has_all_is_taken_before_two() -> None:
    known = of(both([9], [9]), both([0], [9], sku=SECOND))
    for seed in "abcdefgh":
        made = plan(known, [Wanted(SKU, 1), Wanted(SECOND, 1)], seed=seed)
        assert {holding.place for holding in made.holdings} == {"sh-1"}


def test_the_preferred_warehouse_comes_first_among_those_that_have_all() -> None:
    known = of(both([9], [900]))
    chosen = {
        plan(known, [Wanted(SKU, 9)], seed=str(n), warehouses=["hz-1"]).holdings[0].place
        for n in range(20)
    }
    assert chosen == {"hz-1"}
    more = plan(known, [Wanted(SKU, 10)], seed="a", warehouses=["hz-1"])
    assert {holding.place for holding in more.holdings} == {"sh-1"}


def test_what_no_warehouse_has_alone_comes_from_several_the_preferred_one_first() -> None:
    made = plan(of(both([4], [7])), [Wanted(SKU, 9)], seed="a", warehouses=["hz-1"])
    assert [(h.place, h.quantity) for h in made.holdings] == [("hz-1", 4), ("sh-1", 5)]


def test_an_order_that_would_need_too_many_rows_is_told_to_wait() -> None:
    known = of(both([1] * 48, [1] * 48))
    with pytest.raises(ScatteredError) as told:
        plan(known, [Wanted(SKU, 90)], seed="a")
    assert (told.value.status, told.value.skus) == (503, (SKU,))


@pytest.mark.clause("4.3.4")
@given(st.integers(min_value=1, max_value=500), st.integers(min_value=0, max_value=500), pieces)
def test_a_promotion_never_sells_more_than_it_states(limit: int, used: int, asked: int) -> None:
    known = of(levels(1000), quotas=[quota(limit, min(used, limit))])
    left = limit - min(used, limit)
    wanted = [QuotaWanted(PROMOTION, SKU, asked, limit)]
    if asked > left:
        with pytest.raises(QuotaUsedUpError) as refused:
            plan(known, [Wanted(SKU, 1)], wanted, seed="a")
        assert refused.value.used_up[0].left == left
        return
    made = plan(known, [Wanted(SKU, 1)], wanted, seed="a")
    parts = [part for part in made.parts if part.holding.kind == QUOTA]
    used_now = known.quotas[PROMOTION, SKU].used
    assert sum(part.holding.quantity for part in parts) == asked
    for part in parts:
        assert used_now[part.holding.shard] + part.holding.quantity <= (part.most or 0)


@pytest.mark.clause("4.3.4")
@given(st.integers(min_value=0, max_value=5000))
def test_the_rows_of_a_promotion_share_its_stock_without_rest(limit: int) -> None:
    shares = quota_shares(limit)
    assert sum(shares) == limit
    assert len(shares) <= 32
    assert max(shares, default=0) - min(shares, default=0) <= 1


@given(
    st.lists(st.tuples(st.sampled_from([SKU, SECOND]), st.integers(1, 9)), max_size=8), st.data()
)
def test_holdings_split_for_a_parcel_without_loss(
    held: list[tuple[str, int]], data: st.DataObject
) -> None:
    holdings = [Holding("stock", sku, "hz-1", n, count) for n, (sku, count) in enumerate(held)]
    holdings.append(Holding("quota", SKU, PROMOTION, 0, 3))
    total = {sku: sum(count for one, count in held if one == sku) for sku in (SKU, SECOND)}
    wanted = {sku: data.draw(st.integers(0, count)) for sku, count in total.items()}
    parcel, rest = split_holdings(holdings, wanted)
    assert {sku: sum(h.quantity for h in parcel if h.sku == sku) for sku in wanted} == wanted
    assert sum(h.quantity for h in (*parcel, *rest)) == sum(total.values()) + 3
    assert holdings[-1] in rest
    with pytest.raises(ValueError, match="more pieces"):
        split_holdings(holdings, {SKU: total[SKU] + 1})


def test_nothing_wanted_is_nothing_taken() -> None:
    assert plan(Levels(), [], seed="a").parts == ()
