"""Every hour has its people, and a gap is one thing from its finding to its end."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.roster.domain import (
    CoverChange,
    CoverGap,
    CoverRule,
    GapOutcome,
    HourCover,
    Presence,
    gaps_after,
    hours_of,
)
from tests.factories.roster import HOUR, NOW

RULE = CoverRule()
DAY = 24 * HOUR
MINUTE = timedelta(minutes=1)


def there(start: float, end: float) -> Presence:
    return Presence(NOW + start * HOUR, NOW + end * HOUR)


def numbers(*present: Presence, rule: CoverRule = RULE, hours: int = 4) -> list[int]:
    return [one.present for one in hours_of(rule, present, NOW, NOW + hours * HOUR)]


def test_an_hour_has_as_many_people_as_at_its_emptiest_moment() -> None:
    assert numbers() == [0, 0, 0, 0]
    assert numbers(there(0, 4)) == [1, 1, 1, 1]
    assert numbers(there(-5, 1.5), there(1.5, 9)) == [1, 1, 1, 1]
    assert numbers(there(-5, 1.5), there(1.6, 9)) == [1, 0, 1, 1]
    assert numbers(there(0, 2), there(1, 3)) == [1, 2, 1, 0]
    assert numbers(there(2.2, 2.8)) == [0, 0, 0, 0]


def test_of_the_running_hour_only_what_is_left_counts() -> None:
    late = NOW + 20 * MINUTE
    present = [Presence(late, NOW + HOUR)]
    assert [h.present for h in hours_of(RULE, present, late, NOW + 2 * HOUR)] == [1, 0]
    assert [h.present for h in hours_of(RULE, present, late - MINUTE, NOW + HOUR)] == [0]


def test_a_rule_holds_in_its_hours_of_china_time() -> None:
    noon, night = CoverRule(from_hour=12, to_hour=14), CoverRule(from_hour=22, to_hour=6)
    assert len(hours_of(noon, [], NOW, NOW + DAY)) == 2
    found = hours_of(night, [], NOW, NOW + DAY)
    assert [(one.starts_at - NOW) / HOUR for one in found] == [10, 11, 12, 13, 14, 15, 16, 17]


class Control:
    """Controls one after the other, with what they told."""

    def __init__(self) -> None:
        self.open: list[CoverGap] = []
        self.ids: Iterator[str] = (f"gap_{number}" for number in count(1))

    def run(self, present: Sequence[Presence], now: datetime = NOW, hours: int = 168) -> list[str]:
        until = now.replace(minute=0) + hours * HOUR
        found = hours_of(RULE, present, now, until)
        changes = gaps_after(RULE, self.open, found, now=now, urgent=DAY, ids=self.ids)
        known = {gap.id: gap for gap in self.open} | {c.after.id: c.after for c in changes}
        self.open = [gap for gap in known.values() if gap.closed_at is None]
        return sorted(_told(change) for change in changes)

    def stretches(self, now: datetime = NOW) -> list[tuple[float, float]]:
        return sorted(
            ((gap.starts_at - now) / HOUR, (gap.ends_at - now) / HOUR) for gap in self.open
        )


def _told(change: CoverChange) -> str:
    if change.before is None:
        return f"{change.after.id} found" + (" urgent" if change.after.urgent else "")
    if change.after.outcome is not None:
        return f"{change.after.id} {change.after.outcome}"
    return f"{change.after.id} {'urgent' if change.now_urgent else 'moved'}"


@pytest.mark.clause("6.1.1")
def test_hours_in_a_row_are_one_gap_and_are_told_once() -> None:
    control = Control()
    present = [there(0, 30), there(34, 100), there(101, 168)]
    assert control.run(present) == ["gap_1 found", "gap_2 found"]
    assert control.stretches() == [(30, 34), (100, 101)]
    assert control.run(present) == []
    assert control.run([there(0, 168)]) == ["gap_1 covered", "gap_2 covered"]
    assert control.open == []


def test_an_empty_roster_is_one_gap_over_all_hours_that_goes_on_with_time() -> None:
    control = Control()
    assert control.run([]) == ["gap_1 found urgent"]
    for hour in range(1, 30):
        assert control.run([], NOW + hour * HOUR) == ["gap_1 moved"]
    assert control.stretches() == [(0, 197)]


def test_a_gap_becomes_urgent_once_when_it_begins_within_a_day() -> None:
    control = Control()
    present = [there(-1, 25), there(26, 300)]
    assert control.run(present) == ["gap_1 found"]
    assert control.run(present, NOW + HOUR) == []
    assert control.run(present, NOW + HOUR + MINUTE) == ["gap_1 urgent"]
    assert control.run(present, NOW + 2 * HOUR) == []
    assert control.run(present, NOW + 25 * HOUR) == []
    assert control.run(present, NOW + 26 * HOUR) == ["gap_1 passed"]


def test_a_gap_shrinks_grows_and_splits_without_being_told_again() -> None:
    control = Control()
    control.run([there(-1, 40), there(50, 168)])
    assert control.run([there(-1, 42), there(50, 168)]) == ["gap_1 moved"]
    assert control.run([there(-1, 38), there(50, 168)]) == ["gap_1 moved"]
    assert control.stretches() == [(38, 50)]
    split = [there(-1, 38), there(44, 46), there(50, 168)]
    assert control.run(split) == ["gap_1 moved", "gap_2 found"]
    assert control.stretches() == [(38, 44), (46, 50)]
    assert control.run([there(-1, 38), there(50, 168)]) == ["gap_1 moved", "gap_2 merged"]


def test_a_gap_whose_rest_is_covered_while_it_runs_is_covered() -> None:
    control = Control()
    control.run([there(-1, 1), there(4, 168)])
    now = NOW + 2 * HOUR
    assert control.run([there(2, 168), there(10, 300)], now) == ["gap_1 covered"]
    assert control.open == []


hours = st.lists(st.integers(0, 2), min_size=30, max_size=30)


@given(st.lists(hours, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_open_gaps_are_always_exactly_the_hours_without_people(rosters: list[list[int]]) -> None:
    known: list[CoverGap] = []
    ids = (f"gap_{number}" for number in count(1))
    for roster in rosters:
        cover = [
            HourCover(starts_at=NOW + number * HOUR, needed=1, present=present)
            for number, present in enumerate(roster)
        ]
        changes = gaps_after(RULE, known, cover, now=NOW, urgent=DAY, ids=ids)
        by_id = {gap.id: gap for gap in known} | {c.after.id: c.after for c in changes}
        known = [gap for gap in by_id.values() if gap.closed_at is None]
        lacking = {one.starts_at for one in cover if not one.covered}
        in_gaps = [
            gap.starts_at + number * HOUR
            for gap in known
            for number in range(int((gap.ends_at - gap.starts_at) / HOUR))
        ]
        assert sorted(lacking) == sorted(in_gaps)
        assert gaps_after(RULE, known, cover, now=NOW, urgent=DAY, ids=ids) == []
        closed = [c.after.outcome for c in changes if c.after.closed_at is not None]
        assert GapOutcome.PASSED not in closed
