"""What other contexts tell of suppliers, as events that reach the queue of the indicators."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any, Final

import msgspec
from hypothesis import strategies as st

from teleshop.care.schemas import (
    CaseClassified,
    CaseClosed,
    CaseMerged,
    CaseOpened,
    ClockBreached,
    ClockEnded,
    ClockFacts,
    PartyAsked,
    RefundPaid,
    RepairFinished,
)
from teleshop.indicators.schemas import told_of
from teleshop.indicators.service import Counted, batches, records_of
from teleshop.indicators.wiring import counting
from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.kernel.events import Envelope, EventData
from teleshop.kernel.use_case import run
from teleshop.orders.domain import Keeper
from teleshop.orders.schemas import (
    ArrivedPieces,
    OrderCancelled,
    OrderDelivered,
    OrderPaid,
    OrderPlaced,
    OrderReported,
    OrderReturned,
    OrderShipped,
    PieceFact,
    SoldLine,
)
from teleshop.orders.service import CancelReason, SalesChannel
from teleshop.pricewatch.schemas import PriceViolationEnded, PriceViolationFound
from teleshop.suppliers.schemas import SupplierSuspended
from teleshop.surveys.schemas import SurveyAnswered
from teleshop.violations.schemas import ViolationEffective
from tests.harness.lambdas import LambdaContext

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Monday, 12:00 in China."""
QUARTER = "2026Q4"
FIRST = datetime(2026, 9, 30, 16, 0, tzinfo=UTC)
"""The first instant of the quarter in China, and what follows its last one."""
OVER = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SUPPLIER_ID = "sup_01KAW0000000000000000SUP01"
OTHER_ID = "sup_01KAW0000000000000000SUP02"
CUSTOMER = "customer-ann"
ALL = (SUPPLIER_ID, OTHER_ID)


def system(now: datetime = NOW, **options: Any) -> Call:
    """A call of the platform itself."""
    return Call(SYSTEM_ACTOR, now, "request-1", "correlation-1", **options)


def event(data: EventData, at: datetime = NOW, id: str = "evt_1") -> Envelope:
    """An event as the bus has it."""
    return Envelope(
        id=id,
        type=type(data).__name__,
        version=1,
        context=type(data).context,
        occurred_at=at,
        subject="order#ord_1",
        correlation_id="correlation-1",
        data=msgspec.to_builtins(data),
    )


def records(*told: Envelope) -> list[Counted]:
    """What is to be counted of events."""
    found = [told_of(one) for one in told]
    return [record for one in found if one is not None for record in records_of(one)]


def count(*told: Envelope) -> int:
    """Count events; answers how many records were new."""
    call, new = system(), 0
    for batch in batches(records(*told)):
        new += run(call, lambda batch=batch: counting().count_events(call, batch))  # type: ignore[misc]  # mypy does not infer lambdas with defaults
    return new


def message(told: Envelope, number: int = 1) -> dict[str, Any]:
    """An event as the queue hands it over."""
    body = {
        "version": "0",
        "detail-type": told.type,
        "source": f"teleshop.{told.context}",
        "detail": msgspec.to_builtins(told),
    }
    return record_of(msgspec.json.encode(body).decode(), number)


def record_of(body: str, number: int = 1) -> dict[str, Any]:
    """A message of the queue."""
    return {"messageId": f"message-{number}", "body": body, "eventSource": "aws:sqs"}


def deliver(*messages: dict[str, Any]) -> set[str]:
    """Hand messages to the function; answers those that it wants again."""
    handler = import_module("functions.indicators.count").handler
    context = LambdaContext("IndicatorsCount", "arn", "request-1")
    answer = handler({"Records": list(messages)}, context)
    return {item["itemIdentifier"] for item in answer["batchItemFailures"]}


# -- orders --


