"""What became of a parcel is put right: with real payments, clocks and whoever listens."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from teleshop.care.domain.after_sales.decision import Ground
from teleshop.care.domain.after_sales.records import Stage
from teleshop.care.schemas.after_sales import InspectedForm
from teleshop.care.wiring import after_sales
from teleshop.orders.errors import GoodsNotSentError
from teleshop.orders.schemas import InspectedGoods, OutcomeBody
from teleshop.orders.service import ParcelCorrection
from teleshop.orders.wiring import life, service
from teleshop.payments.service import PaymentState
from teleshop.pricing.tables import PricingRepository
from tests.factories import after_sales as f
from tests.factories import bought as b
from tests.factories.placed_orders import DAY, HOUR, LEAD, NOW, ORDER_ID, PACKER
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring
from tests.integration.orders.test_life import (
    FULL,
    deadline,
    do,
    payment_of,
    ran_out,
    refunds,
    stored,
    told,
)

WHY = ParcelCorrection.ENTRY_ERROR

pytestmark = pytest.mark.clause("6.3.1", "7.1.3")


@pytest.fixture(autouse=True)
def _shelves(aws: Any) -> None:
    """Goods are there."""
    b.goods()


def note(outcome: Any, parcel: str, *, right: bool = False, **how: Any) -> Any:
    """Somebody of the warehouse notes what became of a parcel, or a lead puts it right."""
    body = OutcomeBody(outcome=outcome, correction=WHY if right else None, **how)
    after = 2 * DAY if right else DAY
    return do(
        LEAD if right else PACKER,
        after,
        lambda call: life().settle_parcel(call, ORDER_ID, parcel, body),
    )


def test_a_refusal_that_was_none_lets_the_days_for_return_run_and_refunds_nothing_more(
    aws: Any,
) -> None:
    parcel = b.sent().parcels[0].id
    note("refused", parcel)
    after = note("delivered", parcel, right=True, at=NOW + 2 * HOUR)
    assert (after.state, after.delivered_at) == ("delivered", NOW + 2 * HOUR)
    assert [one.amount for one in refunds()] == [FULL]
    (event,) = told(aws, "RefusalCorrected")
    assert (event["parcel_id"], event["correction"]) == (parcel, "entry_error")
    assert [(one["line"], one["quantity"]) for one in event["lines"]] == [(1, 2), (2, 1)]
    (delivered,) = told(aws, "OrderDelivered")
    assert delivered["delivered_at"] == "2026-11-23T06:00:00Z"
    assert deadline("completion:1").state == "open"
    again = note("delivered", parcel, right=True)
    assert again == after
    entries = [row for row in aws.items("AuditTable") if row["action"] == "correct_refusal"]
    assert [entry["actor"] for entry in entries] == [LEAD.subject]
    assert ran_out("completion:1", ORDER_ID) is not None
    assert stored().state == "completed"


def test_cash_that_was_collected_pays_an_order_whose_refusal_was_a_mistake(aws: Any) -> None:
    parcel = b.sent(b.wish(at_the_door=True)).parcels[0].id
    note("refused", parcel)
    assert payment_of().state is PaymentState.CLOSED
    after = note("delivered", parcel, right=True, collected=FULL)
    assert (after.state, after.received, after.refunded) == ("delivered", FULL, 0)
    assert (payment_of().state, payment_of().received) == (PaymentState.RECEIVED, FULL)
    (event,) = told(aws, "OrderPaid")
    assert event["amount"] == FULL


def test_a_delivery_that_was_none_stops_the_days_for_return_and_the_money_goes_back(
    aws: Any,
) -> None:
    parcel = b.sent().parcels[0].id
    note("delivered", parcel)
    assert deadline("completion").state == "open"
    after = note("refused", parcel, right=True)
    assert (after.state, after.delivered_at) == ("refused", None)
    assert deadline("completion").state == "cancelled"
    assert [(one.amount, one.reason) for one in refunds()] == [(FULL, "refused")]
    (event,) = told(aws, "OrderRefused")
    assert (event["refund"], event["correction"]) == (FULL, "entry_error")
    # And right again: told as delivered once, with a clock of its own, and no second refund.
    last = note("delivered", parcel, right=True)
    assert (last.state, deadline("completion:2").state) == ("delivered", "open")
    assert (len(told(aws, "OrderDelivered")), len(refunds())) == (1, 1)
    seen = service().find(ORDER_ID)
    assert seen is not None
    assert (seen.paid, [one.paid for one in seen.lines]) == (0, [0, 0])


def test_that_an_order_was_delivered_is_told_though_its_parcels_turned_before(aws: Any) -> None:
    first = b.sent(line1=1).parcels[0].id
    last = b.parcel("SF1234567890124", line1=1, line2=1)
    order = do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, last))
    note("delivered", first)
    note("refused", first, right=True)
    note("refused", order.parcels[1].id)
    assert told(aws, "OrderDelivered") == []
    assert note("delivered", order.parcels[1].id, right=True).state == "delivered"
    assert len(told(aws, "OrderDelivered")) == 1


def test_days_run_from_the_moment_in_which_a_refusal_was_put_right(aws: Any) -> None:
    parcel = b.sent().parcels[0].id
    note("refused", parcel)
    body = OutcomeBody(outcome="delivered", at=NOW + 2 * HOUR, correction=WHY)
    do(LEAD, 20 * DAY, lambda call: life().settle_parcel(call, ORDER_ID, parcel, body))
    clock = deadline("completion:1")
    assert clock.due_at > NOW + 28 * DAY
    # After-sales counts from there too, since nothing could be asked for before.
    f.with_place()
    case = f.requested(2, order_id=ORDER_ID, now=NOW + 21 * DAY).request
    assert case.stage is not Stage.REFUSED


def test_a_completed_order_that_is_put_right_is_completed_again_and_told_once(aws: Any) -> None:
    parcel = b.sent().parcels[0].id
    note("delivered", parcel)
    ran_out("completion", ORDER_ID)
    assert stored().state == "completed"
    off = note("refused", parcel, right=True)
    assert (off.state, off.completed_at) == ("refused", None)
    there = note("delivered", parcel, right=True)
    assert (there.state, there.completed_at) == ("delivered", None)
    ran_out("completion:2", ORDER_ID)
    assert stored().state == "completed"
    assert len(told(aws, "OrderCompleted")) == 1


@pytest.fixture
def listeners(aws: Cloud) -> Iterator[Platform]:
    """Whoever has to follow what was put right."""
    functions = (
        "OutboxPublish",
        "CareOnOrderCancelled",
        "InvoicesFollowLines",
        "NotificationsOnEvent",
        "PricingOnOrder",
        "TimelinesOnEvent",
    )
    with connected(aws, wiring().only(*functions)) as made:
        yield made


def test_a_customer_is_told_and_what_nobody_paid_for_lowers_no_price(
    aws: Cloud, listeners: Platform
) -> None:
    parcel = b.sent(line1=1).parcels[0].id
    last = b.parcel("SF1234567890124", line1=1, line2=1)
    order = do(PACKER, HOUR, lambda call: life().ship(call, ORDER_ID, last))
    note("refused", parcel)
    note("delivered", order.parcels[1].id)
    listeners.settle()
    note("delivered", parcel, right=True)
    listeners.settle()
    deal = PricingRepository().contributed(ORDER_ID)[b.POT].deal
    assert deal is not None
    assert deal.amount == 150_00
    assert len([row for row in aws.items("TimelinesTable") if "RefusalCorrected" in str(row)]) == 1
    assert "RefusalCorrected" in str(aws.items("NotificationsTable"))


def test_a_defect_of_goods_that_were_paid_back_is_a_case_whose_refund_is_nothing(
    aws: Cloud,
) -> None:
    parcel = b.sent().parcels[0].id
    note("refused", parcel)
    note("delivered", parcel, right=True)
    f.with_place()
    soon = NOW + 3 * DAY
    case = f.requested(
        2, order_id=ORDER_ID, now=soon, ground=Ground.QUALITY, text="锅底开裂"
    ).request.case_id
    if after_sales().requests.show_after_sales(f.calling(f.LEAD), case).request.stage is (
        Stage.DECIDING
    ):
        f.decided(case, now=soon)
    f.received(case, now=soon + 2 * DAY)
    found = InspectedForm(line=2, received=1, fault=True)
    done = f.inspected(case, found, now=soon + 2 * DAY)
    assert done.request.refund is not None
    assert done.request.refund.amount == 0
    assert done.request.stage is Stage.SETTLED


def test_what_was_asked_for_of_goods_that_never_came_is_over(
    aws: Cloud, listeners: Platform
) -> None:
    parcel = b.sent().parcels[0].id
    note("delivered", parcel)
    f.with_place()
    case = f.requested(2, order_id=ORDER_ID, now=NOW + DAY).request.case_id
    note("refused", parcel, right=True)
    listeners.settle()
    assert after_sales().requests.show_after_sales(f.calling(f.LEAD), case).request.stage is (
        Stage.CALLED_OFF
    )


def test_goods_that_were_accepted_as_their_parcel_was_corrected_end_with_the_money_that_went_back(
    aws: Cloud,
) -> None:
    parcel = b.sent().parcels[0].id
    note("delivered", parcel)
    f.with_place()
    asked = f.returned(2, order_id=ORDER_ID, now=NOW + DAY).request
    case, due = asked.case_id, asked.refund
    assert due is not None
    goods = msgspec.convert(told(aws, "GoodsInspected")[0], InspectedGoods)
    note("refused", parcel, right=True)
    with pytest.raises(GoodsNotSentError):
        life().goods_returned(b.later(after=4 * DAY), goods)
    # As the guide has it: the correction is taken back and the event comes again.
    note("delivered", parcel, right=True)
    do(LEAD, 4 * DAY, lambda call: life().goods_returned(call, goods))
    (back,) = told(aws, "OrderReturned")
    assert (back["refund"], len(refunds())) == (0, 1)
    after_sales().goods.note_refund_requested(f.calling(f.LEAD, NOW + 4 * DAY), case, 0)
    # What the correction sent is the refund: its reference is entered, nothing is paid.
    done = f.refunded(case, due.amount, now=NOW + 5 * DAY, ref="RF-0001")
    assert done.request.stage is Stage.SETTLED
