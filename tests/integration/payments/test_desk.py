"""What other contexts do with payments within their own transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from teleshop.kernel.errors import BusyError
from teleshop.payments.errors import (
    CollectedAmountError,
    PaymentExistsError,
    PaymentStateError,
    RefundExceedsError,
)
from teleshop.payments.service import Method, PaymentState
from teleshop.payments.wiring import service
from tests.factories import payments as f
from tests.harness.aws import Cloud

pytestmark = pytest.mark.clause("4.3.4", "6.3.1")


def types(aws: Cloud) -> list[str]:
    return sorted(str(row["type"]) for row in aws.items("OutboxTable"))


def test_an_order_has_one_payment(aws: Cloud) -> None:
    f.opened()
    with pytest.raises(PaymentExistsError):
        f.opened()


def test_nothing_due_is_received_at_once_and_told(aws: Cloud) -> None:
    made = f.opened(amount=0)
    assert made.state is PaymentState.RECEIVED
    assert service().desk.link(made, f.NOW) is None
    assert types(aws) == ["PaymentReceived"]


def test_a_link_is_there_while_it_can_be_paid(aws: Cloud) -> None:
    made = f.opened()
    link = service().desk.link(made, f.NOW)
    assert link is not None
    assert link.expires_at == made.due_at
    assert service().desk.link(made, f.NOW + 30 * f.MINUTE) is None
    assert service().desk.link(f.closed(), f.NOW) is None


def test_cash_is_collected_exactly_and_told(aws: Cloud) -> None:
    f.opened(method=Method.CASH_ON_DELIVERY, due_at=None)
    desk = service().desk
    with pytest.raises(CollectedAmountError):
        f.within(lambda tx: desk.collect(tx, f.stored(), f.AMOUNT - 1, f.NOW))
    f.within(lambda tx: desk.collect(tx, f.stored(), f.AMOUNT, f.NOW))
    assert f.stored().received == f.AMOUNT
    with pytest.raises(PaymentStateError):
        f.within(lambda tx: desk.collect(tx, f.stored(), f.AMOUNT, f.NOW))
    assert types(aws) == ["PaymentReceived"]


def test_a_refund_goes_back_by_the_way_the_money_came(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded(100_00)
    assert (refund.gateway, refund.by_hand) == ("standard", False)
    f.opened("ord_cash", method=Method.CASH_ON_DELIVERY, due_at=None)
    f.within(lambda tx: service().desk.collect(tx, f.stored("ord_cash"), f.AMOUNT, f.NOW))
    assert f.refunded(100_00, "ord_cash").by_hand


def test_refunds_at_once_never_exceed_what_came_in(aws: Cloud) -> None:
    f.paid()

    def ask(_: int) -> int:
        try:
            return f.refunded(70_00).amount
        except (RefundExceedsError, BusyError):
            return 0

    with ThreadPoolExecutor(6) as pool:
        given = sum(pool.map(ask, range(6)))
    payment = f.stored()
    assert payment.refunded == given <= f.AMOUNT
    assert sum(one.amount for one in service().desk.refunds_of(payment)) == given
    left = f.AMOUNT - given
    with pytest.raises(RefundExceedsError):
        f.refunded(left + 1)


def test_a_refund_carries_its_clock_with_warnings(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    (clock,) = aws.items("DeadlinesTable")
    assert clock["pk"] == f"payments:{refund.id}:refund"
    assert len(clock["warnings"]) > 2
    assert refund.due_at == f.NOW + 7 * f.DAY


def test_a_refund_that_is_due_at_once_has_no_warnings_to_come(aws: Cloud) -> None:
    f.paid()
    f.refunded(due_at=f.NOW + timedelta(hours=1))
    (clock,) = aws.items("DeadlinesTable")
    assert clock["warnings"] == "[]"


def test_nothing_of_a_gateway_is_readable_in_the_audit_trail_or_in_events(aws: Cloud) -> None:
    f.paid()
    refund = f.refunded()
    f.settle(refund)
    trail: Any = [aws.items("AuditTable"), aws.items("OutboxTable")]
    assert f.TRANSACTION not in str(trail)
    assert f.REFERENCE not in str(aws.items("AuditTable"))
