"""After-sales cases in the state that a test needs, made through the services as callers would."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from teleshop.care.domain.after_sales.decision import Ground, Remedy
from teleshop.care.domain.after_sales.intactness import Finding
from teleshop.care.domain.case import CaseChannel
from teleshop.care.schemas.after_sales import (
    AfterSalesBody,
    DecisionBody,
    InspectedForm,
    InspectionBody,
    ParcelBody,
    ReceiptBody,
    RefundBody,
    RepairResultBody,
    ReturnPlaceBody,
    WantedForm,
)
from teleshop.care.service.after_sales import Seen
from teleshop.care.wiring import after_sales
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.domain import PlacedRecord
from teleshop.orders.service import (
    DiscountKind,
    Order,
    OrderDiscount,
    OrderState,
    PlacedOrder,
)
from teleshop.orders.tables import PlacedRow
from tests.factories import documents, orders, placed_orders
from tests.factories.orders import CUSTOMER, DAY, NOW, SUPPLIER_ID, line, order

ORDER_ID = "TS20261120-0001"
AGENT = Actor("agnes", frozenset({Role.AGENT}))
LEAD = Actor("lena", frozenset({Role.LEAD}))
FINANCE = Actor("fay", frozenset({Role.FINANCE}))
PARCEL = ParcelBody(carrier="sf", number="SF1234567890123")
PLACE = ReturnPlaceBody(
    address="浙江省杭州市余杭区文一西路 969 号 3 号仓", contact="王仓管", phone="0571-88888888"
)


def calling(actor: Actor = AGENT, now: datetime = NOW, **options: Any) -> Call:
    """A call of somebody."""
    return Call(actor, now, "request-1", "correlation-1", **options)


def sold(**changes: Any) -> Order:
    """An order on record: A for 200 and B for 100 CNY with 60 off from 300, delivered a day ago."""
    goods = (
        line(1, unit_price=20_000, paid=16_000),
        line(2, unit_price=10_000, paid=8_000),
    )
    discount = OrderDiscount(
        code="FULL300", kind=DiscountKind.THRESHOLD, threshold=30_000, off=6_000
    )
    made = order(
        ORDER_ID,
        lines=goods,
        paid=24_000,
        freight=0,
        free_freight_from=None,
        discounts=(discount,),
    )
    return orders.report(replace(made, **changes))


def sold_here(*, one_supplier: bool = False, **changes: Any) -> PlacedOrder:
    """The same of goods that were sold here: paid by the gateway, delivered a day ago; pot and pan
    are of two suppliers unless told otherwise.
    """
    pan = placed_orders.pan(2, amount=80_00)
    if one_supplier:
        pan = replace(pan, supplier_id=placed_orders.SUPPLIER_ID)
    lines = (placed_orders.line(1, quantity=1, price=200_00, amount=160_00), pan)
    discount = OrderDiscount(
        code="prm_1", kind=DiscountKind.THRESHOLD, threshold=30_000, off=6_000, amount=6_000
    )
    facts: dict[str, Any] = {
        "placed_at": NOW - 3 * DAY,
        "entered_at": NOW - 3 * DAY,
        "lines": lines,
        "freight": 0,
        "discounts": (discount,),
        "state": OrderState.DELIVERED,
        "paid_at": NOW - 3 * DAY,
        "shipped_at": NOW - 2 * DAY,
        "delivered_at": NOW - DAY,
    }
    made = placed_orders.placed(**(facts | changes))
    tx = Transaction(calling(), "prepare", Subject("order", made.id))
    tx.create(PlacedRow, PlacedRecord.of(made), conflict=RacedError(), audited=False)
    tx.commit(None)
    return made


def called_off(order: PlacedOrder, at: datetime = NOW) -> None:
    """The order is cancelled."""
    known = PlacedRecord.of(order)
    after = replace(order, state=OrderState.CANCELLED, cancelled_at=at, version=order.version + 1)
    tx = Transaction(calling(), "prepare", Subject("order", order.id))
    tx.save(PlacedRow, known, replace(PlacedRecord.of(after), version=known.version), audited=False)
    tx.commit(None)


def sold_durable(**changes: Any) -> Order:
    """One television set, delivered a day ago."""
    goods = line(1, durable=True, goods_kind="electronics", unit_price=299_900, paid=299_900)
    return sold(lines=(goods,), paid=299_900, discounts=(), **changes)


def with_place(now: datetime = NOW) -> None:
    """A return address of the platform is on file."""
    after_sales().places.set_return_place(calling(LEAD, now), "platform", PLACE)


def body(*lines: int, **changes: Any) -> AfterSalesBody:
    """A customer's request by app: one piece of each line back without reason."""
    wanted = [WantedForm(line=number, quantity=1) for number in lines or (1,)]
    fields: dict[str, Any] = {
        "kind": Remedy.RETURN,
        "ground": Ground.NO_REASON,
        "order_id": ORDER_ID,
        "lines": wanted,
        "channel": CaseChannel.APP,
        "text": "不想要了",
    }
    return AfterSalesBody(**{**fields, **changes})


