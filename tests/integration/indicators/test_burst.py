"""A burst of one supplier's orders in bad weather: every event counts, and once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from teleshop.indicators.domain import Figures
from teleshop.indicators.tables import IndicatorsRepository
from teleshop.indicators.wiring import counting, indicators
from tests.factories.indicators import (
    DAY,
    NOW,
    QUARTER,
    SUPPLIER_ID,
    deliver,
    event,
    message,
    placed,
    system,
)
from tests.factories.reviews import on_board
from tests.harness.weather import Fate, Weather
from tests.harness.wire import wire

EVENTS, BATCH, WORKERS = 600, 20, 6
DELIVERIES = 20
"""More than a message ever needs here: past it, it would be in the dead-letter queue."""


@pytest.mark.clause("3.3.1")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_burst_in_bad_weather_is_counted_exactly(aws: Any, seed: int) -> None:
    wanted = [message(event(placed(NOW, id=f"ord_{n}"), id=f"evt_{n}"), n) for n in range(EVENTS)]
    batches = [wanted[start : start + BATCH] for start in range(0, EVENTS, BATCH)]
    weather = Weather(seed, throttled=0.1, conflict=0.2, lost=0.1)

    def until_done(batch: list[dict[str, Any]]) -> None:
        for _ in range(DELIVERIES):
            failed = deliver(*batch)
            batch = [one for one in batch if one["messageId"] in failed]
            if not batch:
                return
        raise AssertionError(f"{len(batch)} messages were given up")

    on_board(SUPPLIER_ID)
    with wire(weather), ThreadPoolExecutor(WORKERS) as pool:
        # Two functions at once get every batch.
        list(pool.map(until_done, batches * 2))
    assert all(weather.met[fate] for fate in Fate), "the weather was bad in every way"
    found = indicators().of_quarter(SUPPLIER_ID, QUARTER)
    assert found == Figures({"orders": EVENTS, "pieces_sold": 2 * EVENTS, "gross": EVENTS * 300_00})
    rows = IndicatorsRepository().of_quarter(SUPPLIER_ID, QUARTER)
    assert sum(one.events for one in rows.values()) == EVENTS
    call = system(NOW + DAY)
    assert counting().recount(call, SUPPLIER_ID, QUARTER, "after the burst").corrected == 0
