"""Evening out, putting in and taking out: the sum is conserved, no row below zero, steps end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from teleshop.stock.domain import balance
from teleshop.stock.domain.levels import Shard
from teleshop.stock.domain.planning import Holding, Wanted, plan
from teleshop.stock.domain.policy import MAX_SHARDS, STEP_ROWS
from teleshop.stock.errors import StockShortError
from tests.factories.stock import SKU, levels, of

pytestmark = pytest.mark.clause("1.1")
pieces = st.integers(min_value=0, max_value=200)
rows = st.lists(pieces, min_size=1, max_size=64)


def shards(available: list[int], reserved: int = 0) -> tuple[Shard, ...]:
    return levels(*available, reserved=reserved).shards


@given(rows, st.integers(min_value=1, max_value=64))
def test_steps_of_evening_out_move_few_rows_lose_nothing_and_end(
    available: list[int], wanted: int
) -> None:
    now = shards(available)
    active = min(wanted, len(available))
    for _ in range(len(available) + 1):
        changes = balance.step(now, active)
        if not changes:
            break
        assert len(changes) <= STEP_ROWS
        assert sum(change.by for change in changes) == 0
        now = balance.applied(now, changes)
        assert min(row.available for row in now) >= 0
    assert balance.step(now, active) == ()
    assert sum(row.available for row in now) == sum(available)
    assert not any(row.available for row in now if row.number >= active)


@given(rows)
def test_what_is_even_enough_stays_as_it_is_and_the_rest_becomes_so(available: list[int]) -> None:
    now = shards(available)
    while changes := balance.step(now, len(now)):
        now = balance.applied(now, changes)
    wanted = balance.targets(sum(available), len(now))
    slack = max(1, max(wanted) // 4)
    assert all(abs(row.available - wanted[row.number]) <= slack for row in now)


def test_little_that_is_left_is_gathered_in_few_rows() -> None:
    assert balance.targets(10, 32)[:3] == (5, 5, 0)
    assert balance.targets(3, 32)[:2] == (3, 0)
    assert balance.targets(0, 3) == (0, 0, 0)
    assert balance.targets(100, 3) == (34, 33, 33)


@given(rows, st.integers(min_value=1, max_value=2000), st.integers(min_value=1, max_value=64))
def test_what_comes_in_goes_to_the_emptiest_rows(
    available: list[int], quantity: int, most: int
) -> None:
    now = shards(available)
    changes = balance.spread(now, quantity, most)
    assert sum(change.by for change in changes) == quantity
    assert 1 <= len(changes) <= most
    assert all(change.by > 0 for change in changes)
    after = balance.applied(now, changes)
    touched = [row.available for row in after if row.number in {c.number for c in changes}]
    assert max(touched) - min(touched) <= 1


@given(rows, st.integers(min_value=1, max_value=3000), st.integers(min_value=1, max_value=64))
def test_what_goes_out_never_takes_more_than_a_row_has(
    available: list[int], quantity: int, most: int
) -> None:
    now = shards(available, reserved=7)
    changes = balance.drain(now, quantity, most)
    if changes is None:
        assert sum(sorted(available, reverse=True)[:most]) < quantity
        return
    after = balance.applied(now, changes)
    assert sum(row.available for row in after) == sum(available) - quantity
    assert min(row.available for row in after) >= 0
    assert {row.reserved for row in after} == {7}


def test_a_warehouse_is_narrowed_no_further_than_what_orders_still_hold() -> None:
    held = [Shard(warehouse="hz-1", number=n, reserved=1 if n == 5 else 0) for n in range(9)]
    assert balance.narrowest(held, 2) == 6
    assert balance.narrowest(held[:5], 2) == 2


class Sequences(RuleBasedStateMachine):
    """Any sequence of what can happen to the rows of an article, beside the plain sums."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: dict[int, list[int]] = {}
        self.active = 1
        self.received = self.gone = 0
        self.held: list[Holding] = []

    @initialize(quantity=pieces)
    def start(self, quantity: int) -> None:
        self.rows[0] = [quantity, 0]
        self.received = quantity

    def now(self) -> tuple[Shard, ...]:
        return tuple(
            Shard(warehouse="hz-1", number=n, available=a, reserved=r)
            for n, (a, r) in sorted(self.rows.items())
        )

    def apply(self, changes: tuple[balance.Change, ...]) -> None:
        for change in changes:
            self.rows[change.number][0] += change.by

    @rule(quantity=st.integers(1, 40), seed=st.text(max_size=3))
    def take(self, quantity: int, seed: str) -> None:
        known = levels(*(row.available for row in self.now()))
        there = sum(available for available, _ in self.rows.values())
        try:
            made = plan(of(known), [Wanted(SKU, quantity)], seed=seed)
        except StockShortError:
            assert there < quantity, "refused what fits"
            return
        assert there >= quantity, "granted what does not fit"
        for holding in made.holdings:
            self.rows[holding.shard][0] -= holding.quantity
            self.rows[holding.shard][1] += holding.quantity
        self.held += made.holdings

    @rule(data=st.data(), leaves=st.booleans())
    def end(self, data: st.DataObject, leaves: bool) -> None:
        if not self.held:
            return
        holding = self.held.pop(data.draw(st.integers(0, len(self.held) - 1)))
        self.rows[holding.shard][1] -= holding.quantity
        if leaves:
            self.gone += holding.quantity
        else:
            self.rows[holding.shard][0] += holding.quantity

    @rule(quantity=st.integers(1, 60))
    def receive(self, quantity: int) -> None:
        rows = tuple(row for row in self.now() if row.number < self.active)
        self.apply(balance.spread(rows, quantity, MAX_SHARDS))
        self.received += quantity

    @rule(quantity=st.integers(1, 60))
    def count_fewer(self, quantity: int) -> None:
        changes = balance.drain(self.now(), quantity, MAX_SHARDS)
        if changes is not None:
            self.apply(changes)
            self.gone += quantity

    @rule(number=st.integers(1, MAX_SHARDS))
    def split(self, number: int) -> None:
        self.active = number
        for added in range(number):
            self.rows.setdefault(added, [0, 0])

    @rule()
    def even(self) -> None:
        changes = balance.step(self.now(), self.active)
        self.apply(changes)
        if not changes:
            width = balance.narrowest(self.now(), self.active)
            self.rows = {n: row for n, row in self.rows.items() if n < width}

    @invariant()
    def nothing_is_lost_or_made(self) -> None:
        on_hand = sum(available + reserved for available, reserved in self.rows.values())
        assert on_hand == self.received - self.gone
        assert sum(reserved for _, reserved in self.rows.values()) == sum(
            holding.quantity for holding in self.held
        )

    @invariant()
    def no_row_is_below_zero(self) -> None:
        assert all(min(row) >= 0 for row in self.rows.values())


TestSequences = Sequences.TestCase
