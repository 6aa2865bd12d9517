"""Cash on delivery on the packaged artifact: ordered by telephone, refused or paid at the door."""

import pytest

from tests.e2e.goods.market import PRICE
from tests.e2e.orders.counter import WAREHOUSE, Counter
from tests.e2e.shop import said

pytestmark = pytest.mark.clause("6.3.1", "7.1.3")


@pytest.fixture
def pieces() -> int:
    return 2


def test_a_caller_takes_it_in_with_the_cash_or_sends_it_back_and_owes_nothing(
    counter: Counter,
) -> None:
    refused, taken = called(counter, 1), called(counter, 2)
    assert counter.left() == {"available": 0, "reserved": 2}
    sent_back(counter, refused)
    handed_over(counter, taken)
    back_on_the_shelf(counter, refused)


def called(counter: Counter, place: int) -> str:
    """An agent enters what a caller wants; answers the order's number."""
    call = f"call-{counter.market.number}-{place}"
    wish = counter.cash(place=place, channel="phone", call_id=call)
    order = said(counter.order(wish, by=counter.who("agent")), 201)
    payment = order["taken"]["payment"]
    assert (payment["method"], payment["link"]) == ("cash_on_delivery", None)
    assert wish["address"]["phone"] not in order["customer_id"]
    return str(order["id"])


def sent_back(counter: Counter, order_id: str) -> None:
    """Refused at the door: nothing is due, and the piece is not there before the warehouse says."""
    parcel = counter.sent(order_id)
    order = said(counter.arrived(order_id, parcel, outcome="refused"))
    assert order["taken"]["state"] == "refused"
    payment = said(counter.who("finance").get(f"/payments/{order['taken']['payment']['id']}"))
    assert payment["state"] == "closed"
    assert counter.left() == {"available": 0, "reserved": 1}


def handed_over(counter: Counter, order_id: str) -> None:
    """Taken in with exactly the cash that is due."""
    parcel = counter.sent(order_id)
    less = counter.arrived(order_id, parcel, outcome="delivered", collected=PRICE - 1)
    assert less.status in {409, 422}
    assert "cash_differs" in str(less.json)
    order = said(counter.arrived(order_id, parcel, outcome="delivered", collected=PRICE))
    assert order["taken"]["state"] == "delivered"
    payment = said(counter.who("finance").get(f"/payments/{order['taken']['payment']['id']}"))
    assert (payment["state"], payment["received"]) == ("received", PRICE)


def back_on_the_shelf(counter: Counter, order_id: str) -> None:
    """The warehouse has the refused parcel again; its paper is booked once."""
    warehouse, path = counter.who("warehouse"), f"/stock/{counter.sku}/movements"
    back = {
        "kind": "refused_parcel",
        "warehouse": WAREHOUSE,
        "quantity": 1,
        "reference": order_id,
    }
    said(warehouse.post(path, back), 201)
    assert warehouse.post(path, back).status == 409
    assert counter.left() == {"available": 1, "reserved": 0}
