"""Promotions over HTTP: planned, refused with proof, submitted, seen by everybody, stopped."""

from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.promotions.domain.promotion import State
from tests.api.client import ApiClient
from tests.factories import promotions as f
from tests.factories.pricing import NOW, SKU
from tests.factories.promotions import END, START, item, plan
from tests.harness.aws import Cloud

HOUR = timedelta(hours=1)


@pytest.fixture
def shop(aws: Cloud, api: ApiClient) -> ApiClient:
    """The application over a shop with one article, at the time of the factories."""
    f.shop()
    api.clock.instant = NOW
    return api


def planned(api: ApiClient, **changes: Any) -> str:
    answer = api.as_actor(f.MERCHANDISER).post("/promotions", plan(**changes))
    assert answer.status == 201, answer.json
    return str(answer.json["id"])


@pytest.mark.clause("4.3.3")
def test_a_reference_price_is_refused_with_its_proof_and_accepted_when_corrected(
    shop: ApiClient,
) -> None:
    promotion_id = planned(shop, items=[item(shown=199_00)])
    mei = shop.as_actor(f.MERCHANDISER)
    path = f"/promotions/{promotion_id}"
    refused = mei.post(f"{path}/submission", headers={"Accept-Language": "en"})
    assert (refused.status, refused.json["code"]) == (409, "promotion_not_ready")
    (fault,) = refused.json["errors"]
    assert (fault["pointer"], fault["code"], fault["clause"]) == (
        "/items/0/comparison/amount",
        "reference_too_high",
        "4.3.3",
    )
    assert "at most 189.00 CNY" in fault["message"]
    assert "2026-11-21 189.00" in fault["message"]
    checks = mei.get(f"{path}/checks").json
    assert (checks["passes"], [each["code"] for each in checks["remarks"]]) == (
        False,
        ["reference_too_high"],
    )
    etag = mei.get(path).headers["etag"]
    corrected = plan(items=[item(shown=189_00)])
    assert mei.put(path, corrected, headers={"If-Match": etag}).status == 200
    assert mei.put(path, corrected, headers={"If-Match": etag}).status == 412
    sent = mei.post(f"{path}/submission")
    assert (sent.status, sent.json["state"], sent.json["steps"]) == (202, "in_review", ["pricing"])
    assert mei.get(f"{path}/checks").json["passes"] is True


@pytest.mark.clause("4.3.1")
def test_every_fault_of_the_form_is_told_at_once(shop: ApiClient) -> None:
    mei = shop.as_actor(f.MERCHANDISER)
    wrong = plan(rate=100, supplier_share=1, items=[item(None), item()])
    answer = mei.post("/promotions", wrong)
    assert answer.status == 422
    assert [(each["pointer"], each["code"]) for each in answer.json["errors"]] == [
        ("/rate", "part_not_taken"),
        ("/platform_share", "shares_incomplete"),
        ("/items/0/sku", "sku_twice"),
        ("/items/0/amount", "amount_missing"),
        ("/items/1/sku", "sku_twice"),
    ]
    shapes = plan(kind="lottery", items=[item()] * 46, starts_at="2026-11-25T00:00:00", extra=1)
    pointers = {each["pointer"] for each in mei.post("/promotions", shapes).json["errors"]}
    assert pointers >= {"/kind", "/items", "/starts_at", "/extra"}


@pytest.mark.clause("4.3.3")
def test_everybody_sees_what_runs_with_price_reference_basis_and_conditions(
    shop: ApiClient,
) -> None:
    made = f.running(items=[item(shown=189_00)])
    shop.clock.instant = START + HOUR
    (shown,) = shop.get("/public/promotions").json["items"]
    assert shown["id"] == made.id
    price = {"sku": SKU, "channel": "tv", "list_price": 199_00, "price": 149_00, "sold_out": False}
    assert shown["prices"] == [price]
    (reference,) = shown["references"]
    assert (reference["amount"], reference["basis"]) == (189_00, "lowest_deal")
    assert reference["basis_zh"] == "促销前七日内最低成交价"
    assert (reference["since"], reference["until"]) == (
        "2026-11-17T16:00:00Z",
        "2026-11-24T16:00:00Z",
    )
    assert (shown["conditions_zh"], shown["stock"]) == ("每人限购两件。", 500)
    hidden = {"supplier_share", "platform_share", "code", "proofs", "raise_reason", "requested_by"}
    assert hidden.isdisjoint(shown)
    shop.clock.instant = END
    assert shop.get("/public/promotions").json["items"] == []
    after = shop.get(f"/public/promotions/{made.id}").json
    assert (after["runs"], after["prices"][0]["price"]) == (False, None)


@pytest.mark.clause("4.3.3")
def test_other_kinds_show_their_terms_but_no_code(shop: ApiClient) -> None:
    f.running(
        kind="threshold",
        items=[],
        stock=None,
        code="SPRING26",
        threshold={"threshold": 300_00, "off": 30_00, "scope": "everything", "repeats": True},
    )
    shop.clock.instant = START
    (shown,) = shop.get("/public/promotions").json["items"]
    assert shown["threshold"] == {
        "threshold": 300_00,
        "off": 30_00,
        "scope": "everything",
        "category_id": None,
        "repeats": True,
    }
    assert shown["needs_code"] is True
    assert "SPRING26" not in str(shop.get("/public/promotions").json)


def test_before_its_start_nobody_outside_hears_of_it(shop: ApiClient) -> None:
    made = f.approved()
    answer = shop.get(f"/public/promotions/{made.id}")
    assert (answer.status, answer.json["code"]) == (404, "promotion_not_found")
    assert shop.get("/public/promotions").json["items"] == []


@pytest.mark.clause("4.4.2")
def test_it_is_stopped_at_once_with_a_reason(shop: ApiClient) -> None:
    made = f.running()
    shop.clock.instant = START + HOUR
    manager = shop.as_actor(f.MANAGER)
    path = f"/promotions/{made.id}/stop"
    assert [each["pointer"] for each in manager.post(path, {"reason": " "}).json["errors"]] == [
        "/reason"
    ]
    key = {"Idempotency-Key": "stop-1"}
    first = manager.post(path, {"reason": "价格有误"}, headers=key)
    assert (first.status, first.json["state"]) == (200, "stopped")
    again = manager.post(path, {"reason": "价格有误"}, headers=key)
    assert (again.status, again.json) == (200, first.json)
    refused = manager.post(path, {"reason": "价格有误"})
    assert (refused.status, refused.json["code"]) == (409, "promotion_not_stoppable")


def test_it_is_withdrawn_listed_and_its_review_restarted_by_those_who_may(
    shop: ApiClient,
) -> None:
    mei, mona = shop.as_actor(f.MERCHANDISER), shop.as_actor(f.MANAGER)
    sent = f.decided(f.submitted(), f.TIMED_OUT)
    path = f"/promotions/{sent.id}"
    assert mei.post(f"{path}/review-restarts").status == 403
    again = mona.post(f"{path}/review-restarts")
    assert (again.status, again.json["round"]) == (202, 2)
    listed = mona.get("/promotions?state=in_review").json["items"]
    assert [each["id"] for each in listed] == [sent.id]
    assert mei.post(f"{path}/withdrawal").json["state"] == State.WITHDRAWN
    assert mona.get("/promotions?state=in_review").json["items"] == []


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM, Role.MERCHANDISER}))
def test_only_merchandisers_plan(shop: ApiClient, role: Role) -> None:
    supplier = "sup_1" if role is Role.SUPPLIER else None
    other = shop.as_actor(Actor("other", frozenset({role}), supplier))
    assert other.post("/promotions", plan()).status == 403
