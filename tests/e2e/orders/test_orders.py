"""Orders on the packaged artifact, IAM enforced: promised, charged, paid, expired, cancelled, sent,
returned; by app, and by telephone after an outage. Money comes by a real gateway's callbacks.
"""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.goods.market import PRICE
from tests.e2e.local_site import HttpAnswer
from tests.e2e.orders.counter import PIECES, Counter, charged
from tests.e2e.orders.promotion import SPECIAL, promoted
from tests.e2e.shop import said
from tests.e2e.traces import traces

pytestmark = pytest.mark.clause("1.1", "4.3.4", "6.3.1")

FREIGHT = 0


@pytest.mark.clause("6.4.1", "7.1.3", "6.3.2")
def test_what_is_promised_is_charged_and_money_and_pieces_always_agree(counter: Counter) -> None:
    promotion = promoted(counter)
    with counter.market.site.clocks.held():
        paid = ordered_and_paid(counter, promotion)
        cancelled_by_a_twin(counter)
    expired(counter)
    sent_and_returned(counter, paid)
    lines_of_the_supplier(counter, paid)
    assert counter.left() == {"available": PIECES - 2, "reserved": 0}
    nothing_personal_is_left_behind(counter)


def ordered_and_paid(counter: Counter, promotion: str) -> str:
    """An order at the promotional price, once though it is sent twice, paid though its callback
    comes three times; answers its number.
    """
    teaser = counter.order(counter.wish(SPECIAL, 2, place=1))
    assert (teaser.status, teaser.json["code"]) == (409, "order_total_changed")
    wish = counter.wish(2 * SPECIAL + FREIGHT, 2, place=2)
    first, twin = counter.at_once(*[lambda: counter.order(wish, key="key-of-the-tap")] * 2)
    order = said(first, 201)
    assert said(twin, 201)["id"] == order["id"]
    taken = order["taken"]
    assert (taken["state"], charged(order)) == ("placed", 2 * SPECIAL + FREIGHT)
    [line] = taken["lines"]
    assert [step["promotion_id"] for step in line["steps"]] == [promotion]
    assert (line["returns"]["days"], line["returns"]["excluded"]) == (7, None)
    assert taken["promise"]["promised_on"] > f"{datetime.now(UTC):%Y-%m-%d}"
    assert counter.left() == {"available": PIECES - 2, "reserved": 2}

    site = counter.market.site
    link = taken["payment"]["link"]["url"]
    site.pay(link, spoil="signature")
    assert counter.shown(order["id"])["taken"]["state"] == "placed"
    site.pay(link, times=3)
    counter.reaches(order["id"], "paid")
    stranger = counter.customer("-other").get(f"/orders/{order['id']}")
    assert (stranger.status, stranger.json["code"]) == (404, "order_not_found")
    return str(order["id"])


def cancelled_by_a_twin(counter: Counter) -> None:
    """Two say "cancel" at once, after the money came: it goes back once, and so do the pieces."""
    order_id = counter.bought(counter.wish(SPECIAL + FREIGHT, place=3))
    path = f"/orders/{order_id}/cancellation"
    answers = counter.at_once(*[lambda: counter.customer().post(path, {})] * 2)
    assert {answer.status for answer in answers} <= {200, 409}
    assert 200 in {answer.status for answer in answers}
    refund = counter.refunded(order_id)
    assert (refund["amount"], refund["late"]) == (SPECIAL + FREIGHT, False)
    assert counter.shown(order_id)["taken"]["state"] == "cancelled"
    assert counter.left() == {"available": PIECES - 2, "reserved": 2}


def expired(counter: Counter) -> None:
    """Two are not paid in time; the pieces are free again, and money that comes late goes back."""
    late, never = (
        said(counter.order(counter.wish(SPECIAL + FREIGHT, place=place)), 201) for place in (4, 5)
    )
    assert counter.left() == {"available": PIECES - 4, "reserved": 4}
    counter.clocks(minutes=24 * 60)
    for order in (late, never):
        found = counter.reaches(order["id"], "cancelled")
        assert found["taken"]["cancel_reason"] == "unpaid"
    assert counter.left() == {"available": PIECES - 2, "reserved": 2}
    counter.market.site.pay(late["taken"]["payment"]["link"]["url"])
    assert counter.refunded(late["id"])["amount"] == SPECIAL + FREIGHT
    assert counter.shown(late["id"])["taken"]["state"] == "cancelled"