def sold(supplier_id: str = SUPPLIER_ID, number: int = 1, **changes: Any) -> SoldLine:
    """Two pieces for 300 CNY together."""
    facts: dict[str, Any] = {
        "number": number,
        "sku": f"sku_{number}",
        "product_id": f"prd_{number}",
        "supplier_id": supplier_id,
        "quantity": 2,
        "price": 150_00,
        "amount": 300_00,
    }
    return SoldLine(**facts | changes)


def piece(supplier_id: str = SUPPLIER_ID, number: int = 1, **changes: Any) -> PieceFact:
    """One of them."""
    facts: dict[str, Any] = {
        "line": number,
        "sku": f"sku_{number}",
        "product_id": f"prd_{number}",
        "supplier_id": supplier_id,
        "quantity": 1,
        "amount": 150_00,
    }
    return PieceFact(**facts | changes)


def arrived(
    supplier_id: str = SUPPLIER_ID,
    number: int = 1,
    *,
    by: Keeper = Keeper.SUPPLIER,
    at: datetime | None = None,
    **changes: Any,
) -> ArrivedPieces:
    """The same with the customer, sent by their supplier."""
    facts = msgspec.structs.asdict(piece(supplier_id, number, **changes))
    return ArrivedPieces(**facts, delivered_at=at, dispatched_by=by)


def order(id: str, *suppliers: str) -> dict[str, Any]:
    """What every event of an order says."""
    return {"order_id": id, "customer_id": CUSTOMER, "supplier_ids": list(suppliers)}


def placed(at: datetime = NOW, *lines: SoldLine, id: str = "ord_1", **changes: Any) -> OrderPlaced:
    """An order was given at ``at``, to be paid at the door: it counts at once."""
    lines = lines or (sold(),)
    facts: dict[str, Any] = {
        "channel": SalesChannel.APP,
        "slot_id": None,
        "placed_at": at,
        "entered_at": at,
        "lines": lines,
        "promotion_ids": (),
        "goods_total": sum(line.amount for line in lines),
        "freight": 0,
        "total": sum(line.amount for line in lines),
        "currency": "CNY",
        "payment_method": "cash_on_delivery",
        "payment_due_at": None,
        "promised_on": date(2026, 11, 26),
        "region": "33",
    }
    return OrderPlaced(**order(id, *{line.supplier_id for line in lines}), **facts | changes)


def paid(at: datetime = NOW, *lines: SoldLine, id: str = "ord_1", **changes: Any) -> OrderPaid:
    """The money for an order came in at ``at``."""
    lines = lines or (sold(),)
    facts: dict[str, Any] = {
        "payment_id": "pay_1",
        "amount": sum(line.amount for line in lines),
        "paid_at": at,
        "lines": lines,
    }
    return OrderPaid(**order(id, *{line.supplier_id for line in lines}), **facts | changes)


def reported(at: datetime = NOW, version: int = 1, *lines: SoldLine) -> OrderReported:
    """Another system told of an order that was given at ``at``."""
    return OrderReported(
        **order("TS1", SUPPLIER_ID),
        channel=SalesChannel.APP,
        placed_at=at,
        paid=300_00,
        version=version,
        changed=[],
        correction=None,
        lines=lines or (sold(),),
    )


def cancelled(at: datetime = NOW, *lines: PieceFact, sold: bool = True) -> OrderCancelled:
    """The order is off."""
    return OrderCancelled(
        **order("ord_1", SUPPLIER_ID),
        reason=CancelReason.CUSTOMER if sold else CancelReason.UNPAID,
        lines=lines or (piece(quantity=2, amount=300_00),),
        refund=0,
        cancelled_at=at,
        sold=sold,
    )


def shipped(
    at: datetime = NOW,
    promised_on: date = date(2026, 11, 26),
    *lines: PieceFact,
    by: Keeper = Keeper.SUPPLIER,
) -> OrderShipped:
    """A parcel left; its supplier sent it."""
    return OrderShipped(
        **order("ord_1", SUPPLIER_ID),
        parcel_id="pcl_1",
        carrier_id="sf",
        warehouse="ds-1" if by is Keeper.SUPPLIER else "hz-1",
        lines=lines or (piece(),),
        shipped_at=at,
        promised_on=promised_on,
        complete=True,
        dispatched_by=by,
    )


