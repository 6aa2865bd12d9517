"""The life of an entry, and whole histories of a queue: nothing offered twice, nothing lost."""

from datetime import datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from teleshop.waitlist.domain import entry as rules
from teleshop.waitlist.domain.entry import EndReason, Entry, EntryState, Held
from teleshop.waitlist.domain.policy import DEFAULT_POLICY
from teleshop.waitlist.domain.serving import Place, divided, serve
from teleshop.waitlist.tables import place_of
from tests.factories.waitlist import MINUTE, NOW, ORDER, entry, held


def offered_to(before: Entry, *pieces: Held, now: datetime = NOW) -> Entry:
    return rules.offered(before, rules.new_offer(before, pieces, now, DEFAULT_POLICY))


@pytest.mark.clause("1.1")
def test_an_offer_can_be_taken_until_its_time_and_not_at_it() -> None:
    made = offered_to(entry(quantity=2), held(2))
    assert made.offer is not None
    assert made.offer_id == f"{made.id}-1"
    assert rules.entry_of_offer(f"{made.id}-1") == (made.id, 1)
    assert rules.has_offer(made, 1, made.offer.until - timedelta(microseconds=1))
    assert not rules.has_offer(made, 1, made.offer.until)
    assert not rules.has_offer(made, 2, NOW)
    assert not rules.has_offer(rules.taken(made, ORDER, NOW), 1, NOW)
    assert not rules.has_offer(entry(), 1, NOW)


@pytest.mark.clause("1.1")
def test_who_does_not_answer_has_waited_long_enough() -> None:
    after = rules.lapsed(offered_to(entry(quantity=2), held(2)), NOW + 30 * MINUTE)
    assert (after.state, after.end_reason) == (EntryState.ENDED, EndReason.NO_ANSWER)
    assert after.offer is None


@pytest.mark.clause("1.1")
def test_who_was_offered_fewer_keeps_the_turn_and_waits_for_all() -> None:
    before = entry(quantity=3)
    after = rules.lapsed(offered_to(before, held(1)), NOW + 30 * MINUTE)
    assert (after.state, after.whole_only, after.offers) == (EntryState.WAITING, True, 1)
    assert place_of(after).turn == place_of(before).turn
    assert (place_of(before).line, place_of(after).line) != ("whole-3", place_of(before).line)
    assert place_of(after).line == "whole-3"
    second = offered_to(after, held(3))
    assert second.offer_id == f"{before.id}-2"
    last = rules.lapsed(second, NOW + 60 * MINUTE)
    assert last.end_reason is EndReason.NO_ANSWER


@pytest.mark.clause("1.1")
def test_an_offer_of_fewer_that_outlasts_the_entry_is_the_last_one() -> None:
    before = entry(quantity=3)
    after = rules.lapsed(offered_to(before, held(1)), before.expires_at)
    assert (after.state, after.end_reason) == (EntryState.ENDED, EndReason.EXPIRED)


@pytest.mark.parametrize(
    "text",
    [
        *("", "-", "-1", "wtl_x", "wtl_x-", "wtl_x-a", "wtl_x-١", "wtl_x-1.0"),
        *("wtl_x-0", "wtl_x-01", "wtl_x-1\n", "wtl_x-1 ", "wtl_x-+1", "wtl_x-" + "9" * 10),
    ],
)
def test_what_names_no_offer_is_none(text: str) -> None:
    assert rules.entry_of_offer(text) is None


