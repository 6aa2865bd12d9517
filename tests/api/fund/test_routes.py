"""The edge of the fund: who may do what, what is refused in which words, answers to repetitions."""

from datetime import UTC, datetime
from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from tests.api.client import ApiClient
from tests.factories import fund as f
from tests.factories.orders import STRANGER

pytestmark = pytest.mark.clause("6.3.4")
ALL = (
    Role.CUSTOMER,
    Role.SUPPLIER,
    Role.AGENT,
    Role.LEAD,
    Role.MANAGER,
    Role.FINANCE,
    Role.COMPLIANCE,
    Role.AUDITOR,
    Role.ADMIN,
)
READERS = {Role.FINANCE, Role.MANAGER, Role.COMPLIANCE, Role.AUDITOR}
ALLOWED: tuple[tuple[str, str, set[Role]], ...] = (
    ("POST", "/fund-claims", {Role.CUSTOMER, Role.AGENT, Role.LEAD}),
    ("GET", "/fund-claims?state=paid", set(ALL) - {Role.ADMIN}),
    ("POST", "/fund-claims/clm_x/withdrawal", {Role.CUSTOMER, Role.AGENT, Role.LEAD}),
    ("POST", "/fund-claims/clm_x/assessment", {Role.AGENT, Role.LEAD, Role.FINANCE}),
    ("POST", "/fund-claims/clm_x/payout", {Role.FINANCE}),
    ("POST", "/fund-claims/clm_x/recoveries", {Role.FINANCE}),
    ("POST", "/fund-claims/clm_x/write-off", {Role.MANAGER}),
    ("POST", "/fund-claims/clm_x/refusal", {Role.FINANCE, Role.MANAGER}),
    ("POST", "/fund-claims/clm_x/review-restarts", {Role.MANAGER}),
    ("POST", "/fund/contributions", {Role.FINANCE}),
    ("POST", "/fund/contributions/ent_x/reversal", {Role.FINANCE}),
    ("GET", "/fund", READERS),
    ("POST", "/fund/statements", {Role.FINANCE}),
    ("GET", "/fund/statements/2026-10", READERS),
)


@pytest.fixture
def shop(api: ApiClient, aws: Any) -> ApiClient:
    """An order and money; requests at the factories' instant."""
    f.ordered()
    f.contributed()
    api.clock.instant = f.NOW
    return api


def claim(**changes: Any) -> dict[str, Any]:
    return {"kind": "fraud_damages", "order_id": f.ORDER, "lines": [1]} | changes


@pytest.mark.parametrize(("method", "path", "allowed"), ALLOWED)
def test_each_role_does_its_part_and_no_other(
    api: ApiClient, aws: Any, method: str, path: str, allowed: set[Role]
) -> None:
    answered = {role: api.as_role(role).request(method, path).status for role in ALL}
    assert {role for role, status in answered.items() if status != 403} == allowed


def test_a_repeated_request_is_answered_the_same_and_done_once(shop: ApiClient) -> None:
    buyer = shop.as_actor(f.BUYER).sending(idempotency_key="key-1")
    first = buyer.post("/fund-claims", claim())
    again = buyer.post("/fund-claims", claim())
    assert (first.status, first.body) == (again.status, again.body)
    assert first.headers["location"].endswith(f"/fund-claims/{first.json['id']}")
    shown = shop.as_actor(f.BUYER).get("/fund-claims").json["items"]
    assert [known["id"] for known in shown] == [first.json["id"]]


@pytest.mark.parametrize(
    ("changes", "status", "code", "words"),
    [
        ({"lines": [9]}, 422, "lines_not_claimable", "9"),
        ({"order_id": "TS-none"}, 404, "claim_order_not_found", "order_id"),
        ({"amount": 897_01}, 422, "amount_exceeds_entitlement", "897.00"),
        ({"label_flaw_only": True}, 409, "label_flaw_only", "第49条"),
        ({"kind": "food_damages"}, 409, "not_food", "第148条"),
        ({"kind": "food_damages", "lines": [2], "basis": "loss"}, 422, "loss_missing", "loss"),
        ({"loss": 1}, 422, "evidence_missing", "case_attachment"),
        ({"kind": "goodwill", "amount": 1}, 403, "goodwill_by_staff", "客服"),
        ({"evidence": ["doc_x"]}, 404, "document_not_found", "文件"),
    ],
)
def test_a_refusal_names_the_rule_and_the_remedy(
    shop: ApiClient, changes: dict[str, Any], status: int, code: str, words: str
) -> None:
    answer = shop.as_actor(f.BUYER).post("/fund-claims", claim(**changes))
    assert (answer.status, answer.json["code"]) == (status, code)
    assert words in answer.json["detail"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"lines": []}, "/lines"),
        ({"lines": list(range(1, 32))}, "/lines"),
        ({"lines": [0]}, "/lines/0"),
        ({"kind": "revenge"}, "/kind"),
        ({"amount": 0}, "/amount"),
        ({"amount": 1.5}, "/amount"),
        ({"loss": -1}, "/loss"),
        ({"statement": "x" * 4001}, "/statement"),
        ({"case_id": "cmp_short"}, "/case_id"),
        ({"evidence": ["x"] * 21}, "/evidence"),
        ({"surprise": 1}, "/surprise"),
    ],
)
def test_every_field_of_a_claim_has_its_bounds(
    shop: ApiClient, changes: dict[str, Any], pointer: str
) -> None:
    answer = shop.as_actor(f.BUYER).post("/fund-claims", claim(**changes))
    assert (answer.status, answer.pointers) == (422, [pointer])


