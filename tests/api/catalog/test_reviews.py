"""The review over HTTP: the inbox, the check list for either side, holds and take-downs."""

from typing import Any

import pytest

from teleshop.catalog.domain.product import ProductState
from teleshop.catalog.service import Decided
from teleshop.kernel.actor import Role
from tests.factories import reviews as f

pytestmark = pytest.mark.clause("2.2.3")
NOTE = "供应商上次也是如此"


@pytest.fixture
def desk(aws: Any, api: Any) -> Any:
    """The edge two hours after products were sent in."""
    api.clock.instant = f.NOW + 2 * f.HOUR
    return api


def reviewer(desk: Any) -> Any:
    return desk.as_role(Role.REVIEWER, subject=f.REVIEWER.subject)


def compliance(desk: Any) -> Any:
    return desk.as_role(Role.COMPLIANCE, subject=f.COMPLIANCE.subject)


def supplier(desk: Any, where: f.Ground) -> Any:
    return desk.as_role(Role.SUPPLIER, subject="sven", supplier_id=where.supplier_id)


def put(person: Any, product: f.Submitted, items: list[dict[str, Any]], version: int) -> Any:
    path = f"/products/{product.id}/check-list"
    return person.put(path, json={"items": items}, headers={"if-match": f'"{version}"'})


def failed(field: str = "brand", **more: Any) -> dict[str, Any]:
    return {"field": field, "result": "failed", "reason": "与包装不符", "note": NOTE, **more}


def test_a_reviewer_notes_items_and_sees_what_is_left_to_decide(desk: Any) -> None:
    made = f.waiting()
    path = f"/products/{made.id}/check-list"
    shown = reviewer(desk).get(path)
    assert shown.status == 200
    assert (shown.json["complete"], shown.json["left"]) == (False, ["reject"])
    assert shown.json["items"][1]["label"] == {"zh": "商品名称", "en": "Name"}
    version = int(shown.headers["etag"].strip('"'))
    names = [item["field"] for item in shown.json["items"] if item["field"] != "brand"]
    items = [{"field": name, "result": "passed"} for name in names]
    answer = put(reviewer(desk), made, [*items, failed()], version)
    assert answer.status == 200
    assert answer.json["complete"] is True
    assert answer.json["left"] == ["reject", "return_for_change"]
    (brand,) = [item for item in answer.json["items"] if item["field"] == "brand"]
    assert (brand["state"], brand["note"], brand["reviewed_by"]) == ("failed", NOTE, "rita")
    assert put(reviewer(desk), made, items, version).status == 412
    assert reviewer(desk).put(path, json={"items": items}).status == 428


@pytest.mark.clause("2.2.4")
def test_the_supplier_sees_reasons_after_the_decision_and_never_notes_or_names(desk: Any) -> None:
    made = f.waiting()
    seller = supplier(desk, made.ground)
    path = f"/products/{made.id}/check-list"
    version = int(reviewer(desk).get(path).headers["etag"].strip('"'))
    put(reviewer(desk), made, [failed()], version)
    during = seller.get(path).json
    assert (during["items"], during["remarks"], during["left"]) == ([], [], [])
    f.check(made, "brand")
    f.decided(made, Decided("returned", "rita"))
    after = seller.get(path)
    (brand,) = [item for item in after.json["items"] if item["field"] == "brand"]
    assert (brand["state"], brand["reason"]) == ("failed", "与包装不符")
    assert {item["note"] for item in after.json["items"]} == {None}
    assert {item["reviewed_by"] for item in after.json["items"]} == {None}
    assert NOTE not in str(after.json)
    product = seller.get(f"/products/{made.id}")
    assert NOTE not in str(product.json)
    assert "rita" not in str(product.json)


@pytest.mark.clause("2.2.4")
def test_no_route_shows_the_supplier_an_item_before_the_list_is_decided(desk: Any) -> None:
    """Neither while it is filled in, nor after the submission was taken back in the middle."""
    made = f.waiting()
    seller = supplier(desk, made.ground)
    paths = [f"/products/{made.id}{tail}" for tail in ("", "/revisions/1", "/check-list")]
    put(reviewer(desk), made, [failed()], f.revision_of(made.id).version)
    for path in paths:
        assert (path, seller.get(path).json["items"]) == (path, [])
        assert "failed" in {item["state"] for item in reviewer(desk).get(path).json["items"]}
    back = seller.post(f"/products/{made.id}/withdrawal", json={"what": "submission"})
    assert (back.status, back.json["items"]) == (200, [])
    assert [seller.get(path).json["items"] for path in paths] == [[], [], []]


