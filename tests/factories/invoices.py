"""Orders, requests for invoices, receipts and suppliers' lines in the state that a test needs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from teleshop.deadlines.wiring import service as deadlines
from teleshop.invoices.domain.request import InvoiceRequest
from teleshop.invoices.schemas import CorrectionBody, ExportBody, InvoiceBody, IssueBody
from teleshop.invoices.service import Shown, ShownExport
from teleshop.invoices.tables import InvoiceRepository, SupplyRepository
from teleshop.invoices.wiring import service
from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.kernel.use_case import run
from teleshop.orders.domain.stored import PlacedRecord
from teleshop.orders.schemas import OrderReturned, PieceFact
from teleshop.orders.service import OrderState, PlacedOrder, Placing
from teleshop.orders.tables import PlacedRow, TakenRepository
from teleshop.payments.service import Method, payment_id
from teleshop.payments.wiring import service as payments
from tests.factories import placed_orders as p

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
ORDER = p.ORDER_ID
BUYER = p.CUSTOMER
STRANGER = p.STRANGER
AGENT = p.AGENT
FINANCE = Actor("fay", frozenset({Role.FINANCE}))
MERCHANDISER = Actor("mei", frozenset({Role.MERCHANDISER}))
SUPPLIER = p.SUPPLIER
OTHER = Actor("otto", frozenset({Role.SUPPLIER}), p.OTHER_SUPPLIER)
NUMBER = "26332000000000000001"
RED = "26332000000000000002"
TOTAL = 410_00
"""What the order comes to: two pots, a pan, freight."""


def call(actor: Actor = SYSTEM_ACTOR, after: timedelta = timedelta(), **options: Any) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation", **options)


# -- orders --


def placed(order: PlacedOrder | None = None) -> str:
    """An order that was taken here, with its payment; not paid."""
    made = order or p.placed()
    made = replace(made, payment_id=payment_id(made.id))
    tx = p.begin(made)
    Placing(deadlines()).record(tx, made, p.recipient(made.id))
    payments().desk.open(
        tx,
        order_id=made.id,
        customer_id=made.customer_id,
        amount=made.total,
        method=Method.CASH_ON_DELIVERY,
        due_at=None,
    )
    tx.commit(None)
    return made.id


def stored(order_id: str = ORDER) -> PlacedOrder:
    """The order as it is stored now."""
    found = TakenRepository().find(order_id)
    assert found is not None
    return found


def become(
    order_id: str = ORDER,
    *events: EventData,
    after: timedelta = HOUR,
    collect: bool = False,
    refund: int = 0,
    **changes: Any,
) -> PlacedOrder:
    """Let something happen to the order, its money and its readers in one transaction."""
    before = stored(order_id)
    changed = replace(before, **changes, version=before.version + 1)
    tx = Transaction(call(after=after), "tests", Subject("order", order_id))
    tx.save(
        PlacedRow,
        PlacedRecord.of(before),
        PlacedRecord.of(changed),
        conflict=RacedError(),
        audited=False,
    )
    payment = payments().desk.of_order(order_id)
    assert payment is not None
    if collect:
        payments().desk.collect(tx, payment, payment.amount, NOW + after)
    if refund:
        payments().desk.refund(
            tx,
            payment,
            amount=refund,
            reason="returned",
            subject=order_id,
            due_at=NOW + after + 7 * DAY,
        )
    for event in events:
        tx.publish(event)
    tx.commit(None)
    return changed


def paid(order: PlacedOrder | None = None) -> str:
    """An order that was delivered and paid at the door."""
    order_id = placed(order)
    become(
        order_id,
        collect=True,
        state=OrderState.DELIVERED,
        paid_at=NOW + HOUR,
        shipped_at=NOW + HOUR,
        delivered_at=NOW + HOUR,
    )
    return order_id


def took_back(
    order_id: str = ORDER, line: int = 2, refund: int = 100_00, after: timedelta = 5 * DAY
) -> PlacedOrder:
    """All pieces of a line came back, and what was paid for them goes back."""
    known = stored(order_id)
    back = next(one for one in known.lines if one.number == line)
    lines = tuple(
        replace(one, returned=one.quantity) if one.number == line else one for one in known.lines
    )
    fact = PieceFact(
        line=line,
        sku=back.sku,
        product_id=back.product_id,
        supplier_id=back.supplier_id,
        quantity=back.quantity,
    )
    told = OrderReturned(
        customer_id=known.customer_id,
        order_id=order_id,
        supplier_ids=known.supplier_ids,
        case_id="asc_01KASY2D7V3M7T1QZ9N3D6W8XR",
        lines=(fact,),
        faulty=False,
        refund=refund,
        whole=False,
        returned_at=NOW + after,
    )
    return become(order_id, told, after=after, refund=refund, lines=lines)


# -- requests --


def body(**changes: Any) -> InvoiceBody:
    """An invoice for a person."""
    wanted = {
        "order_id": ORDER,
        "kind": "personal",
        "title": "王小明",
        "email": "wang@example.com",
    }
    return msgspec.convert(wanted | changes, InvoiceBody)


SPECIAL: dict[str, Any] = {
    "kind": "special",
    "title": "杭州示例科技有限公司",
    "tax_id": "91330100799653052A",
    "address": "杭州市示例路 1 号",
    "phone": "0571-00000000",
    "bank": "示例银行杭州分行",
    "bank_account": "6222000000000000000",
}
"""What a special invoice needs."""


def request(actor: Actor = BUYER, after: timedelta = 2 * HOUR, **changes: Any) -> Shown:
    """Ask for an invoice."""
    frame = call(actor, after)
    return run(frame, lambda: service().requests.request_invoice(frame, body(**changes)))


def requested(**changes: Any) -> str:
    """An invoice was asked for, of an order that was paid."""
    paid()
    return request(**changes).request.id


def issue(request_id: str, after: timedelta = DAY, **changes: Any) -> Shown:
    """Finance states the invoice."""
    frame = call(FINANCE, after)
    stated = msgspec.convert({"number": NUMBER, "amount": TOTAL} | changes, IssueBody)
    return run(frame, lambda: service().issuing.issue(frame, request_id, stated))


def issued(**changes: Any) -> str:
    """An invoice that was issued."""
    request_id = requested(**changes)
    issue(request_id)
    return request_id


def follow(order_id: str = ORDER, after: timedelta = 5 * DAY) -> InvoiceRequest | None:
    """The order's news reach its invoice."""
    frame = call(after=after)
    return run(frame, lambda: service().upkeep.follow_order(frame, order_id))