def sent_and_returned(counter: Counter, order_id: str) -> None:
    """Packed, sent, taken in; one of two comes back within seven days and so does its price."""
    # The clocks have run ahead above, so it has been released by itself.
    counter.reaches(order_id, "released")
    warehouse = counter.who("warehouse")
    label = counter.shown(order_id, warehouse)["taken"]["recipient"]
    assert (label["name"], label["masked"]) == (counter.words[3], False)
    seen = counter.shown(order_id, counter.who("agent"))["taken"]["recipient"]
    assert seen["masked"]
    assert not [word for word in counter.words[3:5] if word in str(seen)]
    parcel = counter.sent(order_id, 2)
    delivered = said(counter.arrived(order_id, parcel, outcome="delivered"))
    assert delivered["taken"]["state"] == "delivered"
    assert counter.left() == {"available": PIECES - 2, "reserved": 0}
    counter.came_back(order_id, SPECIAL)
    order = counter.shown(order_id)
    assert (order["taken"]["state"], order["taken"]["lines"][0]["returned"]) == ("delivered", 1)
    told = [entry["what"] for entry in order["taken"]["history"]]
    assert told[:3] == ["placed", "paid", "released"]


def lines_of_the_supplier(counter: Counter, order_id: str) -> None:
    """The supplier sees what was sold of its own goods, and nobody who bought it."""

    def there() -> Any:
        items = said(counter.market.seller.get("/supplier-order-lines?limit=100"))["items"]
        return next(
            (one for one in items if one["order_id"] == order_id and one["returned"] == 1), None
        )

    line = counter.market.site.wait("the supplier's line", there)
    assert line["quantity"] == 2
    seen = str(said(counter.market.seller.get(f"/orders/{order_id}")))
    assert not [word for word in (*counter.words, counter.customer().subject) if word in seen]


def nothing_personal_is_left_behind(counter: Counter) -> None:
    """6.4.1: every log line, every event, every row so far, for every name, number and address that
    was said.
    """
    assert len(counter.words) > len("abc")
    assert traces(counter.market.site.cloud, counter.words) == []


@pytest.mark.clause("4.2.4")
def test_an_order_on_paper_is_charged_by_the_price_of_its_time(counter: Counter) -> None:
    """The platform was down; a caller's order was written down, and the price has fallen since."""
    market, agent = counter.market, counter.who("agent")
    taken_at = datetime.now(UTC)
    lowered = PRICE - 2_000
    cut = {"direction": "cut", "size": 608, "reason": "旺季前下调，毛利仍高于一半。"}
    asked = said(market.price_change(counter.sku, lowered, evaluation=cut), 201)
    said(market.decide("manager", asked["id"]))
    market.scheduled(asked["id"])

    def cheaper() -> bool:
        lines = [{"sku": counter.sku, "quantity": 1}]
        return bool(
            said(agent.post("/quotes", {"channel": "tv", "lines": lines}))["total"] == lowered
        )

    market.site.wait("the lower price", cheaper)
    paper: dict[str, Any] = {
        "channel": "phone",
        "payment_method": "cash_on_delivery",
        "call_id": f"call-{market.number}",
        "outage": {"taken_at": taken_at.isoformat(), "sheet_number": f"S-{market.number}"},
    }
    wrong = counter.order(counter.wish(lowered + FREIGHT, place=8, **paper), by=agent)
    assert (wrong.status, wrong.json["code"]) == (409, "order_total_changed")
    wish = counter.wish(PRICE + FREIGHT, place=9, **paper)
    order = said(counter.order(wish, by=agent), 201)
    assert datetime.fromisoformat(order["placed_at"]) == taken_at
    again = counter.order({**wish, "payment_method": "cash_on_delivery"}, by=agent)
    assert again.status == 409
    assert order["id"] in str(again.json)
    assert not [word for word in counter.words[-3:] if word in order["customer_id"]]

    found = said(counter.who("lead").post("/order-searches", {"phone": wish["address"]["phone"]}))
    assert [one["id"] for one in found["items"]] == [order["id"]]
    nothing_personal_is_left_behind(counter)


def test_bad_wishes_are_refused_with_every_fault_at_once(counter: Counter) -> None:
    """First what cannot be meant; then what cannot be had, and codes with goods that can."""
    wish = counter.wish(PRICE, place=1)
    keyless = counter.customer().post("/orders", wish)
    assert (keyless.status, keyless.json["code"]) == (400, "idempotency_key_required")
    home = wish["address"]
    unclear = counter.order({**wish, "address": {**home, "phone": "1234567"}})
    assert (unclear.status, places(unclear)) == (422, {"/address/phone"})
    goods, codes = [{"sku": "sku_unknown", "quantity": 1}, *wish["lines"]], ["NO-SUCH-CODE"]
    abroad = {**home, "region": "810000"}
    refused = counter.order({**wish, "lines": goods, "address": abroad})
    assert (refused.status, places(refused)) == (409, {"/lines/0/sku", "/address/region"})
    unknown = counter.order({**wish, "codes": codes, "address": abroad})
    assert (unknown.status, places(unknown)) == (409, {"/codes/0", "/address/region"})


def places(answer: HttpAnswer) -> set[str]:
    """The fields that a refusal names."""
    return {error["pointer"] for error in answer.json["errors"]}
