"""Whatever is asked for, approved, withdrawn and swept, in whatever order: the price at any instant
is the one of the plain list of what was approved, and the history tells the same.
"""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleshop.kernel.errors import Refusal
from teleshop.pricing.domain.change import ChangeState, PriceChange
from teleshop.pricing.domain.facts import direction_of, size_of
from teleshop.pricing.domain.terms import Channel
from teleshop.pricing.wiring import service
from tests.factories import pricing as f

pytestmark = pytest.mark.clause("4.2.4")
HOUR = timedelta(hours=1)
TV = Channel.TV
_numbers = itertools.count()

steps = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(150, 250), st.integers(0, 30)),
        st.tuples(st.just("approve"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("withdraw"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("sweep"), st.just(0), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 20), st.just(0)),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class Model:
    """The plain list of prices: when each holds from, its id, its amount."""

    sku: str
    now: datetime = f.NOW
    asked: list[PriceChange] = field(default_factory=list)
    prices: list[tuple[datetime, str, int]] = field(default_factory=list)

    def at(self, moment: datetime) -> int | None:
        held = [one for one in self.prices if one[0] <= moment]
        return max(held)[2] if held else None

    def call(self, actor: Any) -> Any:
        return f.call(actor, self.now - f.NOW)

    def ask(self, yuan: int, ahead: int) -> None:
        amount, wanted = yuan * 100, self.now + ahead * HOUR
        current = self.at(wanted)
        if current == amount:
            return
        evaluation: dict[str, Any] = {"direction": direction_of(current, amount), "reason": "x"}
        if current is not None:
            evaluation["size"] = size_of(current, amount)
        self.asked.append(
            f.requested(
                after=self.now - f.NOW,
                sku=self.sku,
                amount=amount,
                effective_from=wanted.isoformat(),
                evaluation=evaluation,
            )
        )

    def approve(self, index: int) -> None:
        if index >= len(self.asked):
            return
        known = service().changes.show(self.asked[index].id)
        f.decided(known.id, after=self.now - f.NOW)
        if known.state is not ChangeState.IN_REVIEW:
            return
        holds_from = max(known.effective_from, self.now)
        stale = self.at(holds_from) != known.facts.channels[0].current
        after = service().changes.show(known.id)
        assert (after.state is ChangeState.RETURNED) is stale
        if not stale:
            self.prices.append((holds_from, known.entry_id(TV), known.amount))

    def withdraw(self, index: int) -> None:
        if index >= len(self.asked):
            return
        known = service().changes.show(self.asked[index].id)
        try:
            service().changes.withdraw_change(self.call(f.MERCHANDISER), known.id)
        except Refusal:
            begun = known.applied_from is not None and known.applied_from <= self.now
            assert begun or known.state in {ChangeState.RETURNED, ChangeState.WITHDRAWN}
            return
        self.prices = [one for one in self.prices if one[1] != known.entry_id(TV)]

    def sweep(self) -> None:
        for one in self.asked:
            known = service().changes.show(one.id)
            if known.applied_from is not None and known.applied_from <= self.now:
                clock = f"pricing:{one.id}:effect"
                service().reviews.price_due(self.call(f.MANAGER), one.id, clock)

    def do(self, what: str, first: int, second: int) -> None:
        match what:
            case "ask":
                self.ask(first, second)
            case "approve":
                self.approve(first)
            case "withdraw":
                self.withdraw(first)
            case "sweep":
                self.sweep()
            case "wait":
                self.now += first * HOUR

    def check(self) -> None:
        """Sheet and history say what the list says, swept or not."""
        sheet = service().prices.sheets([self.sku])[self.sku]
        moments = {self.now, *(one[0] for one in self.prices if one[0] >= self.now)}
        for moment in moments:
            assert sheet.price_at(moment, TV) == self.at(moment)
        until = self.now + 60 * f.DAY
        rows = service().prices.history(self.sku, TV, f.NOW - 200 * f.DAY, until)
        assert [(row.effective_from, row.id, row.amount) for row in rows] == sorted(self.prices)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(wanted=steps)
def test_sheet_and_history_follow_the_plain_list_whenever_the_sweep_comes(
    aws: Any, wanted: list[tuple[str, int, int]]
) -> None:
    sku = f"art-{next(_numbers)}"
    first = f.entry(id=f"prc_0{sku}")
    f.stored(f.sheet(sku, product_id=f"prd-{sku}", entries=(first,)))
    model = Model(sku, prices=[(first.effective_from, first.id, first.amount)])
    for step in wanted:
        model.do(*step)
        model.check()
    model.now += 100 * f.DAY
    model.sweep()
    model.check()
    rows = service().prices._repository.prices_between(sku, TV, f.NOW - 200 * f.DAY, model.now)
    assert [row.previous for row in rows[1:]] == [row.amount for row in rows[:-1]]
    assert len(rows) == len(model.prices)