def delivered(
    at: datetime = NOW, promised_on: date | None = date(2026, 11, 26), *lines: ArrivedPieces
) -> OrderDelivered:
    """The customer signed for an order."""
    return OrderDelivered(
        **order("ord_1", SUPPLIER_ID),
        delivered_at=at,
        promised_on=promised_on,
        lines=lines or (arrived(),),
    )


def returned(
    at: datetime = NOW, *, faulty: bool = True, lines: Any = (), defective: Any = None
) -> OrderReturned:
    """Goods came back, all of them with a fault of their own or without one."""
    lines = lines or (piece(),)
    own = tuple(line.line for line in lines) if faulty else ()
    return OrderReturned(
        **order("ord_1", SUPPLIER_ID),
        case_id="asc_1",
        lines=lines,
        faulty=faulty,
        defective=own if defective is None else defective,
        refund=150_00,
        whole=False,
        returned_at=at,
    )


# -- cases, opinions, rules --


def about(id: str = "cmp_1", supplier_id: str | None = SUPPLIER_ID, **changes: Any) -> Any:
    """What every event of a case says."""
    return {
        "case_id": id,
        "case_kind": "complaint",
        "customer_id": CUSTOMER,
        "supplier_id": supplier_id,
        "channel": "app",
        "severity": "normal",
    } | changes


def opened(at: datetime = NOW, **changes: Any) -> CaseOpened:
    """A complaint."""
    return CaseOpened(arrived_at=at, **about(**changes))


def classified(
    cause: str = "quality.malfunction",
    before: str | None = None,
    *,
    arrived_at: datetime = NOW,
    **changes: Any,
) -> CaseClassified:
    """A person said what caused it."""
    facts = about(**changes) | {"cause": cause}
    return CaseClassified(previous_cause=before, arrived_at=arrived_at, **facts)


def asked(*, found: bool, arrived_at: datetime = NOW, **changes: Any) -> PartyAsked:
    """The supplier was asked; ``found``: only then it was known whose goods they are."""
    return PartyAsked(
        request="1",
        party="supplier",
        party_id=SUPPLIER_ID,
        due_at=arrived_at + DAY,
        supplier_found=found,
        arrived_at=arrived_at,
        **about(**changes),
    )


def merged(at: datetime | None = NOW, **changes: Any) -> CaseMerged:
    """It was the same as another one."""
    return CaseMerged(into="cmp_2", arrived_at=at, **about(**changes))


def clock_ended(
    clock: str = "supplier_answer",
    *,
    met: bool = True,
    due_at: datetime = NOW,
    short: bool = False,
    **changes: Any,
) -> ClockEnded:
    """A clock ended, an hour before or after it was due."""
    return ClockEnded(
        short=short,
        clock_id=f"{clock}.1",
        clock=clock,
        due_at=due_at,
        owed_by="supplier",
        ended_at=due_at - HOUR if met else due_at + HOUR,
        met=met,
        minutes_left=60 if met else -60,
        **about(**changes),
    )


def clock_breached(
    clock: str = "supplier_answer",
    *,
    late_party: str = "supplier",
    due_at: datetime = NOW,
    **changes: Any,
) -> ClockBreached:
    """A clock ran out."""
    return ClockBreached(
        clock_id=f"{clock}.1",
        clock=clock,
        due_at=due_at,
        breached_at=due_at,
        late_party=late_party,
        escalated_to="lead",
        **about(**changes),
    )


def closed(*clocks: ClockFacts, arrived_at: datetime | None = None, **changes: Any) -> CaseClosed:
    """A case came to its end."""
    return CaseClosed(
        resolution="solved",
        closed_at=NOW + DAY,
        clocks=clocks,
        arrived_at=arrived_at,
        **about(**changes),
    )


