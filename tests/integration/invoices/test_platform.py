"""Invoices on the platform in one process: money that goes back is followed by itself, clocks tell,
files are made, suppliers see what happens to orders.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest

from teleshop.invoices.domain.receipt import FileState
from teleshop.invoices.domain.request import RequestState
from teleshop.invoices.domain.supply import LineState
from teleshop.invoices.schemas import LinesQuery, RefusalBody
from teleshop.invoices.wiring import service
from teleshop.orders.schemas import OrderCancelled
from teleshop.orders.service import CancelReason, OrderState
from tests.factories import after_sales as a
from tests.factories import invoices as f
from tests.factories import placed_orders as p
from tests.harness.aws import Cloud
from tests.harness.platform import Platform, connected
from tests.harness.wiring import wiring

pytestmark = pytest.mark.clause("6.3.1")
OWN = (
    "InvoicesExport",
    "InvoicesFollowLines",
    "InvoicesFollowMoney",
    "InvoicesOnDeadlineApproaching",
    "InvoicesOnDeadlineReached",
    "InvoicesPrintReceipt",
)
TAKING_PART = ("Deadlines", "Outbox", "Notifications", "Timelines")


@pytest.fixture
def platform(aws: Cloud) -> Iterator[Platform]:
    """The functions that have a part in invoices, connected."""
    whole = wiring()
    names = [name for name in whole.handlers if name.startswith(TAKING_PART)]
    with connected(aws, replace(whole.only(*OWN, *names), machines=[])) as made:
        yield made


def told(aws: Cloud) -> str:
    return str(aws.items("NotificationsTable"))


@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_a_return_makes_a_red_letter_due_by_itself(
    platform: Platform, aws: Cloud, deliver: Literal["once", "twice", "reversed"]
) -> None:
    platform.deliver = deliver
    request_id = f.issued()
    f.took_back()
    platform.settle()
    assert f.known(request_id).pending == 100_00
    due = {event["id"]: event["data"] for event in platform.events_of_type("InvoiceCorrectionDue")}
    assert [one["pending"] for one in due.values()] == [100_00]
    assert "发票待红冲" in told(aws)
    f.correct(request_id)
    platform.settle()
    assert platform.events_of_type("InvoiceCorrected")
    assert f.known(request_id).net == 310_00


def test_a_cancelled_order_ends_its_request(platform: Platform, aws: Cloud) -> None:
    request_id = f.requested()
    known = f.stored()
    cancelled = OrderCancelled(
        customer_id=known.customer_id,
        order_id=f.ORDER,
        supplier_ids=known.supplier_ids,
        reason=CancelReason.CUSTOMER,
        lines=(),
        refund=f.TOTAL,
        cancelled_at=f.NOW + f.DAY,
    )
    f.become(
        f.ORDER,
        cancelled,
        refund=f.TOTAL,
        after=f.DAY,
        state=OrderState.CANCELLED,
        cancelled_at=f.NOW + f.DAY,
    )
    platform.settle()
    assert f.known(request_id).state is RequestState.REFUSED
    (refused,) = platform.events_of_type("InvoiceRefused")
    assert refused["data"]["reason"] == "nothing_left"
    assert "已全部退回" in told(aws)


def test_what_came_back_of_a_reported_order_is_followed(platform: Platform) -> None:
    a.with_place()
    order = a.sold()
    asked = f.request(a.CUSTOMER, order_id=order.id).request
    a.returned(1)
    platform.settle()
    assert f.known(asked.id).amount < asked.amount
    (line, _) = f.lines(order.id)
    assert line.state is LineState.RETURNED


def test_finance_is_warned_and_what_is_late_is_told_at_its_minute(
    platform: Platform, aws: Cloud
) -> None:
    request_id = f.requested()
    due_at = f.known(request_id).due_at
    assert due_at is not None
    platform.run_schedules(at=due_at - timedelta(hours=24, minutes=1))
    assert not platform.events_of_type("InvoiceDueSoon")
    platform.run_schedules(at=due_at - timedelta(hours=24))
    assert [one["data"]["what"] for one in platform.events_of_type("InvoiceDueSoon")] == ["issue"]
    platform.run_schedules(at=due_at - timedelta(minutes=1))
    assert not f.known(request_id).overdue
    platform.run_schedules(at=due_at)
    assert f.known(request_id).overdue
    (late,) = platform.events_of_type("InvoiceOverdue")
    assert late["data"]["what"] == "issue"
    assert "发票处理已逾期" in told(aws)


def test_what_was_done_in_time_has_no_clock(platform: Platform) -> None:
    f.issued()
    platform.run_schedules(at=f.NOW + 30 * f.DAY)
    assert not platform.events_of_type("InvoiceOverdue")


def test_people_are_told_of_what_happens(platform: Platform, aws: Cloud) -> None:
    request_id = f.requested()
    service().requests.withdraw_request(f.call(f.BUYER, f.DAY), request_id)
    again = f.request().request.id
    no = RefusalBody(reason="tax_id_unknown")
    service().issuing.refuse(f.call(f.FINANCE, f.DAY), again, no)
    f.issue(f.request().request.id)
    platform.settle()
    kinds = {event["detail-type"] for event in platform.events if "Invoice" in event["detail-type"]}
    assert kinds == {"InvoiceRequested", "InvoiceWithdrawn", "InvoiceRefused", "InvoiceIssued"}
    stored = told(aws)
    for words in ("有新的开票申请", "开票申请未通过", "发票已开具"):
        assert words in stored


@pytest.mark.clause("6.4.1")
def test_nothing_personal_is_in_events_and_messages(platform: Platform, aws: Cloud) -> None:
    f.requested(**f.SPECIAL)
    f.issue(f.known(_only_request(aws)).id)
    service().receipts.request_file(f.call(f.BUYER, f.DAY), f.ORDER)
    platform.settle()
    everything = str(platform.events) + told(aws)
    hidden = [value for name, value in f.SPECIAL.items() if name != "kind"]
    hidden += ["wang@example.com", "王小明", p.PHONE, "文三路"]
    assert [word for word in hidden if word in everything] == []


def _only_request(aws: Cloud) -> str:
    (item,) = [item for item in aws.items("InvoicesTable") if item["sk"] == "request"]
    return str(item["id"])


def test_a_receipt_is_printed_when_it_is_asked_for(platform: Platform) -> None:
    f.paid()
    service().receipts.request_file(f.call(f.BUYER, f.DAY), f.ORDER)
    platform.settle()
    assert platform.events_of_type("ReceiptMade")
    shown = service().receipts.show(f.call(f.BUYER, f.DAY), f.ORDER)
    assert shown.file is not None
    assert shown.file.state is FileState.READY


@pytest.mark.clause("3.2.5")
@pytest.mark.parametrize("deliver", ["once", "twice", "reversed"])
def test_suppliers_see_orders_whatever_comes_in_which_order(
    platform: Platform, deliver: Literal["once", "twice", "reversed"]
) -> None:
    platform.deliver = deliver
    f.paid()
    f.took_back()
    platform.settle()
    query = LinesQuery(state=LineState.RETURNED)
    page = service().supplies.list_lines(f.call(f.OTHER), query)
    assert [(one.line, one.returned) for one in page.items] == [(2, 1)]
    page = service().supplies.list_lines(f.call(f.SUPPLIER), LinesQuery())
    assert [one.state for one in page.items] == [LineState.DELIVERED]


@pytest.mark.clause("3.2.5")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_made_and_its_supplier_told(platform: Platform, aws: Cloud, form: str) -> None:
    f.paid()
    platform.settle()
    asked = f.export(format=form).export
    platform.settle()
    (made,) = platform.events_of_type("SupplierExportMade")
    assert (made["data"]["state"], made["data"]["lines"]) == ("ready", 1)
    assert service().exports.show(f.call(f.SUPPLIER), asked.id).link
    assert "订单明细导出" in told(aws)


@pytest.mark.clause("3.2.5")
def test_a_supplier_is_not_told_of_what_staff_exports(platform: Platform, aws: Cloud) -> None:
    f.export(f.MERCHANDISER, supplier_id=f.OTHER.supplier_id)
    platform.settle()
    assert platform.events_of_type("SupplierExportMade")
    assert "订单明细导出" not in told(aws)
