"""Honest prices on the packaged artifact: a change that two people approve, a promotion that may
claim no more than was really paid, and an order that was charged too much.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.goods.market import ANY_VERSION, PRICE, Market
from tests.e2e.shop import said

pytestmark = pytest.mark.clause("4.2.1", "4.2.2", "4.2.3", "4.2.4")

LOWERED = 26_900
DEAL = 28_000
SPECIAL = 21_900
PATIENCE = (timedelta(seconds=15), timedelta(seconds=50))
"""How soon a promotion starts: nothing is approved after its start, and a cold cloud is slow."""


@pytest.mark.clause("4.3.1", "4.3.2", "4.3.3", "4.3.4", "4.4.2", "4.4.3")
def test_a_price_is_approved_by_two_promoted_within_the_law_and_charged_as_published(
    market: Market,
) -> None:
    market.papers()
    drafted = market.drafted()
    product_id, [sku] = drafted["id"], drafted["skus"]
    # Sold before the platform kept its price: a deal on record, and nothing to compare it with.
    market.order(sku, product_id, DEAL, mark="A", days_ago=2)
    market.approved(product_id)
    market.priced(sku)
    market.shown(product_id)

    lowered_by_two(market, product_id, sku)
    promotion_id = promoted(market, sku)
    priced_in_public(market, product_id, promotion_id)
    quoted(market, sku, promotion_id)
    charged_too_much(market, product_id, sku, promotion_id)


def lowered_by_two(market: Market, product_id: str, sku: str) -> None:
    """4.2.1 to 4.2.4: researched, evaluated, approved by pricing and finance, in force on time."""
    bare = market.price_change(sku, LOWERED, research=[])
    assert {error["code"] for error in bare.json["errors"]} == {
        "research_too_little",
        "direction_differs",
        "size_differs",
    }
    cut = {"direction": "cut", "size": 1_824, "reason": "旺季前下调，毛利仍高于一半。"}
    asked = said(market.price_change(sku, LOWERED, evaluation=cut), 201)
    assert asked["steps"] == ["pricing", "finance"]
    assert (asked["facts"]["direction"], asked["facts"]["margin"]) == ("cut", 14_900)
    approval = market.approval("manager", asked["id"])
    path = f"/approvals/{approval['id']}/decision"
    assert market.merchandiser.post(path, {"decision": "approve"}).status == 403
    said(market.decide("manager", asked["id"]))
    said(market.decide("finance", asked["id"]))
    market.scheduled(asked["id"])
    market.sweep()
    market.site.wait("the lower price", lambda: price_of(market, product_id, "tv") == LOWERED)

    def told() -> Any:
        answer = market.site.anybody.get(f"/public/products/{product_id}/price-history")
        rows = [one for one in said(answer)["items"] if one["channels"] == ["tv"]]
        return rows if len(rows) == 2 else None

    newest, first = market.site.wait("the price history", told)
    assert (newest["amount"], newest["previous"], first["amount"]) == (LOWERED, PRICE, PRICE)


def price_of(market: Market, product_id: str, channel: str) -> Any:
    [article] = market.shown(product_id)["articles"]
    return next(one["price"] for one in article["prices"] if one["channel"] == channel)


def promoted(market: Market, sku: str) -> str:
    """4.3.1 to 4.3.3: refused for what it compares with, accepted after the correction, approved,
    running; answers its id.
    """
    made = said(market.merchandiser.post("/promotions", plan(sku, PRICE, PATIENCE[0])), 201)
    path = f"/promotions/{made['id']}"
    refused = market.merchandiser.post(f"{path}/submission")
    assert (refused.status, refused.json["code"]) == (409, "promotion_not_ready")
    [fault] = refused.json["errors"]
    assert (fault["pointer"], fault["code"], fault["clause"]) == (
        "/items/0/comparison/amount",
        "reference_too_high",
        "4.3.3",
    )
    # What may be claimed, and the deal that proves it.
    assert fault["message"].count("280.00") >= 2
    for patience in PATIENCE:
        body = plan(sku, DEAL, patience)
        said(market.merchandiser.put(path, body, headers=ANY_VERSION))
        assert said(market.merchandiser.post(f"{path}/submission"), 202)["steps"] == ["pricing"]
        said(market.decide("manager", made["id"]))
        if decided(market, path)["state"] == "approved":
            break
    begins = datetime.fromisoformat(body["starts_at"])
    market.site.wait("the start of the promotion", lambda: datetime.now(UTC) > begins)
    market.sweep(1)
    market.site.wait(
        "the promotion to run", lambda: said(market.merchandiser.get(path))["state"] == "running"
    )
    return str(made["id"])


def plan(sku: str, compared: int, patience: timedelta) -> dict[str, Any]:
    """Three days at a fixed price in the app, beside a price that is struck out."""
    starts = datetime.now(UTC) + patience
    return {
        "kind": "fixed_price",
        "title_zh": "周末特惠",
        "title_en": "Weekend offer",
        "conditions_zh": "每人限购两只，售完为止。",
        "conditions_en": "Two pieces each, while stocks last.",
        "channels": ["app"],
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(days=3)).isoformat(),
        "supplier_share": 6_000,
        "platform_share": 4_000,
        "stock": 500,
        "items": [{"sku": sku, "amount": SPECIAL, "comparison": {"amount": compared}}],
    }


def decided(market: Market, path: str) -> Any:
    """The promotion as soon as its review is over."""

    def over() -> Any:
        found = said(market.merchandiser.get(path))
        return found if found["state"] in {"approved", "returned"} else None

    return market.site.wait("the decision on the promotion", over)


def priced_in_public(market: Market, product_id: str, promotion_id: str) -> None:
    """4.3.3, 4.3.4: the promotional price, what it is compared with and on which days that rests,
    the conditions; in the channel of the promotion alone.
    """
    [article] = market.shown(product_id)["articles"]
    prices = {one["channel"]: one for one in article["prices"]}
    assert (prices["tv"]["price"], prices["tv"]["promotion"]) == (LOWERED, None)
    assert (prices["app"]["price"], prices["app"]["marked_price"]) == (SPECIAL, LOWERED)
    told = prices["app"]["promotion"]
    assert (told["id"], told["conditions_zh"]) == (promotion_id, "每人限购两只，售完为止。")
    assert (told["reference"]["amount"], told["reference"]["basis"]) == (DEAL, "lowest_deal")
    days = [datetime.fromisoformat(told["reference"][name]) for name in ("since", "until")]
    assert days[1] - days[0] == timedelta(days=7)
    public = said(market.site.anybody.get(f"/public/promotions/{promotion_id}"))
    assert (public["runs"], public["stock"]) == (True, 500)


def quoted(market: Market, sku: str, promotion_id: str) -> None:
    """4.3.4: a quote tells the amount of each line and how it came about."""
    asked = {"channel": "app", "lines": [{"sku": sku, "quantity": 2}]}
    quote = said(market.who("customer").post("/quotes", asked))
    assert (quote["list_total"], quote["total"]) == (2 * LOWERED, 2 * SPECIAL)
    [line] = quote["lines"]
    assert [step["promotion_id"] for step in line["steps"]] == [promotion_id]
    assert line["comparison"]["amount"] == DEAL


def charged_too_much(market: Market, product_id: str, sku: str, promotion_id: str) -> None:
    """4.4.2, 4.4.3: an order at the published price counts as a deal; one above it is found by
    itself and suspends the price until somebody else has verified the correction.
    """
    market.order(sku, product_id, SPECIAL, mark="B")
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat().replace("+", "%2B")
    path = f"/reference-prices?sku={sku}&channel=app&starts_at={tomorrow}"
    market.site.wait(
        "the deal of today", lambda: said(market.merchandiser.get(path))["most"] == SPECIAL
    )
    wrong = market.order(sku, product_id, LOWERED, mark="C")
    compliance = market.who("compliance")

    def found() -> Any:
        items = said(compliance.get("/pricing/violations?limit=100"))["items"]
        return next((one for one in items if one["order_id"] == wrong and one["holds_price"]), None)

    violation = market.site.wait("the violation", found)
    assert (violation["kind"], violation["severity"]) == ("charged_not_published", "severe")
    amounts = {fact["what"]: fact["amount"] for fact in violation["evidence"]}
    assert amounts == {"published": SPECIAL, "charged": LOWERED}
    market.gone(product_id, "the page of a suspended price to be gone")

    path = f"/pricing/violations/{violation['id']}"
    done = {"text": "已向顾客退还差价 50 元，并更正订单系统的价格。"}
    said(market.merchandiser.post(f"{path}/correction", done))
    seen = {"accepted": True, "reason": "已核对退款凭证。"}
    assert market.merchandiser.post(f"{path}/verification", seen).status == 403
    assert said(compliance.post(f"{path}/verification", seen))["state"] == "closed"
    market.shown(product_id, "the page to be back")
    assert price_of(market, product_id, "app") == SPECIAL
