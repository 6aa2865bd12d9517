"""A return without reason on the packaged artifact, from the wish to the money, with the articles
that decide it; and the timeline that follows.
"""

from typing import Any

import pytest

from tests.e2e.shop import SUPPLIER, Shop, said

pytestmark = pytest.mark.clause("6.3.3")


def place_for_returns(shop: Shop) -> None:
    place = {"address": "浙江省示例市退货路 8 号", "contact": "退货组", "phone": "0571-88888888"}
    said(shop.lead.put(f"/return-places/{SUPPLIER}", place, headers={"if-match": "*"}))


def asked(shop: Shop, order: str) -> Any:
    body = {
        "kind": "return",
        "ground": "no_reason",
        "order_id": order,
        "lines": [{"line": 2, "quantity": 1}],
        "channel": "app",
        "text": "不想要了，包装打开看过。",
    }
    return said(shop.customer.post("/after-sales-cases", body), 201)


@pytest.mark.clause("6.3.1")
def test_a_return_is_approved_by_the_rules_and_paid_back_to_the_fen(shop: Shop) -> None:
    place_for_returns(shop)
    request = asked(shop, shop.order())
    path = f"/after-sales-cases/{request['id']}"
    assert request["ruling"]["outcome"] == "approve"
    assert request["ruling"]["by"] == "rules"
    assert {"R1.1", "R1.2"} <= {rule["rule"] for rule in request["ruling"]["rules"]}
    assert request["return_place"]["address"] == "浙江省示例市退货路 8 号"

    said(shop.customer.post(f"{path}/parcels", {"carrier": "sf", "number": "SF1234567890"}))
    said(shop.lead.post(f"{path}/receipts", {}))
    found = {"line": 2, "received": 1, "findings": ["package_opened"]}
    inspected = said(shop.lead.post(f"{path}/inspections", {"lines": [found]}))
    # 300 less 60 was paid for 200 and 100; without the 100 there is no discount: 240 - 200.
    assert inspected["refund"]["amount"] == 4_000
    assert "refund" in {clock["clock"] for clock in inspected["clocks"]}

    payment = {"amount": 8_000, "reference": f"PAY-{shop.number}"}
    wrong = shop.who("finance").post(f"{path}/refunds", payment)
    assert wrong.status in (409, 422)
    payment["amount"] = 4_000
    said(shop.who("finance").post(f"{path}/refunds", payment))
    closed = said(shop.customer.get(path))
    assert (closed["state"], closed["resolution"]) == ("closed", "refunded")
    assert closed["refund"]["paid_at"]

    def told() -> Any:
        entries = said(shop.customer.get("/timeline?limit=100"))["items"]
        mine = [entry for entry in entries if request["id"] in str(entry)]
        return mine if len(mine) >= 4 else None

    shop.site.wait("the timeline", told)


def test_what_the_law_excludes_is_refused_with_its_article(shop: Shop) -> None:
    order = shop.order(
        lines=[
            Shop.line(1, "POT-1", 20_000, 16_000),
            Shop.line(2, "CAKE", 10_000, 8_000, exclusion="perishable", goods_kind="food"),
        ]
    )
    request = asked(shop, order)
    assert request["assessment"]["outcome"] != "approve"
    assert "R1.4" in {rule["rule"] for rule in request["assessment"]["rules"]}
