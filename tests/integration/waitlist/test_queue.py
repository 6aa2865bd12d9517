"""Joining, looking, withdrawing, and offers in order of turns, on tables with real stock."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import msgspec
import pytest

from teleshop.kernel.errors import InvalidInputError, RacedError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.waitlist.adapters import ReservedStock, SheetGoods
from teleshop.waitlist.domain.entry import EndReason, Entry, EntryState
from teleshop.waitlist.domain.policy import DEFAULT_POLICY
from teleshop.waitlist.errors import (
    EntryClosedError,
    EntryNotFoundError,
    GoodsNotWaitedForError,
    OfferEndedError,
    OfferNotValidError,
    StillThereError,
    TooManyEntriesError,
)
from teleshop.waitlist.ports import Goods
from teleshop.waitlist.schemas import WaitingQuery
from teleshop.waitlist.service.offers import PER_STEP
from teleshop.waitlist.tables import WaitlistRepository
from teleshop.waitlist.wiring import service
from tests.factories import pricing
from tests.factories import waitlist as make

MINUTE = make.MINUTE


def events(aws: Any, kind: str) -> list[dict[str, Any]]:
    """The facts of events that were stored, in order of their instants."""
    rows = [row for row in aws.items("OutboxTable") if row["type"] == kind]
    found = [msgspec.json.decode(row["envelope"]) for row in rows]
    return [one["data"] for one in sorted(found, key=lambda one: (one["occurred_at"], one["id"]))]


# -- joining --


@pytest.mark.clause("1.1")
def test_who_joins_waits_behind_those_who_came_before(aws: Any) -> None:
    make.sold_out()
    shown = [
        service().entries.join(make.call(make.customer(number)), make.body()) for number in (1, 2)
    ]
    assert [one.position for one in shown] == [1, 2]
    assert shown[0].entry.expires_at > make.NOW + timedelta(days=14)
    (first, second) = events(aws, "WaitingJoined")
    assert (first["customer_id"], second["customer_id"]) == ("customer-1", "customer-2")


@pytest.mark.clause("1.1")
def test_again_is_the_same_entry_as_it_stands(aws: Any) -> None:
    make.sold_out()
    first = make.joined(1, 2)
    second = make.joined(1, 3, now=make.NOW + MINUTE)
    assert second == first
    assert len(events(aws, "WaitingJoined")) == 1


@pytest.mark.clause("1.1")
def test_twins_that_join_at_once_are_one(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make.sold_out()
    real = WaitlistRepository.open_of
    raced: list[Entry] = []

    def late(own: Any, customer_id: str, limit: int) -> Any:
        """The other one gets in between reading and writing."""
        found = real(own, customer_id, limit)
        monkeypatch.undo()
        if not raced:
            raced.append(make.joined())
        return found

    monkeypatch.setattr(WaitlistRepository, "open_of", late)
    shown = make.joined(now=make.NOW + MINUTE)
    assert raced == [shown]
    assert len(events(aws, "WaitingJoined")) == 1


@pytest.mark.clause("1.1")
def test_nobody_waits_for_what_can_be_bought(aws: Any) -> None:
    make.on_sale()
    make.received(3)
    with pytest.raises(StillThereError) as refused:
        make.joined(1, 3)
    assert refused.value.params == {"left": 3}
    assert make.joined(1, 4).quantity == 4


@pytest.mark.clause("1.1")
def test_nobody_waits_for_what_nobody_sells(aws: Any) -> None:
    with pytest.raises(GoodsNotWaitedForError):
        make.joined()
    make.on_sale()
    with pytest.raises(GoodsNotWaitedForError):
        make.joined()
    pricing.stored(pricing.sheet(make.SECOND_SKU, product_id="prd_2", on_sale=False))
    make.received(1, sku=make.SECOND_SKU)
    make.bought(1, sku=make.SECOND_SKU)
    with pytest.raises(GoodsNotWaitedForError):
        make.joined(sku=make.SECOND_SKU)


@pytest.mark.clause("1.1")
def test_a_customer_waits_for_so_many_goods_at_most(aws: Any) -> None:
    most = DEFAULT_POLICY.most_open
    skus = [f"sku_{number:02}" for number in range(most + 1)]
    make.sold_out(*skus)
    for sku in skus[:most]:
        make.joined(sku=sku)
    with pytest.raises(TooManyEntriesError):
        make.joined(sku=skus[most])
    assert make.joined(sku=skus[0]).sku == skus[0]
    assert make.joined(2, sku=skus[most]).sku == skus[most]


@pytest.mark.clause("1.1")
def test_all_faults_of_a_body_come_at_once(aws: Any) -> None:
    with pytest.raises(InvalidInputError) as refused:
        service().entries.join(make.call(make.AGENT), make.body(6))
    assert [fault.pointer for fault in refused.value.errors] == ["/quantity", "/customer_id"]
    with pytest.raises(InvalidInputError) as refused:
        service().entries.join(make.call(make.CUSTOMER), make.body(customer_id="customer-9"))
    assert [fault.code for fault in refused.value.errors] == ["waiting_customer_named"]


# -- looking and leaving --


@pytest.mark.clause("1.1")
def test_a_queue_is_listed_in_order_page_by_page(aws: Any) -> None:
    make.sold_out()
    made = [make.joined(number) for number in range(1, 12)]
    repository, found, cursor = WaitlistRepository(), [], None
    while True:
        listed = repository.queue(make.SKU, make.LINES, PageRequest(4, cursor))
        assert (listed.figure.waiting, listed.figure.pieces) == (11, 11)
        found += listed.page.items
        cursor = listed.page.next
        if cursor is None:
            break
    assert found == made


@pytest.mark.clause("1.1")
def test_one_who_leaves_gives_the_place_up_and_may_join_again(aws: Any) -> None:
    make.sold_out()
    first, second = make.joined(1, 3), make.joined(2)
    own = make.call(make.CUSTOMER, make.NOW + MINUTE)
    shown = service().entries.withdraw(own, first.id)
    assert (shown.entry.state, shown.entry.end_reason) == (EntryState.ENDED, EndReason.WITHDRAWN)
    assert service().entries.withdraw(own, first.id).entry == shown.entry
    position = service().entries.show(make.call(make.OTHER), second.id).position
    assert position == 1
    again = make.joined(1, now=make.NOW + 2 * MINUTE)
    assert again.id != first.id
    listed = service().entries.list_entries(
        make.call(make.MERCHANDISER), WaitingQuery(sku=make.SKU)
    )
    assert listed.page.items == [second, again]
    assert listed.figure is not None
    assert (listed.figure.waiting, listed.figure.pieces) == (2, 2)


@pytest.mark.clause("1.1", "6.4.1")
def test_another_customers_entry_is_not_there(aws: Any) -> None:
    make.sold_out()
    made = make.joined(1)
    for ask in (service().entries.show, service().entries.withdraw):
        with pytest.raises(EntryNotFoundError):
            ask(make.call(make.OTHER), made.id)
        with pytest.raises(EntryNotFoundError):
            ask(make.call(make.OTHER), "wtl_01M85DCW3M18EC0KYDXHRENZZZ")


@pytest.mark.clause("1.1")
def test_an_entry_ends_when_its_days_are_over(aws: Any) -> None:
    make.sold_out()
    made = make.joined()
    after = service().entries.expire(make.call(now=made.expires_at), made.id)
    assert after is not None
    assert after.end_reason is EndReason.EXPIRED
    assert service().entries.expire(make.call(now=made.expires_at), made.id) is None
    assert WaitlistRepository().figure(make.SKU, make.LINES).waiting == 0
    assert [one["reason"] for one in events(aws, "WaitingEnded")] == ["expired"]


# -- offers --


@pytest.mark.clause("1.1")
def test_what_comes_back_is_offered_in_order_as_far_as_it_reaches(aws: Any) -> None:
    orders = make.sold_out(pieces=3)
    made = [make.joined(number, quantity) for number, quantity in ((1, 1), (2, 2), (3, 1))]
    make.cancelled(orders[make.SKU], now=make.NOW + MINUTE)
    make.serve()
    states = [make.stored(one) for one in made]
    assert [one.offer.quantity if one.offer else 0 for one in states] == [1, 2, 0]
    assert states[2].state is EntryState.WAITING
    assert (make.left(), make.promised()) == (0, 3)
    told = events(aws, "WaitingOffered")
    assert [(one["customer_id"], one["quantity"], one["wanted"]) for one in told] == [
        ("customer-1", 1, 1),
        ("customer-2", 2, 2),
    ]


@pytest.mark.clause("1.1")
def test_the_same_event_twice_or_twins_offer_nothing_twice(aws: Any) -> None:
    make.sold_out()
    made = [make.joined(number) for number in (1, 2, 3)]
    make.received(2, now=make.NOW + MINUTE)
    for _ in range(3):
        make.serve()
    assert [make.stored(one).offers for one in made] == [1, 1, 0]
    assert len(events(aws, "WaitingOffered")) == 2


@pytest.mark.clause("1.1")
def test_a_run_that_lost_the_race_looks_again(aws: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make.sold_out()
    made = [make.joined(number) for number in (1, 2)]
    make.received(2, now=make.NOW + MINUTE)
    real, looks = ReservedStock.look, []

    def late(own: Any, sku: str, *, consistent: bool = False) -> Any:
        """The twin is quicker."""
        look = real(own, sku, consistent=consistent)
        looks.append(look.left)
        monkeypatch.undo()
        make.serve()
        return look

    monkeypatch.setattr(ReservedStock, "look", late)
    make.serve()
    assert looks == [2]
    assert [make.stored(one).offers for one in made] == [1, 1]
    assert (make.left(), make.promised()) == (0, 3)


@pytest.mark.clause("1.1")
def test_fewer_than_wanted_are_offered_and_refused_without_losing_the_turn(aws: Any) -> None:
    make.sold_out()
    first, second = make.joined(1, 3), make.joined(2, 1)
    make.received(1, now=make.NOW + MINUTE)
    make.serve(now=make.NOW + MINUTE)
    offered = make.stored(first)
    assert offered.offer is not None
    assert offered.offer.quantity == 1
    until = offered.offer.until
    after = service().offers.lapse(make.call(now=until), first.id, 1)
    assert after is not None
    assert (after.state, after.whole_only) == (EntryState.WAITING, True)
    assert make.left() == 1
    # One piece: the first one takes nothing but three, so the second one is next.
    make.serve(now=until)
    assert make.stored(first).state is EntryState.WAITING
    assert make.stored(second).state is EntryState.OFFERED
    # Three pieces: the old turn counts, before everybody who came later.
    third = make.joined(3, 1, now=until)
    make.received(3, now=until)
    make.serve(now=until + MINUTE)
    assert make.stored(first).offer_id == f"{first.id}-2"
    assert make.stored(third).state is EntryState.WAITING
    (waits_on,) = events(aws, "OfferLapsed")
    assert (waits_on["waits_on"], waits_on["quantity"]) == (True, 1)


@pytest.mark.clause("1.1")
def test_an_offer_without_answer_goes_to_who_is_next(aws: Any) -> None:
    make.sold_out()
    first, second = make.joined(1), make.joined(2)
    make.received(1, now=make.NOW + MINUTE)
    make.serve()
    offer = make.stored(first).offer
    assert offer is not None
    early = make.call(now=offer.until - make.SECOND)
    assert service().offers.lapse(early, first.id, 1) is None
    assert service().offers.lapse(make.call(now=offer.until), first.id, 2) is None
    after = service().offers.lapse(make.call(now=offer.until), first.id, 1)
    assert after is not None
    assert after.end_reason is EndReason.NO_ANSWER
    assert service().offers.lapse(make.call(now=offer.until), first.id, 1) is None
    assert (make.left(), make.promised()) == (1, 1)
    make.serve(now=offer.until)
    assert make.stored(second).state is EntryState.OFFERED
    assert make.joined(1, now=offer.until).id != first.id


@pytest.mark.clause("1.1")
def test_an_offer_that_is_withdrawn_gives_back_what_was_held(aws: Any) -> None:
    make.sold_out()
    made = make.offered(1, 2)
    own = make.call(make.CUSTOMER, make.NOW + 3 * MINUTE)
    shown = service().entries.withdraw(own, made.id)
    assert shown.entry.end_reason is EndReason.WITHDRAWN
    assert (make.left(), make.promised()) == (2, 1)
    (told,) = events(aws, "OfferLapsed")
    assert (told["reason"], told["waits_on"]) == ("withdrawn", False)


@pytest.mark.clause("1.1")
def test_goods_that_are_not_on_sale_are_not_offered(
    aws: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.sold_out()
    made = make.joined()
    make.received(1, now=make.NOW + MINUTE)
    monkeypatch.setattr(SheetGoods, "find", lambda _, sku: Goods(sku, "炒锅", on_sale=False))
    make.serve()
    assert make.stored(made).state is EntryState.WAITING
    # That it is on sale again may be known here before the sheets say so.
    own = make.call(now=make.NOW + 2 * MINUTE)
    service().offers.serve_product(own, pricing.PRODUCT)
    assert make.stored(made).state is EntryState.OFFERED


@pytest.mark.clause("1.1")
def test_a_step_offers_so_many_and_asks_for_the_next(aws: Any) -> None:
    make.sold_out()
    made = [make.joined(number) for number in range(1, PER_STEP + 4)]
    make.received(PER_STEP + 2, now=make.NOW + MINUTE)
    make.serve()
    assert len(events(aws, "OffersToMake")) == 1
    assert [make.stored(one).offers for one in made] == [1] * PER_STEP + [0] * 3
    make.serve()
    assert [make.stored(one).offers for one in made] == [1] * (PER_STEP + 2) + [0]
    assert len(events(aws, "OffersToMake")) == 1


@pytest.mark.clause("1.1")
def test_several_goods_that_are_waited_for_have_a_step_each(aws: Any) -> None:
    make.sold_out(make.SKU, make.SECOND_SKU)
    make.joined(1)
    make.joined(2, sku=make.SECOND_SKU)
    make.serve(make.SKU, make.SECOND_SKU, "sku_unknown")
    assert sorted(one["sku"] for one in events(aws, "OffersToMake")) == [
        make.SKU,
        make.SECOND_SKU,
    ]


# -- orders --


def order(entry: Any, quantity: int | None = None, now: Any = None) -> tuple[Any, ...]:
    """What an order does in its own transaction."""
    own = make.call(make.CUSTOMER, now or make.NOW + 3 * MINUTE)
    redemptions = service().redemptions
    offered = redemptions.holding_of(entry.offer_id, entry.customer_id, entry.sku, own.now)
    tx = Transaction(own, "place_order", Subject("order", make.ORDER))
    return tx.commit(redemptions.redeem(tx, offered, make.ORDER, quantity))


@pytest.mark.clause("1.1")
def test_an_order_takes_over_what_is_held(aws: Any) -> None:
    make.sold_out()
    made = make.offered(1, 3)
    taken = order(made)
    assert sum(piece.quantity for piece in taken) == 3
    assert (make.left(), make.promised()) == (0, 4)
    after = make.stored(made)
    assert (after.state, after.order_id) == (EntryState.TAKEN, make.ORDER)
    (told,) = events(aws, "OfferTaken")
    assert (told["order_id"], told["quantity"]) == (make.ORDER, 3)
    with pytest.raises(EntryClosedError):
        service().entries.withdraw(make.call(make.CUSTOMER), made.id)
    with pytest.raises(OfferEndedError):
        order(made)
    # The clocks are left to pass, and find nothing to do.
    assert made.offer is not None
    assert service().offers.lapse(make.call(now=made.offer.until), made.id, 1) is None
    assert service().entries.expire(make.call(now=made.expires_at), made.id) is None
    assert make.joined(1, now=make.NOW + 4 * MINUTE).id != made.id


@pytest.mark.clause("1.1")
def test_pieces_that_an_order_does_not_want_are_given_back(aws: Any) -> None:
    make.sold_out()
    made = make.offered(1, 3)
    for wrong in (0, 4):
        with pytest.raises(ValueError, match="offered pieces"):
            order(made, wrong)
    taken = order(made, 2)
    assert sum(piece.quantity for piece in taken) == 2
    assert (make.left(), make.promised()) == (1, 3)


@pytest.mark.clause("1.1", "6.4.1")
def test_an_offer_is_for_one_customer_and_one_article_until_its_time(aws: Any) -> None:
    make.sold_out()
    made = make.offered()
    assert made.offer is not None
    assert made.offer_id is not None
    ask, now = service().redemptions.holding_of, make.NOW + 3 * MINUTE
    for offer_id, customer_id, sku in (
        (made.offer_id, "customer-2", made.sku),
        (made.offer_id, made.customer_id, make.SECOND_SKU),
        (f"{made.id}-2", made.customer_id, made.sku),
        (f"{made.id}-0", made.customer_id, made.sku),
        (made.id, made.customer_id, made.sku),
        ("", made.customer_id, made.sku),
    ):
        with pytest.raises(OfferNotValidError):
            ask(offer_id, customer_id, sku, now)
    known = (made.offer_id, made.customer_id, made.sku)
    assert ask(*known, made.offer.until - make.SECOND).quantity == 1
    with pytest.raises(OfferEndedError):
        ask(*known, made.offer.until)
    other = make.joined(2)
    with pytest.raises(OfferNotValidError):
        ask(f"{other.id}-1", other.customer_id, other.sku, now)


@pytest.mark.clause("1.1")
def test_of_an_order_and_the_end_of_the_offer_one_wins(aws: Any) -> None:
    make.sold_out()
    made = make.offered()
    assert made.offer is not None
    now = made.offer.until - make.SECOND
    own = make.call(make.CUSTOMER, now)
    redemptions = service().redemptions
    offered = redemptions.holding_of(str(made.offer_id), made.customer_id, made.sku, now)
    tx = Transaction(own, "place_order", Subject("order", make.ORDER))
    service().offers.lapse(make.call(now=made.offer.until), made.id, 1)
    redemptions.redeem(tx, offered, make.ORDER)
    with pytest.raises(RacedError):
        tx.commit(None)
    assert (make.left(), make.promised()) == (1, 1)
    assert make.stored(made).end_reason is EndReason.NO_ANSWER


@pytest.mark.clause("1.1")
def test_turns_are_those_of_joining_whatever_shard_they_lie_in(aws: Any) -> None:
    make.sold_out()
    made = [make.joined(number) for number in range(1, 31)]
    served = []
    for step in range(8):
        now = make.NOW + (step + 2) * MINUTE
        make.received(4, now=now)
        make.serve(now=now)
    for one in made:
        offer = make.stored(one).offer
        assert offer is not None
        served.append(offer.offered_at)
    assert all(earlier <= later for earlier, later in pairwise(served))
