"""Timelines over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories.timelines import AGENT, CUSTOMER, CUSTOMER_ID, STRANGER, noted


@pytest.mark.clause("2.4.1")
def test_staff_sees_everything_and_the_customer_what_is_theirs(aws: Any, api: ApiClient) -> None:
    noted("CaseOpened", "CaseAssigned", "ClockBreached", "MessageAdded")
    path = f"/customers/{CUSTOMER_ID}/timeline"
    staff = api.as_actor(AGENT).get(path).json["items"]
    assert [item["event"] for item in staff] == [
        "MessageAdded",
        "ClockBreached",
        "CaseAssigned",
        "CaseOpened",
    ]
    assert staff[-1]["text"]["zh"] == "投诉已受理（渠道：电话，等级：重大）。"
    assert staff[-1]["references"] == {"case_id": "cmp_1", "order_id": "TS-1"}
    assert [item["visible_to_customer"] for item in staff] == [False, False, True, True]
    own = api.as_actor(CUSTOMER).get("/timeline").json["items"]
    assert [item["text"]["en"] for item in own] == [
        "Somebody is looking after your complaint.",
        "Your complaint was received.",
    ]
    assert "day" not in str(own)
    assert "facts" not in own[0]
    assert api.as_actor(STRANGER).get("/timeline").json == {"items": [], "next": None}
    assert api.as_actor(CUSTOMER).get(path).status == 403
    assert api.as_actor(AGENT).get("/timeline").status == 403


def test_pages_follow_their_cursor_and_no_other(aws: Any, api: ApiClient) -> None:
    noted("CaseOpened", "CaseAssigned", "CaseOpened")
    agent = api.as_actor(AGENT)
    path = f"/customers/{CUSTOMER_ID}/timeline"
    first = agent.get(f"{path}?limit=2").json
    assert len(agent.get(f"{path}?limit=2&cursor={first['next']}").json["items"]) == 1
    foreign = agent.get(f"/customers/customer-bob/timeline?cursor={first['next']}")
    assert (foreign.status, foreign.pointers) == (422, ["/cursor"])
    assert agent.get(f"{path}?limit=101").pointers == ["/limit"]


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.REVIEWER, Role.FINANCE])
def test_others_see_no_timeline(aws: Any, api: ApiClient, role: Role) -> None:
    caller = api.as_role(role, supplier_id="sup_1")
    assert caller.get(f"/customers/{CUSTOMER_ID}/timeline").status == 403
