"""Ten thousand complaints within an hour: none is without clocks, and whatever sweeps come, twice
or at once, each thing that falls due is told exactly once (6.1.3).

All of them go through the rules themselves, of cases and of deadlines, minute by minute; some go
through what stores them.
"""

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

import pytest

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import Clock, difference
from teleshop.care.domain.policy import FIRST_POLICY
from teleshop.care.domain.specs import ALL_SPECS
from teleshop.care.service.desk import deadline_id, warnings
from teleshop.deadlines import domain as deadlines
from teleshop.deadlines.domain import Deadline, Owner
from teleshop.deadlines.wiring import service as deadline_service
from teleshop.kernel.actor import SYSTEM_ACTOR
from tests.factories.care import MINUTE, NOW, POLICIES, case_file, kept
from tests.factories.service_cases import at, complaint, stored

COMPLAINTS = 10_000
SECOND = timedelta(seconds=1)
LATER = NOW + 135 * MINUTE


@dataclass
class Desk:
    """Cases and their deadlines as they would be stored, versions included."""

    files: dict[str, CaseFile] = field(default_factory=dict)
    clocks: dict[str, tuple[Clock, ...]] = field(default_factory=dict)
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    waiting: Counter[str] = field(default_factory=Counter)
    due: list[tuple[datetime, str]] = field(default_factory=list)
    told: Counter[tuple[str, int]] = field(default_factory=Counter)
    lost_races: int = 0

    def keep(self, file: CaseFile, now: datetime) -> None:
        id = file.case.id
        clocks = file.clocks(POLICIES, ALL_SPECS)
        changes = difference(self.clocks.get(id, ()), clocks)
        for clock in changes.started:
            made = deadlines.new_deadline(
                id=deadline_id(id, clock.id),
                owner=Owner("care", "complaint", id),
                kind=clock.kind,
                due_at=clock.due_at,
                now=now,
                warn_before=warnings(clock, FIRST_POLICY),
                data={"clock": clock.id, "base": clock.base, "level": clock.level},
            )
            self.put(made)
            self.waiting[id] += clock.due_at > now
        for clock in (*changes.ended, *changes.cancelled):
            known = self.deadlines[deadline_id(id, clock.id)]
            self.waiting[id] -= known.state is deadlines.DeadlineState.OPEN
            self.put(deadlines.met(known, now))
        self.files[id], self.clocks[id] = kept(file), clocks

    def put(self, deadline: Deadline) -> None:
        known = self.deadlines.get(deadline.id)
        version = known.version + 1 if known else 1
        self.deadlines[deadline.id] = replace(deadline, version=version)
        if deadline.next_at:
            heappush(self.due, (deadline.next_at, deadline.id))

    def sweep(self, now: datetime) -> Iterator[Deadline]:
        """Two sweeps that read the same; the one that writes first tells."""
        found = {}
        while self.due and self.due[0][0] <= now:
            _, id = heappop(self.due)
            found[id] = self.deadlines[id]
        for seen in [*found.values(), *found.values()]:
            steps = deadlines.steps_due(seen, now)
            if not steps:
                continue
            if self.deadlines[seen.id].version != seen.version:
                self.lost_races += 1
                continue
            self.put(deadlines.after_steps(seen, steps, now))
            for step in steps:
                self.told[seen.id, step.number] += 1
            if not steps[-1].warning:
                self.waiting[seen.owner_id] -= 1
                yield seen

    def reached(self, deadline: Deadline, now: datetime) -> None:
        """What the function of a reached deadline does."""
        file, data = self.files[deadline.owner_id], deadline.data
        if data["base"]:
            after = actions.escalate(
                file, clock=data["base"], level=data["level"], now=now, policies=POLICIES
            )
        else:
            after = actions.breach(file, clock=data["clock"], now=now, policies=POLICIES)
        if after is not None:
            self.keep(after, now)


def work_of(id: str, arrived: datetime, chance: random.Random) -> Iterator[tuple[datetime, str]]:
    """What people do with a complaint: most is assigned and responded to in time, some late."""
    yield arrived + chance.randint(5, 420) * SECOND, f"{id}/assign"
    if chance.random() < 0.9:
        yield arrived + chance.randint(8, 95) * MINUTE, f"{id}/respond"
    if chance.random() < 0.1:
        yield arrived + chance.randint(96, 130) * MINUTE, f"{id}/answer"


