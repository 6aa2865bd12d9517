"""Affected orders over HTTP: who may list them, and their counts on the case."""

from dataclasses import replace
from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.violations.domain.affected import Place
from teleshop.violations.domain.case import CaseState
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState
from teleshop.violations.wiring import affected
from tests.api.client import ApiClient
from tests.factories import placed_orders as p
from tests.factories import violation_help as v

pytestmark = pytest.mark.clause("3.4.2")
PATH = f"/violation-cases/{v.CASE}/affected-orders"
ALLOWED = {Role.COMPLIANCE, Role.LEGAL, Role.MANAGER, Role.LEAD, Role.AUDITOR}


def test_staff_that_answers_for_cases_and_customers_lists_them_and_nobody_else(
    api: ApiClient, aws: Any
) -> None:
    v.stored()
    for role in frozenset(Role) - {Role.SYSTEM}:
        supplier_id = p.SUPPLIER_ID if role is Role.SUPPLIER else None
        answer = api.as_actor(Actor("somebody", frozenset({role}), supplier_id)).get(PATH)
        assert answer.status == (200 if role in ALLOWED else 403), role


def test_orders_are_listed_by_pages_and_counted_on_the_case(api: ApiClient, aws: Any) -> None:
    v.ground()
    for number in (1, 2):
        v.bought(number)
    v.stored()
    affected().begin(v.call(), v.CASE)
    place: Place | None = Place()
    while place is not None:
        place = affected().find_page(v.call(), v.CASE, place)
    affected().help_customer(v.call(), v.CASE, v.order_id(1))

    staff = api.as_actor(v.COMPLIANCE)
    case = staff.get(f"/violation-cases/{v.CASE}").json
    assert case["affected"] == {
        "orders": 2,
        "offered": 1,
        "refunded": 0,
        "complete": True,
        "standings": {"found": 1, "offered": 1},
    }
    assert case["links"] == []
    first = staff.get(f"{PATH}?limit=1").json
    assert [one["order_id"] for one in first["items"]] == [v.order_id(1)]
    assert first["items"][0]["help_id"].startswith("asc_")
    rest = staff.get(f"{PATH}?limit=1&cursor={first['next']}").json
    assert [one["order_id"] for one in rest["items"]] == [v.order_id(2)]
    found = staff.get(f"{PATH}?standing=found").json
    assert [one["standing"] for one in found["items"]] == ["found"]
    assert staff.get(f"{PATH}?standing=nowhere").status == 422
    own = api.as_actor(p.SUPPLIER).get(f"/violation-cases/{v.CASE}").json
    assert own["affected"] is None


def test_compliance_or_a_manager_asks_again_for_what_failed(api: ApiClient, aws: Any) -> None:
    v.stored(v.case(replace(v.TAKEDOWN, state=MeasureState.FAILED)))
    for role in frozenset(Role) - {Role.SYSTEM}:
        supplier_id = p.SUPPLIER_ID if role is Role.SUPPLIER else None
        answer = api.as_actor(Actor("somebody", frozenset({role}), supplier_id)).post(PATH, None)
        allowed = role in {Role.COMPLIANCE, Role.MANAGER}
        assert answer.status == (200 if allowed else 403), role
        if allowed:
            assert answer.json == {"measures": 1, "orders": 0}


def test_a_manager_ends_a_suspension_and_nobody_else_does(api: ApiClient, aws: Any) -> None:
    v.ground()
    kind = MeasureKind.SUPPLIER_SUSPENSION
    measure = Measure(id="m1", kind=kind, state=MeasureState.DONE)
    v.stored(v.case(measure, state=CaseState.EFFECTIVE, settled=True))
    path, body = f"/violation-cases/{v.CASE}", {"suspension": "ended", "reason": "整改完成"}
    for role in frozenset(Role) - {Role.SYSTEM, Role.MANAGER}:
        supplier_id = p.SUPPLIER_ID if role is Role.SUPPLIER else None
        client = api.as_actor(Actor("somebody", frozenset({role}), supplier_id))
        assert client.patch(path, body).status == 403, role
    manager = api.as_actor(Actor("mona", frozenset({Role.MANAGER})))
    etag = {"If-Match": manager.get(path).headers["etag"]}
    answer = manager.patch(path, body, headers=etag)
    assert (answer.status, answer.json["measures"][0]["state"]) == (200, "lifted")
    etag = {"If-Match": answer.headers["etag"]}
    refused = manager.patch(path, body, headers=etag)
    assert refused.json["code"] == "violation_suspension_not_in_force"


def test_a_case_that_is_not_there_has_no_orders(api: ApiClient, aws: Any) -> None:
    answer = api.as_actor(v.COMPLIANCE).get("/violation-cases/vio_none/affected-orders")
    assert (answer.status, answer.json["code"]) == (404, "violation_case_not_found")
