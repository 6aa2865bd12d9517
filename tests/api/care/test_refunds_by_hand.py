"""Refunds of orders that another system took: finance records them, a large one in twos."""

from typing import Any

import pytest

from teleshop.care.domain.after_sales.policy import HAND_ALONE_UP_TO
from teleshop.care.wiring import after_sales
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Role
from teleshop.payments.domain import policy as payments_policy
from tests.api.care.desk import opened
from tests.api.client import ApiAnswer, ApiClient
from tests.factories import after_sales as f
from tests.factories.placed_orders import ORDER_ID as PLACED_ID

DUE = 299_900
OTHER = Actor("fritz", frozenset({Role.FINANCE}))
THIRD = Actor("franz", frozenset({Role.FINANCE}))

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
    done = enter(api, OTHER, path)
    assert (done.json["stage"], done.json["resolution"]) == ("settled", "refunded")
    assert (done.json["refund"]["reference"], done.json["refund"]["awaits_second"]) == (
        "PAY-0001",
        False,
    )


def test_a_wrong_reference_of_somebody_who_is_gone_is_replaced_by_the_next_two(
    api: ApiClient, path: str
) -> None:
    enter(api, f.FINANCE, path, "WRONG-1")
    first = enter(api, OTHER, path)
    refund: dict[str, Any] = first.json["refund"]
    assert (first.status, first.json["stage"]) == (200, "inspected")
    assert (refund["awaits_second"], refund["entered_by"]) == (True, OTHER.subject)
    assert enter(api, OTHER, path).json["stage"] == "inspected"
    done = enter(api, THIRD, path)
    assert (done.json["stage"], done.json["refund"]["reference"]) == ("settled", "PAY-0001")


VIEWS = (
    "waiting=true",
    "at_risk=true",
    "team=none",
    f"order={f.ORDER_ID}",
    f"customer={f.CUSTOMER.subject}",
    f"supplier={f.SUPPLIER_ID}",
)


def listed(api: ApiClient, actor: Actor, view: str) -> list[str]:
    """The ids of all pages of a view."""
    found: list[str] = []
    after = ""
    while True:
        page = api.as_actor(actor).get(f"/after-sales-cases?{view}&limit=1{after}")
        assert page.status == 200, page.body
        found += [item["id"] for item in page.json["items"]]
        if not page.json["next"]:
            return found
        after = f"&cursor={page.json['next']}"


@pytest.mark.parametrize("view", VIEWS)
def test_finance_finds_the_cases_whose_refund_it_pays_until_it_is_paid(
    api: ApiClient, path: str, view: str
) -> None:
    id = path.rsplit("/", 1)[1]
    assert listed(api, f.FINANCE, view) == [id]
    enter(api, f.FINANCE, path)
    # It waits for a second person, who finds it too.
    assert listed(api, OTHER, view) == [id]
    enter(api, OTHER, path)
    assert listed(api, OTHER, view) == []
    assert listed(api, f.LEAD, f"order={f.ORDER_ID}") == [id]


@pytest.mark.parametrize("view", VIEWS)
def test_finance_finds_no_case_before_the_inspection_and_none_of_another_kind(
    api: ApiClient, view: str
) -> None:
    f.sold_durable()
    f.with_place()
    id = f.requested(1).request.case_id
    opened(api, order_id=f.ORDER_ID)
    assert listed(api, f.LEAD, view) == [id]
    assert listed(api, f.FINANCE, view) == []
    f.received(id)
    assert listed(api, f.FINANCE, view) == []
    f.inspected(id)
    assert listed(api, f.FINANCE, view) == [id]
    assert api.as_actor(f.FINANCE).get(f"/complaints?{view}").json["items"] == []


@pytest.mark.parametrize(("by_payment", "found"), [(40_00, False), (39_99, True), (0, True)])
def test_of_an_order_paid_here_finance_finds_what_goes_beyond_its_payment(
    api: ApiClient, by_payment: int, found: bool
) -> None:
    f.sold_here(one_supplier=True)
    f.with_place()
    id = f.returned(2, order_id=PLACED_ID).request.case_id
    view = f"order={PLACED_ID}"
    call = f.calling(SYSTEM_ACTOR, f.NOW + 3 * f.DAY)
    assert listed(api, f.FINANCE, view) == []
    after_sales().goods.note_refund_requested(call, id, by_payment)
    assert listed(api, f.FINANCE, view) == ([id] if found else [])
    if not found:
        return
    # Its part is paid; the rest comes by itself, and is nobody's to pay.
    f.refunded(id, 40_00 - by_payment)
    assert listed(api, f.FINANCE, view) == []


def test_nobody_else_of_the_staff_finds_them(api: ApiClient, path: str) -> None:
    admin = Actor("ada", frozenset({Role.ADMIN}))
    assert [listed(api, admin, view) for view in VIEWS] == [[]] * len(VIEWS)


def test_the_limit_is_that_of_payments() -> None:
    assert HAND_ALONE_UP_TO == payments_policy.HAND_ALONE_UP_TO
