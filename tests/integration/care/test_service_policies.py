"""The service policy: proposed by one person, activated by another, and applied to what is open."""

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from functions.care import apply_policy
from teleshop.care.domain.policy import FIRST_VERSION, NOTICE, PolicyState, PolicyVersion
from teleshop.care.errors import (
    PolicyDecidedError,
    PolicyNotFoundError,
    PolicyOutdatedError,
    PolicyStartError,
    SameProposerError,
)
from teleshop.care.schemas.bodies import ClosureBody
from teleshop.care.schemas.policies import ServicePolicyBody
from teleshop.care.service import policies as use_cases
from teleshop.care.wiring import policies, service
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import PageRequest
from tests.factories.care import DAY, HOUR, MINUTE, NOW, due_of
from tests.factories.service_cases import (
    COMPLIANCE,
    LEAD,
    MANAGER,
    SAID,
    answered,
    at,
    complaint,
    enquiry,
    stored,
)

ROOT = Path(__file__).parents[3]
ALL = PageRequest(100)


def proposed(now: datetime = NOW, **limits: Any) -> PolicyVersion:
    body = msgspec.convert({"reason": "投诉高峰，提前答复。", **limits}, ServicePolicyBody)
    return policies().propose_policy(at(MANAGER, now), body)


def in_force(platform: Any, start: datetime, **limits: Any) -> int:
    number = proposed(start - HOUR, **limits).number
    policies().activate_policy(at(COMPLIANCE, start - HOUR), number, start)
    platform.run_schedules(at=start, function="DeadlinesSweep")
    platform.settle()
    return number


def due(case_id: str) -> dict[str, Any]:
    file = stored(case_id)
    known = {policy.version: policy for policy in policies()._policies.published()}
    return due_of(file, known)


@pytest.mark.clause("6.1.3")
def test_a_new_version_counts_open_cases_anew_and_leaves_closed_ones_and_breaches_alone(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_cases, "PAGE", 2)
    late = complaint(now=NOW - 2 * HOUR).case.id
    platform.run_schedules(at=NOW, function="DeadlinesSweep")
    open_ones = [complaint(now=NOW + minute * MINUTE).case.id for minute in range(2)]
    asked = enquiry().case.id
    gone = answered(complaint().case.id).case.id
    service().handling.close_case(at(LEAD), gone, ClosureBody(resolution="answered"))
    platform.settle()
    record = stored(gone).events

    # Twelve hours instead of twenty-four, and enquiries answered within six.
    platform.deliver = "twice"
    number = in_force(platform, NOW + 2 * HOUR, answer_minutes=720, enquiry_answer_minutes=360)
    for minute, id in enumerate(open_ones):
        assert stored(id).case.policy == number
        assert due(id)["answer.1"] == 12 * HOUR + minute * MINUTE
    assert due(asked)["enquiry_answer.1"] == 6 * HOUR
    assert stored(gone).events == record
    assert stored(late).case.breaches >= 1
    assert due(late)["answer.1"] == 10 * HOUR
    applied = {
        event["id"]: event["data"] for event in platform.events_of_type("ServicePolicyApplied")
    }
    # A second pass found nothing to change.
    assert list(applied.values()) == [{"policy": number, "cases": 4, "passes": 2}]
    # Each case came under it once, though every event came twice.
    changes = [
        event.kind for event in stored(open_ones[0]).events if event.kind == "policy_changed"
    ]
    assert len(changes) == 1


@pytest.mark.clause("6.1.3")
def test_the_preview_says_whom_a_version_affects_and_changes_nothing(aws: Any) -> None:
    first, second = (complaint(now=NOW - hours * HOUR).case.id for hours in (13, 1))
    number = proposed(answer_minutes=720, close_minutes=2880).number
    before = aws.items("CareTable")
    page = policies().impact_of_policy(at(MANAGER), number, "complaints", ALL)
    assert aws.items("CareTable") == before
    found = {affected.case_id: affected.moved for affected in page.items}
    assert set(found) == {first, second}
    (moved,) = found[first]
    assert (moved.clock_id, moved.overdue) == ("answer.1", True)
    assert (moved.due_before, moved.due_after) == (NOW + 11 * HOUR, NOW - HOUR)
    assert [moved.overdue for moved in found[second]] == [False]
    # One case at a time, to the end.
    part = policies().impact_of_policy(at(MANAGER), number, "complaints", PageRequest(1))
    rest = policies().impact_of_policy(at(MANAGER), number, "complaints", PageRequest(1, part.next))
    assert {part.items[0].case_id, rest.items[0].case_id} == {first, second}
    assert not policies().impact_of_policy(at(MANAGER), number, "enquiries", ALL).items
    with pytest.raises(PolicyNotFoundError):
        policies().impact_of_policy(at(MANAGER), 9, "complaints", ALL)


