"""A promotion with a stated stock on the packaged artifact: it sells so many pieces and no more,
its price goes with the last one, and the check of the day finds every price as it was published.
"""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from teleshop.kernel.clock import CHINA, china_date
from tests.e2e.goods.market import PRICE
from tests.e2e.orders.counter import Counter
from tests.e2e.orders.promotion import SPECIAL, promoted
from tests.e2e.shop import said

OFFERED = 3
AFTER_MIDNIGHT = time(0, 30)


@pytest.mark.clause("4.3.2", "4.3.4")
def test_an_offer_ends_with_its_stock_and_the_day_shows_no_difference(counter: Counter) -> None:
    promotion = promoted(counter, OFFERED)
    counter.costs(SPECIAL)
    orders = [bought(counter, 2, SPECIAL, place=1)]
    used_up(counter, 2)
    orders.append(bought(counter, 1, SPECIAL, place=2))
    used_up(counter, 1)
    counter.costs(PRICE)
    ended(counter, promotion)
    orders.append(bought(counter, 1, PRICE, place=3))
    nothing_differs(counter, orders)


def bought(counter: Counter, quantity: int, price: int, *, place: int) -> Any:
    return said(counter.order(counter.cash(quantity, price, place=place)), 201)


def used_up(counter: Counter, quantity: int) -> None:
    """Fewer are left at that price than somebody wants; not one is sold at another."""
    wish = counter.cash(quantity, SPECIAL, place=9)
    answer = counter.order(wish, by=counter.customer("-late"))
    assert (answer.status, answer.json["code"]) == (409, "promotion_stock_used_up")


def ended(counter: Counter, promotion: str) -> None:
    """It stopped by itself, and says why."""
    found = said(counter.market.merchandiser.get(f"/promotions/{promotion}"))
    assert (found["state"], found["end_reason"]) == ("stopped", "stock_used_up")


def nothing_differs(counter: Counter, orders: list[Any]) -> None:
    """Every order of the day is compared once the day is over, and not before."""
    site, watcher = counter.market.site, counter.who("compliance")
    entered = datetime.fromisoformat(orders[0]["taken"]["entered_at"])
    day = china_date(entered)
    if china_date(datetime.now(UTC)) == day:
        early = watcher.post("/pricing/day-checks", {"day": day.isoformat()})
        assert (early.status, early.json["code"]) == (422, "day_not_over")
    night = datetime.combine(day + timedelta(days=1), AFTER_MIDNIGHT, CHINA)
    site.run_schedule("PricewatchCheckYesterday", night.astimezone(UTC))

    def finished() -> Any:
        found = said(watcher.get(f"/pricing/day-checks/{day}"))
        return found if found["state"] == "finished" else None

    check = site.wait("the check of the day", finished)
    assert check["lines"] >= len(orders)
    assert (check["not_compared_lines"], check["differing_lines"]) == (0, 0)
    path = f"/pricing/violations?supplier={counter.market.supplier_id}"
    assert said(watcher.get(path))["items"] == []
