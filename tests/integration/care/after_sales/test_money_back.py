"""Refunds of orders that were paid here: they run by themselves; people pay what goes beyond."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from functions.care import on_order_returned, on_refund_settled
from teleshop.care.domain.after_sales.decision import Ground
from teleshop.care.domain.after_sales.records import AfterSales, Refund, Stage
from teleshop.care.domain.after_sales.refusals import (
    RefundAmountError,
    RefundRunsItselfError,
    StepNotPossibleError,
)
from teleshop.care.schemas.after_sales import InspectedForm, ParcelBody, ReceiptBody
from teleshop.care.wiring import after_sales
from teleshop.kernel.actor import SYSTEM_ACTOR
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.schemas import OrderReturned
from teleshop.payments.schemas import RefundSettled
from teleshop.roster.tables import RosterRepository
from tests.factories import after_sales as f
from tests.factories import roster
from tests.factories.after_sales import CUSTOMER, DAY, NOW
from tests.factories.placed_orders import ORDER_ID
from tests.harness.aws import Cloud
from tests.harness.lambdas import context_of
from tests.harness.platform import connected
from tests.harness.wiring import wiring

pytestmark = [pytest.mark.clause("6.3.1"), pytest.mark.usefixtures("aws")]
EVENTS = Path(__file__).parents[4] / "events" / "care"


@pytest.fixture
def pan_back(aws: Cloud) -> str:
    """The pan of an order that was paid here came back: 40 CNY are due; answers the case."""
    f.sold_here()
    f.with_place()
    return f.returned(2, order_id=ORDER_ID).request.case_id


@pytest.fixture
def all_back(aws: Cloud) -> str:
    """Everything is faulty and came back, with 12 CNY of freight laid out: they go beyond the 240
    CNY that were paid.
    """
    f.sold_here(one_supplier=True)
    f.with_place()
    seen = f.requested(1, 2, order_id=ORDER_ID, ground=Ground.QUALITY, text="锅底开裂")
    id = seen.request.case_id
    if seen.request.stage is Stage.DECIDING:
        f.decided(id)
    receipt = f.evidence(CUSTOMER)
    parcel = ParcelBody(
        carrier="sf", number="SF1234567890123", freight_paid=12_00, freight_receipt=receipt
    )
    after_sales().goods.report_parcel(f.calling(CUSTOMER, NOW + DAY), id, parcel)
    after_sales().goods.report_receipt(f.calling(now=NOW + 2 * DAY), id, ReceiptBody())
    f.inspected(id, *(InspectedForm(line=number, received=1, fault=True) for number in (1, 2)))
    return id


@pytest.mark.parametrize(
    ("ground", "faults", "faulty", "defective"),
    [
        (Ground.QUALITY, (True, True), True, [1, 2]),
        (Ground.QUALITY, (True, False), True, [1]),
        (Ground.MISMATCH, (False, True), True, [2]),
        (Ground.TRANSPORT_DAMAGE, (True, True), True, []),
        (Ground.NO_REASON, (None, None), False, []),
    ],
)
def test_an_inspection_tells_by_line_whether_the_goods_themselves_were_at_fault(
    aws: Cloud, ground: Ground, faults: Any, faulty: bool, defective: list[int]
) -> None:
    f.sold_here(one_supplier=True)
    f.with_place()
    seen = f.requested(1, 2, order_id=ORDER_ID, ground=ground, text="锅底开裂")
    id = seen.request.case_id
    if seen.request.stage is Stage.DECIDING:
        f.decided(id)
    f.received(id)
    lines = [
        InspectedForm(line=number, received=1, fault=fault)
        for number, fault in enumerate(faults, start=1)
    ]
    f.inspected(id, *lines, photos=[f.evidence()])
    (event,) = told(aws, "GoodsInspected")
    assert (event["faulty"], event["defective"]) == (faulty, defective)


def refund_of(id: str) -> Refund:
    seen = after_sales().requests.show_after_sales(f.calling(f.LEAD, NOW + 4 * DAY), id)
    assert seen.request.refund is not None
    return seen.request.refund


def on_its_way(id: str, amount: int) -> AfterSales:
    call = f.calling(SYSTEM_ACTOR, NOW + 3 * DAY)
    return after_sales().goods.note_refund_requested(call, id, amount).request


def came_through(id: str, amount: int, reference: str = "rfd_1") -> AfterSales:
    call = f.calling(SYSTEM_ACTOR, NOW + 4 * DAY)
    return after_sales().goods.take_over_refund(call, id, amount, reference).request


def told(aws: Cloud, type: str) -> list[dict[str, Any]]:
    items = [item for item in aws.items("OutboxTable") if item["type"] == type]
    return [msgspec.json.decode(item["envelope"])["data"] for item in items]


def test_the_inspection_says_what_is_due_for_which_order_by_when(aws: Cloud, pan_back: str) -> None:
    (event,) = told(aws, "GoodsInspected")
    assert (event["order_id"], event["refund_due"]) == (ORDER_ID, 40_00)
    assert msgspec.json.encode(refund_of(pan_back).due_at).decode() == f'"{event["refund_due_at"]}"'


def test_a_refund_that_runs_by_itself_settles_the_case_and_nobody_records_it(
    aws: Cloud, pan_back: str
) -> None:
    with pytest.raises(RefundRunsItselfError):
        f.refunded(pan_back, 40_00)
    on_its_way(pan_back, 40_00)
    with pytest.raises(RefundRunsItselfError):
        f.refunded(pan_back, 40_00)
    assert came_through(pan_back, 40_00).stage is Stage.SETTLED
    assert refund_of(pan_back).reference == "rfd_1"
    (paid,) = told(aws, "RefundPaid")
    assert (paid["amount"], paid["reference"]) == (40_00, "rfd_1")


def test_which_of_both_is_told_first_is_no_matter(pan_back: str) -> None:
    assert came_through(pan_back, 40_00).stage is Stage.SETTLED


def test_what_goes_beyond_the_payment_is_paid_by_people_once(aws: Cloud, all_back: str) -> None:
    refund = refund_of(all_back)
    assert (refund.amount, refund.freight, refund.left) == (252_00, 12_00, 252_00)
    on_its_way(all_back, 240_00)
    assert refund_of(all_back).by_hand == 12_00
    with pytest.raises(RefundAmountError):
        f.refunded(all_back, 252_00)
    assert f.refunded(all_back, 12_00).request.stage is Stage.INSPECTED
    with pytest.raises(RefundRunsItselfError):
        f.refunded(all_back, 12_00, ref="PAY-0002")
    assert told(aws, "RefundPaid") == []
    assert came_through(all_back, 240_00).stage is Stage.SETTLED
    assert refund_of(all_back).left == 0
    assert [event["amount"] for event in told(aws, "RefundPaid")] == [252_00]


def test_money_that_came_through_first_leaves_the_rest_to_people(all_back: str) -> None:
    assert came_through(all_back, 240_00).stage is Stage.INSPECTED
    on_its_way(all_back, 240_00)
    assert f.refunded(all_back, 12_00).request.stage is Stage.SETTLED


def test_where_nothing_can_go_back_by_itself_all_of_it_is_paid_by_people(all_back: str) -> None:
    on_its_way(all_back, 0)
    assert f.refunded(all_back, 252_00).request.stage is Stage.SETTLED


def test_more_than_is_left_is_not_taken_over(pan_back: str) -> None:
    with pytest.raises(RefundAmountError):
        came_through(pan_back, 40_01)


def test_money_of_a_reported_order_does_not_run_by_itself(aws: Cloud) -> None:
    f.sold()
    f.with_place()
    id = f.returned(2).request.case_id
    with pytest.raises(StepNotPossibleError):
        on_its_way(id, 40_00)
    with pytest.raises(StepNotPossibleError):
        came_through(id, 40_00)
    assert f.refunded(id, 40_00).request.stage is Stage.SETTLED


def sample(name: str, **data: Any) -> dict[str, Any]:
    """The sample, about another case."""
    made: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    made["detail"]["data"] |= data
    return made


def test_the_functions_take_over_what_orders_and_payments_say_once(pan_back: str) -> None:
    told = sample("on_order_returned", case_id=pan_back, refund=40_00)
    for _ in range(2):
        on_order_returned.handler(told, context_of("CareOnOrderReturned"))
    assert refund_of(pan_back).by_payment == 40_00
    other = sample("on_refund_settled", subject=ORDER_ID, reason="cancelled", amount=1)
    other["detail"]["id"] = "evt_other"
    on_refund_settled.handler(other, context_of("CareOnRefundSettled"))
    settled = sample("on_refund_settled", subject=pan_back, reason="returned", amount=40_00)
    for _ in range(2):
        on_refund_settled.handler(settled, context_of("CareOnRefundSettled"))
    assert refund_of(pan_back).paid_at is not None


@pytest.mark.parametrize("reverse", [False, True])
def test_what_orders_and_payments_tell_over_the_bus_settles_the_case_of_whoever_has_it(
    aws: Cloud, pan_back: str, reverse: bool
) -> None:
    roster.on_shift("agnes")
    facts: dict[str, Any] = {"customer_id": CUSTOMER.subject, "order_id": ORDER_ID}
    returned = OrderReturned(
        **facts,
        supplier_ids=[],
        case_id=pan_back,
        lines=(),
        faulty=False,
        refund=40_00,
        whole=False,
        returned_at=NOW + 2 * DAY,
    )
    settled = RefundSettled(
        **facts,
        refund_id="rfd_1",
        payment_id="pay_1",
        amount=40_00,
        reason="returned",
        subject=pan_back,
        reference="rfd_1",
        settled_at=NOW + 3 * DAY,
        late=False,
    )
    whole = wiring()
    wanted = ("Outbox", "CareOn", "CareAssign")
    names = [name for name in whole.handlers if name.startswith(wanted)]
    with connected(aws, replace(whole.only(*names), machines=[])) as platform:
        platform.settle()
        (assigned,) = platform.events_of_type("CaseAssigned")
        assert (assigned["data"]["case_id"], assigned["data"]["assignee"]) == (pan_back, "agnes")
        for told in (settled, returned) if reverse else (returned, settled):
            tx = Transaction(
                f.calling(SYSTEM_ACTOR, NOW + 3 * DAY), "tell", Subject("order", ORDER_ID)
            )
            tx.publish(told)
            tx.commit(None)
        platform.settle()
        assert refund_of(pan_back).paid_at is not None
        assert platform.events_of_type("RefundPaid")
        (closed,) = platform.events_of_type("CaseClosed")
        assert closed["data"]["resolution"] == "refunded"
        load = RosterRepository().find_load("agnes")
        assert load is not None
        assert load.cases == 0
