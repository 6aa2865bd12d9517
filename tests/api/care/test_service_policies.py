"""The service policy over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.care import HOUR, NOW
from tests.factories.service_cases import COMPLIANCE, LEAD, MANAGER, complaint

FORM = {"reason": "投诉高峰，提前答复。", "answer_minutes": 720}


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the time of the factories."""
    api.clock.instant = NOW
    return api


@pytest.mark.clause("6.1.3")
def test_a_version_is_proposed_examined_and_activated_by_another_person(
    aws: Any, api: ApiClient
) -> None:
    case_id = complaint(now=NOW - 13 * HOUR).case.id
    made = api.as_actor(MANAGER).post("/service-policies", FORM)
    assert (made.status, made.json["version"], made.json["state"]) == (201, 2, "proposed")
    assert made.json["limits_minutes"]["answer"] == 720
    assert made.json["effective_from"] is None

    seen = api.as_actor(COMPLIANCE).get("/service-policies/2/impact?collection=complaints")
    assert {name: seen.json[name] for name in ("examined", "affected", "newly_overdue")} == {
        "examined": 1,
        "affected": 1,
        "newly_overdue": 1,
    }
    (affected,) = seen.json["items"]
    assert affected["case_id"] == case_id
    assert affected["clocks"] == [
        {
            "clock_id": "answer.1",
            "clock": "answer",
            "due_before": "2026-11-23T15:00:00Z",
            "due_after": "2026-11-23T03:00:00Z",
            "overdue": True,
        }
    ]
    other = api.as_actor(COMPLIANCE).get("/service-policies/2/impact?collection=enquiries")
    assert other.json["examined"] == 0

    address = "/service-policies/2/activation"
    own = api.as_actor(MANAGER).sending(if_match='"1"').post(address, {})
    assert (own.status, own.json["code"]) == (409, "same_proposer")
    assert "另一名" in own.json["detail"]
    late = api.as_actor(COMPLIANCE).sending(if_match='"7"').post(address, {})
    assert late.status == 412
    done = api.as_actor(COMPLIANCE).sending(if_match='"1"').post(address, {})
    assert (done.status, done.json["state"]) == (200, "activated")
    assert done.json["effective_from"] == "2026-11-23T04:02:00Z"
    again = api.as_actor(COMPLIANCE).sending(if_match='"2"').post(address, {})
    assert (again.status, again.json["code"]) == (409, "policy_decided")
    listed = api.as_actor(LEAD).get("/service-policies").json["items"]
    assert [one["version"] for one in listed] == [2, 1]


@pytest.mark.clause("6.1.3")
def test_limits_above_the_standard_are_refused_with_the_clause_in_both_languages(
    aws: Any, api: ApiClient
) -> None:
    manager = api.as_actor(MANAGER)
    refused = manager.post("/service-policies", {**FORM, "answer_minutes": 1441})
    assert refused.status == 422
    (fault,) = refused.json["errors"]
    assert (fault["pointer"], fault["code"], fault["clause"]) == (
        "/answer_minutes",
        "above_ceiling",
        "6.1.3",
    )
    english = manager.sending(accept_language="en").post(
        "/service-policies", {**FORM, "respond_minutes": 61}
    )
    assert "60 minutes" in english.json["errors"][0]["message"]
    for body in (
        {"answer_minutes": 720},
        {**FORM, "answer_minutes": 0},
        {**FORM, "escalation": ["agent"]},
        {**FORM, "reason": " "},
        {**FORM, "reason": "x" * 1001},
        {**FORM, "unknown": 1},
    ):
        assert manager.post("/service-policies", body).status == 422


@pytest.mark.clause("6.1.3")
def test_who_may_propose_and_activate_and_what_is_not_there(aws: Any, api: ApiClient) -> None:
    for role in (Role.AGENT, Role.LEAD, Role.COMPLIANCE, Role.CUSTOMER, Role.SUPPLIER):
        assert api.as_role(role).post("/service-policies", FORM).status == 403
    for role in (Role.CUSTOMER, Role.SUPPLIER):
        assert api.as_role(role).get("/service-policies").status == 403
    manager = api.as_actor(MANAGER)
    for unknown in ("0", "2", "-1", "x", "9999999", "²"):
        found = manager.get(f"/service-policies/{unknown}/impact")
        assert (found.status, found.json["code"]) == (404, "policy_not_found")
    bad = manager.get("/service-policies/1/impact?cursor=x")
    assert bad.status == 422
    assert manager.get("/service-policies/1/impact?collection=other").status == 422
