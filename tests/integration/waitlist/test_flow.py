"""The waiting list with everything connected: events, clocks, messages."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, Literal

import pytest

from functions.waitlist import offer
from teleshop.kernel.actor import Actor
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.notifications.service import Notification
from teleshop.notifications.wiring import service as notifications
from teleshop.waitlist.adapters import ReservedStock
from teleshop.waitlist.domain.entry import EndReason, Entry, EntryState
from teleshop.waitlist.errors import OfferEndedError, StillThereError
from teleshop.waitlist.service.offers import PER_STEP
from teleshop.waitlist.tables import WaitlistRepository
from teleshop.waitlist.wiring import service
from tests.factories import waitlist as make
from tests.factories.pricing import PRODUCT
from tests.harness.platform import Platform

MINUTE = make.MINUTE


class Clock:
    """The instant at which offers are made."""

    now = make.NOW


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Three minutes after the start, until a test sets it."""
    made = Clock()
    made.now = make.NOW + 3 * MINUTE
    monkeypatch.setattr(offer, "utc_now", lambda: made.now)
    return made


def told(platform: Platform, kind: str) -> list[dict[str, Any]]:
    """The facts of published events."""
    return [event["data"] for event in platform.events_of_type(kind)]


def messages(actor: Actor) -> list[Notification]:
    """What somebody finds in the application, newest first."""
    return notifications().inbox(make.call(actor), None, PageRequest()).items


@pytest.mark.clause("1.1")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_cancelled_order_is_offered_lapses_and_goes_on_to_the_next(
    aws: Any, platform: Platform, deliver: Literal["once", "twice", "reversed"]
) -> None:
    orders = make.sold_out()
    made = [make.joined(number) for number in (1, 2, 3)]
    platform.settle()
    platform.deliver = deliver
    make.cancelled(orders[make.SKU], now=make.NOW + MINUTE)
    # The mark of being sold out was not set, so that stock itself tells nothing: the order does.
    make.ask(make.SKU, now=make.NOW + MINUTE)
    platform.settle()
    first = make.stored(made[0]).offer
    assert first is not None
    assert first.until == make.NOW + 33 * MINUTE
    assert [make.stored(one).state for one in made[1:]] == [EntryState.WAITING] * 2

    platform.run_schedules(at=first.until, function="DeadlinesSweep")
    platform.settle()
    assert make.stored(made[0]).end_reason is EndReason.NO_ANSWER
    second = make.stored(made[1])
    assert second.state is EntryState.OFFERED
    assert make.stored(made[2]).state is EntryState.WAITING
    assert (make.left(), make.promised()) == (0, 1)

    own = make.call(make.customer(2), first.until + MINUTE)
    run(own, lambda: service().entries.withdraw(own, second.id))
    platform.settle()
    assert make.stored(made[2]).state is EntryState.OFFERED
    ended = [(one["customer_id"], one["reason"]) for one in told(platform, "WaitingEnded")]
    assert sorted(set(ended)) == [("customer-1", "no_answer"), ("customer-2", "withdrawn")]
    offered = [one["customer_id"] for one in told(platform, "WaitingOffered")]
    assert sorted(set(offered)) == ["customer-1", "customer-2", "customer-3"]


@pytest.mark.clause("1.1")
def test_goods_that_come_in_reach_everybody_step_by_step(aws: Any, platform: Platform) -> None:
    make.sold_out()
    many = 2 * PER_STEP + 3
    made = [make.joined(number) for number in range(1, many + 1)]
    platform.settle()
    make.received(many - 1, now=make.NOW + 5 * MINUTE)
    platform.settle()
    states = Counter(make.stored(one).state for one in made)
    assert states == {EntryState.OFFERED: many - 1, EntryState.WAITING: 1}
    assert make.stored(made[-1]).state is EntryState.WAITING
    assert make.left() == 0


