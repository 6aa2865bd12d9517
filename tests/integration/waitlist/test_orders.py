"""Orders and the waiting list together: what is held is bought, and what comes back is for those
who wait.
"""

from typing import Any

import pytest

from functions.waitlist import offer
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import TeleshopError
from teleshop.kernel.use_case import run
from teleshop.orders.service import CancelReason, PlacedOrder
from teleshop.orders.wiring import life
from teleshop.stock.errors import StockShortError
from teleshop.stock.service import Wanted
from teleshop.stock.wiring import service as stock
from teleshop.waitlist.domain.entry import Entry, EntryState
from teleshop.waitlist.errors import OfferEndedError, OfferNotValidError, StillThereError
from teleshop.waitlist.service import Redemptions
from teleshop.waitlist.wiring import service
from tests.factories import checkout as shop
from tests.factories import pricing
from tests.factories import waitlist as make
from tests.factories.checkout import LIU, NOW, POT, WANG
from tests.harness.platform import Platform

MINUTE = make.MINUTE
ZHANG = Actor("customer-zhang", frozenset({Role.CUSTOMER}))


@pytest.fixture
def last(aws: Any) -> PlacedOrder:
    """The order that took the last three pots."""
    shop.shop(POT, pieces=3)
    return shop.placed(shop.body(shop.line(POT, 3), total=300_00))


def waits(actor: Actor, quantity: int = 1, after: int = 1) -> Entry:
    """Somebody joins, so many minutes after the start."""
    own = make.call(actor, NOW + after * MINUTE)
    return run(own, lambda: service().entries.join(own, make.body(quantity, sku=POT))).entry


def back(order: PlacedOrder, after: int = 5) -> None:
    """The order gives its stock back, and nobody has been offered anything yet."""
    make.cancelled(tuple(map(make.holding, order.held)), now=NOW + after * MINUTE)


def offered(entry: Entry, after: int = 6) -> Entry:
    make.serve(POT, now=NOW + after * MINUTE)
    return make.stored(entry)


@pytest.mark.clause("1.1")
def test_an_order_takes_over_what_is_held_for_its_customer(last: PlacedOrder) -> None:
    entry = waits(LIU, 2)
    back(last)
    entry = offered(entry)
    assert entry.offer is not None
    sent = shop.body(shop.line(POT, 2), total=200_00, offer_id=entry.offer_id)
    order = shop.placed(sent, LIU, NOW + 7 * MINUTE)
    assert [(one.place, one.shard, one.quantity) for one in order.held] == [
        (one.place, one.shard, one.quantity) for one in entry.offer.held
    ]
    after = make.stored(entry)
    assert (after.state, after.order_id) == (EntryState.TAKEN, order.id)
    assert (make.left(POT), make.promised(POT)) == (1, 2)


@pytest.mark.clause("1.1")
def test_fewer_pieces_than_held_go_back_and_more_are_taken_from_what_is_free(
    last: PlacedOrder,
) -> None:
    entry = waits(LIU, 2)
    back(last)
    entry = offered(entry)
    fewer = shop.body(shop.line(POT, 1), total=100_00, offer_id=entry.offer_id)
    assert sum(one.quantity for one in shop.placed(fewer, LIU, NOW + 7 * MINUTE).held) == 1
    assert (make.left(POT), make.promised(POT)) == (2, 1)


@pytest.mark.clause("1.1")
def test_more_pieces_than_held_are_taken_from_what_is_free(last: PlacedOrder) -> None:
    entry = waits(LIU, 2)
    back(last)
    entry = offered(entry)
    more = shop.body(shop.line(POT, 3), total=300_00, offer_id=entry.offer_id)
    assert sum(one.quantity for one in shop.placed(more, LIU, NOW + 7 * MINUTE).held) == 3
    assert (make.left(POT), make.promised(POT)) == (0, 3)