@pytest.mark.clause("2.2.4")
@pytest.mark.parametrize("outcome", ["approved", "returned", "rejected"])
def test_after_the_decision_each_route_shows_the_supplier_the_same_items(
    desk: Any, outcome: Any
) -> None:
    made = f.waiting()
    put(reviewer(desk), made, [failed()], f.revision_of(made.id).version)
    f.check(made, *(["brand"] if outcome != "approved" else []))
    f.decided(made, Decided(outcome, "rita"))
    shown = [
        supplier(desk, made.ground).get(f"/products/{made.id}{tail}").json
        for tail in ("", "/revisions/1", "/check-list")
    ]
    assert shown[0]["items"] == shown[1]["items"] == shown[2]["items"]
    assert {item["field"] for item in shown[0]["items"]} >= {"brand", "name"}
    for one in shown:
        assert NOTE not in str(one)
        assert "rita" not in str(one)
        assert {item["reviewed_at"] for item in one["items"]} == {None}


def test_without_a_qualification_the_answer_names_course_and_remedy(desk: Any) -> None:
    made = f.submitted()
    f.asked(made)
    path = f"/products/{made.id}/check-list"
    version = int(reviewer(desk).get(path).headers["etag"].strip('"'))
    answer = put(reviewer(desk), made, [failed()], version)
    assert (answer.status, answer.json["code"]) == (409, "qualification_missing")
    assert "product_review" in answer.json["detail"]
    assert "/staff/{subject}/trainings" in answer.json["detail"]


@pytest.mark.clause("2.2.4")
@pytest.mark.parametrize(
    ("items", "pointers"),
    [
        ([], ["/items"]),
        ([{"field": "brand", "result": "maybe"}], ["/items/0/result"]),
        ([{"field": "brand", "result": "failed"}], ["/items/0/reason"]),
        (
            [{"field": "weight", "result": "passed"}, failed(reason=" ")],
            ["/items/0/field", "/items/1/reason"],
        ),
    ],
)
def test_every_fault_of_the_findings_names_its_field(
    desk: Any, items: list[dict[str, Any]], pointers: list[str]
) -> None:
    made = f.waiting()
    answer = put(reviewer(desk), made, items, f.revision_of(made.id).version)
    assert answer.status == 422
    assert [fault["pointer"] for fault in answer.json["errors"]] == pointers


@pytest.mark.clause("2.2.1")
def test_the_inbox_ranks_by_air_date_and_counts_what_waits(desk: Any) -> None:
    where = f.ground()
    later = f.submitted(where)
    other = [{"own_code": "P31", "supply_price": 90_00, "suggested_price": 199_00}]
    soon = f.submitted(where, variants=other, air_on="2026-12-01")
    page = reviewer(desk).get("/product-reviews?limit=1")
    assert page.status == 200
    assert page.json["total"] == 2
    (first,) = page.json["items"]
    assert (first["product_id"], first["air_on"], first["age_hours"]) == (soon.id, "2026-12-01", 1)
    assert first["first"] is True
    rest = reviewer(desk).get(f"/product-reviews?limit=1&cursor={page.json['next']}")
    assert [one["product_id"] for one in rest.json["items"]] == [later.id]
    service_withdraws(later)
    assert reviewer(desk).get("/product-reviews").json["total"] == 1


def service_withdraws(product: f.Submitted) -> None:
    f.qualified()
    f.asked(product)
    f.decided(product, Decided("withdrawn"))


@pytest.mark.clause("2.1.5")
def test_compliance_holds_releases_and_takes_down_with_a_reason(desk: Any) -> None:
    made = f.published()
    path = f"/products/{made.id}"
    held = compliance(desk).post(f"{path}/hold", json={"reason": "抽检不合格"})
    assert (held.status, held.json["state"]) == (200, "suspended")
    assert held.json["hold"]["reason"] == "抽检不合格"
    assert held.json["obstacles"] == [{"kind": "on_hold", "subject": made.id}]
    back = compliance(desk).post(f"{path}/release", json={"reason": "复检合格"})
    assert (back.json["state"], back.json["hold"]) == ("published", None)
    again = compliance(desk).post(f"{path}/release", json={"reason": "复检合格"})
    assert (again.status, again.json["code"]) == (409, "product_not_on_hold")
    gone = compliance(desk).post(f"{path}/take-down", json={"reason": "假冒商品"})
    assert (gone.json["state"], gone.json["ended_reason"]) == ("withdrawn", "假冒商品")
    late = compliance(desk).post(f"{path}/hold", json={"reason": "抽检"})
    assert (late.status, late.json["code"]) == (409, "product_ended")
    assert f.product_of(made.id).state is ProductState.WITHDRAWN


