"""Deadlines on their table: registered and ended in the owner's transaction, told once each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from teleshop.deadlines.errors import (
    DeadlineEndedError,
    DeadlineNotFoundError,
    DeadlineNotPausableError,
)
from teleshop.deadlines.service import Deadlines, DeadlineState, Owner
from teleshop.deadlines.tables import SHARDS, shard_of
from teleshop.deadlines.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.errors import RacedError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.transaction import Subject, Transaction

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
OWNER = Owner("care", "complaint", "cmp_1")
HOUR = timedelta(hours=1)
HALF = timedelta(minutes=30)


def at(delta: timedelta = timedelta()) -> Call:
    return Call(SYSTEM_ACTOR, NOW + delta, "request", "correlation")


def transaction(delta: timedelta = timedelta()) -> Transaction:
    return Transaction(at(delta), "test", Subject("complaint", "cmp_1"))


def register(id: str = "care:cmp_1:respond", **options: Any) -> Deadlines:
    deadlines = service()
    tx = transaction()
    known: dict[str, Any] = {"due_at": NOW + HOUR, "warn_before": (HALF,)} | options
    deadlines.register(tx, id=id, owner=OWNER, kind="respond", **known)
    tx.commit(None)
    return deadlines


def change(action: str, id: str, *arguments: Any, after: timedelta = timedelta()) -> None:
    tx = transaction(after)
    getattr(service(), action)(tx, id, *arguments)
    tx.commit(None)


def told(aws: Any) -> list[tuple[str, str]]:
    rows = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return sorted((row["data"]["deadline_id"], row["type"]) for row in rows)


@pytest.mark.clause("6.1.3", "9.1.4")
def test_a_warning_and_the_end_are_told_once_however_often_the_sweep_runs(aws: Any) -> None:
    deadlines = register()
    for minutes in (29, 30, 30, 31, 59, 60, 60, 61, 1440):
        deadlines.sweep(at(timedelta(minutes=minutes)))
    assert told(aws) == [
        ("care:cmp_1:respond", "DeadlineApproaching"),
        ("care:cmp_1:respond", "DeadlineReached"),
    ]


def test_parallel_sweeps_tell_nothing_twice(aws: Any) -> None:
    for number in range(40):
        register(f"care:cmp_{number}:respond")
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: service().sweep(at(HOUR)), range(4)))
    assert sum(report.told for report in reports) == 40
    assert len(told(aws)) == len(set(told(aws))) == 80


def test_the_lag_is_the_age_of_the_oldest_thing_found(aws: Any) -> None:
    register()
    assert service().sweep(at(timedelta(minutes=75))).lag == timedelta(minutes=45).total_seconds()


def test_a_sweep_that_runs_out_of_time_leaves_the_rest_to_the_next(aws: Any) -> None:
    for number in range(20):
        register(f"care:cmp_{number}:respond")
    left = iter([True] * 5)
    first = service().sweep(at(HOUR), more_time=lambda: next(left, False))
    second = service().sweep(at(HOUR))
    assert not first.complete
    assert second.complete
    assert first.told + second.told == 20


def test_an_ended_deadline_leaves_the_index_of_the_sweep(aws: Any) -> None:
    register("a")
    register("b")
    change("meet", "a")
    change("cancel", "b")
    rows = {row["pk"]: row for row in aws.items("DeadlinesTable")}
    assert all("shard" not in rows[id] and "next_at" not in rows[id] for id in "ab")
    assert service().sweep(at(10 * HOUR)).told == 0


@pytest.mark.clause("6.1.3")
def test_meeting_late_keeps_the_breach(aws: Any) -> None:
    deadlines = register("a")
    deadlines.sweep(at(HOUR))
    change("meet", "a", after=2 * HOUR)
    known = deadlines.find("a")
    assert known is not None
    assert (known.state, known.met_at) == (DeadlineState.REACHED, NOW + 2 * HOUR)


def test_pause_and_resume_move_what_is_due(aws: Any) -> None:
    deadlines = register("a", pausable=True, warn_before=())
    change("pause", "a", after=timedelta(minutes=20))
    assert deadlines.sweep(at(10 * HOUR)).told == 0
    change("resume", "a", after=10 * HOUR)
    assert deadlines.sweep(at(10 * HOUR + timedelta(minutes=39))).told == 0
    assert deadlines.sweep(at(10 * HOUR + timedelta(minutes=40))).told == 1


@pytest.mark.clause("6.1.3")
def test_refusals_are_named_and_change_nothing(aws: Any) -> None:
    deadlines = register("a", pausable=False)
    for action, arguments, refusal in (
        ("pause", (), DeadlineNotPausableError),
        ("resume", (), DeadlineNotPausableError),
    ):
        with pytest.raises(refusal):
            change(action, "a", *arguments)
    with pytest.raises(DeadlineNotFoundError):
        change("meet", "unknown")
    with pytest.raises(RacedError):
        register("a")
    change("cancel", "a")
    with pytest.raises(DeadlineEndedError):
        change("move", "a", NOW + 2 * HOUR)
    known = deadlines.find("a")
    assert known is not None
    assert known.version == 2


def test_an_owner_that_ends_a_deadline_just_told_runs_again(aws: Any) -> None:
    deadlines = register("a")
    tx = transaction(HOUR)
    deadlines.meet(tx, "a")
    deadlines.sweep(at(HOUR))
    with pytest.raises(RacedError):
        tx.commit(None)


def test_the_deadlines_of_one_object_come_by_due_time_in_pages(aws: Any) -> None:
    for hours in (3, 1, 2):
        register(f"d{hours}", due_at=NOW + hours * HOUR)
    first = service().of_owner(OWNER, PageRequest(2))
    second = service().of_owner(OWNER, PageRequest(2, first.next))
    assert [one.id for one in (*first.items, *second.items)] == ["d1", "d2", "d3"]
    assert second.next is None


def test_shards_are_all_used_and_stable() -> None:
    shards = {shard_of(f"care:cmp_{number}:respond") for number in range(500)}
    assert shards == {str(number) for number in range(SHARDS)}
    assert shard_of("care:cmp_1:respond") == "6"


@pytest.mark.clause("9.1.4")
def test_the_function_decides_on_the_time_of_its_event(aws: Any) -> None:
    from functions.deadlines.sweep import handler
    from tests.harness.lambdas import context_of

    register()
    event = {"id": "e", "time": "2026-11-23T05:00:00Z"}
    assert handler(event, context_of("DeadlinesSweep"))["told"] == 1
