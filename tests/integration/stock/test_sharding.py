"""More rows and fewer while orders run; evening out by steps; the live figure."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from teleshop.kernel.transaction import Subject, Transaction
from teleshop.stock.domain.planning import Wanted
from teleshop.stock.errors import (
    HotUntilPastError,
    SkuNotStockedError,
    StockShortError,
    TooManyRowsError,
)
from teleshop.stock.schemas import ShardsBody
from teleshop.stock.tables import StockRepository
from teleshop.stock.wiring import service
from tests.factories import stock as f
from tests.harness.aws import Cloud
from tests.harness.budget import measured
from tests.harness.platform import Platform

pytestmark = pytest.mark.clause("1.1")


def rows() -> list[tuple[int, int]]:
    """Available and reserved of every row that is read."""
    shards = service().reading.show(f.call(), f.SKU).shards
    return [(shard.available, shard.reserved) for shard in shards]


def test_an_article_is_spread_over_more_rows_and_brought_together_again(aws: Cloud) -> None:
    f.stocked(200)
    f.split(32)
    assert len(rows()) == 32
    assert all(5 <= available <= 8 for available, _ in rows())
    f.split(1)
    assert rows() == [(200, 0)]


def test_rows_that_orders_still_hold_stay_until_they_are_empty(aws: Cloud) -> None:
    f.stocked(16, shards=4)
    held = f.taken(16)
    f.split(1)
    assert [reserved for _, reserved in rows()] == [4, 4, 4, 4]
    f.given_back(held)
    assert f.figures() == (16, 0)
    f.evened()
    assert rows() == [(16, 0)]


def test_an_order_that_was_planned_before_a_split_is_stored_after_it(aws: Cloud) -> None:
    f.stocked(10)
    own = service().reservations
    wanted = [Wanted(f.SKU, 3)]
    plan = own.plan(own.levels(wanted), wanted, seed="ord_1")
    body = ShardsBody(shards=2)
    service().sharding.split(f.call(), f.SKU, body)
    tx = Transaction(f.call(), "place_order", Subject("order", "ord_1"))
    own.take(tx, plan)
    tx.commit(None)
    f.evened()
    assert f.figures() == (7, 3)


def test_a_step_that_meets_an_order_is_run_again_and_loses_nothing(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    f.stocked(40, shards=4)
    f.entered("loss", 20, reason="damaged")
    real, orders = StockRepository.levels, [1, 2, 3]

    def meanwhile(own: Any, *given: Any, **options: Any) -> Any:
        found = real(own, *given, **options)
        if orders and options.get("consistent"):
            f.taken(2, name=f"ord_{orders.pop()}")
        return found

    monkeypatch.setattr(StockRepository, "levels", meanwhile)
    f.split(8)
    assert f.figures() == (14, 6)


def test_rows_of_all_warehouses_are_read_in_one_call(aws: Cloud) -> None:
    f.stocked(10)
    for warehouse in ("sh-1", "gz-1"):
        f.received(10, warehouse=warehouse)
    f.split(32)
    with measured(aws) as cost:
        service().reservations.levels([Wanted(f.SKU, 1)])
    assert cost[0].calls == {"dynamodb.BatchGetItem": 2}
    with pytest.raises(TooManyRowsError) as refused:
        f.split(33)
    assert refused.value.params["most"] == 32


def test_sold_out_is_marked_over_as_many_rows_as_there_may_be(aws: Cloud) -> None:
    f.stocked(1)
    for warehouse in ("sh-1", "gz-1"):
        f.received(1, warehouse=warehouse)
    f.split(32)
    f.taken(3)
    with pytest.raises(StockShortError) as short:
        f.taken(1, name="ord_2")
    service().telling.tell_short(f.call(), short.value)
    assert [item["type"] for item in aws.items("OutboxTable")].count("StockSoldOut") == 1


def test_a_hot_article_gets_one_row_again_when_its_time_is_over(aws: Cloud) -> None:
    f.stocked(50)
    f.split(32, until=f.NOW + f.MINUTE)
    assert len(rows()) == 32
    f.evened(after=2 * f.MINUTE)
    assert rows() == [(50, 0)]
    assert service().reading.show(f.call(), f.SKU).head.hot_until is None


@pytest.mark.parametrize("over", [f.NOW, f.NOW - f.MINUTE])
def test_a_time_that_is_over_spreads_nothing(aws: Cloud, over: datetime) -> None:
    f.stocked(50)
    with pytest.raises(HotUntilPastError):
        f.split(32, until=over)
    assert rows() == [(50, 0)]
    assert f.split(32, until=f.NOW + timedelta(microseconds=1)).shards == 32


@pytest.fixture
def connected(platform: Platform) -> Platform:
    """The platform, with an article of one row."""
    f.stocked(64)
    platform.settle()
    return platform


def test_steps_follow_one_another_by_themselves(connected: Platform) -> None:
    """Through the function `functions.stock.on_rebalancing_requested`, each step by an event."""
    service().sharding.split(f.call(), f.SKU, ShardsBody(shards=32))
    connected.settle()
    assert rows()[:2] == [(4, 0), (4, 0)]
    assert len(rows()) == 32


def test_only_articles_that_are_hot_are_evened_out_by_the_clock(
    connected: Platform, aws: Cloud
) -> None:
    """Through `functions.stock.rebalance`: it looks at no others, and reads no table as a whole."""
    f.split(4)
    f.entered("loss", 30, reason="damaged")
    f.taken(10)
    connected.settle()
    connected.run_schedules(at=f.NOW + timedelta(hours=1))
    connected.settle()
    available = [count for count, _ in rows()]
    assert max(available) - min(available) <= 2
    with measured(aws) as cost:
        service().sharding.request_for_hot(f.call())
    assert "dynamodb.Scan" not in cost[0].calls


def test_asking_for_the_hot_ones_twice_at_one_instant_asks_once(aws: Cloud) -> None:
    f.stocked(9, shards=2)
    for _ in range(2):
        assert service().sharding.request_for_hot(f.call(after=f.MINUTE)) == 1
    asked = [i for i in aws.items("OutboxTable") if i["type"] == "StockRebalancingRequested"]
    before = len(asked)
    service().sharding.request_for_hot(f.call(after=f.MINUTE))
    asked = [i for i in aws.items("OutboxTable") if i["type"] == "StockRebalancingRequested"]
    assert len(asked) == before


def test_a_step_for_an_article_that_is_not_there_does_nothing(aws: Cloud) -> None:
    assert service().sharding.step(f.call(), "sku_none") is False
    with pytest.raises(SkuNotStockedError):
        service().sharding.request_rebalancing(f.call(), "sku_none")


@pytest.mark.clause("5.1.1")
def test_the_live_figure_is_at_most_a_second_old_and_says_its_time(aws: Cloud) -> None:
    f.stocked(10, shards=4)
    first = service().live.figure(f.call(), f.SKU)
    f.taken(3)
    almost = f.call(after=timedelta(milliseconds=999))
    with measured(aws) as cost:
        assert service().live.figure(almost, f.SKU) == first
    assert cost[0].calls == {}
    later = service().live.figure(f.call(after=timedelta(seconds=1)), f.SKU)
    assert (later.available, later.reserved, later.as_of) == (7, 3, f.NOW + timedelta(seconds=1))


@pytest.mark.clause("5.1.1")
def test_the_live_figure_says_that_nothing_is_left(aws: Cloud) -> None:
    own = f.stocked(1)
    f.taken(1)
    assert own.live.figure(f.call(), f.SKU).sold_out


def test_rows_of_a_slot_are_given_up_when_the_last_order_has_left(
    connected: Platform, aws: Cloud
) -> None:
    """Orders still hold pieces in many rows when the time is over: the clock goes on until none
    does.
    """
    f.split(4, until=f.NOW + timedelta(hours=1))
    shipped, cancelled = f.taken(32, name="ord_1"), f.taken(32, name="ord_2")
    over = f.NOW + timedelta(hours=1)
    connected.run_schedules(at=over, function="StockRebalance")
    head = service().reading.show(f.call(), f.SKU).head
    assert (head.shards, [place.width for place in head.places]) == (1, [4])
    f.shipped(shipped, name="ord_1")
    f.given_back(cancelled, name="ord_2")
    connected.run_schedules(at=over + 2 * f.MINUTE, function="StockRebalance")
    assert rows() == [(32, 0)]
    assert StockRepository().hot_heads() == []
