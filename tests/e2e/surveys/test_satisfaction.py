"""A quarter's satisfaction on the packaged artifact: from delivered orders over a sample drawn by
seed, answers online and by telephone, to the figure that anybody may read.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teleshop.kernel.quarters import quarter_of
from tests.e2e.shop import Shop, said

pytestmark = pytest.mark.clause("6.2.4")

DAYS_AGO = 100
"""A day whose quarter ended at least eight days ago, whatever today is."""
CUSTOMERS = 10


def rating(name: str, zh: str, en: str) -> dict[str, Any]:
    return {"id": name, "kind": "rating", "dimension": name, "zh": zh, "en": en}


def programme(shop: Shop) -> str:
    """A published programme that samples the customers of a quarter."""
    body = {
        "kind": "quarterly_sample",
        "name_zh": "季度满意度调查",
        "name_en": "Quarterly satisfaction",
        "modes": ["online", "telephone"],
        "active_from": "2026-01-01",
        "sample_size": CUSTOMERS,
        "questions": [
            rating("goods", "您对商品是否满意？", "Are you satisfied with the goods?"),
            rating("service", "您对服务是否满意？", "Are you satisfied with the service?"),
            rating("price", "您对价格是否满意？", "Are you satisfied with the price?"),
        ],
    }
    manager = shop.who("manager")
    made = said(manager.post("/survey-programmes", body), 201)
    said(manager.post(f"/survey-programmes/{made['id']}/publication"))
    return str(made["id"])


def scores(goods: int) -> dict[str, Any]:
    given = {"goods": goods, "service": 5, "price": 4}
    return {"answers": [{"question": name, "score": score} for name, score in given.items()]}


@pytest.mark.clause("6.2.1", "6.2.2", "6.2.3")
def test_a_quarter_is_sampled_answered_and_published(shop: Shop) -> None:
    quarter = quarter_of(datetime.now(UTC) - timedelta(days=DAYS_AGO))
    customers = {}
    for number in range(CUSTOMERS):
        shop.order(days_ago=DAYS_AGO, mark=f"-{number}")
        customer = shop.who("customer", f"-{number}")
        customers[customer.subject] = customer
    chosen = programme(shop)
    manager, agent = shop.who("manager"), shop.agent

    def sampled() -> Any:
        body = {"programme_id": chosen, "quarter": quarter, "size": CUSTOMERS, "seed": "e2e"}
        answer = manager.post("/survey-samples", body)
        return said(answer, 202) if answer.status == 202 else None

    asked = f"/survey-invitations?programme={chosen}&limit=100"

    def invited() -> Any:
        found = said(agent.get(asked))["items"]
        return found if len(found) == CUSTOMERS else None

    def framed() -> Any:
        return said(manager.get(f"/survey-frames/{quarter}"))["customers"] >= CUSTOMERS

    # A delivery that is noted after the frame was closed would be in no sample.
    shop.site.wait("the frame", framed)
    shop.site.wait("the sample", sampled)
    invitations = shop.site.wait("the invitations", invited)
    first, *others = invitations
    for number, one in enumerate(others):
        body = {**scores(5 if number % 3 else 2), "mode": "telephone"}
        said(agent.post(f"/survey-invitations/{one['id']}/answers", body))

    me = customers[first["customer_id"]]
    assert [mine["id"] for mine in said(me.get("/my-surveys"))["items"]] == [first["id"]]
    link = said(me.post(f"/survey-invitations/{first['id']}/links"))
    anybody = shop.site.anybody
    shown = said(anybody.get(f"/surveys/{link['token']}?language=en"))
    assert [question["dimension"] for question in shown["questions"]] == [
        "goods",
        "service",
        "price",
    ]
    said(anybody.post(f"/surveys/{link['token']}/answers", scores(4)))
    twin = anybody.post(f"/surveys/{link['token']}/answers", scores(1))
    assert (twin.status, twin.json["code"]) == (409, "survey_answered")

    results = f"/survey-results?programme={chosen}&quarter={quarter}"

    def counted() -> Any:
        items = said(manager.get(results))["items"]
        return items[0] if items and items[0]["answers"] == CUSTOMERS else None

    whole = shop.site.wait("the figures", counted)
    assert whole["low_scores"] == 3
    said(manager.post("/satisfaction-publications", {"quarter": quarter}), 201)
    public = said(anybody.get("/public/satisfaction"))["items"]
    [published] = [item for item in public if item["quarter"] == quarter]
    shown_all = [one for one in published["figures"] if one["group"] == "all"]
    assert shown_all
    assert not any(one["withheld"] for one in shown_all)
    assert first["customer_id"] not in str(published)