def test_food_answers_with_the_article_and_the_choice_of_the_customer(shop: ApiClient) -> None:
    made = shop.as_actor(f.BUYER).post("/fund-claims", claim(kind="food_damages", lines=[4]))
    due = made.json["entitlement"]
    assert (due["amount"], due["rule"], due["article"], due["mandatory"]) == (
        1_680_00,
        "R1.19",
        "148(2)",
        True,
    )
    # The least amount counts once for an order: the first claim is above it already.
    small = claim(kind="food_damages", lines=[2], basis="price")
    assert shop.as_actor(f.BUYER).post("/fund-claims", small).json["amount"] == 580_00


def test_cheap_food_gives_the_least_amount(shop: ApiClient) -> None:
    small = claim(kind="food_damages", lines=[2], basis="price")
    assert shop.as_actor(f.BUYER).post("/fund-claims", small).json["amount"] == 1_000_00


def test_a_twin_a_stranger_and_a_stale_version_are_refused(shop: ApiClient) -> None:
    buyer = shop.as_actor(f.BUYER)
    made = buyer.post("/fund-claims", claim()).json
    assert buyer.post("/fund-claims", claim(lines=[1, 3])).json["code"] == "twin_claim"
    path = f"/fund-claims/{made['id']}"
    stranger = shop.as_actor(Actor("bob", frozenset({Role.CUSTOMER})))
    other = shop.as_actor(Actor("stan", frozenset({Role.SUPPLIER}), "sup_other"))
    for nobody in (stranger, other):
        assert nobody.get(path).json["code"] == "claim_not_found"
    assert stranger.post(f"{path}/withdrawal").status == 404
    stale = buyer.sending(if_match='"7"').post(f"{path}/withdrawal")
    assert stale.status == 412
    fresh = buyer.sending(if_match=buyer.get(path).headers["etag"]).post(f"{path}/withdrawal")
    assert fresh.json["state"] == "withdrawn"


def test_lists_are_paged_and_each_sees_its_own(shop: ApiClient) -> None:
    shop.clock.instant = datetime.now(UTC)
    for lines in ([1], [3]):
        shop.as_actor(f.BUYER).post("/fund-claims", claim(lines=lines))
    supplier = shop.as_actor(f.SUPPLIER)
    first = supplier.get("/fund-claims?limit=1").json
    rest = supplier.get(f"/fund-claims?limit=1&cursor={first['next']}").json
    assert len(first["items"]) == len(rest["items"]) == 1
    assert {shown["customer_id"] for shown in (*first["items"], *rest["items"])} == {None}
    agent = shop.as_actor(f.AGENT)
    assert len(agent.get("/fund-claims?state=in_review").json["items"]) == 2
    assert agent.get("/fund-claims").pointers == ["/state"]
    assert supplier.get("/fund-claims?customer=customer-ann").pointers == ["/state"]
    # A cursor belongs to its list.
    assert agent.get(f"/fund-claims?state=paid&cursor={first['next']}").pointers == ["/cursor"]


def test_contributions_are_booked_once_and_taken_back_once(shop: ApiClient) -> None:
    finance = shop.as_actor(f.FINANCE)
    wanted = {"amount": 1_00, "reference": "bank-2", "memo": "top_up"}
    made = finance.post("/fund/contributions", wanted).json
    assert finance.post("/fund/contributions", wanted).json["code"] == "reference_used"
    path = f"/fund/contributions/{made['entry_id']}/reversal"
    memo = {"reason_code": "typing_error"}
    assert finance.post(path, memo).json["amount"] == -1_00
    assert finance.post(path, memo).json["code"] == "entry_reversed"
    assert finance.post("/fund/contributions", wanted).status == 201
    for bad in ({"amount": -1}, {"reference": "a b"}, {"memo": "Free text 张三"}):
        answer = finance.post("/fund/contributions", wanted | bad)
        assert answer.pointers == [f"/{next(iter(bad))}"]


def test_a_claim_names_a_case_of_the_same_customer_alone(shop: ApiClient) -> None:
    complaint = {"channel": "app", "text": "锅具与宣传不符"}
    own = shop.as_actor(f.BUYER).post("/complaints", complaint)
    foreign = shop.as_actor(STRANGER).post("/complaints", complaint)
    assert (own.status, foreign.status) == (201, 201), (own.json, foreign.json)
    answers = [
        shop.as_actor(f.BUYER).post("/fund-claims", claim(case_id=case_id))
        for case_id in (foreign.json["id"], "cmp_01KAQ3V5A0000000000000000Z")
    ]
    assert [answer.status for answer in answers] == [422, 422]
    assert answers[0].json["errors"] == answers[1].json["errors"]
    assert answers[0].json["errors"][0]["pointer"] == "/case_id"
    answer = shop.as_actor(f.BUYER).post("/fund-claims", claim(case_id=own.json["id"]))
    assert (answer.status, answer.json["case_id"]) == (201, own.json["id"])
