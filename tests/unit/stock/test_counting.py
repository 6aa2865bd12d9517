"""Counting: whatever was entered in which order, the book ends at what really lies there."""

from datetime import datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from teleshop.stock.domain.counting import compared, moved_pieces, settled_by
from teleshop.stock.domain.movement import Movement, MovementKind, Reason
from tests.factories.stock import MINUTE, NOW, SKU

pytestmark = pytest.mark.clause("1.1")
HERE, THERE = "hz-1", "sh-1"
few = st.integers(min_value=1, max_value=9)


def entry(
    kind: MovementKind,
    quantity: int = 0,
    *,
    reason: Reason | None = None,
    number: int = 0,
    minutes: int = 0,
    warehouse: str = HERE,
    counted_at: datetime | None = None,
) -> Movement:
    return Movement(
        id=f"stm_{number:06}",
        sku=SKU,
        warehouse=warehouse,
        kind=kind,
        quantity=quantity,
        at=NOW + minutes * MINUTE,
        by="wang",
        reason=reason,
        counted=None if counted_at is None else 9,
        counted_at=counted_at,
    )


def test_what_is_found_out_moves_nothing_and_what_is_taken_away_does() -> None:
    moving = {kind for kind in MovementKind if moved_pieces(entry(kind))}
    assert set(MovementKind) - moving == {
        MovementKind.ADJUSTMENT,
        MovementKind.COUNT,
        MovementKind.LOSS,
    }
    losses = {one for one in Reason if moved_pieces(entry(MovementKind.LOSS, -1, reason=one))}
    assert set(Reason) - losses == {
        Reason.ENTRY_ERROR,
        Reason.FOUND,
        Reason.MISSING,
        Reason.STOLEN,
        Reason.STOCK_TAKE,
    }


def test_a_count_settles_its_instant_and_what_was_before_it_in_its_warehouse() -> None:
    first = entry(MovementKind.COUNT, number=1, minutes=9, counted_at=NOW + MINUTE)
    later = entry(MovementKind.COUNT, number=2, minutes=8, counted_at=NOW + 5 * MINUTE)
    other = entry(MovementKind.COUNT, number=3, warehouse=THERE, counted_at=NOW + 9 * MINUTE)
    sale = entry(MovementKind.SHIPMENT, -1, number=4, minutes=9)
    book = [first, later, other, sale]
    assert settled_by(book, HERE, NOW) == later
    assert settled_by(book, HERE, NOW + 5 * MINUTE) == later
    assert settled_by(book, HERE, NOW + 6 * MINUTE) is None
    assert settled_by([first], HERE, NOW + MINUTE) == first
    assert settled_by([], HERE, NOW) is None


class Shelf(RuleBasedStateMachine):
    """A warehouse with what lies in it (``really``), its book, and counts that people have made and
    have not entered yet. A minute goes by with each deed.
    """

    really = 0
    on_hand = 0
    minutes = 0

    @initialize(really=st.integers(0, 40), wrong=st.integers(-9, 9))
    def begin(self, really: int, wrong: int) -> None:
        self.really = really
        self.on_hand = max(0, really + wrong)
        self.book: list[Movement] = []
        self.made: list[tuple[int, int]] = []
        self.stolen: list[tuple[int, int]] = []
        self.settled = False

    def _enter(
        self,
        kind: MovementKind,
        quantity: int,
        reason: Reason | None = None,
        counted_at: datetime | None = None,
    ) -> None:
        self.minutes += 1
        self.on_hand += quantity
        made = entry(
            kind,
            quantity,
            reason=reason,
            number=self.minutes,
            minutes=self.minutes,
            counted_at=counted_at,
        )
        self.book.append(made)

    @rule(quantity=few, kind=st.sampled_from([MovementKind.RECEIPT, MovementKind.CUSTOMER_RETURN]))
    def comes_in(self, quantity: int, kind: MovementKind) -> None:
        self.really += quantity
        self._enter(kind, quantity)

    @rule(
        quantity=few,
        kind=st.sampled_from([MovementKind.SHIPMENT, MovementKind.TRANSFER, MovementKind.LOSS]),
    )
    def leaves(self, quantity: int, kind: MovementKind) -> None:
        taken = min(quantity, self.really, self.on_hand)
        if taken:
            self.really -= taken
            self._enter(kind, -taken, Reason.DAMAGED if kind is MovementKind.LOSS else None)

    @rule(quantity=few)
    def vanishes(self, quantity: int) -> None:
        """Nobody enters it."""
        taken = min(quantity, self.really)
        if taken:
            self.minutes += 1
            self.really -= taken
            self.stolen.append((self.minutes, taken))
            self.settled = False

    @precondition(lambda self: self.on_hand != self.really)
    @rule(part=st.integers(1, 9), found_out=st.booleans())
    def is_corrected(self, part: int, found_out: bool) -> None:
        """Somebody notices a part of what is wrong. If pieces vanished since a count that is not
        entered yet, that one is not entered any more.
        """
        wrong = self.really - self.on_hand
        by = max(-part, min(part, wrong))
        since = self.stolen[-1][0] if self.stolen else -1
        self.made = [one for one in self.made if one[0] > since]
        if by < 0 and found_out:
            self._enter(MovementKind.LOSS, by, Reason.STOLEN)
        else:
            self._enter(MovementKind.ADJUSTMENT, by, Reason.MISSING if by < 0 else Reason.FOUND)

    @rule()
    def is_counted(self) -> None:
        self.minutes += 1
        self.made.append((self.minutes, self.really))

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 99), again=st.booleans())
    def a_count_is_entered(self, which: int, again: bool) -> None:
        """Any of those that were made, also a second time."""
        at, counted = self.made[which % len(self.made)]
        if not again:
            self.made.remove((at, counted))
        instant = NOW + at * MINUTE
        if settled_by(self.book, HERE, instant) is not None:
            return
        found = compared(counted, self.on_hand, self.book, HERE, instant)
        self._enter(MovementKind.COUNT, found.difference, Reason.STOCK_TAKE, instant)
        vanished = sum(count for minute, count in self.stolen if minute > at)
        assert self.on_hand == self.really + vanished
        self.settled = not vanished

    @invariant()
    def the_book_stays_true_once_it_was_counted(self) -> None:
        if getattr(self, "settled", False):
            assert self.on_hand == self.really

    def teardown(self) -> None:
        """A count of now brings every book to what lies there."""
        if hasattr(self, "book"):
            self.is_counted()
            self.a_count_is_entered(which=len(self.made) - 1, again=True)
            assert self.on_hand == self.really


TestShelf = Shelf.TestCase
