"""The scorecard policy over HTTP, with its state machine and the approval of another person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.assessment.domain.runs import RunState
from teleshop.assessment.domain.versions import earliest_quarter, following
from teleshop.assessment.service.policies import ScorecardPolicies
from teleshop.assessment.tables.runs import RunRow
from teleshop.assessment.wiring import policies, runs
from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiClient
from tests.factories import assessment as market
from tests.factories import scorecard_policies as f
from tests.harness import state_machines
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("3.3.1")
TAKING_PART = (
    "AssessmentStartPolicyReview",
    "AssessmentApplyPolicyOutcome",
    "AssessmentReportPolicyFailure",
    "Approvals",
    "Deadlines",
    "Notifications",
    "Outbox",
)
NOW = datetime.now(UTC)
AHEAD = following(earliest_quarter(NOW))
EASY = f.EASY | {"effective_quarter": AHEAD}
SUPPLIER = Actor("sam", frozenset({Role.SUPPLIER}), "sup_1")
AUDITOR = Actor("ada", frozenset({Role.AUDITOR}))


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in the review of a version; others listen elsewhere."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    machines = [one for one in whole.machines if one.logical_id == "ScorecardPolicy"]
    with connected(aws, replace(whole.only(*names), machines=machines)) as made:
        yield made


@pytest.fixture
def client(api: ApiClient, platform: Platform) -> ApiClient:
    """The application at the instant by which the state machine lives as well."""
    api.clock.instant = NOW
    return api


def proposed(client: ApiClient, platform: Platform, **changes: Any) -> dict[str, Any]:
    answer = client.as_actor(f.PROPOSER).post("/scorecard-policies", EASY | changes)
    assert answer.status == 201, answer.json
    platform.settle()
    return dict(answer.json)


def approval(client: ApiClient, number: int) -> dict[str, Any]:
    found = client.as_actor(f.DECIDER).get(f"/approvals?process=scorecard_policy:{number}").json
    (waiting,) = [one for one in found["items"] if one["state"] == "open"]
    return dict(waiting)


def decide(client: ApiClient, platform: Platform, number: int, actor: Actor, **said: Any) -> Any:
    path = f"/approvals/{approval(client, number)['id']}/decision"
    answer = client.as_actor(actor).post(path, said)
    platform.settle()
    return answer


def shown(client: ApiClient, number: int, actor: Actor = f.DECIDER) -> dict[str, Any]:
    return dict(client.as_actor(actor).get(f"/scorecard-policies/{number}").json)


def test_a_version_is_proposed_approved_by_another_person_and_told(
    client: ApiClient, platform: Platform
) -> None:
    made = proposed(client, platform)
    assert (made["version"], made["state"], made["qualified_from"]) == (1, "proposed", "55.00")
    assert sum(one["weight"] for one in made["criteria"]) == 100
    waiting = approval(client, 1)
    assert (waiting["role"], waiting["step"]) == ("manager", "policy")
    assert waiting["title"]["zh"] == "供应商考核政策审批"
    own = decide(client, platform, 1, f.PROPOSER, decision="approve")
    assert own.json["code"] == "four_eyes"
    assert decide(client, platform, 1, f.DECIDER, decision="approve").status == 200
    after = shown(client, 1)
    assert (after["state"], after["decided_by"]) == ("approved", "max")
    assert policies().in_force(AHEAD).number == 1
    assert not state_machines.running()
    told = [event["detail-type"] for event in platform.events]
    assert told.count("ScorecardPolicyDecided") == 1


def test_who_refuses_gives_a_reason_whose_code_is_kept(
    client: ApiClient, platform: Platform
) -> None:
    proposed(client, platform)
    said = {"decision": "reject", "reason": "门槛过低", "reason_code": "too_lenient"}
    assert decide(client, platform, 1, f.DECIDER, **said).status == 200
    after = shown(client, 1)
    assert (after["state"], after["reason_code"]) == ("refused", "too_lenient")


def test_a_proposal_that_nobody_decides_lapses(client: ApiClient, platform: Platform) -> None:
    proposed(client, platform)
    platform.run_schedules(at=NOW + 8 * f.DAY, function="DeadlinesSweep")
    platform.settle()
    after = shown(client, 1)
    assert (after["state"], after["reason_code"]) == ("lapsed", "timed_out")


def test_a_supplier_reads_the_policy_and_not_who_wanted_it(
    client: ApiClient, platform: Platform
) -> None:
    default = shown(client, 0, SUPPLIER)
    assert (default["excellent_from"], default["effective_quarter"]) == ("85.00", "2000Q1")
    assert {one["group"] for one in default["criteria"]} == {
        "sales",
        "satisfaction",
        "after_sales",
        "compliance",
    }
    proposed(client, platform)
    reader = client.as_actor(SUPPLIER)
    assert reader.get("/scorecard-policies/1").status == 404
    decide(client, platform, 1, f.DECIDER, decision="approve")
    seen = shown(client, 1, SUPPLIER)
    assert (seen["reason"], seen["proposed_by"], seen["decided_by"]) == (None, None, None)
    listed = reader.get("/scorecard-policies").json["items"]
    assert [one["version"] for one in listed] == [1, 0]
    assert reader.post("/scorecard-policies", EASY).status == 403


@pytest.mark.parametrize(
    ("number", "named"),
    [
        ("-1", "-1"),
        ("x", "x"),
        ("1", "1"),
        ("9999999", "9999999"),
        ("1.0", "1.0"),
        ("9" * 30, f"{'9' * 20}…"),
    ],
)
def test_there_is_no_such_version_and_the_one_that_was_asked_for_is_named(
    client: ApiClient, number: str, named: str
) -> None:
    answer = client.as_actor(AUDITOR).get(f"/scorecard-policies/{number}")
    assert (answer.status, answer.json["code"]) == (404, "scorecard_policy_not_found")
    assert answer.json["detail"] == f"未找到考核政策版本 {named}，请核对版本号。"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"qualified_from": 60}, "/qualified_from"),
        ({"qualified_from": "NaN"}, "/qualified_from"),
        ({"qualified_from": "60.001"}, "/qualified_from"),
        ({"effective_quarter": "2026Q5"}, "/effective_quarter"),
        ({"effective_quarter": "2026Q3"}, "/effective_quarter"),
        ({"criteria": []}, "/criteria"),
        ({"formula": "1+1"}, "/formula"),
        ({"reason": " "}, "/reason"),
        (
            {"criteria": [{"indicator": "profit", "weight": 1, "target": "1", "floor": "0"}]},
            "/criteria/0/indicator",
        ),
        (
            {"criteria": [{"indicator": "late_rate", "weight": 1, "target": "1e9", "floor": "0"}]},
            "/criteria/0/target",
        ),
        (
            {"criteria": [{"indicator": "late_rate", "weight": 1.5, "target": "1", "floor": "0"}]},
            "/criteria/0/weight",
        ),
    ],
)
def test_a_fault_names_its_field(client: ApiClient, change: dict[str, Any], pointer: str) -> None:
    answer = client.as_actor(f.PROPOSER).post("/scorecard-policies", EASY | change)
    assert answer.status == 422
    assert pointer in {fault["pointer"] for fault in answer.json["errors"]}
    assert all(fault["message"] for fault in answer.json["errors"])


def test_a_twin_request_proposes_once(client: ApiClient, platform: Platform) -> None:
    writer = client.as_actor(f.PROPOSER)
    key = {"Idempotency-Key": "policy-1"}
    first = writer.post("/scorecard-policies", EASY, headers=key)
    again = writer.post("/scorecard-policies", EASY, headers=key)
    assert (first.status, again.status, again.json) == (201, 201, first.json)
    assert client.as_actor(AUDITOR).get("/scorecard-policies/2").status == 404


def test_a_back_test_says_who_would_move(client: ApiClient, platform: Platform) -> None:
    market.market(30)
    runs().open(market.call(market.MANAGER), market.QUARTER, None)
    run = runs().collect(market.call(), market.QUARTER, 1)
    RunRow.from_entity(replace(run, state=RunState.COMPLETED)).save()
    proposed(client, platform, qualified_from="80.00", excellent_from="99.00")
    body = {"quarters": [market.QUARTER]}
    answer = client.as_actor(AUDITOR).post("/scorecard-policies/1/back-tests", body)
    assert answer.status == 200, answer.json
    (quarter,) = answer.json["quarters"]
    assert (quarter["suppliers"], quarter["policy"]) == (30, 0)
    moved = [one for one in quarter["counts"] if one["before"] != one["after"]]
    assert sum(one["suppliers"] for one in moved) == len(quarter["moved"]) > 0
    assert client.as_actor(SUPPLIER).post("/scorecard-policies/1/back-tests", body).status == 403
    none = client.as_actor(AUDITOR).post("/scorecard-policies/1/back-tests", {"quarters": []})
    assert none.status == 422
    other = {"quarters": ["2025Q1"]}
    faults = client.as_actor(AUDITOR).post("/scorecard-policies/1/back-tests", other).json["errors"]
    assert [(one["pointer"], one["code"]) for one in faults] == [
        ("/quarters/0", "quarter_not_assessed")
    ]


def test_a_review_that_fails_lets_the_version_lapse_and_ends_what_is_open(
    client: ApiClient, platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a table is gone")

    proposed(client, platform)
    with monkeypatch.context() as patched:
        patched.setattr(ScorecardPolicies, "apply_outcome", broken)
        decide(client, platform, 1, f.DECIDER, decision="approve")
    after = shown(client, 1)
    assert (after["state"], after["reason_code"]) == ("lapsed", "review_failed")
    assert not state_machines.running()
    proposed(client, platform)
    assert decide(client, platform, 2, f.DECIDER, decision="approve").status == 200
    assert policies().in_force(AHEAD).number == 2


def test_a_decision_that_finds_no_run_finds_the_version_lapsed(
    client: ApiClient, platform: Platform
) -> None:
    proposed(client, platform)
    waiting = approval(client, 1)
    assert state_machines.time_out_waiting_tasks() == 1
    platform.settle()
    path = f"/approvals/{waiting['id']}/decision"
    answer = client.as_actor(f.DECIDER).post(path, {"decision": "approve"})
    assert answer.status == 409
    assert shown(client, 1)["state"] == "lapsed"
    assert policies().in_force(AHEAD).number == 0
