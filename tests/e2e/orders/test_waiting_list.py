"""The waiting list on the packaged artifact: what comes back is held for who waits first, who is
told so.
"""

from typing import Any

import pytest

from tests.e2e.goods.market import PRICE, codes
from tests.e2e.local_site import HttpPerson
from tests.e2e.orders.counter import Counter, charged
from tests.e2e.shop import said

pytestmark = pytest.mark.clause("1.1")


@pytest.fixture
def pieces() -> int:
    return 3


def test_pieces_that_come_back_go_to_those_who_wait_in_their_order(counter: Counter) -> None:
    kept, one, another = sold_out(counter)
    first, second = counter.customer("-first"), counter.customer("-second")
    # An offer has thirty minutes, and the clocks of other stories run ahead.
    with counter.market.site.clocks.held():
        entries = [joined(counter, person) for person in (first, second)]
        assert [entry["position"] for entry in entries] == [1, 2]

        counter.cancelled(one)
        offered = offer(counter, first, entries[0])
        assert entry_of(second, entries[1])["state"] == "waiting"
        held_for_nobody_else(counter)

        bought = takes_up(counter, first, offered["offer"]["id"])
        assert entry_of(first, entries[0])["state"] == "taken"
        assert entry_of(first, entries[0])["order_id"] == bought

        counter.cancelled(another)
        offer(counter, second, entries[1])
        assert counter.left() == {"available": 0, "reserved": 3}
        said(second.delete(f"/waiting-list/{entries[1]['id']}"))
    assert counter.left() == {"available": 1, "reserved": 2}
    assert counter.shown(kept)["taken"]["state"] in {"placed", "released"}


def sold_out(counter: Counter) -> list[str]:
    """Three orders take all there is, and who comes then is told so; answers their numbers."""
    orders = [said(counter.order(counter.cash(place=place)), 201)["id"] for place in (1, 2, 3)]
    assert counter.left() == {"available": 0, "reserved": 3}
    refused(counter)
    return orders


def refused(counter: Counter) -> None:
    answer = counter.order(counter.cash(place=4), by=counter.customer("-other"))
    assert (answer.status, answer.json["code"]) == (409, "stock_short")
    assert codes(answer) == {"stock_short"}


def joined(counter: Counter, person: HttpPerson) -> Any:
    """Somebody waits for one piece."""
    return said(person.post("/waiting-list", {"sku": counter.sku, "channel": "app"}), 201)


def entry_of(person: HttpPerson, entry: Any) -> Any:
    """An entry as it stands."""
    return said(person.get(f"/waiting-list/{entry['id']}"))


def offer(counter: Counter, person: HttpPerson, entry: Any) -> Any:
    """The entry as soon as a piece is held for it and its customer knows."""
    site = counter.market.site

    def offered() -> Any:
        found = entry_of(person, entry)
        return found if found["state"] == "offered" else None

    def told() -> bool:
        items = said(person.get("/notifications?limit=100"))["items"]
        return any(entry["id"] in str(item) for item in items)

    found = site.wait("the offer", offered)
    assert found["offer"]["quantity"] == 1
    site.wait("the news of the offer", told)
    return found


def held_for_nobody_else(counter: Counter) -> None:
    assert counter.left() == {"available": 0, "reserved": 3}
    refused(counter)


def takes_up(counter: Counter, person: HttpPerson, offer_id: str) -> str:
    """The held piece is bought; answers the order's number."""
    wish = counter.cash(place=5, offer_id=offer_id)
    order = said(counter.order(wish, by=person), 201)
    assert charged(order) == PRICE
    again = counter.order(wish, by=person)
    assert again.status == 409
    return str(order["id"])
