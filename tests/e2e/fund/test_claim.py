"""A claim on the protection fund on the packaged artifact: reserved, decided by a second person,
paid, recovered; the books balance.
"""

from typing import Any

import pytest

from tests.e2e.shop import Shop, said

pytestmark = pytest.mark.clause("6.3.4")


def claim(shop: Shop, **changes: Any) -> Any:
    body = {"kind": "fraud_damages", "order_id": shop.order(), "lines": [1], **changes}
    return said(shop.customer.post("/fund-claims", body), 201)


def contribute(shop: Shop, amount: int) -> None:
    body = {"amount": amount, "reference": f"BANK-{shop.number}"}
    said(shop.who("finance").post("/fund/contributions", body), 201)


def decided(shop: Shop, role: str, claim_id: str, decision: str) -> None:
    """Somebody of the role decides as soon as the approval is there."""
    person = shop.who(role)

    def waiting() -> Any:
        inbox = said(person.get("/approvals?mine=true&limit=100"))["items"]
        return next((item for item in inbox if item["subject"]["id"] == claim_id), None)

    approval = shop.site.wait(f"the approval by {role}", waiting)
    body: dict[str, Any] = {"decision": decision}
    if decision != "approve":
        body |= {"reason_code": "other", "reason": "凭证不足"}
    said(person.post(f"/approvals/{approval['id']}/decision", body))


def reaches(shop: Shop, claim_id: str, state: str) -> Any:
    """The claim, as soon as it is in that state."""

    def there() -> Any:
        found = said(shop.lead.get(f"/fund-claims/{claim_id}"))
        return found if found["state"] == state else None

    return shop.site.wait(f"the claim to be {state}", there)


def test_a_small_claim_is_decided_by_an_agent_paid_and_the_books_balance(shop: Shop) -> None:
    contribute(shop, 1_000_000)
    made = claim(shop)
    assert made["state"] == "in_review"
    # Three times the 160 yuan paid are less than the 500 that the law gives at least.
    assert made["entitlement"]["amount"] == 50_000
    decided(shop, "agent", made["id"], "approve")
    reaches(shop, made["id"], "approved")
    finance = shop.who("finance")
    paid = said(
        finance.post(f"/fund-claims/{made['id']}/payout", {"reference": f"PAY-{shop.number}"})
    )
    assert paid["paid_at"]
    balance = said(finance.get("/ledger-books/fund/trial-balance"))
    assert balance["balanced"]
    fund = said(finance.get("/fund"))
    assert fund["free"] >= 0
    assert shop.who("customer", "x").get(f"/fund-claims/{made['id']}").status == 404


def test_a_larger_claim_for_fraud_goes_to_a_lead_and_a_refusal_gives_a_reason(shop: Shop) -> None:
    contribute(shop, 1_000_000)
    made = claim(shop, lines=[1, 2])
    # Three times the 240 yuan paid; an agent decides up to 500.
    assert made["entitlement"]["amount"] == 72_000
    assert made["entitlement"]["article"].startswith("55")
    decided(shop, "lead", made["id"], "reject")
    refused = reaches(shop, made["id"], "refused")
    assert refused["reason"]
