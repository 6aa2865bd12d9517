"""A complaint on the packaged artifact: clocks, assignment, warning, breach, escalation, and what
nobody can edit away.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.e2e.shop import SUPPLIER, Shop, said

pytestmark = pytest.mark.clause("6.1.3")

MINUTE = timedelta(minutes=1)


def clocks_of(case: Any) -> dict[str, Any]:
    return {clock["id"]: clock for clock in case["clocks"]}


def complain(shop: Shop, text: str = "锅底开裂，收到当天就漏水，要求退款。") -> str:
    body = {"channel": "app", "text": text, "order_id": shop.order(), "line": 1}
    return str(said(shop.customer.post("/complaints", body), 201)["id"])


@pytest.mark.clause("6.1.2")
def test_a_complaint_has_its_clocks_at_once_and_somebody_within_a_moment(shop: Shop) -> None:
    shop.on_shift()
    case_id = complain(shop)
    case = shop.case("complaints", case_id)
    arrived = datetime.fromisoformat(case["arrived_at"])
    clocks = clocks_of(case)
    due = {name: datetime.fromisoformat(clock["due_at"]) for name, clock in clocks.items()}
    assert due["respond.1"] - arrived == 60 * MINUTE
    assert due["answer.1"] - arrived == 24 * 60 * MINUTE
    assert (case["supplier_id"], case["product_id"]) == (SUPPLIER, "prd-POT-1")
    assert case["suggested_cause"]
    shop.site.wait(
        "somebody who takes the case", lambda: shop.case("complaints", case_id)["assignee"]
    )


def test_a_complaint_that_nobody_answers_is_warned_of_breached_and_escalated(shop: Shop) -> None:
    shop.on_shift()
    case_id = complain(shop, "客服一直不回复，我要投诉。")
    arrived = datetime.fromisoformat(shop.case("complaints", case_id)["arrived_at"])
    site = shop.site

    agent, lead, manager = shop.agent, shop.lead, shop.who("manager")
    site.wait("somebody", lambda: shop.case("complaints", case_id)["assignee"])
    said(lead.post(f"/cases/{case_id}/assignment", {"to": agent.subject}))

    site.run_schedule("DeadlinesSweep", arrived + 31 * MINUTE)

    def warned() -> bool:
        return any("50" in str(one) for one in shop.told(agent, case_id, "?recipient=me&limit=100"))

    site.wait("the warning", warned)

    site.run_schedule("DeadlinesSweep", arrived + 61 * MINUTE)
    case = site.wait(
        "the breach",
        lambda: found if (found := shop.case("complaints", case_id))["breaches"] >= 1 else None,
    )
    respond = clocks_of(case)["respond.1"]
    assert (respond["breached"], respond["state"]) == (True, "overdue")
    assert clocks_of(case)["escalation.respond.1.2"]["state"] == "running"

    site.run_schedule("DeadlinesSweep", arrived + 125 * MINUTE)
    site.wait(
        "the escalation",
        lambda: shop.told(manager, case_id, "?recipient=role:manager&limit=100"),
    )

    answer = {"text": "非常抱歉让您久等，我们已安排全额退款，今天内到账。"}
    said(lead.post(f"/cases/{case_id}/answers", answer))
    explained = {"text": "当班系统故障，未能及时分派。"}
    said(lead.post(f"/cases/{case_id}/clocks/respond.1/explanation", explained))
    said(lead.post(f"/cases/{case_id}/closure", {"resolution": "answered"}))
    closed = shop.case("complaints", case_id)
    assert closed["state"] == "closed"
    assert closed["retain_until"] >= f"{datetime.now(UTC).year + 3}"
    after = clocks_of(closed)["respond.1"]
    assert (after["breached"], after["state"]) == (True, "late")

    again = said(shop.customer.post(f"/cases/{case_id}/reopening", {"reason": "退款没有收到"}))
    assert "respond.2" in clocks_of(shop.case("complaints", case_id))
    assert again["state"] == "open"


@pytest.mark.clause("2.4.2")
def test_each_side_sees_its_own_of_a_case(shop: Shop) -> None:
    case_id = complain(shop)
    said(shop.lead.post(f"/cases/{case_id}/notes", {"text": "内部：该批次可能有问题"}))
    said(shop.lead.post(f"/cases/{case_id}/supplier-requests", {"text": "请说明该批次的检验情况"}))
    mine = said(shop.customer.get(f"/complaints/{case_id}"))
    assert {clock["clock"] for clock in mine["clocks"]} == {"respond", "answer"}
    words = [
        item["text"] for item in said(shop.customer.get(f"/cases/{case_id}/messages"))["items"]
    ]
    assert not [text for text in words if "内部" in text or "检验" in text]
    theirs = said(shop.supplier.get(f"/complaints/{case_id}"))
    assert (theirs["customer_id"], theirs["contact"]) == (None, None)
    asked = said(shop.supplier.get(f"/cases/{case_id}/messages"))["items"]
    assert [item["text"] for item in asked] == ["请说明该批次的检验情况"]
    said(shop.supplier.post(f"/cases/{case_id}/requests/1/answer", {"text": "已复检，确认裂纹"}))
    stranger = shop.who("customer", "x")
    assert stranger.get(f"/complaints/{case_id}").status == 404
    other = shop.site.person("supplier", f"other-{shop.number}", f"{SUPPLIER[:-1]}S")
    assert other.get(f"/complaints/{case_id}").status == 404