@pytest.mark.clause("2.1.5")
def test_each_step_by_hand_is_checked_against_the_version_and_tells_the_next(desk: Any) -> None:
    made = f.published()
    path = f"/products/{made.id}"
    etag = reviewer(desk).get(path).headers["etag"]
    for action in ("hold", "release", "take-down"):
        body = {"reason": "抽检"}
        stale = compliance(desk).post(f"{path}/{action}", json=body, headers={"if-match": '"1"'})
        assert stale.status == 412
        done = compliance(desk).post(f"{path}/{action}", json=body, headers={"if-match": etag})
        assert done.status == 200
        assert done.headers["etag"] != etag
        etag = done.headers["etag"]
        assert reviewer(desk).get(path).headers["etag"] == etag


@pytest.mark.clause("2.1.5", "2.2.4")
def test_the_supplier_reads_why_a_product_is_held_or_gone_and_not_who_did_it(desk: Any) -> None:
    made = f.published()
    path = f"/products/{made.id}"
    compliance(desk).post(f"{path}/hold", json={"reason": "抽检不合格"})
    seller = supplier(desk, made.ground)
    held = seller.get(path).json
    assert (held["on_hold"], held["hold"]["reason"], held["hold"]["by"]) == (
        True,
        "抽检不合格",
        None,
    )
    assert "cora" not in str(held)
    assert reviewer(desk).get(path).json["hold"]["by"] == "cora"
    compliance(desk).post(f"{path}/release", json={"reason": "复检合格"})
    assert seller.get(path).json["hold"] is None
    compliance(desk).post(f"{path}/take-down", json={"reason": "假冒商品"})
    gone = seller.get(path).json
    assert (gone["state"], gone["ended_reason"]) == ("withdrawn", "假冒商品")
    assert "cora" not in str(gone)


@pytest.mark.parametrize("action", ["hold", "release", "take-down"])
def test_a_hold_without_a_reason_is_refused_at_its_field(desk: Any, action: str) -> None:
    made = f.published()
    for body in ({}, {"reason": ""}, {"reason": "  "}):
        answer = compliance(desk).post(f"/products/{made.id}/{action}", json=body)
        assert answer.status == 422
        assert answer.json["errors"][0]["pointer"] == "/reason"


@pytest.mark.parametrize("action", ["hold", "release", "take-down", "review-restarts"])
def test_suppliers_and_reviewers_may_not_take_off_sale_or_restart(desk: Any, action: str) -> None:
    made = f.waiting()
    for person in (supplier(desk, made.ground), reviewer(desk)):
        answer = person.post(f"/products/{made.id}/{action}", json={"reason": "x"})
        assert answer.status == 403


def test_a_manager_restarts_only_a_review_that_has_stopped(desk: Any) -> None:
    made = f.waiting()
    manager = desk.as_role(Role.MANAGER, subject="mona")
    path = f"/products/{made.id}/review-restarts"
    running = manager.post(path, json={})
    assert (running.status, running.json["code"]) == (409, "product_review_running")
    f.decided(made, Decided("timed_out"))
    stale = manager.post(path, json={}, headers={"if-match": '"1"'})
    assert stale.status == 412
    etag = {"if-match": manager.get(f"/products/{made.id}/check-list").headers["etag"]}
    again = manager.post(path, json={}, headers=etag)
    assert (again.status, again.json["round"], again.json["stalled"]) == (202, 2, False)
    assert again.headers["etag"] == f'"{f.revision_of(made.id).version}"'


def test_nobody_learns_of_products_that_are_not_theirs(desk: Any) -> None:
    made = f.waiting()
    stranger = desk.as_role(
        Role.SUPPLIER, subject="stan", supplier_id="sup_01KASY2D7V3M7T1QZ9N3D6W8XS"
    )
    assert stranger.get(f"/products/{made.id}/check-list").status == 404
    unknown = "prd_01KASY2D7V3M7T1QZ9N3D6W8XS"
    assert reviewer(desk).get(f"/products/{unknown}/check-list").status == 404
    assert compliance(desk).post(f"/products/{unknown}/hold", json={"reason": "x"}).status == 404
