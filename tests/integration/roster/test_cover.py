"""The hourly control on the table, and the whole flow as the template connects it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from typing import Any

import pytest

from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.roster.domain import CoverRule, RosterPolicy
from teleshop.roster.service import CancelReason, Cover, CoverReport
from teleshop.roster.tables import RecordedTrainings, RosterRepository
from teleshop.roster.wiring import cover, shifts
from tests.factories.roster import HOUR, NOW, enter, on_shift, plan, planning, system, wanted
from tests.harness.aws import Cloud
from tests.harness.platform import Deliver, Platform, connected
from tests.harness.wiring import wiring

PAGE = PageRequest()
TAKING_PART = ("OutboxPublish", "DeadlinesSweep", "RosterControl", "RosterOnDeadlineReached")


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in it, connected."""
    with connected(aws, wiring().only(*TAKING_PART)) as made:
        yield made


def told(platform: Platform, kind: str) -> list[dict[str, Any]]:
    """The facts of each event of a kind; one that the bus brings again is the same event."""
    events = {event["id"]: event["data"] for event in platform.events_of_type(kind)}
    return list(events.values())


def control(now: datetime = NOW) -> CoverReport:
    call = system(now)
    return run(call, lambda: cover().control_cover(call))


def around_the_clock(days: int = 9) -> None:
    """Three people, eight hours a day each."""
    for number, name in enumerate(("agnes", "boris", "carla")):
        enter(name)
        plan(*(wanted(name, start=24 * day + 8 * number, hours=8) for day in range(days)))


@pytest.mark.clause("6.1.1")
def test_three_shifts_a_day_cover_every_hour_of_seven_days(aws: Any) -> None:
    around_the_clock()
    assert control() == CoverReport(found=0, urgent=0, closed=0, open=0, open_urgent=0)
    hours = cover().cover(NOW, 168)
    assert len(hours) == 168
    assert {one.hour.present for one in hours} == {1}
    assert cover().gaps(PAGE, closed=False).items == []


@pytest.mark.clause("6.1.1", "6.1.2")
def test_who_lacks_training_does_not_cover(aws: Any) -> None:
    around_the_clock()
    enter("dora", valid_until=date(2026, 11, 25))
    enter("emil", courses=())
    call = planning()
    third = next(
        shift
        for shift in shifts().list_shifts(NOW + 72 * HOUR, NOW + 73 * HOUR, PAGE).items
        if shift.subject == "agnes"
    )
    shifts().cancel_shift(call, third.id, CancelReason.ABSENCE)
    plan(wanted("dora", start=72, hours=8), wanted("emil", start=72, hours=8))
    assert control() == CoverReport(found=1, urgent=0, closed=0, open=1, open_urgent=0)
    (gap,) = cover().gaps(PAGE, closed=False).items
    assert (gap.starts_at, gap.ends_at) == (NOW + 72 * HOUR, NOW + 80 * HOUR)
    assert (gap.needed, gap.least, gap.urgent) == (1, 0, False)


@pytest.mark.clause("6.1.1")
def test_a_rule_of_its_own_asks_for_people_of_a_team_at_night_with_a_skill(aws: Any) -> None:
    night = CoverRule(team="night", people=2, from_hour=22, to_hour=6)
    safety = CoverRule(skill="safety", from_hour=12, to_hour=13)
    policy = RosterPolicy(cover=(night, safety))
    own = Cover(RosterRepository(), RecordedTrainings(), policy)
    for name in ("agnes", "boris", "carla"):
        enter(name, team="day" if name == "carla" else "night", skills=("general", "safety"))
        plan(wanted(name, start=10, hours=8), wanted(name, start=24, hours=1))
    courses = (*policy.courses, "product_safety")
    enter("dora", skills=("safety",), courses=courses)
    plan(wanted("dora", start=0, hours=1))
    found = own.cover(NOW, 48)
    at_night = [one.hour for one in found if one.rule is night]
    assert [hour.present for hour in at_night] == [2] * 8 + [0] * 8
    assert at_night[0].starts_at == NOW + 10 * HOUR
    assert [one.hour.present for one in found if one.rule is safety] == [1, 0]
    call = system()
    report = run(call, lambda: own.control_cover(call))
    assert report.found == 6 + 6
    gaps = own.gaps(PageRequest(100), closed=False).items
    assert {(gap.rule, gap.needed) for gap in gaps} == {
        ("night:any:22-06", 2),
        ("any:safety:12-13", 1),
    }


def test_two_controls_at_once_find_a_gap_once(aws: Any) -> None:
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: control(), range(4)))
    assert sorted(report.found for report in reports) == [0, 0, 0, 1]
    assert len(cover().gaps(PAGE, closed=False).items) == 1


def test_many_gaps_are_stored_by_parts(aws: Any) -> None:
    enter()
    plan(*(wanted(start=2 * number, hours=1) for number in range(84)))
    assert control() == CoverReport(found=84, urgent=0, closed=0, open=84, open_urgent=12)
    assert control() == CoverReport(found=0, urgent=0, closed=0, open=84, open_urgent=12)


@pytest.mark.clause("6.1.1")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_gap_is_found_becomes_urgent_and_is_closed(platform: Platform, deliver: Deliver) -> None:
    platform.deliver = deliver
    around_the_clock()
    gone = [
        shift
        for shift in shifts().list_shifts(NOW + 48 * HOUR, NOW + 96 * HOUR, PAGE).items
        if shift.subject == "boris"
    ]
    for shift in gone:
        shifts().cancel_shift(planning(), shift.id, CancelReason.PLAN_CHANGED)
    for hours in (0, 1, 33, 34):
        platform.run_schedules(NOW + hours * HOUR, "RosterControl")
    assert len(told(platform, "CoverGapFound")) == 2
    (urgent,) = told(platform, "CoverGapUrgent")
    assert urgent["starts_at"] == "2026-11-25T12:00:00Z"
    enter("dora")
    plan(*(wanted("dora", start=24 * day + 8, hours=8) for day in (2, 3)))
    platform.run_schedules(NOW + 35 * HOUR, "RosterControl")
    closed = told(platform, "CoverGapClosed")
    assert [facts["outcome"] for facts in closed] == ["covered", "covered"]
    assert len(cover().gaps(PAGE, closed=True).items) == 2


@pytest.mark.clause("6.1.1")
def test_the_clock_tells_the_end_of_a_shift(platform: Platform) -> None:
    (shift,) = on_shift()
    platform.settle()
    platform.run_schedules(shift.ends_at - HOUR, "DeadlinesSweep")
    assert told(platform, "ShiftEnded") == []
    platform.deliver = "twice"
    platform.run_schedules(shift.ends_at, "DeadlinesSweep")
    (ended,) = told(platform, "ShiftEnded")
    assert ended["shift_id"] == shift.id
