"""The edge of violation cases: who may do what, who sees what, in which words it is refused."""

from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.suppliers.service import TerminationReason
from teleshop.suppliers.wiring import service as suppliers
from tests.api.client import ApiClient
from tests.factories import reviews
from tests.factories import violations as f

pytestmark = [pytest.mark.clause("3.4.1"), pytest.mark.clause("3.4.2")]
ALL = frozenset(Role) - {Role.SYSTEM}
READERS = {
    Role.SUPPLIER,
    Role.COMPLIANCE,
    Role.LEGAL,
    Role.MANAGER,
    Role.AUDITOR,
    Role.REVIEWER,
    Role.FINANCE,
}
ALLOWED: tuple[tuple[str, str, set[Role]], ...] = (
    ("POST", "/violation-cases", {Role.COMPLIANCE, Role.LEGAL, Role.MANAGER}),
    ("GET", "/violation-cases", READERS),
    ("GET", "/violation-cases/vio_x", READERS),
    ("POST", "/violation-cases/vio_x/findings", {Role.COMPLIANCE}),
    ("POST", "/violation-cases/vio_x/statement", {Role.SUPPLIER}),
    ("POST", "/violation-cases/vio_x/appeal", {Role.SUPPLIER}),
)
FOR_STAFF = (
    "source",
    "reference",
    "facts",
    "notes",
    "evidence",
    "earlier",
    "opened_by",
    "investigation_due",
    "investigated_by",
    "investigated_at",
    "judges",
    "appeal_judge",
    "attempt",
    "links",
    "points_in_force",
)


@pytest.fixture
def desk(api: ApiClient, aws: Any) -> ApiClient:
    """A supplier with goods; requests at the factories' instant."""
    f.goods()
    api.clock.instant = f.NOW
    return api


@pytest.mark.parametrize(("method", "path", "allowed"), ALLOWED)
def test_each_role_does_its_part_and_no_other(
    api: ApiClient, aws: Any, method: str, path: str, allowed: set[Role]
) -> None:
    for role in ALL:
        supplier_id = f.SUPPLIER_ID if role is Role.SUPPLIER else None
        client = api.as_actor(Actor("somebody", frozenset({role}), supplier_id))
        answer = client.get(path) if method == "GET" else client.post(path, {})
        assert (answer.status != 403) is (role in allowed), role


def test_a_supplier_sees_its_own_cases_and_never_what_staff_noted(desk: ApiClient) -> None:
    case = f.decided(f.stated(f.reported(f.opened(reference=None))))
    own = desk.as_actor(f.SELLER)
    shown = own.get(f"/violation-cases/{case.id}").json
    assert (shown["state"], shown["findings"]) == ("decided", "发货商品与样品不符")
    assert shown["reason"] == "经审议"
    assert [shown[name] for name in FOR_STAFF] == [None] * len(FOR_STAFF)
    listed = own.get("/violation-cases").json["items"]
    assert [one["id"] for one in listed] == [case.id]
    for text in (str(shown), str(listed)):
        assert "王某" not in text
        assert "cara" not in text
    stranger = desk.as_actor(f.STRANGER)
    assert stranger.get(f"/violation-cases/{case.id}").json["code"] == "violation_case_not_found"
    assert stranger.get("/violation-cases").json["items"] == []
    staff = desk.as_actor(f.AUDITOR).get(f"/violation-cases/{case.id}").json
    assert (staff["notes"], staff["links"], staff["judges"]) == (f.NOTES, [], ["mona"])


def test_answers_to_a_supplier_show_no_more_than_reading_does(desk: ApiClient) -> None:
    case = f.reported(f.opened())
    own = desk.as_actor(f.SELLER)
    said = own.post(f"/violation-cases/{case.id}/statement", {"statement": "不属实"})
    assert said.status == 200
    assert [said.json[name] for name in FOR_STAFF] == [None] * len(FOR_STAFF)
    f.decided(f.stored(case.id))
    appealed = own.post(f"/violation-cases/{case.id}/appeal", {"reason": "处罚过重"})
    assert appealed.status == 200
    assert [appealed.json[name] for name in FOR_STAFF] == [None] * len(FOR_STAFF)


def test_a_repeated_request_opens_one_case(desk: ApiClient) -> None:
    client = desk.as_actor(f.OPENER)
    body = f.form(evidence=[f.evidence()])
    headers = {"Idempotency-Key": "open-1"}
    first = client.post("/violation-cases", body, headers=headers)
    again = client.post("/violation-cases", body, headers=headers)
    assert (first.status, again.status) == (201, 201)
    assert again.json == first.json
    assert first.headers["location"].endswith(f"/violation-cases/{first.json['id']}")
    other = client.post("/violation-cases", body)
    assert (other.status, other.json["code"]) == (409, "facts_already_tried")
    assert first.json["id"] in other.json["detail"]


