"""Approvals over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.approvals.wiring import service
from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.approvals import (
    APPLICANT,
    INSPECTOR,
    MANAGER,
    NOW,
    OTHER_REVIEWER,
    REVIEWER,
    STRANGER,
    call,
    opened,
)

HOUR = timedelta(hours=1)
APPROVE = {"decision": "approve"}
REJECT = {"decision": "reject", "reason": "营业执照已过期", "reason_code": "licence_expired"}


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """An hour after the approvals were opened."""
    api.clock.instant = NOW + HOUR
    return api


@pytest.mark.clause("3.1.3")
def test_a_reviewer_finds_the_approval_in_the_inbox_and_decides(aws: Any, api: ApiClient) -> None:
    approval = opened(requirements=[])
    reviewer = api.as_actor(REVIEWER)
    (item,) = reviewer.get("/approvals?mine=true").json["items"]
    assert item["id"] == approval.id
    assert item["process"] == {
        "kind": "supplier_application",
        "id": approval.process_id,
        "round": 1,
    }
    assert item["due_at"] == "2026-11-24T04:00:00Z"
    shown = reviewer.get(f"/approvals/{approval.id}")
    assert shown.headers["etag"] == '"1"'
    answer = reviewer.post(
        f"/approvals/{approval.id}/decision",
        {"decision": "approve", "conditions": ["补充物流合同"]},
        headers={"if-match": '"1"'},
    )
    assert answer.status == 200
    assert (answer.json["state"], answer.json["decided_by"]) == ("approved", "rita")
    assert answer.json["conditions"] == ["补充物流合同"]
    assert reviewer.get("/approvals?mine=true").json == {"items": [], "next": None}


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("key", [{}, {"idempotency-key": "one"}])
def test_a_decision_sent_twice_is_answered_twice_the_same(
    aws: Any, api: ApiClient, key: dict[str, str]
) -> None:
    approval = opened()
    path = f"/approvals/{approval.id}/decision"
    first = api.as_actor(REVIEWER).post(path, REJECT, headers=key)
    service().deliver_outcome(call(after=HOUR), approval.id)
    api.clock.instant = NOW + 2 * HOUR
    again = api.as_actor(REVIEWER).post(path, REJECT, headers=key)
    assert (again.status, again.body) == (first.status, first.body) == (200, first.body)
    other = api.as_actor(REVIEWER).post(path, APPROVE)
    assert (other.status, other.json["code"]) == (409, "already_decided")
    late = api.as_actor(OTHER_REVIEWER).post(path, REJECT)
    assert (late.status, late.json["code"]) == (409, "already_decided")


@pytest.mark.clause("3.1.3")
@pytest.mark.parametrize("decision", ["reject", "return_for_change"])
@pytest.mark.parametrize("reason", [{}, {"reason": "   "}])
def test_rejecting_and_returning_need_a_reason(
    aws: Any, api: ApiClient, decision: str, reason: dict[str, str]
) -> None:
    path = f"/approvals/{opened().id}/decision"
    body = {"decision": decision, "conditions": ["x"], **reason}
    answer = api.as_actor(REVIEWER).post(path, body)
    assert answer.status == 422
    assert answer.pointers == ["/reason", "/conditions"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/decision"),
        ({"decision": "maybe"}, "/decision"),
        ({"decision": "reject", "reason": "x" * 2001}, "/reason"),
        ({"decision": "reject", "reason": "x", "reason_code": "Has Blank"}, "/reason_code"),
        ({"decision": "approve", "comment": "x"}, "/comment"),
    ],
)
def test_a_decision_of_another_form_is_refused_with_its_place(
    aws: Any, api: ApiClient, body: Any, pointer: str
) -> None:
    answer = api.as_actor(REVIEWER).post(f"/approvals/{opened().id}/decision", body)
    assert (answer.status, answer.pointers) == (422, [pointer])


@pytest.mark.clause("3.1.3", "3.2.1")
def test_who_may_decide_and_who_may_not(aws: Any, api: ApiClient) -> None:
    path = f"/approvals/{opened().id}/decision"

    def told(client: ApiClient) -> tuple[int, str]:
        answer = client.post(path, APPROVE)
        return answer.status, answer.json["code"]

    assert told(api.as_actor(None)) == (401, "unauthenticated")
    assert told(api.as_actor(APPLICANT)) == (403, "forbidden")
    assert told(api.as_actor(STRANGER)) == (403, "forbidden")
    assert told(api.as_role(Role.REVIEWER, subject=APPLICANT.subject)) == (403, "four_eyes")
    assert told(api.as_actor(INSPECTOR)) == (403, "not_responsible")
    foreign = api.as_role(Role.REVIEWER, subject="x", supplier_id=STRANGER.supplier_id)
    assert told(foreign) == (404, "approval_not_found")


@pytest.mark.clause("3.1.3")
def test_a_decision_after_the_time_says_when_it_ended_and_who_decides_now(
    aws: Any, api: ApiClient
) -> None:
    approval = opened(escalation=[])
    api.clock.instant = approval.due_at
    answer = (
        api.as_actor(REVIEWER)
        .sending(accept_language="en")
        .post(f"/approvals/{approval.id}/decision", APPROVE)
    )
    assert (answer.status, answer.json["code"]) == (409, "approval_closed")
    assert "closed at 2026-11-24T12:00+08:00 by the platform (timed out)" in answer.json["detail"]


@pytest.mark.clause("3.1.3", "3.2.1")
def test_the_applicant_sees_where_it_stands_and_withdraws(aws: Any, api: ApiClient) -> None:
    approval = opened()
    applicant = api.as_actor(APPLICANT)
    (item,) = applicant.get(f"/approvals?process={approval.process.case}").json["items"]
    assert (item["state"], item["role"], item["requester"]) == ("open", "reviewer", None)
    answer = applicant.post(f"/approvals/{approval.id}/withdrawal")
    assert (answer.status, answer.json["state"]) == (200, "withdrawn")
    again = applicant.post(f"/approvals/{approval.id}/withdrawal")
    assert (again.status, again.body) == (200, answer.body)
    for path in (f"/approvals/{approval.id}", f"/approvals?process={approval.process.case}"):
        assert api.as_actor(STRANGER).get(path).status == 404
    assert api.as_actor(STRANGER).post(f"/approvals/{approval.id}/withdrawal").status == 404
    staff = api.as_actor(MANAGER).post(f"/approvals/{approval.id}/withdrawal")
    assert (staff.status, staff.json["code"]) == (403, "not_applicant")


@pytest.mark.parametrize(
    "query", ["", "?mine=true&process=supplier_application:x", "?process=nonsense", "?role=x"]
)
def test_a_list_of_approvals_is_either_an_inbox_or_a_process(
    aws: Any, api: ApiClient, query: str
) -> None:
    assert api.as_actor(REVIEWER).get(f"/approvals{query}").status == 422


def test_pages_of_the_inbox_follow_each_other(aws: Any, api: ApiClient) -> None:
    ids = {opened(step=f"s{number}", token=f"t{number}").id for number in range(5)}
    found: list[str] = []
    path: str | None = "/approvals?mine=true&limit=2"
    while path:
        answer = api.as_actor(REVIEWER).get(path).json
        found += [item["id"] for item in answer["items"]]
        after = answer["next"]
        path = f"/approvals?mine=true&limit=2&cursor={after}" if after else None
    assert sorted(found) == sorted(ids)


@pytest.mark.clause("3.1.3")
def test_a_delegation_is_made_used_shown_and_taken_back(aws: Any, api: ApiClient) -> None:
    approval = opened()
    reviewer, delegate = api.as_actor(REVIEWER), api.as_role(Role.AGENT, subject="anna")
    body = {
        "to": "anna",
        "role": "reviewer",
        "from": "2026-11-23T12:00:00+08:00",
        "until": "2026-11-30T00:00:00+08:00",
        "reason": "年假",
    }
    made = reviewer.post("/delegations", body)
    assert made.status == 201
    # A start in the past would change what has happened: it begins now.
    assert made.json["from"] == "2026-11-23T05:00:00Z"
    assert made.json["until"] == "2026-11-29T16:00:00Z"
    (item,) = delegate.get("/approvals?mine=true").json["items"]
    assert (item["id"], item["acting_for"]) == (approval.id, ["rita"])
    (received,) = delegate.get("/delegations?direction=received").json["items"]
    assert received["id"] == made.json["id"]
    path = f"/delegations/{received['id']}"
    assert delegate.delete(path).status == 404
    assert reviewer.delete(path).status == 204
    assert reviewer.delete(path).status == 204
    (given,) = reviewer.get("/delegations").json["items"]
    assert given["revoked_at"] == "2026-11-23T05:00:00Z"
    answer = delegate.post(f"/approvals/{approval.id}/decision", APPROVE)
    assert (answer.status, answer.json["code"]) == (403, "not_responsible")


def test_a_delegation_without_offset_or_of_a_role_one_lacks_is_refused(
    aws: Any, api: ApiClient
) -> None:
    body = {"to": "anna", "role": "legal", "until": "2026-11-30T00:00:00", "reason": "x"}
    answer = api.as_actor(REVIEWER).post("/delegations", body)
    assert (answer.status, answer.pointers) == (422, ["/until"])
    answer = api.as_actor(REVIEWER).post("/delegations", {**body, "until": body["until"] + "Z"})
    assert (answer.status, answer.json["code"]) == (403, "role_not_held")