def requested(*lines: int, now: datetime = NOW, actor: Actor = CUSTOMER, **changes: Any) -> Seen:
    """A request of the customer."""
    return after_sales().requests.request_after_sales(calling(actor, now), body(*lines, **changes))


def faulty(kind: Remedy, *lines: int, now: datetime = NOW, **changes: Any) -> Seen:
    """A request of the customer because of a fault."""
    options = {"ground": Ground.QUALITY, "text": "开机没有画面", **changes}
    return requested(*lines, now=now, kind=kind, **options)


def decided(id: str, *, now: datetime = NOW, actor: Actor = AGENT, **changes: Any) -> Seen:
    """A person's approval, unless told otherwise."""
    fields: dict[str, Any] = {"outcome": "approve", "text": "同意您的申请。", **changes}
    return after_sales().requests.decide_after_sales(
        calling(actor, now), id, DecisionBody(**fields)
    )


def evidence(actor: Actor = AGENT) -> str:
    """A document that shows something."""
    return documents.accepted(actor, purpose="case_attachment").id


def not_intact(now: datetime = NOW) -> Seen:
    """Goods of which line 2 was not accepted: they wait to be sent back."""
    id = requested(1, 2, now=now).request.case_id
    received(id, now=now + 2 * DAY)
    damaged = InspectedForm(line=2, received=1, findings=[Finding.DAMAGED, Finding.PACKAGE_OPENED])
    good = InspectedForm(line=1, received=1)
    return inspected(id, good, damaged, now=now + 2 * DAY, photos=[evidence()])


def received(id: str, *, now: datetime = NOW + 2 * DAY) -> Seen:
    """The goods were sent and came back."""
    after_sales().goods.report_parcel(calling(CUSTOMER, now - DAY), id, PARCEL)
    return after_sales().goods.report_receipt(calling(now=now), id, ReceiptBody())


def inspected(
    id: str, *lines: InspectedForm, now: datetime = NOW + 2 * DAY, photos: Any = ()
) -> Seen:
    """What was found: one intact piece of line 1, unless told otherwise."""
    found = list(lines) or [InspectedForm(line=1, received=1)]
    return after_sales().goods.report_inspection(
        calling(now=now + timedelta(hours=1)), id, InspectionBody(lines=found, photos=list(photos))
    )


def refunded(id: str, amount: int, *, now: datetime = NOW + 3 * DAY, ref: str = "PAY-0001") -> Seen:
    """The refund was paid."""
    return after_sales().goods.report_refund(
        calling(FINANCE, now), id, RefundBody(amount=amount, reference=ref)
    )


def returned(*lines: int, now: datetime = NOW, **changes: Any) -> Seen:
    """Goods that came back intact and wait for their refund."""
    id = requested(*lines, now=now, **changes).request.case_id
    received(id, now=now + 2 * DAY)
    found = [InspectedForm(line=number, received=1) for number in lines or (1,)]
    return inspected(id, *found, now=now + 2 * DAY)


def replaced(id: str, *, now: datetime) -> Seen:
    """New goods were sent."""
    return after_sales().goods.report_replacement(calling(now=now), id, PARCEL)


def repair(id: str, *, now: datetime, repaired: bool, days: int = 2) -> Seen:
    """A repair of some days."""
    after_sales().goods.start_repair(calling(now=now), id)
    return after_sales().goods.finish_repair(
        calling(now=now + days * DAY), id, RepairResultBody(repaired=repaired)
    )


__all__ = ["CUSTOMER", "DAY", "NOW", "SUPPLIER_ID"]
