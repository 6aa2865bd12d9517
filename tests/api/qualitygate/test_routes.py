"""The edge of the quality gate: who may do what, what is shown, what is refused in which words."""

import pytest

from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiClient
from tests.factories import qualitygate as make
from tests.harness.aws import Cloud

pytestmark = pytest.mark.clause("3.3.1")
PATH = f"/suppliers/{make.SUPPLIER}/quality-gate"
LIFT = f"{PATH}/reinstatements"
REASON = {"reason": make.BODY.reason}


@pytest.fixture
def site(api: ApiClient, aws: Cloud) -> ApiClient:
    """A supplier that is held, on the day after."""
    make.held()
    api.clock.instant = make.NIGHT + 4 * make.DAY
    return api


def test_a_supplier_sees_its_figures_the_thresholds_and_how_far_they_are(site: ApiClient) -> None:
    answer = site.as_actor(make.OWN).get(PATH)
    assert answer.status == 200
    shown = answer.json
    assert (shown["state"], shown["told_of"]) == ("held", ["incidents"])
    assert [letter["kind"] for letter in shown["letters"]] == ["held", "warned"]
    incidents = shown["judgement"]["readings"][0]
    assert incidents == {
        "check": "incidents",
        "bad": 9,
        "of": 100,
        "share": 900,
        "warn": 800,
        "hold": 900,
        "level": "hold",
        "to_warn": 0,
        "to_hold": 0,
        "good_needed": 13,
    }
    assert (shown["judgement"]["first"], shown["judgement"]["last"]) == ("2026-10-29", "2026-11-27")


def test_a_supplier_is_not_told_who_decided(site: ApiClient) -> None:
    make.counted(day=make.LAST + 3 * make.DAY, orders=100)
    lifted = site.as_actor(make.MANAGER).post(LIFT, REASON)
    assert (lifted.status, lifted.json["state"]) == (201, "warned")
    assert lifted.json["letters"][0]["by"] == "mona"
    own = site.as_actor(make.OWN).get(PATH).json["letters"][0]
    assert (own["reason"], own["by"]) == (make.BODY.reason, None)


def test_another_supplier_gets_the_answer_of_one_that_does_not_exist(site: ApiClient) -> None:
    hidden = site.as_actor(make.STRANGER).get(PATH)
    assert (hidden.status, hidden.json["code"]) == (404, "quality_gate_not_found")
    absent = site.as_actor(make.MANAGER).get(f"/suppliers/{make.OTHER}/quality-gate")
    assert (absent.status, absent.json["code"]) == (404, "quality_gate_not_found")


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.COMPLIANCE, Role.REVIEWER, Role.CUSTOMER])
def test_a_hold_is_lifted_by_managers_only(site: ApiClient, role: Role) -> None:
    actor = Actor("x", frozenset({role}), make.SUPPLIER if role is Role.SUPPLIER else None)
    assert site.as_actor(actor).post(LIFT, REASON).status == 403


def test_a_hold_whose_reason_stands_is_not_lifted_without_saying_so(site: ApiClient) -> None:
    refused = site.as_actor(make.MANAGER).sending(accept_language="en").post(LIFT, REASON)
    assert (refused.status, refused.json["code"]) == (409, "quality_gate_still_above")
    assert "exception" in refused.json["detail"]
    lifted = site.as_actor(make.MANAGER).post(LIFT, {**REASON, "exception": True})
    assert lifted.status == 201
    assert lifted.json["letters"][0]["by_exception"] is True


@pytest.mark.parametrize("body", [{}, {"reason": ""}, {"reason": "x" * 2001}, {"reason": "  "}])
def test_a_reinstatement_without_a_reason_names_the_field(
    site: ApiClient, body: dict[str, str]
) -> None:
    refused = site.as_actor(make.MANAGER).post(LIFT, body)
    assert refused.status == 422
    assert refused.json["errors"][0]["pointer"] == "/reason"


def test_a_reinstatement_repeated_under_its_key_lifts_once(site: ApiClient) -> None:
    make.counted(day=make.LAST + 3 * make.DAY, orders=100)
    manager = site.as_actor(make.MANAGER)
    keyed = manager.sending(idempotency_key="lift-1")
    first, again = keyed.post(LIFT, REASON), keyed.post(LIFT, REASON)
    assert (first.status, again.status) == (201, 201)
    assert again.json == first.json
    assert manager.post(LIFT, REASON).json["code"] == "quality_gate_not_held"