def test_a_version_that_moved_on_is_refused(desk: ApiClient) -> None:
    case = f.opened()
    client = desk.as_actor(f.INVESTIGATOR)
    path = f"/violation-cases/{case.id}/findings"
    stale = client.post(path, f.findings(), headers={"If-Match": '"7"'})
    assert stale.status == 412
    assert client.post(path, f.findings(), headers={"If-Match": '"1"'}).status == 200
    again = client.post(path, f.findings())
    assert (again.status, again.json["code"]) == (409, "violation_case_state")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"type": "theft"}, "/type"),
        ({"source": "rumour"}, "/source"),
        ({"happened_on": "20.11.2026"}, "/happened_on"),
        ({"facts": " "}, "/facts"),
        ({"hold": "termination"}, "/hold"),
        ({"products": ["prd"] * 41}, "/products"),
        ({"reference": " 17"}, "/reference"),
        ({"source": "authority", "reference": "\u200b"}, "/reference"),
        ({"source": "authority", "reference": "\u3164\u034f"}, "/reference"),
        ({"evidence": ["doc"] * 21}, "/evidence"),
        ({"hold": "product_takedown", "evidence": []}, "/evidence"),
        ({"points": 3}, "/points"),
    ],
)
def test_faults_of_form_name_their_place(
    desk: ApiClient, change: dict[str, Any], pointer: str
) -> None:
    answer = desk.as_actor(f.OPENER).post("/violation-cases", f.form(**change))
    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == [pointer]


def test_faults_of_measures_name_their_place_clause_and_remedy_in_the_readers_language(
    desk: ApiClient,
) -> None:
    case = f.opened()
    client = desk.as_actor(f.INVESTIGATOR)
    body = f.findings(measures=[{"kind": "fine", "amount": 1}])
    path = f"/violation-cases/{case.id}/findings"
    chinese = client.post(path, body).json["errors"]
    english = client.post(path, body, headers={"Accept-Language": "en"}).json["errors"]
    assert [fault["pointer"] for fault in chinese] == ["/measures/0/amount"]
    assert chinese[0]["clause"] == "3.4.2"
    assert "罚款金额须在" in chinese[0]["message"]
    assert "500.00 元至 10000.00 元" in chinese[0]["message"]
    assert "50000 至 1000000 分" in chinese[0]["message"]
    assert "The fine lies between 500.00 and 10000.00 yuan" in english[0]["message"]
    assert "from 50000 to 1000000 fen" in english[0]["message"]


def test_a_text_that_is_too_long_is_not_told_to_be_empty(desk: ApiClient) -> None:
    case = f.opened()
    path = f"/violation-cases/{case.id}/findings"
    client = desk.as_actor(f.INVESTIGATOR)
    (long,) = client.post(path, f.findings(findings="长" * 4001)).json["errors"]
    assert (long["pointer"], long["code"]) == ("/findings", "too_long")
    assert "4000" in long["message"]
    for nothing in ("", "  ", "\u200b", "\u3164"):
        (empty,) = client.post(path, f.findings(findings=nothing)).json["errors"]
        assert (empty["pointer"], empty["code"]) == ("/findings", "text_required")


def test_a_condition_that_would_not_be_applied_is_refused(desk: ApiClient) -> None:
    case = f.opened()
    staff, own = desk.as_actor(f.AUDITOR), desk.as_actor(f.SELLER)
    both = staff.get(f"/violation-cases?state=effective&supplier={f.SUPPLIER_ID}")
    assert (both.status, both.json["errors"][0]["code"]) == (422, "one_filter")
    assert both.json["errors"][0]["pointer"] == "/state"
    assert staff.get("/violation-cases?state=effective").json["items"] == []
    foreign = own.get(f"/violation-cases?state=effective&supplier={f.STRANGER.supplier_id}")
    assert [(one["pointer"], one["code"]) for one in foreign.json["errors"]] == [
        ("/state", "own_only"),
        ("/supplier", "own_only"),
    ]
    for query in ("", f"?supplier={f.SUPPLIER_ID}"):
        listed = own.get(f"/violation-cases{query}").json["items"]
        assert [one["id"] for one in listed] == [case.id]


def test_pages_of_a_long_list_have_every_case_once(desk: ApiClient) -> None:
    made = [f.opened(happened_on=f"2026-11-{day:02d}", evidence=[]).id for day in range(1, 8)]
    client, seen, cursor = desk.as_actor(f.SELLER), [], ""
    while True:
        page = client.get(f"/violation-cases?limit=3{cursor}").json
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert sorted(seen) == sorted(made)


def test_staff_sees_whom_of_bad_record_the_supplier_resembles_and_in_what(desk: ApiClient) -> None:
    case = f.opened()
    other = reviews.on_board("sup_01KASY2D7V3M7T1QZ9N3D6W8XS")
    tx = Transaction(f.call(), "prepare", Subject("supplier", other))
    reason = TerminationReason("violation", "vio_old", "假冒商品")
    assert suppliers().standing.terminate_for(tx, other, reason)
    tx.commit(None)
    answer = desk.as_actor(f.AUDITOR).get(f"/violation-cases/{case.id}")
    (link,) = answer.json["links"]
    assert (link["supplier_id"], link["state"]) == (other, "terminated")
    assert {"legal_representative", "phone", "address"} <= set(link["shared"])
    assert "13800000000" not in str(answer.json)
    assert desk.as_actor(f.SELLER).get(f"/violation-cases/{case.id}").json["links"] is None
