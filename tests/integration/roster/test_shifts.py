"""Shifts on their table: planned all or with their faults, cancelled, ended once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.roster.domain import NewShift, ShiftState
from teleshop.roster.errors import (
    OwnTrainingError,
    ShiftNotFoundError,
    ShiftNotOpenError,
    StaffMemberExistsError,
    StaffMemberNotFoundError,
)
from teleshop.roster.service import CancelReason, Planned
from teleshop.roster.wiring import shifts, staff
from tests.factories.roster import (
    HOUR,
    LAST_DAY,
    NOW,
    enter,
    member,
    on_shift,
    plan,
    planning,
    system,
    wanted,
)

PAGE = PageRequest(100)
DAY = 24 * HOUR


def ask(*asked: NewShift) -> Planned:
    call = planning()
    return run(call, lambda: shifts().plan_shifts(call, asked))


def told(aws: Any) -> list[dict[str, Any]]:
    rows = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return [row["data"] for row in rows if row["type"] == "ShiftEnded"]


def faults(*asked: NewShift) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputError) as refused:
        ask(*asked)
    return [(fault.pointer, fault.code) for fault in refused.value.errors]


@pytest.mark.clause("6.1.1")
def test_two_hundred_shifts_are_planned_in_one_request_and_listed_by_time(aws: Any) -> None:
    enter("agnes")
    enter("boris")
    asked = [
        wanted(name, start=24 * day, hours=8) for day in range(100) for name in ("agnes", "boris")
    ]
    done = ask(*asked)
    assert [(one.subject, one.starts_at) for one in done.shifts] == [
        (one.subject, one.starts_at) for one in asked
    ]
    assert done.warnings == ()
    assert len(aws.items("DeadlinesTable")) == 200
    again = ask(*asked)
    assert [one.id for one in again.shifts] == [one.id for one in done.shifts]
    assert len(aws.items("DeadlinesTable")) == 200
    first = shifts().list_shifts(NOW, NOW + DAY, PageRequest(1))
    second = shifts().list_shifts(NOW, NOW + DAY, PageRequest(1, first.next))
    assert [one.subject for one in (*first.items, *second.items)] == ["agnes", "boris"]
    assert shifts().list_shifts(NOW - DAY, NOW, PAGE).items == []


def test_one_wrong_shift_stops_all(aws: Any) -> None:
    enter("agnes")
    enter("gus", active=False)
    assert faults(wanted(), wanted("gus"), wanted("nobody")) == [
        ("/shifts/1/subject", "staff_member_unknown"),
        ("/shifts/2/subject", "staff_member_unknown"),
    ]
    assert faults(wanted(), wanted(start=5), wanted(hours=13)) == [
        ("/shifts/2/ends_at", "shift_too_long")
    ]
    assert faults(wanted(), wanted(start=5)) == [("/shifts/1", "shift_overlaps")]
    ask(wanted())
    assert faults(wanted(start=20), wanted(start=5)) == [("/shifts/1", "shift_overlaps")]
    assert len(shifts().list_shifts(NOW - DAY, NOW + DAY, PAGE).items) == 1
    (warning,) = ask(wanted(start=10)).warnings
    assert (warning.pointer, warning.code) == ("/shifts/0", "rest_too_short")


def test_two_plans_at_once_never_overlap(aws: Any) -> None:
    enter()
    asked = [wanted(start=number, hours=4) for number in range(4)]

    def one(shift: NewShift) -> bool:
        try:
            ask(shift)
        except InvalidInputError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(one, asked))
    assert done.count(True) == 1
    assert len(shifts().list_shifts(NOW, NOW + DAY, PAGE).items) == 1


def test_a_cancelled_shift_frees_its_time_and_its_clock(aws: Any) -> None:
    (shift,) = (enter(), plan(wanted(start=1)))[1]
    cancelled = shifts().cancel_shift(planning(), shift.id, CancelReason.SWAP)
    assert (cancelled.state, cancelled.cancelled_by) == (ShiftState.CANCELLED, "lena")
    assert shifts().cancel_shift(planning(), shift.id, CancelReason.SWAP) == cancelled
    assert [row["state"] for row in aws.items("DeadlinesTable")] == ["cancelled"]
    with pytest.raises(ShiftNotOpenError):
        shifts().cancel_shift(planning(), shift.id, CancelReason.ABSENCE)
    with pytest.raises(ShiftNotFoundError):
        shifts().cancel_shift(planning(), "shf_1", CancelReason.ABSENCE)
    assert plan(wanted(start=1))[0].id != shift.id
    assert told(aws) == []
    shifts().end_shift(system(NOW + DAY), shift.id)
    assert told(aws) == []


@pytest.mark.clause("6.1.1")
def test_the_end_of_a_shift_is_told_once_unless_another_follows_without_a_gap(aws: Any) -> None:
    first, second = (enter(), plan(wanted(start=0, hours=4), wanted(start=4, hours=4)))[1]
    shifts().end_shift(system(first.ends_at), first.id)
    assert told(aws) == []
    late = system(second.ends_at + 3 * DAY)
    for _ in range(2):
        shifts().end_shift(late, second.id)
    assert told(aws) == [
        {
            "subject": "agnes",
            "team": "day",
            "shift_id": second.id,
            "ended_at": "2026-11-23T12:00:00Z",
        }
    ]
    with pytest.raises(ShiftNotOpenError):
        shifts().cancel_shift(planning(late.now), second.id, CancelReason.ABSENCE)
    shifts().end_shift(late, "shf_unknown")


def test_a_shift_that_would_have_followed_and_was_cancelled_does_not_hide_the_end(
    aws: Any,
) -> None:
    first, second = (enter(), plan(wanted(start=0, hours=4), wanted(start=4, hours=4)))[1]
    shifts().cancel_shift(planning(), second.id, CancelReason.PLAN_CHANGED)
    shifts().end_shift(system(first.ends_at), first.id)
    assert [facts["shift_id"] for facts in told(aws)] == [first.id]


def test_who_is_called_off_or_made_inactive_on_shift_goes_off_duty_at_once(aws: Any) -> None:
    (agnes, boris) = on_shift("agnes", "boris")
    shifts().cancel_shift(planning(NOW + HOUR), agnes.id, CancelReason.ABSENCE)
    staff().change_member(planning(NOW + HOUR), member("boris", active=False))
    shifts().end_shift(system(boris.ends_at), boris.id)
    assert sorted((facts["subject"], facts["ended_at"]) for facts in told(aws)) == [
        ("agnes", "2026-11-23T05:00:00Z"),
        ("boris", "2026-11-23T05:00:00Z"),
    ]


def test_a_calendar_takes_no_more_shifts_than_fit(aws: Any) -> None:
    enter()
    for part in range(2):
        ask(*(wanted(start=(200 * part + n) * 12, hours=1) for n in range(200)))
    assert faults(wanted(start=5000, hours=1)) == [("/shifts/0", "too_many_shifts")]


@pytest.mark.clause("6.1.2")
def test_staff_is_entered_once_changed_and_trained_by_others(aws: Any) -> None:
    made = staff().add_member(planning(), member())
    with pytest.raises(StaffMemberExistsError):
        staff().add_member(planning(), member())
    with pytest.raises(StaffMemberNotFoundError):
        staff().change_member(planning(), member("nobody"))
    assert staff().change_member(planning(), member()) == made
    with pytest.raises(InvalidInputError) as refused:
        staff().change_member(planning(), member(skills=("general", "quality.", "dancing")))
    assert [fault.pointer for fault in refused.value.errors] == ["/skills/1", "/skills/2"]
    changed = staff().change_member(planning(), member(team="night"))
    assert (changed.team, changed.version) == ("night", 2)
    with pytest.raises(OwnTrainingError):
        staff().record_training(planning(), "lena", "products", LAST_DAY)
    with pytest.raises(StaffMemberNotFoundError):
        staff().record_training(planning(), "nobody", "products", LAST_DAY)
    with pytest.raises(InvalidInputError) as refused:
        staff().record_training(planning(), "agnes", "dancing", LAST_DAY.replace(year=2036))
    assert [fault.pointer for fault in refused.value.errors] == ["/course", "/valid_until"]
    for course in ("products", "service_rules", "service_process", "products"):
        file = staff().record_training(planning(), "agnes", course, LAST_DAY)
    assert [record.course for record in file.records] == [
        "products",
        "service_process",
        "service_rules",
    ]
    person = staff().show_member("agnes")
    assert (person.cases, person.member) == (0, changed)
    assert {skill: bool(end) for skill, end in person.trained.items()} == {
        "general": True,
        "quality": True,
    }
    staff().add_member(planning(), replace(member("boris"), team="day"))
    assert [one.subject for one in staff().list_members(None, PAGE).items] == ["boris", "agnes"]
    assert [one.subject for one in staff().list_members("night", PAGE).items] == ["agnes"]
    assert staff().list_members("nigh", PAGE).items == []
