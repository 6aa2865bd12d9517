"""Cases with measures as they stand when something is to be done about them, and orders with their
goods.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Actor, Call, Role
from teleshop.kernel.errors import RacedError
from teleshop.kernel.events import EventData
from teleshop.kernel.transaction import Subject, Transaction
from teleshop.orders.service import OrderState, PlacedOrder
from teleshop.orders.wiring import life
from teleshop.violations.domain.case import Case, CaseState, Gravity, Source, ViolationType
from teleshop.violations.domain.measures import Measure, MeasureKind, MeasureState
from teleshop.violations.schemas import ViolationDecided
from teleshop.violations.service.base import facts, facts_of
from teleshop.violations.tables import CaseRepository, CaseRow
from tests.factories import after_sales as a
from tests.factories import invoices as f
from tests.factories import placed_orders as p
from tests.factories import reviews

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CASE = "vio_01KASY2D7V3M7T1QZ9N3D6W8XR"
COMPLIANCE = Actor("cora", frozenset({Role.COMPLIANCE}))
TAKEDOWN = Measure(
    id="m1",
    kind=MeasureKind.PRODUCT_TAKEDOWN,
    products=(p.PRODUCT,),
    state=MeasureState.ORDERED,
    ordered_at=NOW,
)


def call(after: timedelta = 6 * DAY, actor: Actor = SYSTEM_ACTOR, **options: Any) -> Call:
    """The frame of a call some time after :data:`NOW`."""
    return Call(actor, NOW + after, "request", "correlation", **options)


def case(*measures: Measure, **changes: Any) -> Case:
    """Counterfeit pots, decided and open to appeal."""
    made = Case(
        id=CASE,
        supplier_id=p.SUPPLIER_ID,
        type=ViolationType.COUNTERFEIT_GOODS,
        gravity=Gravity.SERIOUS,
        source=Source.STAFF,
        happened_on=date(2026, 11, 20),
        facts="抽检不合格",
        products=(p.PRODUCT,),
        opened_by="olaf",
        opened_at=NOW,
        investigation_due=NOW + DAY,
        state=CaseState.DECIDED,
        measures=measures or (TAKEDOWN,),
        points=24,
        decided_at=NOW + 6 * DAY,
        appeal_due=NOW + 20 * DAY,
    )
    return replace(made, **changes)


def stored(made: Case | None = None, *events: EventData) -> Case:
    """A case in its table, and what is told of it."""
    known = made or case()
    tx = Transaction(call(), "prepare", Subject("violation_case", known.id))
    tx.create(CaseRow, known, conflict=RacedError(), audited=False)
    for event in events:
        tx.publish(event)
    tx.commit(None)
    return known


def changed(case_id: str = CASE, *events: EventData, **changes: Any) -> Case:
    """The case changed, and what is told of it."""
    before = found(case_id)
    tx = Transaction(call(), "prepare", Subject("violation_case", case_id))
    after = tx.save(CaseRow, before, replace(before, **changes), audited=False)
    for event in events:
        tx.publish(event)
    tx.commit(None)
    return after


def found(case_id: str = CASE) -> Case:
    """The case as it is stored."""
    known = CaseRepository().find(case_id)
    assert known is not None
    return known


def decided(made: Case | None = None) -> Case:
    """A case that was just decided, which is told."""
    known = made or case()
    told = ViolationDecided(
        **facts(known),
        points=known.points,
        measures=facts_of(known.measures),
        decided_at=NOW + 6 * DAY,
        appeal_until=NOW + 20 * DAY,
    )
    return stored(known, told)


def ground(supplier_id: str = p.SUPPLIER_ID) -> None:
    """The supplier is on board, and goods have a place to go back to."""
    reviews.on_board(supplier_id)
    a.with_place(NOW)


def order_id(number: int) -> str:
    """The number of an order."""
    return f"ord_01KASY2D7V3M7T1QZ9{number:08d}"


def bought(number: int = 1, **changes: Any) -> PlacedOrder:
    """An order of two pots (and a pan of another supplier), delivered and paid."""
    made = replace(p.placed(order_id(number)), customer_id=f"customer-{number}")
    f.paid(replace(made, **changes))
    f.spread(made.id)
    return f.stored(made.id)


def waiting(number: int, order: PlacedOrder, **changes: Any) -> PlacedOrder:
    """An order that is not paid; as ``changes`` say."""
    made = replace(order, id=order_id(number), customer_id=f"customer-{number}", held=())
    f.placed(made)
    f.spread(made.id)
    if changes:
        f.become(made.id, **changes)
    return f.stored(made.id)


def paid_up(order: PlacedOrder) -> PlacedOrder:
    """The order once its money came in; the warehouse does not have it yet."""
    f.become(order.id, collect=True, after=timedelta())
    paid = life().payment_received(call(timedelta()), order.id, order.total, NOW)
    f.spread(order.id)
    return paid


def on_its_way(number: int) -> PlacedOrder:
    """An order that is to be paid at the door, with the carrier."""
    shipped = {"state": OrderState.SHIPPED, "shipped_at": NOW + HOUR}
    return waiting(number, p.cash(), **shipped)