@pytest.mark.clause("1.1", "4.3.4")
def test_the_price_is_that_of_the_order_and_not_of_the_waiting(last: PlacedOrder) -> None:
    entry = waits(LIU)
    back(last)
    entry = offered(entry)
    sheet = shop.sheet_of(POT)
    dearer = pricing.everywhere(120_00, NOW + 6 * MINUTE)
    shop.changed_sheet(POT, entries=(*sheet.entries, *dearer))
    old = shop.body(total=100_00, offer_id=entry.offer_id)
    with pytest.raises(TeleshopError) as refused:
        shop.placed(old, LIU, NOW + 7 * MINUTE)
    assert refused.value.code == "order_total_changed"
    assert make.stored(entry).state is EntryState.OFFERED
    order = shop.placed(shop.body(total=120_00, offer_id=entry.offer_id), LIU, NOW + 7 * MINUTE)
    assert order.total == 120_00


@pytest.mark.clause("1.1")
def test_an_offer_is_of_no_use_to_others_nor_after_its_time(last: PlacedOrder) -> None:
    entry = waits(LIU)
    back(last)
    entry = offered(entry)
    assert entry.offer is not None
    sent = shop.body(offer_id=entry.offer_id)
    with pytest.raises(OfferNotValidError):
        shop.placed(sent, WANG, NOW + 7 * MINUTE)
    with pytest.raises(OfferEndedError):
        shop.placed(sent, LIU, entry.offer.until)
    shop.placed(sent, LIU, entry.offer.until - make.SECOND)
    with pytest.raises(OfferEndedError):
        shop.placed(sent, LIU, entry.offer.until - make.SECOND)


@pytest.mark.clause("1.1")
def test_what_comes_back_is_not_sold_past_those_who_wait(last: PlacedOrder) -> None:
    first, second = waits(LIU), waits(ZHANG, after=2)
    back(last)
    with pytest.raises(StockShortError) as refused:
        shop.placed(shop.body(shop.line(POT, 2), total=200_00), WANG, NOW + 5 * MINUTE)
    (fault,) = refused.value.errors
    assert fault.params["left"] == 1
    # Of three that came back two are for those who wait; the third is anybody's.
    shop.placed(shop.body(), WANG, NOW + 5 * MINUTE)
    assert offered(first).state is EntryState.OFFERED
    assert make.stored(second).state is EntryState.OFFERED
    assert (make.left(POT), make.promised(POT)) == (0, 3)


@pytest.mark.clause("1.1")
def test_who_comes_late_joins_the_list_while_all_is_for_others(last: PlacedOrder) -> None:
    waits(LIU, 3)
    back(last)
    with pytest.raises(StockShortError):
        shop.placed(shop.body(), WANG, NOW + 5 * MINUTE)
    assert waits(WANG, after=5).state is EntryState.WAITING
    head = stock().reservations.levels([Wanted(POT, 0)]).skus[POT].head
    assert head.sold_out_at is None


@pytest.mark.clause("1.1")
def test_what_nobody_who_waits_would_take_is_sold_to_anybody(last: PlacedOrder) -> None:
    entry = waits(LIU, 5)
    back(last)
    entry = offered(entry)
    assert entry.offer is not None
    service().offers.lapse(make.call(now=entry.offer.until), entry.id, 1)
    assert make.stored(entry).whole_only
    late = entry.offer.until + MINUTE
    with pytest.raises(StillThereError):
        waits(ZHANG, after=60)
    shop.placed(shop.body(shop.line(POT, 3), total=300_00), WANG, late)
    assert make.left(POT) == 0


@pytest.mark.clause("1.1")
def test_an_order_of_goods_that_never_were_sold_out_asks_nobody(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.shop(POT, pieces=3)

    def asked(_: Any, left: Any) -> dict[str, int]:
        pytest.fail(f"asked what is held back of {left}")

    monkeypatch.setattr(Redemptions, "held_back", asked)
    assert shop.placed().total == 100_00


@pytest.mark.clause("1.1")
def test_an_order_that_is_cancelled_is_offered_and_bought(
    platform: Platform, last: PlacedOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offer, "utc_now", lambda: NOW + 5 * MINUTE)
    entry = waits(LIU)
    platform.settle()
    own = make.call(WANG, NOW + 5 * MINUTE)
    run(own, lambda: life().cancel(own, last.id, CancelReason.CUSTOMER))
    platform.settle()
    found = make.stored(entry)
    assert found.offer_id is not None
    shop.placed(shop.body(offer_id=found.offer_id), LIU, NOW + 6 * MINUTE)
    platform.settle()
    (taken,) = platform.events_of_type("OfferTaken")
    assert taken["data"]["offer_id"] == found.offer_id