class Histories(RuleBasedStateMachine):
    """Stock and queue of one SKU: pieces come in, are sold to others, are offered, taken, given
    back.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.available: list[int] = [0, 0, 0]
        """By row."""
        self.received = self.sold = 0
        self.entries: dict[str, Entry] = {}
        self.holdings: dict[str, tuple[Held, ...]] = {}
        """What the stock says is held, by offer."""

    @property
    def left(self) -> int:
        return sum(self.available)

    def in_state(self, state: EntryState) -> list[Entry]:
        return [one for one in self.entries.values() if one.state is state]

    def store(self, after: Entry) -> None:
        self.entries[after.id] = after

    @rule(quantity=st.integers(1, 5))
    def joins(self, quantity: int) -> None:
        self.now += MINUTE
        number = len(self.entries) + 1
        self.store(entry(number, quantity=quantity, now=self.now))

    @rule(row=st.integers(0, 2), quantity=st.integers(1, 7))
    def comes_in(self, row: int, quantity: int) -> None:
        self.available[row] += quantity
        self.received += quantity

    @precondition(lambda self: self.left > 0)
    @rule()
    def is_sold_to_somebody_else(self) -> None:
        row = max(range(3), key=lambda one: self.available[one])
        self.available[row] -= 1
        self.sold += 1

    @rule(limit=st.integers(1, 4))
    def a_step(self, limit: int) -> None:
        lines: dict[str, list[Place]] = {}
        waiting = sorted(map(place_of, self.in_state(EntryState.WAITING)), key=lambda p: p.turn)
        for one in waiting:
            lines.setdefault(one.line, []).append(one)
        left = self.left
        served = serve([line[:limit] for line in lines.values()], left, limit)
        taken: list[Held] = []
        for row in range(3):
            pieces = min(self.available[row], served.pieces - sum(p.quantity for p in taken))
            if pieces:
                taken.append(held(pieces, row))
                self.available[row] -= pieces
        parts = divided(taken, [share.quantity for share in served.shares])
        for share, part in zip(served.shares, parts, strict=True):
            before = self.entries[share.place.entry_id]
            assert before.state is EntryState.WAITING
            after = offered_to(before, *part, now=self.now)
            assert after.offer is not None
            assert 1 <= after.offer.quantity <= before.quantity
            self.store(after)
            assert after.offer_id is not None
            self.holdings[after.offer_id] = part
        self.check_order(waiting, [share.place for share in served.shares], left, served.more)

    def check_order(self, waiting: list[Place], chosen: list[Place], left: int, more: bool) -> None:
        """Whoever stood before somebody who was served either was served too, or takes nothing but
        more than was left at that turn.
        """
        given = 0
        for one in waiting:
            if one in chosen:
                given += min(one.quantity, left - given)
            elif given < left and not more:
                assert one.whole_only
                assert one.quantity > left - given

    def give_back(self, before: Entry) -> None:
        assert before.offer_id is not None
        for piece in self.holdings.pop(before.offer_id):
            self.available[piece.shard] += piece.quantity

    @precondition(lambda self: self.in_state(EntryState.OFFERED))
    @rule(data=st.data())
    def is_not_answered(self, data: st.DataObject) -> None:
        before = data.draw(st.sampled_from(self.in_state(EntryState.OFFERED)))
        self.give_back(before)
        self.store(rules.lapsed(before, self.now))

    @precondition(lambda self: any(one.is_open for one in self.entries.values()))
    @rule(data=st.data())
    def is_withdrawn(self, data: st.DataObject) -> None:
        before = data.draw(st.sampled_from([one for one in self.entries.values() if one.is_open]))
        if before.state is EntryState.OFFERED:
            self.give_back(before)
        self.store(rules.withdrawn(before, self.now))

    @precondition(lambda self: self.in_state(EntryState.OFFERED))
    @rule(data=st.data())
    def is_bought(self, data: st.DataObject) -> None:
        before = data.draw(st.sampled_from(self.in_state(EntryState.OFFERED)))
        assert before.offer is not None
        assert before.offer_id is not None
        wanted = data.draw(st.integers(1, before.offer.quantity))
        own, *rest = divided(self.holdings.pop(before.offer_id), [wanted])
        self.sold += sum(piece.quantity for piece in own)
        for piece in (piece for part in rest for piece in part):
            self.available[piece.shard] += piece.quantity
        self.store(rules.taken(before, ORDER, self.now))

    @invariant()
    def every_piece_is_somewhere(self) -> None:
        on_offer = sum(piece.quantity for part in self.holdings.values() for piece in part)
        assert min(self.available) >= 0
        assert self.left + on_offer + self.sold == self.received

    @invariant()
    def every_holding_has_its_holder(self) -> None:
        holders = {
            one.offer_id: one.offer.held
            for one in self.in_state(EntryState.OFFERED)
            if one.offer is not None
        }
        assert holders == self.holdings


@pytest.mark.clause("1.1")
def test_stock_is_conserved_and_turns_are_kept_over_any_sequence() -> None:
    often = settings(max_examples=150, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(Histories, settings=often)
