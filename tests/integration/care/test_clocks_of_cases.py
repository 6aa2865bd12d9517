"""The clocks of a complaint on the connected platform: told in time, breached at the minute,
escalated, ended.
"""

from datetime import datetime, timedelta
from typing import Any

import pytest

from teleshop.care.wiring import service
from tests.factories import roster
from tests.factories.care import HOUR, MINUTE, NOW
from tests.factories.service_cases import LEAD, SAID, at, complaint, stored


def sweep(platform: Any, at: datetime) -> None:
    """One minute: deadlines are told, and what waits is asked for again."""
    for function in ("DeadlinesSweep", "CareAssignWaiting"):
        platform.run_schedules(at=at, function=function)
        platform.settle()


def told(platform: Any, kind: str) -> list[dict[str, Any]]:
    return [event["data"] for event in platform.events_of_type(kind)]


def notices(aws: Any, event: str) -> set[str]:
    return {
        f"{item['recipient_kind']}:{item['recipient_id']}"
        for item in aws.items("NotificationsTable")
        if item.get("event_type") == event
    }


@pytest.mark.clause("6.1.3")
def test_a_complaint_is_assigned_warned_breached_escalated_and_then_ends(
    platform: Any, aws: Any
) -> None:
    roster.on_shift("agnes")
    case = complaint().case
    platform.settle()
    (assigned,) = told(platform, "CaseAssigned")
    assert (assigned["case_id"], assigned["assignee"], assigned["team"]) == (
        case.id,
        "agnes",
        "day",
    )
    assert notices(aws, "CaseOpened") == {"person:customer-ann"}
    assert notices(aws, "CaseAssigned") == {"person:agnes"}

    sweep(platform, NOW + 30 * MINUTE)
    (warned,) = told(platform, "ClockWarned")
    assert (warned["clock"], warned["share"], warned["assignee"]) == ("respond", 50, "agnes")
    assert notices(aws, "ClockWarned") == {"person:agnes"}

    # The automatic receipt is no response: at the hour itself the clock has run out.
    sweep(platform, NOW + HOUR)
    (breached,) = told(platform, "ClockBreached")
    assert breached["clock"] == "respond"
    assert breached["late_party"] == "platform"
    assert breached["escalated_to"] == "lead"
    assert breached["breached_at"] == "2026-11-23T05:00:00Z"
    assert notices(aws, "ClockBreached") == {"role:lead", "person:agnes"}

    sweep(platform, NOW + 2 * HOUR)
    (escalated,) = told(platform, "ClockEscalated")
    assert (escalated["level"], escalated["escalated_to"]) == (2, "manager")

    service().handling.respond_case(at(LEAD, NOW + 3 * HOUR), case.id, SAID)
    platform.settle()
    ended = [data for data in told(platform, "ClockEnded") if data["clock"] == "respond"]
    assert [(data["met"], data["minutes_left"]) for data in ended] == [(False, -120)]
    # The pause before the next level was cancelled with it.
    sweep(platform, NOW + 23 * HOUR)
    assert len(told(platform, "ClockEscalated")) == 1
    assert stored(case.id).case.breaches == 1


@pytest.mark.clause("6.1.1", "6.1.2")
def test_nobody_on_duty_alarms_the_lead_after_five_minutes_and_the_next_one_gets_the_case(
    platform: Any, aws: Any
) -> None:
    case = complaint().case
    platform.settle()
    assert stored(case.id).case.assignee is None
    sweep(platform, NOW + 5 * MINUTE)
    (breached,) = told(platform, "ClockBreached")
    assert breached["clock"] == "assign"
    assert notices(aws, "ClockBreached") == {"role:lead"}
    roster.on_shift("agnes", start=0.25)
    sweep(platform, NOW + 15 * MINUTE)
    assert stored(case.id).case.assignee == "agnes"


@pytest.mark.clause("6.1.1")
def test_at_the_end_of_a_shift_its_cases_are_handed_over(platform: Any) -> None:
    roster.on_shift("agnes", start=-1, hours=2)
    cases = [complaint(now=NOW + minute * MINUTE).case.id for minute in range(2)]
    platform.settle()
    assert {stored(id).case.assignee for id in cases} == {"agnes"}
    roster.on_shift("boris", start=0.5)
    platform.deliver = "twice"
    sweep(platform, NOW + HOUR + MINUTE)
    assert {stored(id).case.assignee for id in cases} == {"boris"}
    from teleshop.roster.wiring import service as duty

    (boris,) = duty().on_duty(NOW + timedelta(hours=2))
    assert (boris.subject, boris.load) == ("boris", 2)
