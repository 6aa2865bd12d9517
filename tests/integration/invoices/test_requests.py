"""Requests for invoices: what is stored, refused and corrected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from teleshop.deadlines.wiring import service as deadlines
from teleshop.documents.errors import DocumentNotFoundError, DocumentPurposeMismatchError
from teleshop.invoices.domain.request import RefusalReason, RequestState
from teleshop.invoices.errors import (
    InvoiceAmountDiffersError,
    InvoiceFileUsedError,
    InvoiceNumberUsedError,
    InvoiceOrderNotFoundError,
    InvoicePeriodOverError,
    InvoiceRequestEndedError,
    InvoiceRequestNotFoundError,
    InvoiceRequestOpenError,
    InvoiceStandsError,
    NothingToInvoiceError,
    OrderNotPaidError,
)
from teleshop.invoices.schemas import InvoicesQuery, RefusalBody
from teleshop.invoices.wiring import service
from teleshop.kernel.errors import InvalidInputError
from tests.factories import after_sales as a
from tests.factories import documents as d
from tests.factories import invoices as f
from tests.factories import orders as reported
from tests.factories import placed_orders as p
from tests.harness.aws import Cloud

pytestmark = [pytest.mark.clause("6.3.1"), pytest.mark.usefixtures("aws")]


def test_an_invoice_is_asked_for_what_was_paid() -> None:
    request_id = f.requested()
    known = f.known(request_id)
    assert known.amount == f.TOTAL
    assert [(one.line, one.amount) for one in known.lines] == [(1, 300_00), (2, 100_00)]
    assert known.freight == 10_00
    assert known.due_at == known.requested_at + timedelta(hours=72)
    deadline = deadlines().find(f"invoices:{request_id}:1")
    assert deadline is not None
    assert deadline.due_at == known.due_at


@pytest.mark.clause("6.4.1", "8.2.1")
def test_what_a_buyer_tells_is_sealed_where_it_lies_and_in_no_entry(aws: Cloud) -> None:
    f.requested(**f.SPECIAL)
    everything = str([aws.items(name) for name in ("InvoicesTable", "AuditTable", "OutboxTable")])
    secrets = [value for name, value in f.SPECIAL.items() if name != "kind"]
    assert [value for value in (*secrets, "wang@example.com") if value in everything] == []


def test_nobody_asks_for_an_order_of_somebody_else() -> None:
    f.paid()
    with pytest.raises(InvoiceOrderNotFoundError):
        f.request(f.STRANGER)
    with pytest.raises(InvoiceOrderNotFoundError):
        f.request(order_id="ord_01KASY2D7V3M7T1QZ9N3D6W8X0")
    assert f.request(f.AGENT).request.by_staff


def test_not_before_it_is_paid() -> None:
    f.placed()
    with pytest.raises(OrderNotPaidError):
        f.request()


def test_to_the_last_minute_of_the_following_year_in_china() -> None:
    f.paid()
    end = datetime(2027, 12, 31, 16, 0, tzinfo=UTC) - f.NOW
    with pytest.raises(InvoicePeriodOverError):
        f.request(after=end)
    assert f.request(after=end - timedelta(seconds=1)).request.id


def test_every_fault_of_the_buyer_comes_at_once() -> None:
    f.paid()
    with pytest.raises(InvalidInputError) as refused:
        f.request(kind="special", tax_id="330100799653052", email="wang")
    assert [one.pointer for one in refused.value.errors] == [
        "/email",
        "/tax_id",
        "/address",
        "/phone",
        "/bank",
        "/bank_account",
    ]


def test_one_request_of_an_order_is_open_at_a_time() -> None:
    request_id = f.requested()
    with pytest.raises(InvoiceRequestOpenError) as refused:
        f.request()
    assert refused.value.params == {"request_id": request_id}
    f.issue(request_id)
    with pytest.raises(InvoiceStandsError) as stands:
        f.request()
    # Who asks may turn to the service desk; who can take it back is finance alone.
    assert "客服，由财务登记红字发票" in stands.value.zh
    assert "finance takes it back by a red letter" in stands.value.en


def test_of_many_who_ask_at_once_one_is_first() -> None:
    f.paid()

    def ask(_: int) -> str:
        try:
            return f.request().request.state
        except InvoiceRequestOpenError as refused:
            return refused.code

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(ask, range(4)))
    assert sorted(outcomes) == ["invoice_request_open"] * 3 + ["requested"]


def test_what_was_withdrawn_or_refused_may_be_asked_for_again() -> None:
    request_id = f.requested()
    service().requests.withdraw_request(f.call(f.BUYER, f.DAY), request_id)
    again = f.request().request.id
    wrong = RefusalBody(reason="title_unknown", words="请核对抬头")
    service().issuing.refuse(f.call(f.FINANCE, f.DAY), again, wrong)
    assert f.known(again).words == "请核对抬头"
    third = f.request().request.id
    listed = service().requests.list_requests(f.call(f.BUYER), InvoicesQuery(order=f.ORDER))
    assert [one.id for one in listed.items] == [third, again, request_id]
    for ended in (request_id, again):
        assert deadlines().find(f"invoices:{ended}:1").state != "open"  # type: ignore[union-attr]  # it was registered
        with pytest.raises(InvoiceRequestEndedError):
            service().requests.withdraw_request(f.call(f.BUYER, f.DAY), ended)


def test_only_its_customer_and_staff_know_of_a_request() -> None:
    request_id = f.requested()
    for show in (service().requests.show, service().requests.withdraw_request):
        with pytest.raises(InvoiceRequestNotFoundError):
            show(f.call(f.STRANGER), request_id)
    seen = {
        actor.subject: service().requests.show(f.call(actor), request_id).open_buyer
        for actor in (f.BUYER, f.FINANCE, f.AGENT)
    }
    assert seen == {"customer-ann": True, "fay": True, "agnes": False}


# -- issuing --


def test_an_invoice_is_stated_with_its_number_once() -> None:
    request_id = f.issued()
    known = f.known(request_id)
    assert (known.state, known.number, known.issued_by) == (
        RequestState.ISSUED,
        f.NUMBER,
        "fay",
    )
    with pytest.raises(InvoiceRequestEndedError):
        f.issue(request_id, number=f.RED)
    f.paid(p.placed(p.OTHER_ORDER))
    other = f.request(order_id=p.OTHER_ORDER).request.id
    with pytest.raises(InvoiceNumberUsedError):
        f.issue(other)


@pytest.mark.parametrize("amount", [f.TOTAL - 1, f.TOTAL + 1])
def test_an_invoice_over_another_amount_is_refused(amount: int) -> None:
    with pytest.raises(InvoiceAmountDiffersError):
        f.issue(f.requested(), amount=amount)


def test_what_went_back_a_moment_ago_is_not_invoiced() -> None:
    request_id = f.requested()
    f.took_back(after=timedelta(hours=3))
    with pytest.raises(InvoiceAmountDiffersError) as refused:
        f.issue(request_id)
    assert refused.value.params["amount"] == 310_00
    f.issue(request_id, amount=310_00)
    assert f.known(request_id).amount == 310_00


def test_a_number_of_another_year_is_a_slip() -> None:
    with pytest.raises(InvalidInputError) as refused:
        f.issue(f.requested(), number=f"25{f.NUMBER[2:]}")
    assert [one.code for one in refused.value.errors] == ["invoice_number_year"]


def test_the_file_of_an_invoice_is_loaded_by_its_customer(aws: Cloud) -> None:
    request_id = f.requested()
    with pytest.raises(DocumentNotFoundError):
        f.issue(request_id, document_id="doc_01KASY2D7V3M7T1QZ9N3D6W8XR")
    other = d.accepted(d.REVIEWER, supplier_id=d.SUPPLIER_ID)
    with pytest.raises((DocumentNotFoundError, DocumentPurposeMismatchError)):
        f.issue(request_id, document_id=other.id)
    file = d.accepted(f.FINANCE, purpose="invoice")
    f.issue(request_id, document_id=file.id)
    link = service().requests.make_link(f.call(f.BUYER, f.DAY), request_id)
    assert link.url.startswith("https://")
    assert "share_download_link" in str(aws.items("AuditTable"))


@pytest.mark.clause("6.4.1")
@pytest.mark.parametrize("uploaded_anew", [False, True])
def test_the_file_of_one_buyer_is_no_invoice_of_another(uploaded_anew: bool) -> None:
    first = f.requested()
    other = p.placed("ord_01KASY2D7V3M7T1QZ9N3D6W8XT", customer_id=f.STRANGER.subject)
    f.paid(other)
    second = f.request(f.STRANGER, order_id=other.id, title="李四").request.id
    file = d.accepted(f.FINANCE, purpose="invoice").id
    f.issue(first, document_id=file)
    again = d.accepted(f.FINANCE, purpose="invoice").id if uploaded_anew else file
    number = f"{f.NUMBER[:-1]}9"
    with pytest.raises(InvoiceFileUsedError) as refused:
        f.issue(second, number=number, document_id=again)
    assert (refused.value.pointer, refused.value.code) == ("/document_id", "invoice_file_used")
    assert f.known(second).state is RequestState.REQUESTED
    f.issue(second, number=number)
    assert f.known(second).document_id is None


# -- what goes back --


def test_a_return_before_the_invoice_lessens_the_request() -> None:
    request_id = f.requested()
    f.took_back()
    f.follow()
    known = f.known(request_id)
    assert (known.amount, [one.line for one in known.lines]) == (310_00, [1])
    assert f.follow() is None


def test_a_request_of_which_nothing_is_left_ends() -> None:
    request_id = f.requested()
    f.become(refund=f.TOTAL)
    f.follow()
    known = f.known(request_id)
    assert (known.state, known.reason) == (RequestState.REFUSED, RefusalReason.NOTHING_LEFT)
    with pytest.raises(NothingToInvoiceError):
        f.request()


def test_a_return_after_the_invoice_makes_a_red_letter_due() -> None:
    request_id = f.red_letter_due()
    known = f.known(request_id)
    assert (known.state, known.pending) == (RequestState.RED_LETTER_DUE, 100_00)
    assert known.due_at == f.NOW + 10 * f.DAY
    waiting = service().requests.list_requests(
        f.call(f.FINANCE), InvoicesQuery(state=RequestState.RED_LETTER_DUE)
    )
    assert [one.id for one in waiting.items] == [request_id]
    with pytest.raises(InvoiceAmountDiffersError):
        f.correct(request_id, amount=99_99)
    f.correct(request_id)
    after = f.known(request_id)
    assert (after.state, after.net) == (RequestState.CORRECTED, 310_00)
    assert not after.overdue
    with pytest.raises(InvoiceStandsError):
        f.request()


def test_wrong_details_are_taken_back_whole_and_asked_for_again() -> None:
    request_id = f.issued()
    f.correct(request_id, amount=f.TOTAL, whole=True)
    again = f.request(after=7 * f.DAY).request
    f.issue(again.id, after=8 * f.DAY, number="26332000000000000003")
    assert f.known(again.id).net == f.TOTAL


def test_an_order_without_an_invoice_is_let_pass() -> None:
    f.paid()
    f.took_back()
    assert f.follow() is None


# -- the clock --


def test_what_is_late_stays_on_record_and_what_was_done_is_not_late() -> None:
    request_id = f.requested()
    deadline_id = f"invoices:{request_id}:1"
    upkeep = service().upkeep
    assert upkeep.due_soon(f.call(after=2 * f.DAY), request_id, deadline_id)
    assert upkeep.overdue(f.call(after=4 * f.DAY), request_id, deadline_id)
    f.issue(request_id, after=5 * f.DAY)
    known = f.known(request_id)
    assert (known.state, known.overdue) == (RequestState.ISSUED, True)
    assert upkeep.overdue(f.call(after=6 * f.DAY), request_id, deadline_id) is None
    assert upkeep.due_soon(f.call(after=6 * f.DAY), request_id, deadline_id) is None
    assert upkeep.overdue(f.call(), "ivr_none", "invoices:ivr_none:1") is None


# -- lists --


def query(**changes: Any) -> InvoicesQuery:
    return InvoicesQuery(**changes)


def test_lists_are_a_customers_own_or_by_one_filter() -> None:
    request_id = f.requested()
    listing = service().requests.list_requests
    for actor, wanted in (
        (f.BUYER, query()),
        (f.FINANCE, query()),
        (f.FINANCE, query(customer=f.BUYER.subject)),
        (f.FINANCE, query(order=f.ORDER)),
        (f.AGENT, query(state=RequestState.REQUESTED)),
    ):
        assert [one.id for one in listing(f.call(actor), wanted).items] == [request_id]
    for wanted in (query(), query(order=f.ORDER), query(order="ord_0")):
        assert listing(f.call(f.STRANGER), wanted).items == []
    with pytest.raises(InvalidInputError):
        listing(f.call(f.FINANCE), query(order=f.ORDER, state=RequestState.ISSUED))
    with pytest.raises(InvalidInputError):
        listing(f.call(f.BUYER), query(state=RequestState.ISSUED))
    with pytest.raises(InvalidInputError):
        listing(f.call(f.BUYER), query(customer="customer-bob"))


# -- orders that another system reported --


def test_a_reported_order_is_invoiced_by_its_report_and_its_returns() -> None:
    a.with_place()
    order = a.sold()
    asked = f.request(a.CUSTOMER, order_id=order.id).request
    assert asked.amount == order.paid
    a.returned(1)
    known = f.follow(order.id)
    assert known is not None
    assert known.amount < order.paid
    assert 1 not in [one.line for one in known.lines]


def test_a_reported_order_that_is_not_paid_is_not_invoiced() -> None:
    reported.report(reported.order(paid_at=None))
    with pytest.raises(OrderNotPaidError):
        f.request(reported.CUSTOMER, order_id="TS20261120-0001")
