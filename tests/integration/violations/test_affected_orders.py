"""A violation is decided: its orders are found, and each customer is helped, with everything
connected.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from teleshop.care.domain.after_sales.decision import Ground
from teleshop.care.domain.after_sales.records import Stage
from teleshop.care.domain.case import CaseChannel
from teleshop.care.schemas.after_sales import InspectedForm
from teleshop.care.wiring import after_sales
from teleshop.deadlines.service import Owner
from teleshop.deadlines.wiring import service as deadlines
from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.paging import PageRequest
from teleshop.orders.errors import OrderStateError
from teleshop.orders.service import CancelReason, OrderState
from teleshop.orders.wiring import life
from teleshop.violations.domain.affected import Affected, Place, Standing
from teleshop.violations.domain.case import CaseState, ViolationType
from teleshop.violations.errors import CaseNotFoundError
from teleshop.violations.schemas import (
    AffectedCounts,
    AffectedOrderView,
    AffectedQuery,
    ViolationAnnulled,
    ViolationEffective,
)
from teleshop.violations.service.base import facts, facts_of
from teleshop.violations.tables.affected import AffectedRepository
from teleshop.violations.wiring import affected
from tests.factories import after_sales as a
from tests.factories import invoices as f
from tests.factories import placed_orders as p
from tests.factories import reviews
from tests.factories import violation_help as v

pytestmark = pytest.mark.clause("3.4.2")
HELPED = "AffectedCustomerHelped"
FIRST = Place()


def standing(number: int) -> Affected:
    """An affected order as it stands."""
    known = AffectedRepository().find(v.CASE, v.order_id(number))
    assert known is not None
    return known


def counts() -> AffectedCounts:
    """The counts on the case."""
    found = affected().counts(v.CASE)
    assert found is not None
    return found


def told(platform: Any) -> Counter[str]:
    """What customers were told, by how many."""
    events = {event["id"]: event["data"] for event in platform.events_of_type(HELPED)}
    return Counter(data["help"] for data in events.values())


def test_each_customer_is_offered_a_return_and_the_money_is_counted(platform: Any) -> None:
    v.ground()
    for number in (1, 2):
        v.bought(number)
    v.decided()
    platform.settle()
    assert counts() == AffectedCounts(
        orders=2, offered=2, refunded=0, complete=True, standings={"offered": 2}
    )
    assert told(platform) == {"return": 2}
    order = standing(1)
    assert (order.why, order.lines, order.customer_id) == ("with_customer", (1,), "customer-1")
    assert order.help_id is not None

    call = a.calling(a.LEAD, v.NOW + 8 * v.DAY)
    seen = after_sales().requests.show_after_sales(call, order.help_id)
    request, case = seen.request, seen.shown.file.case
    assert (case.channel, case.customer_id) == (CaseChannel.PLATFORM, "customer-1")
    assert (request.stage, request.ground, request.place) == (
        Stage.APPROVED,
        Ground.MISMATCH,
        "platform",
    )
    assert [(line.line, line.quantity) for line in request.lines] == [(1, 2)]
    assert request.ruling is not None
    assert request.ruling.freight == "operator"


def test_money_that_came_back_is_counted_whoever_took_the_order(platform: Any) -> None:
    v.ground()
    a.sold()
    f.spread(a.ORDER_ID)
    v.decided(v.case(products=("prd-1",), measures=()))
    platform.settle()
    order = AffectedRepository().find(v.CASE, a.ORDER_ID)
    assert order is not None
    assert order.help_id is not None
    a.received(order.help_id, now=v.NOW + 7 * v.DAY)
    a.inspected(
        order.help_id,
        InspectedForm(line=1, received=1, fault=True),
        now=v.NOW + 7 * v.DAY,
    )
    call = a.calling(a.LEAD, v.NOW + 8 * v.DAY)
    refund = after_sales().requests.show_after_sales(call, order.help_id).request.refund
    assert refund is not None
    a.refunded(order.help_id, refund.amount, now=v.NOW + 8 * v.DAY)
    platform.settle()
    assert counts() == AffectedCounts(
        orders=1, offered=1, refunded=1, complete=True, standings={"refunded": 1}
    )


def test_what_came_back_is_asked_for_or_is_off_is_counted_and_offered_nothing(
    platform: Any,
) -> None:
    v.ground()
    for number in (1, 2, 3, 4):
        v.bought(number)
    ann = Actor("customer-2", frozenset({Role.CUSTOMER}))
    asked = a.body(1, order_id=v.order_id(2), ground=Ground.QUALITY)
    asked = replace_lines(asked, 2)
    after_sales().requests.request_after_sales(a.calling(ann, v.NOW + v.DAY), asked)
    f.become(v.order_id(3), state=OrderState.CANCELLED, cancelled_at=v.NOW + v.DAY)
    line, pan = f.stored(v.order_id(4)).lines
    f.become(v.order_id(4), lines=(replace(line, refused=2), pan))
    v.decided()
    platform.settle()
    assert [standing(number).standing for number in (1, 2, 3, 4)] == [
        Standing.OFFERED,
        Standing.UNDER_WAY,
        Standing.NOT_NEEDED,
        Standing.NOT_NEEDED,
    ]
    assert [standing(number).why for number in (3, 4)] == ["cancelled", "not_taken_in"]
    assert told(platform) == {"return": 1, "under_way": 1}
    assert (counts().orders, counts().offered) == (4, 1)


def replace_lines(body: Any, quantity: int) -> Any:
    """The same request for more pieces of its first line."""
    return msgspec.structs.replace(
        body, lines=[msgspec.structs.replace(body.lines[0], quantity=quantity)]
    )


def test_what_has_not_left_is_cancelled_and_what_is_to_be_paid_at_the_door_waits(
    platform: Any,
) -> None:
    v.ground()
    v.waiting(1, p.placed())
    pots = (p.line(),)
    v.paid_up(v.waiting(2, p.placed(lines=pots)))
    v.paid_up(v.waiting(3, p.placed()))
    v.on_its_way(4)
    v.decided()
    platform.settle()
    assert [standing(number).standing for number in (1, 2, 3, 4)] == [
        Standing.CALLED_OFF,
        Standing.CALLED_OFF,
        Standing.CALLED_OFF,
        Standing.WAITING,
    ]
    for number in (1, 2, 3):
        order = f.stored(v.order_id(number))
        assert (order.state, order.cancel_reason) == (OrderState.CANCELLED, "goods_withdrawn")
    assert told(platform) == {"called_off": 3, "waiting": 1}
    platform.settle()
    assert counts().offered == 3


def test_goods_of_a_violation_never_leave_with_the_rest_of_a_paid_order(platform: Any) -> None:
    v.ground()
    v.paid_up(v.waiting(1, p.placed()))
    v.decided()
    platform.settle()
    lead = Actor("lea", frozenset({Role.LEAD}))
    with pytest.raises(OrderStateError):
        life().release(v.call(7 * v.DAY, lead), v.order_id(1))


def test_an_order_that_its_customer_cancelled_meanwhile_is_not_counted_as_called_off(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    v.ground()
    v.waiting(1, p.placed())
    purchases = affected()._means.purchases
    withdraw = purchases.withdraw

    def meanwhile(call: Any, order_id: str) -> bool:
        life().cancel(v.call(), order_id, CancelReason.CUSTOMER)
        return withdraw(call, order_id)

    monkeypatch.setattr(purchases, "withdraw", meanwhile)
    v.decided()
    platform.settle()
    assert (standing(1).standing, standing(1).why) == (Standing.NOT_NEEDED, "cancelled")
    assert told(platform) == {}


def test_a_customer_whose_own_request_came_to_nothing_is_helped_then(platform: Any) -> None:
    v.ground()
    v.bought(1)
    ann = Actor("customer-1", frozenset({Role.CUSTOMER}))
    asked = replace_lines(a.body(1, order_id=v.order_id(1), ground=Ground.QUALITY), 2)
    own = after_sales().requests.request_after_sales(a.calling(ann, v.NOW + v.DAY), asked)
    v.decided()
    platform.settle()
    assert standing(1).standing is Standing.UNDER_WAY
    later = a.calling(ann, v.NOW + 7 * v.DAY)
    after_sales().requests.withdraw_after_sales(later, own.request.case_id)
    platform.settle()
    assert standing(1).standing is Standing.OFFERED
    assert counts().standings == {"offered": 1}


def test_of_two_cases_on_one_order_the_second_helps_where_the_first_did_not(
    platform: Any,
) -> None:
    second = "vio_01KASY2D7V3M7T1QZ9N3D6W8XS"
    v.ground()
    v.bought(1)
    v.decided()
    platform.settle()
    v.decided(v.case(id=second))
    platform.settle()
    help_id = standing(1).help_id
    assert help_id is not None
    ann = Actor("customer-1", frozenset({Role.CUSTOMER}))
    after_sales().requests.withdraw_after_sales(a.calling(ann, v.NOW + 7 * v.DAY), help_id)
    platform.settle()
    other = AffectedRepository().find(second, v.order_id(1))
    assert other is not None
    assert (standing(1).standing, other.standing) == (Standing.DECLINED, Standing.OFFERED)


def test_an_order_whose_help_was_refused_is_dealt_with_again_by_itself(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    v.ground()
    v.bought(1)

    def refused(*_: Any) -> Any:
        raise CaseNotFoundError

    monkeypatch.setattr(affected()._means.returns, "offer", refused)
    v.decided()
    platform.settle()
    assert standing(1).standing is Standing.FAILED
    monkeypatch.undo()
    found = deadlines().of_owner(Owner("violations", "case", v.CASE), PageRequest()).items
    platform.run_schedules(at=max(one.due_at for one in found))
    platform.settle()
    assert standing(1).standing is Standing.OFFERED
    assert affected().ask_again(v.call(), v.CASE) == 0


@pytest.mark.usefixtures("aws")
def test_an_order_that_failed_is_dealt_with_again_when_the_decision_takes_effect(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    v.ground()
    v.bought(1)

    def refused(*_: Any) -> Any:
        raise CaseNotFoundError

    monkeypatch.setattr(affected()._means.returns, "offer", refused)
    known = v.decided()
    platform.settle()
    assert standing(1).standing is Standing.FAILED
    monkeypatch.undo()
    told = ViolationEffective(
        **facts(known), points=24, points_in_force=24, cause="not_appealed", measures=()
    )
    v.changed(v.CASE, told, state=CaseState.EFFECTIVE)
    platform.settle()
    assert standing(1).standing is Standing.OFFERED


@pytest.mark.usefixtures("aws")
def test_a_case_that_fell_meanwhile_begins_no_search_and_a_stopped_one_is_complete() -> None:
    v.stored(v.case(state=CaseState.ANNULLED))
    assert affected().begin(v.call(), v.CASE) is None
    v.changed(v.CASE, state=CaseState.DECIDED)
    assert affected().begin(v.call(), v.CASE) is not None
    v.changed(v.CASE, state=CaseState.ANNULLED)
    known = AffectedRepository().search(v.CASE)
    assert affected().search_again(v.call(), v.CASE) == known
    affected().stop(v.call(), v.CASE)
    assert counts().complete


def test_an_order_that_waited_is_dealt_with_once_it_was_delivered(platform: Any) -> None:
    v.ground()
    v.on_its_way(1)
    v.decided()
    platform.settle()
    assert standing(1).standing is Standing.WAITING
    later = v.NOW + 7 * v.DAY
    f.become(
        v.order_id(1),
        collect=True,
        state=OrderState.DELIVERED,
        paid_at=later,
        delivered_at=later,
    )
    assert affected().follow_order(v.call(7 * v.DAY), v.order_id(1)) == 1
    platform.settle()
    assert standing(1).standing is Standing.OFFERED
    assert affected().follow_order(v.call(7 * v.DAY), v.order_id(1)) == 0
    assert counts().standings == {"offered": 1}


def test_without_a_return_place_a_person_gives_it_and_the_customer_is_offered_the_return(
    platform: Any,
) -> None:
    reviews.on_board(p.SUPPLIER_ID)
    v.bought(1)
    v.decided()
    platform.settle()
    help_id = standing(1).help_id
    assert help_id is not None
    request = after_sales().requests.show_after_sales(a.calling(a.LEAD), help_id).request
    assert request.stage is Stage.DECIDING
    reasons = {reason.code for reason in request.assessment.reasons}
    assert {"violation_established", "return_place_missing"} <= reasons


def test_a_customer_who_keeps_the_goods_is_counted_so(platform: Any) -> None:
    v.ground()
    v.bought(1)
    v.decided()
    platform.settle()
    help_id = standing(1).help_id
    assert help_id is not None
    own = Actor("customer-1", frozenset({Role.CUSTOMER}))
    after_sales().requests.withdraw_after_sales(a.calling(own, v.NOW + 7 * v.DAY), help_id)
    platform.settle()
    order = standing(1)
    assert (order.standing, order.why) == (Standing.DECLINED, "withdrawn")
    assert (counts().offered, counts().refunded) == (1, 0)


@pytest.mark.parametrize("deliver", ["twice", "reversed"])
def test_repeated_and_unordered_events_help_each_customer_once(platform: Any, deliver: Any) -> None:
    platform.deliver = deliver
    v.ground()
    for number in range(1, 4):
        v.bought(number)
    v.decided()
    platform.settle()
    assert counts().standings == {"offered": 3}
    assert told(platform) == {"return": 3}
    asked = platform.events_of_type("AfterSalesRequested")
    assert len({event["data"]["case_id"] for event in asked}) == 3


def test_many_orders_are_found_by_pages_and_each_once(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("teleshop.violations.service.affected.PAGE", 2)
    service = affected()
    find = service.find_page
    monkeypatch.setattr(
        service, "find_page", lambda call, case_id, place: find(call, case_id, place, limit=2)
    )
    v.ground()
    for number in range(1, 12):
        v.bought(number)
    v.decided()
    platform.settle()
    pages = platform.events_of_type("AffectedOrdersToFind")
    assert len(pages) > 6
    assert counts().standings == {"offered": 11}
    assert counts().complete


def test_an_order_that_cannot_be_dealt_with_is_shown_and_holds_up_no_other(
    platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    v.ground()
    for number in (1, 2):
        v.bought(number)
    means = affected()._means
    offer = means.returns.offer

    def spoiled(tx: Any, order_id: str, *rest: Any) -> Any:
        if order_id == v.order_id(1):
            raise ValueError("spoiled")
        return offer(tx, order_id, *rest)

    monkeypatch.setattr(means.returns, "offer", spoiled)
    v.decided()
    platform.settle(allow_dead_letters=True)
    assert (standing(1).standing, standing(1).why) == (Standing.FAILED, "ValueError")
    assert counts().standings == {"failed": 1, "offered": 1}
    monkeypatch.undo()
    again = affected().help_customer(v.call(), v.CASE, v.order_id(1))
    assert again is not None
    assert again.standing is Standing.OFFERED
    assert counts().standings == {"offered": 2}


def test_once_the_case_fell_nobody_is_offered_anything_and_what_was_given_stays(
    platform: Any,
) -> None:
    v.ground()
    v.bought(1)
    known = v.decided()
    platform.settle()
    v.changed(
        v.CASE,
        ViolationAnnulled(
            **facts(known), points=24, measures=facts_of(known.measures), decided_at=v.NOW
        ),
        state=CaseState.ANNULLED,
    )
    platform.settle()
    assert standing(1).standing is Standing.OFFERED
    search = AffectedRepository().search(v.CASE)
    assert search is not None
    assert search.stopped_at is not None
    assert affected().stop(v.call(), v.CASE) == search


def test_orders_that_came_in_meanwhile_are_found_when_the_decision_takes_effect(
    platform: Any,
) -> None:
    v.ground()
    v.bought(1)
    known = v.decided()
    platform.settle()
    assert counts().orders == 1
    v.bought(2)
    told = ViolationEffective(
        **facts(known), points=24, points_in_force=24, cause="not_appealed", measures=()
    )
    v.changed(v.CASE, told, state=CaseState.EFFECTIVE, measures=())
    platform.settle()
    assert counts().standings == {"offered": 2}
    assert counts().complete


@pytest.mark.usefixtures("aws")
def test_a_case_that_concerns_no_goods_has_no_affected_orders() -> None:
    papers = v.case(type=ViolationType.FALSE_DOCUMENTS, products=(), measures=())
    v.stored(papers)
    assert affected().begin(v.call(), v.CASE) is None
    assert affected().search_again(v.call(), v.CASE) is None
    assert affected().counts(v.CASE) is None


@pytest.mark.usefixtures("aws")
def test_a_search_begins_once_and_goods_that_nobody_bought_end_it() -> None:
    v.stored()
    begun = affected().begin(v.call(), v.CASE)
    assert begun is not None
    assert affected().begin(v.call(), v.CASE) == begun
    assert affected().find_page(v.call(), "vio_none", FIRST) is None
    place = FIRST
    for _ in range(10):
        following = affected().find_page(v.call(), v.CASE, place)
        if following is None:
            break
        place = following
    assert counts() == AffectedCounts(orders=0, offered=0, refunded=0, complete=True, standings={})


@pytest.mark.clause("6.4.1")
def test_nothing_personal_is_in_the_events_or_on_the_case(platform: Any, aws: Any) -> None:
    v.ground()
    v.bought(1)
    v.decided()
    platform.settle()
    own = [event for event in platform.events if event["source"] == "teleshop.violations"]
    stored = [item for item in aws.items("ViolationsTable") if "affected" in item["pk"]]
    assert own
    assert stored
    for word in ("王小明", p.PHONE, "文三路"):
        assert word not in str(own)
        assert word not in str(stored)


@pytest.mark.usefixtures("aws")
def test_staff_lists_all_or_those_of_one_standing_and_nobody_else_does(platform: Any) -> None:
    v.ground()
    for number in (1, 2):
        v.bought(number)
    f.become(v.order_id(2), state=OrderState.CANCELLED, cancelled_at=v.NOW + v.DAY)
    v.decided()
    platform.settle()
    staff = v.call(actor=v.COMPLIANCE)
    listed = affected().list_orders(staff, v.CASE, AffectedQuery())
    assert [order.order_id for order in listed.items] == [v.order_id(1), v.order_id(2)]
    off = affected().list_orders(staff, v.CASE, AffectedQuery(standing=Standing.NOT_NEEDED))
    (view,) = off.map(AffectedOrderView.of).items
    assert (view.order_id, view.why, view.help_id) == (v.order_id(2), "cancelled", None)
    first = affected().list_orders(staff, v.CASE, AffectedQuery(limit=1))
    assert len(first.items) == 1
    assert first.next is not None
    for actor, case_id in ((p.SUPPLIER, v.CASE), (v.COMPLIANCE, "vio_none")):
        with pytest.raises(CaseNotFoundError):
            affected().list_orders(v.call(actor=actor), case_id, AffectedQuery())