def unanswered(due_at: datetime = NOW, *, short: bool = False) -> ClockFacts:
    """What the supplier never answered."""
    return ClockFacts(
        short=short,
        clock_id="supplier_answer.1",
        clock="supplier_answer",
        owed_by="supplier",
        due_at=due_at,
        breached=True,
    )


def repaired(number: int = 1) -> RepairFinished:
    """A repair is over."""
    return RepairFinished(repaired=True, number=number, **about("asc_1", case_kind="repair"))


def refunded(at: datetime = NOW, due_at: datetime = NOW + DAY) -> RefundPaid:
    """Money went back."""
    return RefundPaid(
        amount=150_00,
        currency="CNY",
        reference="R1",
        due_at=due_at,
        paid_at=at,
        lines=(),
        **about("asc_1", case_kind="return"),
    )


def answered(
    supplier_id: str | None = SUPPLIER_ID, measures: dict[str, int] | None = None
) -> SurveyAnswered:
    """A customer gave scores."""
    return SurveyAnswered(
        answer_id="sva_1",
        programme_id="svp_1",
        programme_kind="delivery",
        quarter=QUARTER,
        mode="online",
        anonymous=supplier_id is None,
        measures=measures or {"goods": 4, "service": 1},
        low=False,
        supplier_id=supplier_id,
    )


def _finding(severity: str, kind: str) -> dict[str, Any]:
    return {
        "violation_id": "pvl_1",
        "kind": kind,
        "severity": severity,
        "sku": "sku_1",
        "channel": "app",
        "product_id": "prd_1",
        "supplier_id": SUPPLIER_ID,
    }


OF_SUPPLIER: Final = "reference_without_deals"
"""A kind of price finding for which the supplier answers."""


def price_found(severity: str = "serious", kind: str = OF_SUPPLIER) -> PriceViolationFound:
    """A price broke a rule."""
    return PriceViolationFound(due_at=NOW + DAY, holds_price=False, **_finding(severity, kind))


def price_ended(
    outcome: str = "dismissed", found_at: datetime | None = NOW, kind: str = OF_SUPPLIER
) -> PriceViolationEnded:
    """That is over."""
    return PriceViolationEnded(outcome=outcome, found_at=found_at, **_finding("serious", kind))


def suspended(kind: str = "document_expired") -> SupplierSuspended:
    """The supplier was suspended, for a document."""
    return SupplierSuspended(supplier_id=SUPPLIER_ID, kind=kind, subject="qua_1")


def in_effect(points: int = 12) -> ViolationEffective:
    """A violation took effect."""
    return ViolationEffective(
        case_id="vio_1",
        supplier_id=SUPPLIER_ID,
        type="agreement_breach",
        gravity="serious",
        points=points,
        points_in_force=points,
        cause="not_appealed",
        measures=(),
    )


# -- a quarter of trade --


def trade(seed: int, orders: int, suppliers: Iterable[str] = ALL) -> list[Envelope]:
    """Orders of a quarter with what came of them, by a seed: some are off, late, sent back, or end
    in a complaint. Events are told up to three days after they happened.
    """
    return list(_trade(random.Random(seed), orders, tuple(suppliers)))


