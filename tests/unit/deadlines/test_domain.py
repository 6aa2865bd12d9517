"""The life of a deadline: what is told, when, and how often."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleshop.deadlines import domain
from teleshop.deadlines.domain import Deadline, DeadlineState, Owner

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OWNER = Owner("care", "complaint", "cmp_1")
HOUR = timedelta(hours=1)


def deadline(
    due: timedelta = HOUR, *, warn_before: tuple[timedelta, ...] = (), pausable: bool = False
) -> Deadline:
    return domain.new_deadline(
        id="care:cmp_1:respond",
        owner=OWNER,
        kind="respond",
        due_at=NOW + due,
        now=NOW,
        warn_before=warn_before,
        pausable=pausable,
    )


@pytest.mark.clause("6.1.3")
def test_the_instant_itself_counts_as_reached_and_the_microsecond_before_does_not() -> None:
    due = deadline()
    assert domain.steps_due(due, due.due_at - timedelta(microseconds=1)) == []
    assert [step.warning for step in domain.steps_due(due, due.due_at)] == [False]


@pytest.mark.clause("6.1.3")
def test_warnings_come_in_order_and_each_once() -> None:
    known = deadline(warn_before=(timedelta(minutes=12), timedelta(minutes=30)))
    told = []
    for minute in range(0, 70, 5):
        at = NOW + timedelta(minutes=minute)
        steps = domain.steps_due(known, at)
        told += [(minute, step.number, step.warning) for step in steps]
        known = domain.after_steps(known, steps, at)
    assert told == [(30, 0, True), (50, 1, True), (60, 2, False)]
    assert known.state is DeadlineState.REACHED


def test_a_late_sweep_tells_every_missed_warning_before_the_end() -> None:
    known = deadline(warn_before=(timedelta(minutes=12), timedelta(minutes=30)))
    steps = domain.steps_due(known, NOW + timedelta(days=1))
    assert [step.warning for step in steps] == [True, True, False]
    assert [step.at for step in steps] == sorted(step.at for step in steps)


def test_warnings_that_lie_in_the_past_at_registration_are_left_out() -> None:
    assert deadline(timedelta(minutes=10), warn_before=(timedelta(minutes=30),)).warnings == ()


def test_a_deadline_registered_after_its_time_is_reached_at_once() -> None:
    late = deadline(-HOUR)
    assert [step.warning for step in domain.steps_due(late, NOW)] == [False]


@pytest.mark.clause("6.1.3")
def test_meeting_after_the_breach_keeps_the_breach_on_record() -> None:
    known = deadline()
    reached = domain.after_steps(known, domain.steps_due(known, known.due_at), known.due_at)
    late = domain.met(reached, known.due_at + HOUR)
    assert late.state is DeadlineState.REACHED
    assert late.met_at == known.due_at + HOUR
    assert domain.met(late, known.due_at + 2 * HOUR) == late


def test_a_met_or_cancelled_deadline_is_never_told() -> None:
    for ended in (domain.met(deadline(), NOW), domain.cancelled(deadline())):
        assert ended.next_at is None
        assert domain.steps_due(ended, NOW + timedelta(days=365)) == []


@pytest.mark.clause("6.1.3")
def test_a_clock_that_runs_around_the_clock_cannot_be_paused() -> None:
    assert domain.paused(deadline(pausable=False), NOW) is None


def test_a_pause_moves_the_end_and_the_warnings_by_its_length() -> None:
    known = deadline(warn_before=(timedelta(minutes=30),), pausable=True)
    standing = domain.paused(known, NOW + timedelta(minutes=10))
    assert standing is not None
    assert standing.next_at is None
    again = domain.resumed(standing, NOW + timedelta(hours=5))
    assert again is not None
    assert again.due_at == NOW + timedelta(hours=5, minutes=50)
    assert again.warnings == (NOW + timedelta(hours=5, minutes=20),)


def test_a_clock_that_has_run_out_cannot_be_paused() -> None:
    assert domain.paused(deadline(pausable=True), NOW + HOUR) is None


def test_moving_gives_fresh_warnings_and_an_ended_deadline_stays() -> None:
    moved = domain.moved(deadline(), NOW + 4 * HOUR, NOW, (HOUR,))
    assert moved is not None
    assert (moved.due_at, moved.warnings) == (NOW + 4 * HOUR, (NOW + 3 * HOUR,))
    assert domain.moved(domain.cancelled(deadline()), NOW + HOUR, NOW, ()) is None


minutes = st.integers(min_value=0, max_value=300)


@given(
    due=st.integers(min_value=1, max_value=200),
    warn=st.lists(st.integers(min_value=1, max_value=200), max_size=5),
    sweeps=st.lists(minutes, max_size=30),
)
def test_whatever_the_sweeps_every_step_is_told_exactly_once_and_in_order(
    due: int, warn: list[int], sweeps: list[int]
) -> None:
    known = deadline(
        timedelta(minutes=due), warn_before=tuple(timedelta(minutes=before) for before in warn)
    )
    expected = [*known.warnings, known.due_at]
    told: list[datetime] = []
    numbers: list[int] = []
    for minute in [*sorted(sweeps), 301]:
        at = NOW + timedelta(minutes=minute)
        steps = domain.steps_due(known, at)
        told += [step.at for step in steps]
        numbers += [step.number for step in steps]
        known = domain.after_steps(known, steps, at)
    assert told == expected
    assert numbers == list(range(len(expected)))


@given(
    pauses=st.lists(
        st.tuples(st.integers(min_value=1, max_value=50), st.integers(min_value=1, max_value=500)),
        max_size=6,
    )
)
def test_pauses_never_lose_or_add_time(pauses: list[tuple[int, int]]) -> None:
    known = deadline(timedelta(minutes=1000), pausable=True)
    at, standing = NOW, timedelta()
    for run, stand in pauses:
        at += timedelta(minutes=run)
        stopped = domain.paused(known, at)
        assert stopped is not None
        at += timedelta(minutes=stand)
        standing += timedelta(minutes=stand)
        resumed = domain.resumed(stopped, at)
        assert resumed is not None
        known = resumed
    assert known.due_at == NOW + timedelta(minutes=1000) + standing
