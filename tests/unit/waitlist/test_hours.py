"""The clock of an offer runs while people are awake, and only then."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.kernel.clock import CHINA, parse_instant
from teleshop.waitlist.domain.hours import answer_by, kept_until
from teleshop.waitlist.domain.policy import DEFAULT_POLICY, WaitlistPolicy

START = datetime(2026, 11, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(), timedelta(days=400)).map(lambda after: START + after)


@pytest.mark.clause("1.1")
@pytest.mark.parametrize(
    ("offered", "until"),
    [
        ("2026-11-23T12:00:00+08:00", "2026-11-23T12:30:00+08:00"),
        ("2026-11-23T21:30:00+08:00", "2026-11-23T22:00:00+08:00"),
        ("2026-11-23T21:50:00+08:00", "2026-11-24T08:20:00+08:00"),
        ("2026-11-23T22:00:00+08:00", "2026-11-24T08:30:00+08:00"),
        ("2026-11-23T23:10:00+08:00", "2026-11-24T08:30:00+08:00"),
        ("2026-11-24T03:00:00+08:00", "2026-11-24T08:30:00+08:00"),
        ("2026-11-24T07:59:59+08:00", "2026-11-24T08:30:00+08:00"),
        ("2026-11-24T08:00:00+08:00", "2026-11-24T08:30:00+08:00"),
        ("2026-12-31T21:45:00+08:00", "2027-01-01T08:15:00+08:00"),
    ],
)
def test_an_offer_of_the_night_ends_in_the_morning(offered: str, until: str) -> None:
    assert answer_by(parse_instant(offered), DEFAULT_POLICY) == parse_instant(until)


def awake_between(start: datetime, end: datetime, policy: WaitlistPolicy) -> timedelta:
    """Waking time between two instants, day by day."""
    total, day = timedelta(), start.astimezone(CHINA).date()
    while datetime.combine(day, time.min, CHINA) < end:
        midnight = datetime.combine(day, time.min, CHINA)
        begins, ends = max(start, midnight + policy.wakes), min(end, midnight + policy.sleeps)
        total += max(ends - begins, timedelta())
        day += timedelta(days=1)
    return total


@pytest.mark.clause("1.1")
@given(
    offered=INSTANTS,
    minutes=st.integers(1, 3_000),
    wakes=st.integers(0, 22),
    hours=st.integers(1, 24),
)
def test_everybody_has_the_same_waking_time_to_answer(
    offered: datetime, minutes: int, wakes: int, hours: int
) -> None:
    policy = WaitlistPolicy(
        answer_time=timedelta(minutes=minutes),
        wakes=timedelta(hours=wakes),
        sleeps=timedelta(hours=min(wakes + hours, 24)),
    )
    until = answer_by(offered, policy)
    assert awake_between(offered, until, policy) == policy.answer_time
    # And it is over the moment in which that time has passed, which is no time of the night.
    assert awake_between(offered, until - timedelta(seconds=1), policy) < policy.answer_time


@pytest.mark.clause("1.1")
def test_an_entry_is_kept_to_the_end_of_its_last_day() -> None:
    joined = parse_instant("2026-11-23T23:59:59+08:00")
    assert kept_until(joined, DEFAULT_POLICY) == parse_instant("2026-12-08T00:00:00+08:00")
    later = parse_instant("2026-11-24T00:00:00+08:00")
    assert kept_until(later, DEFAULT_POLICY) == parse_instant("2026-12-09T00:00:00+08:00")


@pytest.mark.parametrize(
    "changes",
    [
        {"wakes": timedelta(hours=22), "sleeps": timedelta(hours=8)},
        {"wakes": timedelta(hours=8), "sleeps": timedelta(hours=8)},
        {"sleeps": timedelta(hours=25)},
        {"wakes": timedelta(hours=-1)},
        {"answer_time": timedelta()},
        {"most_pieces": 0},
        {"most_open": 0},
        {"kept_days": 0},
    ],
)
def test_a_policy_that_lets_nobody_answer_is_none(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        WaitlistPolicy(**changes)  # type: ignore[arg-type]  # chosen by the table above
