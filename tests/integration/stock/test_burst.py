"""The burst, small enough for every run of the tests; ``make burst`` makes the great one."""

import pytest

from tests.harness import burst_orders
from tests.harness.burst import burst, faults, steadiness
from tests.harness.burst_places import in_process
from tests.harness.burst_stock import HoldSale, prepared
from tests.harness.weather import Fate, Weather

pytestmark = pytest.mark.clause("1.1")
UNITS, ATTEMPTS, WORKERS = 300, 600, 16


def test_a_burst_in_bad_weather_sells_exactly_what_is_there() -> None:
    weather = Weather(seed=1)
    with in_process(weather) as rows:
        prepared(UNITS, shards=32)
        report = burst(HoldSale(rows), weather, units=UNITS, attempts=ATTEMPTS, workers=WORKERS)
    assert faults(report) == []
    assert all(weather.met[fate] for fate in Fate), "the weather was bad in every way"
    for phases in steadiness(report).values():
        for mean, greatest, ratio in phases.values():
            assert mean < 8
            assert greatest < 60
            assert ratio < 1.5


def test_a_burst_on_a_single_row_is_as_exact() -> None:
    weather = Weather(seed=2)
    with in_process(weather) as rows:
        prepared(40, shards=1)
        report = burst(HoldSale(rows), weather, units=40, attempts=80, workers=WORKERS)
    assert faults(report) == []


def test_a_burst_of_whole_orders_leaves_no_order_without_stock_and_no_stock_without_order() -> None:
    weather = Weather(seed=6)
    with in_process(weather) as rows:
        burst_orders.prepared(50, shards=32)
        sale = burst_orders.OrderSale(rows)
        report = burst(sale, weather, units=50, attempts=100, workers=WORKERS)
    assert faults(report) == []
    for phases in steadiness(report).values():
        assert all(ratio < 1.5 for _, _, ratio in phases.values())


@pytest.mark.clause("4.3.4")
def test_a_promotion_in_a_burst_sells_its_stated_stock_and_no_piece_more() -> None:
    weather = Weather(seed=3)
    with in_process(weather) as rows:
        prepared(200, shards=16)
        sale = HoldSale(rows, limit=50)
        report = burst(sale, weather, units=50, attempts=120, workers=WORKERS, unpaid=0)
        used = sum(item.get("used", 0) for item in rows("StockTable") if item["sk"] == "shard")
    assert report.outcomes == {"sold": 50, "refused": 70}
    assert (used, report.after.reserved, report.after.available) == (50, 50, 150)
    assert report.after.told["PromotionStockUsedUp"] == 1


def test_a_broken_promise_would_be_found() -> None:
    """The checks see a sale that tells more than it holds."""
    weather = Weather(seed=4)
    with in_process(weather) as rows:
        prepared(10, shards=2)
        sale = HoldSale(rows)
        real, sale.attempt = sale.attempt, lambda number: number < 5 or real(number)  # type: ignore[method-assign]  # a seller that lies
        report = burst(sale, weather, units=10, attempts=20, workers=4, unpaid=0)
    assert any("10 are sold, not" in said for said in faults(report))
