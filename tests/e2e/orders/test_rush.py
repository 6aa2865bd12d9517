"""The minute after "call now", small, over HTTP on the packaged artifact: what is there is sold to
the last piece, and nothing else is.
"""

import contextlib
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.e2e.goods.market import codes
from tests.e2e.local_site import HttpAnswer
from tests.e2e.orders.counter import Counter
from tests.e2e.shop import said

REQUESTS = 80
AT_ONCE = 4
SHARDS = 32
PATIENCE = 20
"""How often somebody asks again whom the service had no time for."""
BUSY = {502, 503, 504}


@pytest.fixture
def pieces() -> int:
    return 40


@pytest.mark.clause("1.1", "5.1.1")
def test_a_rush_sells_exactly_what_is_there(counter: Counter, pieces: int) -> None:
    path = f"/stock/{counter.sku}"
    said(counter.market.merchandiser.put(f"{path}/shards", {"shards": SHARDS}))
    wishes = [counter.cash(place=place) for place in range(REQUESTS)]
    people = [counter.customer(f"-{number}") for number in range(AT_ONCE)]

    def ordered(number: int) -> HttpAnswer:
        """One tap; under the same key the app asks again while it has no answer."""
        person, key = people[number % AT_ONCE], f"rush-{counter.market.number}-{number}"
        for _ in range(PATIENCE):
            with contextlib.suppress(httpx.TimeoutException):
                answer = counter.order(wishes[number], by=person, key=key)
                if answer.status not in BUSY:
                    return answer
        pytest.fail(f"request {number} was never answered")

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        answers = list(pool.map(ordered, range(REQUESTS)))

    sold = [answer.json["id"] for answer in answers if answer.status == 201]
    assert (len(sold), len(set(sold))) == (pieces, pieces)
    refused = [answer for answer in answers if answer.status != 201]
    assert {(answer.status, answer.json["code"]) for answer in refused} == {(409, "stock_short")}
    assert {code for answer in refused for code in codes(answer)} == {"stock_short"}
    assert counter.left() == {"available": 0, "reserved": pieces}
    live = said(counter.who("studio").get(f"{path}/live"))
    assert (live["available"], live["sold_out"]) == (0, True)
    shown = [said(person.get("/orders?limit=100"))["items"] for person in people]
    assert sorted(order["id"] for orders in shown for order in orders) == sorted(sold)