@pytest.mark.clause("6.1.3")
def test_ten_thousand_complaints_in_an_hour_all_have_clocks_and_are_told_once() -> None:
    chance = random.Random(20261123)
    desk = Desk()
    work = []
    for number in range(COMPLAINTS):
        id, arrived = f"cmp_{number}", NOW + chance.randrange(3600) * SECOND
        work += [(arrived, f"{id}/open"), *work_of(id, arrived, chance)]
    heapify(work)
    now = NOW
    while now < LATER:
        now += MINUTE
        while work and work[0][0] <= now:
            instant, (id, _, what) = work[0][0], work[0][1].partition("/")
            heappop(work)
            if what == "open":
                desk.keep(case_file(id, arrived_at=instant, recorded_at=instant), instant)
                continue
            if what == "assign":
                after = actions.assign(
                    desk.files[id], assignee="agnes", team="a", now=instant, by="system"
                )
            else:
                act = getattr(actions, what)
                after = act(desk.files[id], message="m", now=instant, by="agnes")
            desk.keep(after, instant)
        for seen in desk.sweep(now):
            desk.reached(seen, now)
        # Nobody who waits is without a clock that has not run out.
        assert min(desk.waiting.values()) >= 1

    assert len(desk.files) == COMPLAINTS
    assert set(desk.told.values()) == {1}
    assert desk.lost_races > COMPLAINTS
    reached = {
        deadline.id
        for deadline in desk.deadlines.values()
        if deadline.state is deadlines.DeadlineState.REACHED
    }
    breached = {
        deadline_id(id, clock.id)
        for id, clocks in desk.clocks.items()
        for clock in clocks
        if clock.breached and not (clock.ended_at and clock.ended_at - clock.due_at < MINUTE)
    }
    # What ran out longer than a minute was seen by a sweep, and so was every level after it.
    assert breached <= reached
    assert {"respond", "assign", "escalation"} <= {desk.deadlines[id].kind for id in reached}
    for id, file in desk.files.items():
        for clock in desk.clocks[id]:
            known = desk.deadlines[deadline_id(id, clock.id)]
            assert clock.is_open == (known.met_at is None and known.state.value != "met")
        assert file.settled(POLICIES, ALL_SPECS).case.next_due_at


@pytest.mark.clause("6.1.3")
def test_stored_complaints_are_swept_every_minute_and_each_deadline_is_told_once(aws: Any) -> None:
    chance = random.Random(7)
    ids = [complaint(now=NOW + chance.randrange(1200) * SECOND).case.id for _ in range(50)]
    told = 0
    # Every minute; every fifth two sweeps at once; the last one late, with more than one thing due.
    for minute in [*range(1, 40), 90]:
        calls = [at(SYSTEM_ACTOR, NOW + minute * MINUTE)] * (2 if minute % 5 == 0 else 1)
        with ThreadPoolExecutor(len(calls)) as pool:
            told += sum(report.told for report in pool.map(deadline_service().sweep, calls))
    events = [
        (row["type"], *row["pk"].split("@"))
        for row in aws.items("OutboxTable")
        if row["type"] in ("DeadlineReached", "DeadlineApproaching")
    ]
    rows = [row for row in aws.items("DeadlinesTable") if row.get("owner_context") == "care"]
    end = NOW + 90 * MINUTE
    due = [row["id"] for row in rows if datetime.fromisoformat(row["due_at"]) <= end]
    reached = Counter(id for kind, id, _ in events if kind == "DeadlineReached")
    assert {row["owner_id"] for row in rows} == set(ids)
    assert reached == Counter(due)
    assert len(due) == 2 * len(ids)
    assert {row["state"] for row in rows if row["id"] in reached} == {"reached"}
    # Half and most of an hour were told of for each response too.
    warned = Counter(id for kind, id, _ in events if kind == "DeadlineApproaching")
    assert sorted(warned.values()) == [2] * len(ids)
    # One transaction for each deadline that a sweep found due, whatever it had to tell.
    assert told == len({(id, step.split(".")[1]) for _, id, step in events})
    assert stored(ids[0]).case.next_due_at is not None
