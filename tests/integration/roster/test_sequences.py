"""Whatever is planned and called off in whatever order: going off duty is told at the moment it
happens, and exactly then.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.kernel.clock import sortable
from teleshop.kernel.errors import InvalidInputError
from teleshop.roster.domain import Shift
from teleshop.roster.service import CancelReason
from teleshop.roster.wiring import service, shifts
from tests.factories.roster import HOUR, NOW, enter, plan, planning, system, wanted
from tests.harness.aws import cloud

HOURS = 16
steps = st.dictionaries(
    st.integers(0, HOURS - 1),
    st.lists(
        st.tuples(st.just("plan"), st.integers(1, 6), st.integers(1, 6))
        | st.tuples(st.just("cancel"), st.integers(0, 5), st.just(0)),
        max_size=2,
    ),
    max_size=8,
)


@dataclass
class Person:
    """One agent, hour by hour: the clock first, then what people do."""

    known: list[Shift] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)
    on: bool = False
    went_off: list[str] = field(default_factory=list)

    def hour(self, number: int, actions: list[tuple[str, int, int]]) -> None:
        now = NOW + number * HOUR
        for shift in self.known:
            if shift.ends_at == now and shift.id not in self.cancelled:
                shifts().end_shift(system(now), shift.id)
        at_first = self._runs(now)
        for action, first, second in actions:
            if action == "plan":
                self._plan(number, first, second)
            elif self.known:
                self._cancel(self.known[first % len(self.known)], number)
        running = self._runs(now)
        if (self.on or at_first) and not running:
            self.went_off.append(sortable(now))
        self.on = running
        if actions:
            assert bool(service().on_duty(now)) is running

    def _runs(self, now: datetime) -> bool:
        return any(s.runs(now) and s.id not in self.cancelled for s in self.known)

    def _plan(self, number: int, ahead: int, hours: int) -> None:
        try:
            self.known += plan(wanted(start=number + ahead, hours=hours), now=NOW + number * HOUR)
        except InvalidInputError:
            return

    def _cancel(self, shift: Shift, number: int) -> None:
        now = NOW + number * HOUR
        if shift.id not in self.cancelled and shift.ends_at > now:
            shifts().cancel_shift(planning(now), shift.id, CancelReason.ABSENCE)
            self.cancelled.add(shift.id)


def told(aws: Any) -> list[str]:
    rows = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    ended = [row["data"]["ended_at"] for row in rows if row["type"] == "ShiftEnded"]
    return sorted(instant.replace("Z", ".000000Z") for instant in ended)


@given(steps)
@settings(max_examples=12, deadline=None)
def test_going_off_duty_is_told_exactly_when_it_happens(
    found: dict[int, list[tuple[str, int, int]]],
) -> None:
    with cloud() as aws:
        enter()
        person = Person()
        for number in range(HOURS + 14):
            person.hour(number, found.get(number, []))
        assert told(aws) == person.went_off
