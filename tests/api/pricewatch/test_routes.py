"""Price violations over HTTP."""

from typing import Any

import pytest

from teleshop.kernel.actor import Role
from tests.api.client import ApiClient
from tests.factories import pricewatch as w
from tests.factories import pricing as f
from tests.harness.registered.pricewatch import made

pytestmark = pytest.mark.clause("4.4.4")
READERS = (
    Role.MERCHANDISER,
    Role.MANAGER,
    Role.FINANCE,
    Role.LEGAL,
    Role.COMPLIANCE,
    Role.AUDITOR,
)
CORRECTED = {"text": "差价已退还，价格已改正"}
LOOKED = {"accepted": True, "reason": "已核对退款记录"}


@pytest.fixture
def site(aws: Any, api: ApiClient) -> ApiClient:
    """The application at the time of the factories."""
    api.clock.instant = f.NOW
    return api


def codes(answer: Any) -> list[tuple[str, str]]:
    return [(error["pointer"], error["code"]) for error in answer.json["errors"]]


def test_who_answers_for_prices_reads_and_nobody_else(site: ApiClient) -> None:
    violation_id = w.opened()
    for path in ("/pricing/violations", f"/pricing/violations/{violation_id}"):
        assert {site.as_role(role).get(path).status for role in READERS} == {200}
        others = (Role.CUSTOMER, Role.AGENT, Role.REVIEWER, Role.ADMIN)
        assert {site.as_role(role).get(path).status for role in others} == {403}
        supplier = site.as_role(Role.SUPPLIER, supplier_id=f.SUPPLIER_ID)
        assert supplier.get(path).status == 403


def test_a_violation_shows_its_law_its_evidence_and_its_clock(site: ApiClient) -> None:
    shown = site.as_role(Role.COMPLIANCE).get(f"/pricing/violations/{w.opened()}").json
    assert shown["source"] == "明码标价和禁止价格欺诈规定 19, 20"
    assert (shown["severity"], shown["holds_price"], shown["state"]) == ("severe", True, "open")
    assert shown["evidence"][0] == {
        "what": "charged",
        "source": "A1",
        "amount": 209_00,
        "at": "2026-11-23T04:00:00Z",
    }
    assert shown["due_at"] == "2026-11-24T04:00:00Z"


@pytest.mark.clause("4.4.2", "4.4.3")
def test_corrected_by_one_verified_by_another_and_the_price_holds_again(site: ApiClient) -> None:
    path = f"/pricing/violations/{w.opened()}"
    compliance = site.as_role(Role.COMPLIANCE)
    early = compliance.post(f"{path}/verification", LOOKED)
    assert (early.status, early.json["code"]) == (409, "correction_missing")
    assert site.as_role(Role.COMPLIANCE).post(f"{path}/correction", CORRECTED).status == 403
    done = site.as_role(Role.MERCHANDISER).post(f"{path}/correction", CORRECTED)
    assert (done.status, done.json["state"]) == (200, "corrected")
    ended = compliance.post(f"{path}/verification", LOOKED)
    assert (ended.json["state"], ended.json["holds_price"]) == ("closed", False)
    after = compliance.post(f"{path}/dismissal", {"reason": "重复"})
    assert (after.status, after.json["code"]) == (409, "violation_ended")


@pytest.mark.clause("4.4.3")
def test_nobody_verifies_an_own_correction(site: ApiClient) -> None:
    violation_id = w.corrected()
    both = site.as_role(Role.COMPLIANCE, subject=f.MERCHANDISER.subject)
    refused = both.post(f"/pricing/violations/{violation_id}/verification", LOOKED)
    assert (refused.status, refused.json["code"]) == (409, "own_correction")


@pytest.mark.clause("4.4.3")
def test_a_rejected_correction_is_due_again(site: ApiClient) -> None:
    violation_id = w.corrected()
    body = {"accepted": False, "reason": "尚有订单未退差价"}
    answer = site.as_role(Role.COMPLIANCE).post(
        f"/pricing/violations/{violation_id}/verification", body
    )
    assert (answer.json["state"], answer.json["due_at"]) == ("open", "2026-11-24T04:00:00Z")


