"""What each side is shown of a case."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from teleshop.care.domain import actions
from teleshop.care.domain.case import CaseFile
from teleshop.care.domain.clocks import Party
from teleshop.care.domain.messages import Visibility
from teleshop.care.domain.shown import Audience, Shown, audience_of
from teleshop.care.schemas.views import CaseListedView, CaseView
from teleshop.kernel.actor import Actor, Role
from tests.factories.care import AGENT_ID, CUSTOMER_ID, HOUR, MINUTE, NOW, POLICIES, case, case_file

pytestmark = pytest.mark.clause("6.4.1")

SUPPLIER_ID = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
SECRETS = {
    "contact": "王小明 13800000000",
    "customer_id": CUSTOMER_ID,
    "order_id": "TS-1",
    "supplier_id": SUPPLIER_ID,
    "cause": "quality.defect_on_arrival",
    "team": "day",
    "assignee": AGENT_ID,
}


def busy() -> CaseFile:
    """A case in which much has happened."""
    file = case_file(**SECRETS)
    facts: dict[str, Any] = {"now": NOW, "by": AGENT_ID}
    file = actions.raise_to_major(file, reasons=["injury"], **facts)
    file = actions.ask_party(file, party=Party.SUPPLIER, party_id=SUPPLIER_ID, **facts)
    return actions.respond(file, message="cmp_1-2", **facts)


def shown(audience: Audience, now: Any = NOW) -> CaseView:
    file = busy()
    return CaseView.of(Shown(file, file.clocks(POLICIES), audience, now))


def text(view: CaseView) -> str:
    return msgspec.json.encode(view).decode()


def test_a_supplier_sees_its_question_and_nothing_of_the_customer() -> None:
    view = shown(Audience.SUPPLIER)
    for secret in (CUSTOMER_ID, "王小明", AGENT_ID, "injury", "quality.", '"day"'):
        assert secret not in text(view)
    assert [clock.clock for clock in view.clocks] == ["supplier_answer"]
    assert {event.kind for event in view.history} == {"received", "asked"}


def test_a_customer_sees_no_internal_matters() -> None:
    view = shown(Audience.CUSTOMER)
    for secret in (AGENT_ID, "injury", "quality.", SUPPLIER_ID, '"day"', "王小明"):
        assert secret not in text(view)
    assert {clock.clock for clock in view.clocks} == {"respond", "answer", "handle"}
    assert view.customer_id == CUSTOMER_ID


def test_staff_sees_all() -> None:
    view = shown(Audience.STAFF)
    for name, value in SECRETS.items():
        assert getattr(view, name) == value
    assert view.severity_reasons == ["injury"]
    assert {clock.clock for clock in view.clocks} >= {"supplier_answer", "assign"}


@pytest.mark.clause("6.1.3")
@pytest.mark.parametrize(
    ("after", "state", "left"),
    [
        (timedelta(), "running", 24 * 60),
        (24 * HOUR - MINUTE, "running", 1),
        (24 * HOUR, "overdue", 0),
        (24 * HOUR + MINUTE, "overdue", -1),
    ],
)
def test_a_clock_counts_to_now_and_is_overdue_at_the_instant(
    after: timedelta, state: str, left: int
) -> None:
    clocks = {clock.clock: clock for clock in shown(Audience.STAFF, NOW + after).clocks}
    assert (clocks["answer"].state, clocks["answer"].minutes_left) == (state, left)


@pytest.mark.parametrize("audience", Audience)
def test_a_list_shows_no_more_than_the_case(audience: Audience) -> None:
    listed = CaseListedView.of(busy().case, audience)
    full = shown(audience)
    for name in ("customer_id", "supplier_id", "cause", "team", "assignee"):
        assert getattr(listed, name) == getattr(full, name), name


def test_who_reads_which_messages() -> None:
    assert Audience.STAFF.reads == set(Visibility)
    assert Audience.CUSTOMER.reads == {Visibility.CUSTOMER}
    assert Audience.SUPPLIER.reads == {Visibility.SUPPLIER}


def test_staff_who_shop_are_customers_of_their_own_cases() -> None:
    both = Actor(CUSTOMER_ID, frozenset({Role.CUSTOMER, Role.AGENT}))
    assert audience_of(both, case()) is Audience.CUSTOMER
    assert audience_of(both, case(customer_id="customer-bob")) is Audience.STAFF
    agent_only = Actor(CUSTOMER_ID, frozenset({Role.AGENT}))
    assert audience_of(agent_only, case()) is Audience.STAFF
