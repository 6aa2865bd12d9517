"""Who waited orders what is held for them; pieces beyond it are taken as usual."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from teleshop.orders.service import PlacedOrder
from teleshop.stock.errors import StockShortError
from teleshop.stock.tables import StockRepository
from teleshop.waitlist.domain.entry import EntryState
from teleshop.waitlist.errors import OfferEndedError, OfferNotValidError
from tests.factories import checkout as f
from tests.factories import stock
from tests.factories import waitlist as w
from tests.harness.aws import Cloud

pytestmark = pytest.mark.clause("1.1")
LATER = f.NOW + timedelta(minutes=15)


def offered(quantity: int = 2) -> Any:
    """The pot is sold out; pieces came in, and all of them are held for the first who waits."""
    f.shop(pieces=1)
    f.placed(actor=f.LIU)
    with pytest.raises(StockShortError):
        f.placed(actor=f.LIU)
    made = w.joined(1, quantity, sku=f.POT)
    w.received(quantity, sku=f.POT, now=f.NOW + f.MINUTE)
    w.serve(f.POT, now=f.NOW + 2 * f.MINUTE)
    found = w.stored(made)
    assert found.offer is not None
    assert f.left_of() == 0
    return found


def taken(entry: Any, *lines: dict[str, Any], total: int, who: int = 1) -> PlacedOrder:
    """An order that names the offer."""
    sent = f.body(*lines, total=total, offer_id=entry.offer_id)
    return f.placed(sent, w.customer(who), LATER)


def test_what_is_held_for_somebody_becomes_the_orders(aws: Cloud) -> None:
    entry = offered()
    order = taken(entry, f.line(f.PAN), f.line(f.POT, 2), total=300_00)
    held = {(one.sku, one.quantity) for one in order.held}
    assert held == {(f.POT, 2), (f.PAN, 1)}
    after = w.stored(entry)
    assert (after.state, after.order_id) == (EntryState.TAKEN, order.id)
    assert w.promised(f.POT) == 3


def test_fewer_pieces_leave_the_rest_for_others(aws: Cloud) -> None:
    order = taken(offered(), f.line(f.POT), total=100_00)
    assert [(one.sku, one.quantity) for one in order.held] == [(f.POT, 1)]
    assert f.left_of() == 1


def test_more_pieces_than_are_held_are_taken_from_what_is_there(aws: Cloud) -> None:
    entry = offered()
    with pytest.raises(StockShortError):
        taken(entry, f.line(f.POT, 3), total=300_00)
    w.received(5, sku=f.POT, now=f.NOW + 3 * f.MINUTE)
    order = taken(entry, f.line(f.POT, 3), total=300_00)
    assert sum(one.quantity for one in order.held) == 3
    assert f.left_of() == 4


def test_an_offer_is_for_its_customer_and_for_one_order(aws: Cloud) -> None:
    entry = offered()
    with pytest.raises(OfferNotValidError):
        taken(entry, f.line(f.POT), total=100_00, who=2)
    with pytest.raises(OfferNotValidError):
        taken(entry, f.line(f.PAN), total=100_00)
    taken(entry, f.line(f.POT, 2), total=200_00)
    with pytest.raises(OfferEndedError):
        taken(entry, f.line(f.POT, 2), total=200_00)


def held_back(pieces: int = 1, wanted: int = 2) -> Any:
    """Somebody waits for more than there is, and nobody has met zero; nothing is offered yet."""
    f.shop(pieces=pieces)
    return w.joined(1, wanted, sku=f.POT)


def refused_at(at: Any) -> StockShortError:
    with pytest.raises(StockShortError) as refused:
        f.placed(actor=f.LIU, at=at)
    return refused.value


def test_who_waits_is_protected_from_the_moment_of_joining(aws: Cloud) -> None:
    entry = held_back()
    (short,) = refused_at(LATER).shortages
    assert (short.sku, short.left) == (f.POT, 0)
    w.serve(f.POT, now=LATER + f.MINUTE)
    offer = w.stored(entry).offer
    assert offer is not None
    assert offer.quantity == 1
    # What comes in later is theirs as well, although the article never was sold out.
    f.received(3, f.POT)
    assert f.placed(actor=f.LIU, at=LATER).held[0].quantity == 1


def test_that_somebody_waits_is_noted_once_for_an_article(aws: Cloud) -> None:
    held_back()
    w.joined(2, 2, sku=f.POT)
    noted = [one for one in aws.items("AuditTable") if one["action"] == "note_waiting"]
    assert len(noted) == 1


def test_who_is_refused_what_is_held_back_sets_a_queue_going_that_was_stuck(aws: Cloud) -> None:
    held_back()
    asked = f.outbox().count("OffersToMake")
    for _ in range(3):
        refused_at(LATER)
    assert f.outbox().count("OffersToMake") == asked + 1
    refused_at(LATER + f.MINUTE)
    assert f.outbox().count("OffersToMake") == asked + 2


def test_who_is_refused_what_is_really_gone_asks_for_nothing(aws: Cloud) -> None:
    f.shop(pieces=1)
    f.placed(actor=f.LIU)
    refused_at(LATER)
    refused_at(LATER)
    assert f.outbox().count("OffersToMake") == 0


def test_nobody_is_refused_by_rows_that_were_read_while_they_moved(
    aws: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five of twenty are held back. Eight are wanted, and the rows looked like twelve: enough by
    themselves, and too few without what is held back.
    """
    f.shop(pieces=3)
    w.joined(1, 5, sku=f.POT)
    f.received(17, f.POT)
    stock.split(2, f.POT)
    real, torn = StockRepository.levels, [1]

    def levels(own: StockRepository, *given: Any, **options: Any) -> Any:
        found = real(own, *given, **options)
        known = found.skus.get(f.POT)
        if not torn or known is None:
            return found
        torn.pop()
        shards = tuple(replace(row, available=6) for row in known.shards)
        return replace(found, skus={**found.skus, f.POT: replace(known, shards=shards)})

    monkeypatch.setattr(StockRepository, "levels", levels)
    order = f.placed(f.body(f.line(f.POT, 8), total=800_00), f.LIU, LATER)
    assert sum(one.quantity for one in order.held) == 8
    assert not torn
