"""Shifts of one person: their times make sense, none overlaps another, rest is watched."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleshop.roster.domain import (
    DEFAULT_POLICY,
    Calendar,
    NewShift,
    Shift,
    added,
    overlap_faults,
    rest_warnings,
    shift_faults,
    without,
)
from tests.factories.roster import HOUR, NOW, wanted

SECOND = timedelta(seconds=1)


def shift(one: NewShift, id: str = "shf_1") -> Shift:
    return Shift(id=id, subject=one.subject, starts_at=one.starts_at, ends_at=one.ends_at)


def calendar(*known: NewShift) -> dict[str, Calendar]:
    empty = Calendar(subject="agnes")
    shifts = [shift(one, f"shf_{number}") for number, one in enumerate(known)]
    return {"agnes": added(empty, shifts, NOW - 7 * 24 * HOUR)}


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (wanted(hours=12), []),
        (NewShift(subject="a", starts_at=NOW, ends_at=NOW + SECOND), []),
        (wanted(hours=12.01), [("/shifts/0/ends_at", "shift_too_long")]),
        (wanted(start=1, hours=0), [("/shifts/0/ends_at", "shift_reversed")]),
        (wanted(start=1, hours=-0.5), [("/shifts/0/ends_at", "shift_reversed")]),
        (wanted(start=-8, hours=8), [("/shifts/0/ends_at", "shift_over")]),
        (wanted(start=366 * 24), []),
        (wanted(start=366 * 24 + 1), [("/shifts/0/starts_at", "shift_too_far")]),
    ],
)
def test_a_shift_has_sensible_times(one: NewShift, expected: list[Any]) -> None:
    faults = shift_faults(DEFAULT_POLICY, [one], NOW)
    assert [(fault.pointer, fault.code) for fault in faults] == expected


@pytest.mark.clause("6.1.1")
@pytest.mark.parametrize(
    ("start", "hours", "overlaps"),
    [
        (8, 8, False),
        (7.99, 8, True),
        (-8, 8, False),
        (-8, 8.01, True),
        (2, 1, True),
        (-1, 10, True),
    ],
)
def test_shifts_of_one_person_touch_but_never_overlap(
    start: float, hours: float, overlaps: bool
) -> None:
    known = calendar(wanted(start=0, hours=8))
    faults = overlap_faults([wanted(start=start, hours=hours)], known)
    assert [fault.pointer for fault in faults] == (["/shifts/0"] if overlaps else [])


def test_the_same_times_are_the_same_shift_but_not_twice_in_one_request() -> None:
    one = wanted(start=0)
    assert overlap_faults([one], calendar(one)) == []
    assert [fault.pointer for fault in overlap_faults([one, one], {})] == ["/shifts/1"]
    other = wanted("boris", start=0)
    assert overlap_faults([one, other], calendar(one)) == []


def codes(known: dict[str, Calendar], *asked: NewShift) -> list[tuple[str, str]]:
    found = rest_warnings(DEFAULT_POLICY, asked, known)
    assert all(warning.severity == "warn" for warning in found)
    return [(warning.pointer, warning.code) for warning in found]


def test_less_than_eight_hours_of_rest_is_a_warning_and_no_refusal() -> None:
    known = calendar(wanted(start=0, hours=8))
    assert codes(known, wanted(start=16, hours=8)) == []
    assert codes(known, wanted(start=15.99, hours=8)) == [("/shifts/0", "rest_too_short")]
    assert codes(known, wanted(start=-14, hours=8)) == [("/shifts/0", "rest_too_short")]
    assert codes({}, wanted(start=0), wanted(start=10)) == [("/shifts/1", "rest_too_short")]
    assert codes(calendar(wanted(start=0), wanted(start=10)), wanted(start=40)) == []


def test_shifts_that_follow_without_a_gap_are_one_stretch_of_work() -> None:
    known = calendar(wanted(start=0, hours=8))
    assert codes(known, wanted(start=8, hours=4)) == []
    assert codes(known, wanted(start=8, hours=5)) == [("/shifts/0", "stretch_too_long")]
    three = [wanted(start=start, hours=5) for start in (0, 5, 10)]
    assert codes({}, *three) == [("/shifts/2", "stretch_too_long")]


def test_a_calendar_keeps_order_and_forgets_what_is_long_over() -> None:
    old, late, early = wanted(start=-300), wanted(start=10, hours=2), wanted(start=0, hours=2)
    long_ago = calendar(old)["agnes"]
    known = added(long_ago, [shift(late, "shf_2"), shift(early, "shf_3")], NOW - 7 * 24 * HOUR)
    assert [entry.starts_at for entry in known.entries] == [early.starts_at, late.starts_at]
    entry = known.at(early.starts_at)
    assert entry is not None
    assert known.at(early.ends_at) is None
    assert without(known, entry.shift_id).at(early.starts_at) is None


slots = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 12)), min_size=1, max_size=12, unique=True
)


@given(slots)
@settings(max_examples=60, deadline=None)
def test_what_is_accepted_never_puts_one_person_in_two_places(found: list[Any]) -> None:
    known: dict[str, Calendar] = {"agnes": Calendar(subject="agnes")}
    for number, (start, hours) in enumerate(found):
        one = wanted(start=start, hours=hours)
        if not overlap_faults([one], known) and known["agnes"].same(one) is None:
            known["agnes"] = added(known["agnes"], [shift(one, f"shf_{number}")], NOW)
    for hour in range(80):
        at = NOW + hour * HOUR
        assert sum(e.starts_at <= at < e.ends_at for e in known["agnes"].entries) <= 1