@pytest.mark.clause("1.1")
def test_who_joins_just_when_something_came_back_is_not_forgotten(
    aws: Any, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.sold_out()
    real = ReservedStock.look

    def late(own: Any, sku: str, *, consistent: bool = False) -> Any:
        """Stock comes between the look at it and joining; its event finds nobody."""
        look = real(own, sku, consistent=consistent)
        monkeypatch.setattr(ReservedStock, "look", real)
        make.received(1, now=make.NOW + MINUTE)
        platform.settle()
        return look

    monkeypatch.setattr(ReservedStock, "look", late)
    made = make.joined(now=make.NOW + MINUTE)
    assert made.state is EntryState.WAITING
    platform.settle()
    assert make.stored(made).state is EntryState.OFFERED


@pytest.mark.clause("1.1")
def test_an_entry_ends_by_its_clock_and_the_customer_is_told(aws: Any, platform: Platform) -> None:
    make.sold_out()
    made = make.joined()
    platform.settle()
    platform.run_schedules(at=made.expires_at, function="DeadlinesSweep")
    platform.settle()
    assert make.stored(made).end_reason is EndReason.EXPIRED
    (message,) = messages(make.CUSTOMER)
    assert "登记有效期内一直无货" in message.body_zh
    assert "nothing came back" in message.body_en


@pytest.mark.clause("1.1", "4.1.1")
def test_an_offer_says_until_when_and_that_it_promises_no_price(
    aws: Any, platform: Platform
) -> None:
    make.sold_out()
    made = make.joined(1, 2)
    make.received(1, now=make.NOW + MINUTE)
    platform.settle()
    (message,) = messages(make.CUSTOMER)
    offer_id = str(make.stored(made).offer_id)
    for part in ("2026年11月23日 12:33", "价格以下单时公布的价格为准", offer_id):
        assert part in message.body_zh
    assert "The price is the current one when you order." in message.body_en
    assert "1 pieces of the 2" in message.body_en


@pytest.mark.clause("1.1")
def test_the_end_of_an_entry_is_not_lost_while_an_offer_of_fewer_is_open(
    aws: Any, platform: Platform
) -> None:
    make.sold_out()
    made = make.joined(1, 3)
    platform.settle()
    last = made.expires_at - 10 * MINUTE
    make.received(1, now=last)
    make.serve(now=last)
    first = make.stored(made).offer
    assert first is not None
    assert first.until > made.expires_at
    # The clock of the entry comes by while the offer is open: the offer is the last word.
    assert service().entries.expire(make.call(now=made.expires_at), made.id) is None
    # Its end is delivered late, as of an instant before the end of the entry.
    early = make.stored(made)
    after = service().offers.lapse(make.call(now=first.until), early.id, 1)
    assert after is not None
    assert after.end_reason is EndReason.EXPIRED


@pytest.mark.clause("1.1")
def test_who_keeps_the_turn_still_ends_in_time(aws: Any, platform: Platform) -> None:
    make.sold_out()
    made = make.joined(1, 3)
    make.received(1, now=make.NOW + MINUTE)
    platform.settle()
    first = make.stored(made).offer
    assert first is not None
    platform.run_schedules(at=first.until, function="DeadlinesSweep")
    platform.settle()
    assert make.stored(made).whole_only
    platform.run_schedules(at=made.expires_at, function="DeadlinesSweep")
    platform.settle()
    assert make.stored(made).end_reason is EndReason.EXPIRED
    assert len(told(platform, "WaitingEnded")) == 1


@pytest.mark.clause("1.1")
def test_the_time_to_answer_begins_when_the_offer_is_made_however_late_the_event(
    aws: Any, platform: Platform, clock: Clock
) -> None:
    make.sold_out()
    made = make.joined()
    platform.settle()
    make.received(1, now=make.NOW + MINUTE)
    clock.now = make.NOW + timedelta(hours=7)
    platform.settle()
    found = make.stored(made).offer
    assert found is not None
    assert (found.offered_at, found.until) == (clock.now, clock.now + 30 * MINUTE)


@pytest.mark.clause("1.1")
def test_a_product_that_is_on_sale_again_is_offered(aws: Any, platform: Platform) -> None:
    make.sold_out()
    made = make.joined()
    platform.settle()
    make.received(1, now=make.NOW + MINUTE)
    platform.invoke(
        "WaitlistOffer",
        make.envelope(
            "catalog",
            "ProductPublished",
            {
                "product_id": PRODUCT,
                "supplier_id": "sup_1",
                "revision": 1,
                "category_id": "cat_1",
                "restored": True,
                "cured": [],
            },
            make.NOW + MINUTE,
        ),
    )
    assert make.stored(made).state is EntryState.OFFERED


def test_a_clock_of_another_kind_is_an_error(aws: Any, platform: Platform) -> None:
    due = {
        "deadline_id": "waitlist:x",
        "owner_context": "waitlist",
        "owner_kind": "entry",
        "owner_id": "wtl_x",
        "kind": "supper",
        "due_at": "2026-11-23T04:00:00Z",
        "data": {},
    }
    event = make.envelope("deadlines", "DeadlineReached", due, make.NOW)
    with pytest.raises(ValueError, match="supper"):
        platform.invoke("WaitlistOnDeadlineReached", event)


@pytest.mark.clause("1.1")
@pytest.mark.parametrize("seed", range(4))
def test_no_piece_is_lost_and_no_turn_passed_over_any_history(aws: Any, seed: int) -> None:
    """Random receipts, sales, joins, offers, lapses, withdrawals and orders over real stock."""
    History(random.Random(seed)).play(60)


class History:
    """Plays random steps and checks after each that every piece has one place."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.now: datetime = make.NOW
        self.entries: list[Entry] = []
        make.sold_out()
        self.received = self.bought = 1
        self.numbers = iter(range(1, 10_000))

    def play(self, steps: int) -> None:
        for _ in range(steps):
            self.now += timedelta(minutes=self.chance.choice([1, 5, 31]))
            step = self.chance.choice(
                [self.join, self.join, self.receive, self.serve, self.lapse, self.leave, self.order]
            )
            step()
            self.check()

    def join(self) -> None:
        number, quantity = next(self.numbers), self.chance.randint(1, 4)
        left = make.left()
        if left - service().redemptions.held_back({make.SKU: left})[make.SKU] < quantity:
            self.entries.append(make.joined(number, quantity, now=self.now))
            return
        with pytest.raises(StillThereError):
            make.joined(number, quantity, now=self.now)

    def receive(self) -> None:
        quantity, place = self.chance.randint(1, 5), self.chance.choice(["hz-1", "sh-1"])
        make.received(quantity, now=self.now, warehouse=place)
        self.received += quantity

    def open_offers(self) -> list[Entry]:
        known = map(make.stored, self.entries)
        return [one for one in known if one.state is EntryState.OFFERED]

    def serve(self) -> None:
        before = {one.id: make.stored(one) for one in self.entries}
        left = make.left()
        make.serve(now=self.now)
        waiting = [one for one in before.values() if one.state is EntryState.WAITING]
        waiting.sort(key=lambda one: (one.joined_at, one.id))
        for one in waiting[:PER_STEP]:
            after = make.stored(one)
            if after.offer is not None:
                assert after.offer.quantity == min(one.quantity, left)
                left -= after.offer.quantity
            else:
                assert not left or (one.whole_only and one.quantity > left)

    def lapse(self) -> None:
        for one in self.open_offers():
            assert one.offer is not None
            service().offers.lapse(make.call(now=self.now), one.id, one.offer.number)

    def leave(self) -> None:
        known = [one for one in map(make.stored, self.entries) if one.is_open]
        if known:
            chosen = self.chance.choice(known)
            own = make.call(make.AGENT, self.now)
            run(own, lambda: service().entries.withdraw(own, chosen.id))

    def order(self) -> None:
        for one in self.open_offers():
            assert one.offer is not None
            named = (str(one.offer_id), one.customer_id, one.sku, self.now)
            if self.now >= one.offer.until:
                with pytest.raises(OfferEndedError):
                    service().redemptions.holding_of(*named)
                continue
            offered = service().redemptions.holding_of(*named)
            tx = Transaction(make.call(now=self.now), "order", Subject("order", make.ORDER))
            wanted = self.chance.randint(1, offered.quantity)
            held = service().redemptions.redeem(tx, offered, make.ORDER, wanted)
            assert sum(piece.quantity for piece in held) == wanted
            tx.commit(None)
            self.bought += wanted
            return

    def check(self) -> None:
        on_offer = sum(one.offer.quantity for one in self.open_offers() if one.offer)
        assert make.promised() == on_offer + self.bought
        assert make.left() + make.promised() == self.received
        waiting = [one for one in map(make.stored, self.entries) if one.state is EntryState.WAITING]
        figure = WaitlistRepository().figure(make.SKU, make.LINES)
        assert figure.waiting == len(waiting)
        assert figure.pieces == sum(one.quantity for one in waiting)
