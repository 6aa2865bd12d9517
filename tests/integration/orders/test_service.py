"""Orders on their table: the latest report counts, corrections are open, delivery is told once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from teleshop.kernel.actor import Actor, Role
from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.paging import PageRequest
from teleshop.kernel.use_case import run
from teleshop.orders.errors import (
    CustomerOfOrderError,
    OrderChangedSilentlyError,
    OrderCorrectionError,
    OrderNotFoundError,
    OrderReportStaleError,
)
from teleshop.orders.service import CorrectionReason, Order
from teleshop.orders.wiring import service, showing
from tests.factories.orders import (
    AGENT,
    CUSTOMER,
    CUSTOMER_ID,
    DAY,
    LEAD,
    NOW,
    OTHER_ID,
    STRANGER,
    SUPPLIER,
    SUPPLIER_ID,
    line,
    order,
    report,
    reporting,
)

PAGE = PageRequest()


def told(aws: Any) -> list[tuple[str, Any]]:
    rows = [msgspec.json.decode(row["envelope"]) for row in aws.items("OutboxTable")]
    return sorted((row["type"], row["data"].get("version")) for row in rows)


def again(
    changed: Order,
    correction: CorrectionReason | None = None,
    days: int = 0,
    actor: Actor = LEAD,
) -> Order:
    return service().report_order(reporting(NOW + days * DAY, actor), changed, correction)


@pytest.mark.clause("6.3.1")
def test_an_order_is_found_as_it_was_last_reported(aws: Any) -> None:
    assert service().find(order().id) is None
    first = report(order(delivered_at=None, shipped_at=None))
    assert (
        service().find(first.id)
        == first
        == replace(order(delivered_at=None, shipped_at=None), reported_at=NOW)
    )
    assert report() == service().find(first.id)
    assert told(aws) == [("OrderDelivered", None), ("OrderReported", 1), ("OrderReported", 2)]
    (delivered,) = [
        msgspec.json.decode(row["envelope"])["data"]
        for row in aws.items("OutboxTable")
        if row["type"] == "OrderDelivered"
    ]
    assert delivered == {
        "customer_id": CUSTOMER_ID,
        "order_id": first.id,
        "supplier_ids": [SUPPLIER_ID, OTHER_ID],
        "delivered_at": "2026-11-22T04:00:00Z",
        "promised_on": "2026-11-24",
        "lines": [
            {
                "line": line.number,
                "sku": line.sku,
                "product_id": line.product_id,
                "supplier_id": line.supplier_id,
                "quantity": line.quantity,
                "amount": line.paid,
                "delivered_at": "2026-11-22T04:00:00Z",
                "dispatched_by": "platform",
            }
            for line in order().lines
        ],
    }


def test_the_same_content_again_is_no_change(aws: Any) -> None:
    first = report()
    assert again(order(), days=2) == first
    assert again(order(placed_at=order().placed_at), days=-1) == first
    assert len(aws.items("OrdersTable")) == 2
    assert len(aws.items("AuditTable")) == 1


def test_the_same_report_sent_at_once_by_several_makes_one_order(aws: Any) -> None:
    def send(_: int) -> Order:
        call = reporting()
        return run(call, lambda: service().report_order(call, order()))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {one.version for one in answers} == {1}
    assert len(told(aws)) == 2


def test_what_was_paid_does_not_change_without_a_reason(aws: Any) -> None:
    report()
    cheaper = order(lines=(line(paid=29_000), order().lines[1]), paid=40_000)
    with pytest.raises(OrderChangedSilentlyError) as refused:
        again(cheaper)
    assert [fault.pointer for fault in refused.value.errors] == ["/lines", "/paid"]
    assert again(cheaper, CorrectionReason.PAYMENT_ADJUSTED).paid == 40_000
    first, second = service().reports(order().id, PAGE).items[::-1]
    assert (first.order.paid, first.correction, first.changed) == (40_900, None, ())
    assert (second.order.paid, second.correction) == (40_000, CorrectionReason.PAYMENT_ADJUSTED)
    assert second.changed == ("lines", "paid")


@pytest.mark.clause("6.3.1")
def test_what_was_agreed_is_corrected_by_a_lead_or_a_manager_only(aws: Any) -> None:
    report()
    cheaper = order(lines=(line(paid=29_000), order().lines[1]), paid=40_000)
    for role in (Role.AGENT, Role.ADMIN, Role.FINANCE):
        with pytest.raises(OrderCorrectionError) as refused:
            again(cheaper, CorrectionReason.ENTRY_ERROR, actor=Actor("one", frozenset({role})))
        assert [fault.pointer for fault in refused.value.errors] == ["/lines", "/paid"]
    # What says when and whither the goods went is the agents' to correct.
    later = order(delivered_at=NOW - DAY / 2, promised_on=None)
    assert again(later, CorrectionReason.DELIVERY_RECORD_CORRECTED, actor=AGENT).version == 2
    manager = Actor("mia", frozenset({Role.MANAGER, Role.AGENT}))
    corrected = again(cheaper, CorrectionReason.ENTRY_ERROR, days=1, actor=manager)
    assert (corrected.paid, corrected.version) == (40_000, 3)


@pytest.mark.clause("6.3.1")
@pytest.mark.parametrize("known", ["paid_at", "shipped_at", "delivered_at"])
def test_an_order_that_was_paid_or_sent_once_never_becomes_somebody_elses(
    aws: Any, known: str
) -> None:
    nothing: dict[str, Any] = {"paid_at": None, "shipped_at": None, "delivered_at": None}
    report(order(**nothing))
    # Nothing has happened yet: the mistake of entry is a lead's to correct, and not an agent's.
    other = order(customer_id="customer-bob", **nothing)
    with pytest.raises(OrderCorrectionError):
        again(other, CorrectionReason.ENTRY_ERROR, actor=AGENT)
    assert again(other, CorrectionReason.ENTRY_ERROR).customer_id == "customer-bob"
    happened: dict[str, Any] = {known: order().delivered_at}
    again(replace(other, **happened))
    for back in (happened, {}):
        with pytest.raises(CustomerOfOrderError):
            again(order(**{**nothing, **back}), CorrectionReason.ENTRY_ERROR)
        # Nor by taking back first what happened.
        again(other, CorrectionReason.ENTRY_ERROR)
    found = service().find(other.id)
    assert found is not None
    assert found.customer_id == "customer-bob"


def test_an_older_report_does_not_replace_a_newer_one(aws: Any) -> None:
    report(order(delivered_at=None, reported_at=NOW))
    late = order(reported_at=NOW - DAY)
    with pytest.raises(OrderReportStaleError):
        again(late)
    assert again(replace(late, reported_at=NOW)).delivered_at == late.delivered_at


def test_delivery_is_told_once_even_if_it_is_taken_back(aws: Any) -> None:
    report()
    reason = CorrectionReason.DELIVERY_RECORD_CORRECTED
    again(order(delivered_at=None), reason)
    again(order(delivered_at=NOW))
    assert [kind for kind, _ in told(aws)].count("OrderDelivered") == 1


def test_an_order_that_contradicts_itself_is_not_stored(aws: Any) -> None:
    with pytest.raises(InvalidInputError):
        report(order(paid=1))
    assert aws.items("OrdersTable") == []


def test_lists_are_newest_first_page_by_page_and_of_one_customer(aws: Any) -> None:
    for number in range(3):
        placed = order().placed_at - number * DAY
        report(order(f"TS-{number}", placed_at=placed))
    report(order("TS-other", customer_id="customer-bob"))
    first = service().of_customer(CUSTOMER_ID, PageRequest(2))
    rest = service().of_customer(CUSTOMER_ID, PageRequest(2, first.next))
    assert [one.id for one in (*first.items, *rest.items)] == ["TS-0", "TS-1", "TS-2"]
    assert rest.next is None
    assert (first.items[0].paid, first.items[0].line_count) == (40_900, 2)
    assert service().of_customer("nobody", PAGE).items == []


def test_everybody_sees_what_is_theirs(aws: Any) -> None:
    report(order(lines=(line(),), paid=30_900))
    report(order("TS-2", lines=(line(supplier_id=OTHER_ID),), paid=30_900))
    own = showing()
    assert own.show(reporting(actor=CUSTOMER), order().id).supplier_id is None
    assert own.show(reporting(actor=SUPPLIER), order().id).supplier_id == SUPPLIER_ID
    for actor, id in ((STRANGER, order().id), (SUPPLIER, "TS-2"), (CUSTOMER, "TS-9")):
        with pytest.raises(OrderNotFoundError):
            own.show(reporting(actor=actor), id)
    with pytest.raises(OrderNotFoundError):
        own.list_orders(reporting(actor=STRANGER), CUSTOMER_ID, PAGE)
    assert own.list_orders(reporting(actor=STRANGER), None, PAGE).items == []
    assert len(own.list_orders(reporting(actor=CUSTOMER), CUSTOMER_ID, PAGE).items) == 2


def test_the_largest_order_fits_its_rows(aws: Any) -> None:
    lines = tuple(line(number, title="锅" * 120, cause_hint="a" * 40) for number in range(1, 201))
    big = order(lines=lines, paid=200 * 29_900, freight=0)
    report(big)
    again(replace(big, shipped_at=NOW, delivered_at=NOW), CorrectionReason.ENTRY_ERROR)
    assert len(service().find(big.id).lines) == 200  # type: ignore[union-attr]  # it is there