def test_lists_are_by_state_or_by_supplier_and_not_both(site: ApiClient) -> None:
    violation_id = w.opened()
    auditor = site.as_role(Role.AUDITOR)
    for query in ("", "?state=open", f"?supplier={f.SUPPLIER_ID}"):
        items = auditor.get(f"/pricing/violations{query}").json["items"]
        assert [item["id"] for item in items] == [violation_id]
    assert auditor.get("/pricing/violations?state=closed").json == {"items": [], "next": None}
    both = auditor.get(f"/pricing/violations?state=open&supplier={f.SUPPLIER_ID}")
    assert (both.status, codes(both)) == (422, [("/state", "one_filter")])
    assert auditor.get("/pricing/violations?supplier=sup_1").status == 422


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("correction", {}, "/text"),
        ("correction", {"text": "x"}, "/text"),
        ("verification", {"accepted": True}, "/reason"),
        ("verification", {"accepted": "yes", "reason": "已核对"}, "/accepted"),
        ("dismissal", {"reason": "x" * 2001}, "/reason"),
        ("dismissal", {"reason": "重复", "state": "closed"}, "/state"),
    ],
)
def test_bad_input_names_its_field(
    site: ApiClient, path: str, body: dict[str, Any], pointer: str
) -> None:
    violation_id = w.opened()
    role = Role.MERCHANDISER if path == "correction" else Role.COMPLIANCE
    answer = site.as_role(role).post(f"/pricing/violations/{violation_id}/{path}", body)
    assert answer.status == 422
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_what_is_not_there_is_not_found(site: ApiClient) -> None:
    manager = site.as_role(Role.MANAGER)
    assert manager.get("/pricing/violations/pvi_none").status == 404
    assert manager.post("/pricing/violations/pvi_none/correction", CORRECTED).status == 404
    assert manager.get("/pricing/violation-records/2026-10").status == 404


def test_the_record_of_a_month_comes_as_two_files_with_links(site: ApiClient) -> None:
    month = made()
    auditor = site.as_role(Role.AUDITOR)
    shown = auditor.get(f"/pricing/violation-records/{month}").json
    assert (shown["state"], shown["violations"]) == ("ready", 1)
    assert [file["form"] for file in shown["files"]] == ["csv", "xlsx"]
    assert all(file["url"].startswith("https://") for file in shown["files"])
    again = auditor.post("/pricing/violation-records", {"month": month})
    assert (again.status, again.json["state"]) == (201, "requested")
    later = auditor.post("/pricing/violation-records", {"month": "2026-12"})
    assert (later.status, codes(later)) == (422, [("/month", "violation_record_month")])
    assert auditor.post("/pricing/violation-records", {"month": "2026-13"}).status == 422


def test_the_same_request_again_takes_effect_once(site: ApiClient) -> None:
    path = f"/pricing/violations/{w.opened()}/correction"
    merchandiser = site.as_role(Role.MERCHANDISER)
    key = {"Idempotency-Key": "k1"}
    first = merchandiser.post(path, CORRECTED, headers=key)
    second = merchandiser.post(path, CORRECTED, headers=key)
    assert (first.status, first.body) == (second.status, second.body)
    stale = merchandiser.post(path, CORRECTED, headers={"If-Match": '"1"'})
    assert stale.status == 412


@pytest.mark.clause("4.3.4")
def test_the_check_of_a_day_is_asked_for_shown_and_listed(site: ApiClient) -> None:
    w.priced()
    w.taken(1, at=f.NOW - f.DAY)
    reader = site.as_role(Role.AUDITOR)
    assert reader.get("/pricing/day-checks/2026-11-22").json["code"] == "day_check_not_found"
    made = reader.post("/pricing/day-checks", {"day": "2026-11-22"})
    assert made.status == 201
    assert made.headers["location"].endswith("/pricing/day-checks/2026-11-22")
    shown = reader.get("/pricing/day-checks/2026-11-22").json
    assert shown == made.json
    assert (shown["state"], shown["run"], shown["orders"]) == ("running", 1, 0)
    assert [one["day"] for one in reader.get("/pricing/day-checks").json["items"]] == ["2026-11-22"]
    assert reader.get("/pricing/day-checks?month=2026-10").json["items"] == []
    assert site.as_role(Role.AGENT).get("/pricing/day-checks").status == 403


@pytest.mark.clause("4.3.4")
def test_a_day_that_runs_is_refused_with_its_field(site: ApiClient) -> None:
    answer = site.as_role(Role.AUDITOR).post("/pricing/day-checks", {"day": "2026-11-23"})
    assert (answer.status, answer.json["code"]) == (422, "day_not_over")
    assert codes(answer) == [("/day", "day_not_over")]