@pytest.mark.clause("6.1.3")
def test_no_version_may_exceed_the_standard_and_every_fault_is_named(aws: Any) -> None:
    with pytest.raises(InvalidInputError) as refused:
        proposed(respond_minutes=61, answer_minutes=1441, handle_minutes=2881)
    assert [(fault.pointer, fault.code, fault.clause) for fault in refused.value.errors] == [
        ("/respond_minutes", "above_ceiling", "6.1.3"),
        ("/answer_minutes", "above_ceiling", "6.1.3"),
        ("/handle_minutes", "above_ceiling", "6.1.3"),
    ]
    # The standard's own limits are allowed.
    proposed(respond_minutes=60, answer_minutes=1440, handle_minutes=2880)
    for limits, code in (
        ({"answer_minutes": 30}, "limits_out_of_order"),
        ({"warn_at": [80, 50]}, "shares_out_of_order"),
        ({"close_minutes": 100_000}, "limit_too_long"),
    ):
        with pytest.raises(InvalidInputError) as refused:
            proposed(**limits)
        assert [fault.code for fault in refused.value.errors] == [code]


@pytest.mark.clause("6.1.3")
def test_a_version_is_activated_once_in_order_and_by_another_person(aws: Any) -> None:
    assert policies().list_policies(ALL).items == [FIRST_VERSION]
    first, second = proposed(answer_minutes=720), proposed(answer_minutes=600)
    assert (first.number, second.number, first.based_on) == (2, 3, 1)
    with pytest.raises(SameProposerError):
        policies().activate_policy(at(MANAGER), 2)
    with pytest.raises(PolicyStartError):
        policies().activate_policy(at(COMPLIANCE), 2, NOW + NOTICE - MINUTE)
    with pytest.raises(PolicyStartError):
        policies().activate_policy(at(COMPLIANCE), 2, NOW + 91 * DAY)
    done = policies().activate_policy(at(COMPLIANCE), 2, NOW + DAY)
    assert (done.state, done.policy.effective_from) == (PolicyState.ACTIVATED, NOW + DAY)
    with pytest.raises(PolicyDecidedError):
        policies().activate_policy(at(COMPLIANCE), 2)
    with pytest.raises(PolicyDecidedError):
        policies().activate_policy(at(COMPLIANCE), 1)
    with pytest.raises(PolicyOutdatedError):
        policies().activate_policy(at(COMPLIANCE), 3)
    # What is based on it follows it and cannot come before it.
    third = proposed(answer_minutes=480)
    assert third.based_on == 2
    with pytest.raises(PolicyStartError):
        policies().activate_policy(at(COMPLIANCE), 4, NOW + HOUR)
    assert policies().activate_policy(at(COMPLIANCE), 4).policy.effective_from == NOW + DAY
    assert [found.number for found in policies().list_policies(ALL).items] == [4, 3, 2, 1]


@pytest.mark.clause("6.1.3")
def test_a_case_that_comes_in_before_the_version_is_in_force_follows_the_old_one(
    platform: Any,
) -> None:
    number = proposed(answer_minutes=720).number
    policies().activate_policy(at(COMPLIANCE), number)
    before = complaint(now=NOW + NOTICE - MINUTE).case.id
    assert stored(before).case.policy == 1
    assert stored(complaint(now=NOW + NOTICE).case.id).case.policy == number
    platform.settle()
    # Twice at the same minute, and once more: the roll-out takes effect once.
    for _ in range(2):
        platform.run_schedules(at=NOW + NOTICE, function="DeadlinesSweep")
        platform.settle()
    assert stored(before).case.policy == number
    assert len(platform.events_of_type("ServicePolicyApplied")) == 1
    assert service().handling.respond_case(at(LEAD, NOW + NOTICE), before, SAID).case.policy == 2


@pytest.mark.clause("6.1.3")
def test_a_page_of_a_roll_out_that_comes_again_is_told_once(aws: Any) -> None:
    case_id = complaint().case.id
    number = proposed(answer_minutes=720).number
    policies().activate_policy(at(COMPLIANCE), number)
    event = msgspec.json.decode((ROOT / "events/care/apply_policy.json").read_bytes())
    assert event["detail"]["data"]["owner_id"] == str(number)
    for _ in range(2):
        apply_policy.handler(event, None)
    assert stored(case_id).case.policy == number
    following = [row for row in aws.items("OutboxTable") if row["type"] == "ServicePolicyRolledOut"]
    assert len(following) == 1
    assert msgspec.json.decode(following[0]["envelope"])["data"] == {
        "policy": number,
        "collection": "enquiries",
        "cursor": None,
        "before": 0,
        "passes": 0,
    }
