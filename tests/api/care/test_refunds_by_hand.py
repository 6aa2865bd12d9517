"""Refunds of orders that another system took: finance records them, a large one in twos."""

from typing import Any

import pytest

from teleshop.care.domain.after_sales.policy import HAND_ALONE_UP_TO
from teleshop.kernel.actor import Actor, Role
from teleshop.payments.domain import policy as payments_policy
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import after_sales as f

DUE = 299_900
OTHER = Actor("fritz", frozenset({Role.FINANCE}))

pytestmark = [pytest.mark.clause("6.3.1"), pytest.mark.usefixtures("aws")]


@pytest.fixture
def api(api: ApiClient) -> ApiClient:
    """A day after the goods came back."""
    api.clock.instant = f.NOW + 3 * f.DAY
    return api


@pytest.fixture
def path(api: ApiClient) -> str:
    """A television set came back: 2,999 yuan are due."""
    f.sold_durable()
    f.with_place()
    return f"/after-sales-cases/{f.returned(1).request.case_id}"


def enter(api: ApiClient, actor: Actor, path: str, reference: str = "PAY-0001") -> ApiAnswer:
    return api.as_actor(actor).post(f"{path}/refunds", {"amount": DUE, "reference": reference})


def test_who_serves_customers_does_not_record_that_money_went_out(
    api: ApiClient, path: str
) -> None:
    for role in (Role.AGENT, Role.LEAD, Role.MANAGER):
        refused = enter(api, Actor("lena", frozenset({role})), path)
        assert refused.status == 403
    assert api.as_actor(f.LEAD).get(path).json["stage"] == "inspected"


def test_a_large_refund_counts_when_a_second_person_of_finance_enters_the_same(
    api: ApiClient, path: str
) -> None:
    first = enter(api, f.FINANCE, path, "PAY-0009")
    refund: dict[str, Any] = first.json["refund"]
    assert (first.status, first.json["stage"], refund["left"]) == (200, "inspected", DUE)
    assert (refund["awaits_second"], refund["entered_by"]) == (True, f.FINANCE.subject)
    # Alone it stays so, and who entered it may correct it.
    again = enter(api, f.FINANCE, path)
    assert (again.json["stage"], again.json["refund"]["paid_at"]) == ("inspected", None)
    seen = api.as_actor(f.CUSTOMER).get(path).json["refund"]
    assert (seen["awaits_second"], seen["entered_by"]) == (False, None)
    other = enter(api, OTHER, path, "PAY-0009")
    assert (other.status, other.json["code"]) == (409, "refund_entry_differs")
    done = enter(api, OTHER, path)
    assert (done.json["stage"], done.json["resolution"]) == ("settled", "refunded")
    assert (done.json["refund"]["reference"], done.json["refund"]["awaits_second"]) == (
        "PAY-0001",
        False,
    )


def test_the_limit_is_that_of_payments() -> None:
    assert HAND_ALONE_UP_TO == payments_policy.HAND_ALONE_UP_TO