def red_letter_due() -> str:
    """Goods came back after the invoice was issued."""
    request_id = issued()
    took_back()
    follow()
    return request_id


def correct(request_id: str, after: timedelta = 6 * DAY, **changes: Any) -> Shown:
    """Finance states the red letter."""
    frame = call(FINANCE, after)
    stated = msgspec.convert({"number": RED, "amount": 100_00} | changes, CorrectionBody)
    return run(frame, lambda: service().issuing.correct(frame, request_id, stated))


def known(request_id: str) -> InvoiceRequest:
    """The request as it is stored now."""
    found = InvoiceRepository().find(request_id)
    assert found is not None
    return found


# -- suppliers --


def lines(order_id: str = ORDER) -> tuple[Any, ...]:
    """The lines of an order as suppliers see them."""
    return SupplyRepository().of_order(order_id)


def spread(order_id: str = ORDER, after: timedelta = HOUR) -> int:
    """The order's news reach its suppliers."""
    return service().supplies.follow_order(call(after=after), order_id)


def export(
    actor: Actor = SUPPLIER, first: str = "2026-11-23", last: str = "2026-11-23", **changes: Any
) -> ShownExport:
    """Ask for a table of the day of the orders."""
    frame = call(actor, DAY)
    wanted = {"from": first, "to": last, "format": "csv"} | changes
    asked = msgspec.convert(wanted, ExportBody)
    return run(frame, lambda: service().exports.request_export(frame, asked))