def _trade(dice: random.Random, orders: int, suppliers: tuple[str, ...]) -> Iterator[Envelope]:
    span = int((OVER - FIRST) / SECOND)
    number = 0

    def tell(data: EventData, at: datetime) -> Envelope:
        nonlocal number
        number += 1
        told = at + timedelta(seconds=dice.randrange(3 * 24 * 3600))
        return event(data, told, f"evt_{number:06}")

    for one in range(orders):
        at = FIRST + timedelta(seconds=dice.randrange(span))
        supplier_id = dice.choice(suppliers)
        amount = dice.randrange(1, 100_000)
        line = sold(supplier_id, quantity=dice.randrange(1, 5), amount=amount)
        pieces = (piece(supplier_id, quantity=line.quantity, amount=amount),)
        yield tell(placed(at, line, id=f"ord_{one}"), at)
        fate = dice.randrange(10)
        if fate == 0:
            yield tell(cancelled(at + HOUR, *pieces), at + HOUR)
            continue
        later = at + dice.randrange(1, 9) * DAY
        promised_on = (at + 4 * DAY).date()
        yield tell(shipped(at + DAY, promised_on, *pieces), at + DAY)
        came = (arrived(supplier_id, quantity=line.quantity, amount=amount),)
        yield tell(delivered(later, promised_on, *came), later)
        if fate == 1:
            back = later + 2 * DAY
            yield tell(returned(back, faulty=dice.random() < 0.5, lines=pieces), back)
        if fate == 2:
            id = f"cmp_{one}"
            yield tell(opened(later, id=id, supplier_id=supplier_id), later)
            found = classified(arrived_at=later, id=id, supplier_id=supplier_id)
            yield tell(found, later + HOUR)
            met = dice.random() < 0.8
            clock = clock_ended(met=met, due_at=later + DAY, id=id, supplier_id=supplier_id)
            yield tell(clock, later + DAY)
        if fate in (3, 4):
            score = dice.randrange(1, 6)
            yield tell(answered(supplier_id, {"goods": score}), later + DAY)


def instants() -> st.SearchStrategy[datetime]:
    """Whole seconds about both edges of the quarter, and within it."""
    edges = [one + shift * SECOND for one in (FIRST, OVER) for shift in (-1, 0, 1)]
    span = int((OVER - FIRST) / SECOND)
    within = st.integers(0, span - 1).map(lambda second: FIRST + second * SECOND)
    return st.one_of(st.sampled_from(edges), within)


def events() -> st.SearchStrategy[EventData]:
    """Whatever is counted of either supplier."""
    supplier = st.sampled_from(ALL)
    amount = st.integers(0, 10_000)
    line = st.builds(lambda who, much: sold(who, amount=much), supplier, amount)
    part = st.builds(lambda who, much: piece(who, amount=much), supplier, amount)
    at, keeper = instants(), st.sampled_from(Keeper)
    came = st.builds(lambda who, by, when: arrived(who, by=by, at=when), supplier, keeper, at)
    return st.one_of(
        st.builds(lambda when, lines: placed(when, *lines), at, st.lists(line, max_size=3)),
        st.builds(lambda when, lines: paid(when, *lines), at, st.lists(line, max_size=3)),
        st.builds(lambda when, one, sale: cancelled(when, one, sold=sale), at, part, st.booleans()),
        st.builds(
            lambda when, one, by: shipped(when, date(2026, 11, 26), one, by=by), at, part, keeper
        ),
        st.builds(
            lambda when, one: delivered(when, date(2026, 11, 26), *one),
            at,
            st.lists(came, max_size=3),
        ),
        st.builds(
            lambda when, bad, one: returned(when, faulty=bad, lines=(one,)), at, st.booleans(), part
        ),
        st.builds(lambda when, who: opened(when, supplier_id=who), at, supplier),
        st.builds(lambda when, who: merged(when, supplier_id=who), at, supplier),
        st.builds(
            lambda when, who, cause, before: classified(
                cause, before, arrived_at=when, supplier_id=who
            ),
            at,
            supplier,
            st.sampled_from(["quality.malfunction", "delivery.late"]),
            st.sampled_from([None, "quality.malfunction", "delivery.late"]),
        ),
        st.builds(lambda when, new: asked(found=new, arrived_at=when), at, st.booleans()),
        st.builds(lambda when, met: clock_ended(met=met, due_at=when), at, st.booleans()),
        st.builds(answered, supplier),
        st.builds(refunded, at),
        st.builds(repaired, st.integers(1, 3)),
        st.builds(price_found, st.sampled_from(["minor", "serious", "severe"])),
        st.builds(in_effect, st.integers(1, 12)),
    )
