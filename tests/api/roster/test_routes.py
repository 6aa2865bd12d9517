"""The roster over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from teleshop.roster.wiring import cover
from tests.api.client import ApiClient
from tests.factories.roster import LEAD, NOW, on_shift, plan, system, wanted

FORM = {"subject": "agnes", "team": "day", "skills": ["general", "quality", "general"]}
COURSES = ("products", "service_process", "service_rules")


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """At the time of the factories."""
    api.clock.instant = NOW
    return api


def shift(subject: str = "agnes", start: int = 11, end: int = 19) -> dict[str, str]:
    """A shift of this day, hours of China time."""
    return {
        "subject": subject,
        "starts_at": f"2026-11-23T{start:02d}:00:00+08:00",
        "ends_at": f"2026-11-23T{end:02d}:00:00+08:00",
    }


@pytest.mark.clause("6.1.1", "6.1.2")
def test_a_lead_enters_trains_and_plans_until_somebody_is_on_duty(aws: Any, api: ApiClient) -> None:
    lead = api.as_actor(LEAD)
    made = lead.post("/staff", FORM)
    assert (made.status, made.headers["location"]) == (201, "/api/staff/agnes")
    assert made.json["skills"] == ["general", "quality"]
    planned = lead.post("/shifts", {"shifts": [shift(), shift(start=20, end=22)]})
    assert planned.status == 201
    assert planned.json["shifts"][0]["starts_at"] == "2026-11-23T03:00:00Z"
    assert [one["code"] for one in planned.json["warnings"]] == ["rest_too_short"]
    assert lead.get("/on-duty").json == {"on_duty": []}
    for course in COURSES:
        trained = lead.post(
            "/staff/agnes/trainings", {"course": course, "valid_until": "2026-11-23"}
        )
    assert [one["course"] for one in trained.json["trainings"]] == list(COURSES)
    agent = api.as_role(Role.AGENT)
    (duty,) = agent.get("/on-duty").json["on_duty"]
    assert (duty["subject"], duty["load"], duty["until"]) == ("agnes", 0, "2026-11-23T11:00:00Z")
    person = lead.get("/staff/agnes")
    assert person.json["trained_until"]["general"] == "2026-11-23T16:00:00Z"
    assert person.headers["etag"] == '"1"'
    listed = agent.get("/shifts?from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z").json["items"]
    assert len(listed) == 2
    cancelled = lead.post(f"/shifts/{listed[1]['id']}/cancellation", {"reason": "swap"})
    assert (cancelled.status, cancelled.json["state"]) == (200, "cancelled")
    change = {**FORM, "active": False}
    del change["subject"]
    assert lead.put("/staff/agnes", change).status == 428
    changed = lead.sending(if_match='"1"').put("/staff/agnes", change)
    assert (changed.status, changed.json["version"]) == (200, 2)
    stale = lead.sending(if_match='"1"').put("/staff/agnes", {**change, "active": True})
    assert stale.status == 412
    assert [one["subject"] for one in lead.get("/staff?team=day").json["items"]] == ["agnes"]


@pytest.mark.clause("6.1.1")
def test_cover_shows_each_hour_and_the_gaps(aws: Any, api: ApiClient) -> None:
    on_shift(start=0, hours=12)
    plan(wanted(start=20, hours=8))
    cover().control_cover(system())
    manager = api.as_role(Role.MANAGER)
    hours = manager.get("/cover").json["hours"]
    assert [one["present"] for one in hours] == [1] * 12 + [0] * 8 + [1] * 4
    assert manager.get("/cover?from=2026-11-23T05:30:00%2B05:30&hours=2").json["hours"] == [
        {
            "starts_at": f"2026-11-23T0{hour}:00:00Z",
            "rule": "any:any:00-24",
            "needed": 1,
            "present": 0,
            "covered": False,
        }
        for hour in range(2)
    ]
    gaps = manager.get("/cover-gaps").json["items"]
    assert [(one["starts_at"], one["ends_at"], one["urgent"]) for one in gaps] == [
        ("2026-11-23T16:00:00Z", "2026-11-24T00:00:00Z", True),
        ("2026-11-24T08:00:00Z", "2026-11-30T04:00:00Z", False),
    ]
    assert manager.get("/cover-gaps?closed=true").json["items"] == []


def test_what_is_wrong_is_told_with_its_place(aws: Any, api: ApiClient) -> None:
    lead = api.as_actor(LEAD)
    on_shift()
    answer = lead.post("/shifts", {"shifts": [shift("nobody"), shift(start=12)]})
    assert (answer.status, answer.pointers) == (422, ["/shifts/0/subject", "/shifts/1"])
    extreme = {
        "subject": "agnes",
        "starts_at": "0001-01-01T00:00:00+14:00",
        "ends_at": "9999-12-31T23:59:59-12:00",
    }
    places = ["/shifts/0/starts_at", "/shifts/0/ends_at"]
    assert lead.post("/shifts", {"shifts": [extreme]}).pointers == places
    assert lead.post("/shifts", {"shifts": []}).status == 422
    assert lead.post("/shifts", {"shifts": [shift()] * 201}).status == 422
    for query, pointer in (
        ("from=2026-11-23T00:00:00Z&to=2026-11-23T00:00:00Z", "/to"),
        ("from=2026-11-23T00:00:00Z&to=2026-12-24T00:00:01Z", "/to"),
        ("from=0001-01-01T00:00:00%2B14:00&to=2026-12-24T00:00:01Z", "/from"),
    ):
        answer = lead.get(f"/shifts?{query}")
        assert (answer.status, answer.pointers) == (422, [pointer])
    assert lead.get("/cover?from=9999-12-31T23:59:59-12:00").pointers == ["/from"]
    assert lead.get("/cover?hours=169").pointers == ["/hours"]
    assert lead.get("/staff/nobody").status == 404
    assert lead.post("/shifts/shf_1/cancellation", {"reason": "illness"}).status == 422
    own = api.as_role(Role.LEAD, subject="agnes")
    refused = own.post(
        "/staff/agnes/trainings", {"course": "products", "valid_until": "2027-01-01"}
    )
    assert (refused.status, refused.json["code"]) == (403, "own_training")


@pytest.mark.parametrize("role", [Role.AGENT, Role.CUSTOMER, Role.SUPPLIER, Role.AUDITOR])
def test_only_who_plans_changes_the_roster(aws: Any, api: ApiClient, role: Role) -> None:
    caller = api.as_role(role, supplier_id="sup_1")
    assert caller.post("/staff", FORM).status == 403
    assert caller.post("/shifts", {"shifts": [shift()]}).status == 403
    assert caller.post("/staff/agnes/trainings", {}).status == 403
