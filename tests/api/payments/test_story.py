"""From money that comes in to money that is back with the customer, as the template connects it."""

import pytest

from teleshop.payments.errors import GatewayUnavailableError
from teleshop.payments.service import Method
from teleshop.payments.wiring import service
from tests.api.payments.conftest import Site
from tests.factories import payments as f
from tests.harness.platform import Deliver

pytestmark = pytest.mark.clause("4.3.4", "6.3.1")
every_delivery = pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])


def paid(site: Site) -> None:
    assert site.callback("payment.succeeded", f.paid_data()).json["outcome"] == "accepted"


@every_delivery
def test_a_refund_is_sent_paid_and_told_once(site: Site, deliver: Deliver) -> None:
    site.platform.deliver = deliver
    paid(site)
    (received,) = {str(event["data"]) for event in site.platform.events_of_type("PaymentReceived")}
    assert f.ORDER in received
    refund = f.refunded(100_00)
    site.platform.settle()
    keys = {asked["headers"]["Idempotency-Key"] for asked in site.platform.gateway.asked}
    assert keys == {f"{refund.id}.1"}
    assert f.refund_of(refund.id).state == "sent"
    site.at(f.DAY).callback("refund.succeeded", f.succeeded_data(refund))
    assert f.refund_of(refund.id).state == "settled"
    assert site.told(f.BUYER) == ["RefundRequested", "RefundSettled"]


def test_late_money_goes_back_by_itself_and_finance_is_told(site: Site) -> None:
    f.closed()
    site.at(32 * f.MINUTE).callback("payment.succeeded", f.paid_data())
    (asked,) = site.platform.gateway.asked
    assert (asked["body"]["amount"], asked["body"]["reason"]) == (f.AMOUNT, "late")
    assert site.told(f.FINANCE) == ["PaymentUnexpected"]
    assert site.told(f.BUYER) == ["PaymentUnexpected", "RefundRequested"]


def test_money_that_nobody_knows_of_is_told_to_finance_alone(site: Site) -> None:
    site.callback("payment.succeeded", f.paid_data(payment_id="pay_none"))
    assert site.told(f.FINANCE) == ["PaymentUnexpected"]
    assert site.told(f.BUYER) == []


def test_a_failed_refund_waits_for_finance_and_a_new_attempt_is_asked_for(site: Site) -> None:
    paid(site)
    refund = f.refunded(100_00)
    site.platform.settle()
    failed = {"refund_id": refund.id, "attempt": 1, "code": "account_closed"}
    site.at(f.DAY).callback("refund.failed", failed)
    assert site.told(f.FINANCE) == ["RefundFailed"]
    site.as_(f.FINANCE).post(f"/refunds/{refund.id}/retry")
    site.platform.settle()
    keys = [asked["headers"]["Idempotency-Key"] for asked in site.platform.gateway.asked]
    assert keys == [f"{refund.id}.1", f"{refund.id}.2"]


def test_a_gateway_that_stays_away_leaves_the_event_for_people_and_the_clock_running(
    site: Site,
) -> None:
    paid(site)
    site.platform.gateway.answers = [GatewayUnavailableError()] * 20
    refund = f.refunded(100_00)
    site.platform.settle(allow_dead_letters=True)
    (letter,) = site.platform.dead_letters
    assert letter.function == "PaymentsSendRefund"
    assert f.refund_of(refund.id).state == "requested"
    site.platform.gateway.answers = []
    site.as_(f.FINANCE).post(f"/refunds/{refund.id}/retry")
    site.platform.settle()
    assert f.refund_of(refund.id).state == "sent"


def test_finance_is_warned_before_and_the_customer_told_when_a_refund_is_late(site: Site) -> None:
    paid(site)
    refund = f.refunded(100_00)
    site.platform.settle()
    site.platform.run_schedules(at=f.NOW + 5 * f.DAY + f.MINUTE, function="DeadlinesSweep")
    assert site.told(f.FINANCE) == ["RefundDueSoon"]
    site.platform.run_schedules(at=f.NOW + 7 * f.DAY + f.MINUTE, function="DeadlinesSweep")
    assert "RefundOverdue" in site.told(f.BUYER)
    assert site.told(f.FINANCE).count("RefundOverdue") == 1
    site.at(8 * f.DAY).callback("refund.succeeded", f.succeeded_data(refund))
    shown = site.as_(f.BUYER).get(f"/refunds/{refund.id}").json
    assert (shown["state"], shown["late"]) == ("settled", True)
    (settled,) = site.platform.events_of_type("RefundSettled")
    assert settled["data"]["late"] is True


def test_cash_goes_back_by_the_hand_of_finance(site: Site) -> None:
    f.opened("ord_cash", method=Method.CASH_ON_DELIVERY, due_at=None)
    f.within(lambda tx: service().desk.collect(tx, f.stored("ord_cash"), f.AMOUNT, f.NOW))
    refund = f.refunded(100_00, "ord_cash")
    site.platform.settle()
    assert site.platform.gateway.asked == []
    assert site.told(f.FINANCE) == ["RefundRequested"]
    site.at(f.DAY)
    done = site.as_(f.FINANCE).post(f"/refunds/{refund.id}/settlement", {"reference": "bank-1"})
    assert done.status == 200
    site.platform.settle()
    assert "RefundSettled" in site.told(f.BUYER)
