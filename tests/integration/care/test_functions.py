"""The functions of this context, each with the sample of what triggers it."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from functions.care import (
    assign,
    assign_waiting,
    hand_over,
    on_deadline_approaching,
    on_deadline_reached,
    on_low_score,
)
from teleshop.care.errors import CaseNotFoundError, CaseTakenError
from teleshop.care.schemas.bodies import AssignmentBody, ReasonBody
from teleshop.care.wiring import service
from teleshop.kernel.use_case import run
from teleshop.roster.wiring import service as duty
from tests.factories import roster
from tests.factories.care import MINUTE, NOW
from tests.factories.service_cases import AGENT, OTHER_AGENT, at, complaint, stored
from tests.harness.lambdas import context_of

EVENTS = Path(__file__).parents[3] / "events" / "care"


def sample(name: str) -> Any:
    return json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("CareOnDeadlineApproaching", on_deadline_approaching),
        ("CareOnDeadlineReached", on_deadline_reached),
    ],
)
def test_a_clock_without_its_case_is_an_error_and_kept(
    aws: Any, name: str, function: ModuleType
) -> None:
    """Cases are never removed, so this can only be a fault: it ends in the dead letters."""
    with pytest.raises(CaseNotFoundError):
        function.handler(sample(function.__name__.rpartition(".")[2]), context_of(name))
    assert aws.items("OutboxTable") == []


@pytest.mark.clause("6.1.1")
def test_what_does_not_wait_any_more_is_left_alone(aws: Any) -> None:
    assign.handler(sample("assign"), context_of("CareAssign"))
    hand_over.handler(sample("hand_over"), context_of("CareHandOver"))
    assert aws.items("CareTable") == []
    assert aws.items("OutboxTable") == []


@pytest.mark.clause("6.1.1", "6.1.2")
def test_the_minute_gives_what_waits_to_whoever_came(aws: Any) -> None:
    ids = [complaint().case.id for _ in range(3)]
    event = sample("assign_waiting") | {"time": NOW.isoformat()}
    assert assign_waiting.handler(event, context_of("CareAssignWaiting")) == {"given": 0}
    roster.on_shift("agnes", "boris")
    assert assign_waiting.handler(event, context_of("CareAssignWaiting")) == {"given": 3}
    assert {stored(id).case.assignee for id in ids} == {"agnes", "boris"}
    assert assign_waiting.handler(event, context_of("CareAssignWaiting")) == {"given": 0}


@pytest.mark.clause("6.2.3")
def test_a_low_score_of_nobody_in_particular_opens_nothing(aws: Any) -> None:
    event = sample("on_low_score")
    event["detail"]["data"]["customer_id"] = None
    on_low_score.handler(event, context_of("CareOnLowScore"))
    assert aws.items("CareTable") == []


@pytest.mark.clause("6.1.2")
def test_a_case_does_not_return_to_whoever_gave_it_back(aws: Any) -> None:
    roster.on_shift("agnes", "boris")
    case = complaint().case
    service().assignment.assign_next(at(), case.id)
    assert stored(case.id).case.assignee == "agnes"
    service().assignment.release_case(at(AGENT), case.id, ReasonBody(reason="客户是亲属"))
    service().assignment.assign_next(at(), case.id)
    assert stored(case.id).case.assignee == "boris"
    (agnes, boris) = sorted(duty().on_duty(NOW), key=lambda one: one.subject)
    assert (agnes.load, boris.load) == (0, 1)


@pytest.mark.clause("6.1.2")
def test_of_two_who_take_a_case_at_the_same_moment_one_has_it(aws: Any) -> None:
    roster.on_shift("agnes", "boris")
    case = complaint().case

    def take(actor: Any) -> str:
        call = at(actor)
        try:
            run(call, lambda: service().assignment.give_case(call, case.id, AssignmentBody()))
        except CaseTakenError:
            return "taken"
        return "has it"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, (AGENT, OTHER_AGENT))) == ["has it", "taken"]
    assert sum(one.load for one in duty().on_duty(NOW)) == 1


@pytest.mark.clause("6.1.1", "6.1.3")
def test_whoever_went_off_duty_unnoticed_is_not_warned_but_the_leads_are(aws: Any) -> None:
    roster.on_shift("agnes", start=-1, hours=1.25)
    case = complaint().case
    service().assignment.assign_next(at(), case.id)
    half = NOW + 30 * MINUTE
    data = {"clock": "respond.1", "level": 0, "base": None}
    service().clocks.clock_approaches(at(now=half), case.id, data, half)
    assert stored(case.id).case.assignee is None
    told = [json.loads(item["envelope"]) for item in aws.items("OutboxTable")]
    (warned,) = [envelope["data"] for envelope in told if envelope["type"] == "ClockWarned"]
    assert (warned["assignee"], warned["share"]) == (None, 50)
    (given,) = [envelope["data"] for envelope in told if envelope["type"] == "CaseUnassigned"]
    assert (given["former"], given["reason"]) == ("agnes", "off_duty")
