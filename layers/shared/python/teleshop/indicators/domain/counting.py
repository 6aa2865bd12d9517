"""What one event adds to the figures of suppliers: a pure function of the event.

Nothing else is read, so events count the same in any order, and counted again by the same rules
they come to the same figures. What is taken back (a merged case, a complaint that had another
cause) counts in the quarter of what it takes back, with negative amounts.

A figure holds only what the supplier answers for; who does is in the tables of the policy.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from teleshop.indicators.domain.facts import (
    Answered,
    Asked,
    Cancelled,
    CaseFact,
    Classified,
    ClockBreach,
    ClockEnd,
    Closed,
    Delivered,
    Fact,
    Inspected,
    Lapsed,
    Line,
    LinesFact,
    Merged,
    Opened,
    Paid,
    Placed,
    PriceEnded,
    PriceFound,
    Punished,
    Refunded,
    Refused,
    Repaired,
    Reported,
    Returned,
    Shipped,
    part_of,
)
from teleshop.indicators.domain.kinds import MEASURES, TAKES_BACK, Kind
from teleshop.indicators.domain.measures import Figures, Measure
from teleshop.indicators.domain.policy import (
    AT_THE_DOOR,
    COMPLAINT,
    CUSTOMERS_CLOCKS,
    LAPSED,
    LATE_SUPPLIER,
    PRICE_POINTS,
    SCALES,
    SUPPLIER,
    SUPPLIERS_CLOCKS,
    TAKEN_HERE,
    UNKNOWN_SEVERITY,
    is_suppliers_cause,
    is_suppliers_price,
)
from teleshop.kernel.clock import china_date

M = Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event: what of it matters, and the essentials of its envelope."""

    id: str
    type: str
    occurred_at: datetime
    subject: str
    fact: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What an event adds for one supplier: at the instant ``at`` of what happened, whenever it is
    told. ``mark`` names what happened: what was counted under a mark is not counted again, also
    where another event tells of the same. ``fact`` is the part that concerns the supplier.
    """

    supplier_id: str
    at: datetime
    kind: Kind
    mark: str
    amounts: Figures
    fact: Fact


@dataclass(frozen=True, slots=True)
class _Part:
    """A contribution in the making; ``mark`` where it is not the event's own."""

    supplier_id: str
    at: datetime
    kind: Kind
    amounts: dict[Measure, int]
    mark: str | None = None


def contributions(told: Told) -> tuple[Contribution, ...]:
    """What the event adds, at most once for each supplier and mark; nothing for an event that does
    not count.
    """
    rule = _RULES.get(type(told.fact))
    parts: Iterable[_Part] = rule(told, told.fact) if rule else ()
    return tuple(
        Contribution(
            supplier_id=part.supplier_id,
            at=part.at,
            kind=part.kind,
            mark=part.mark or f"{told.type}#{told.id}",
            amounts=_signed(part),
            fact=part_of(told.fact, part.supplier_id),
        )
        for part in parts
    )


def _signed(part: _Part) -> Figures:
    if foreign := set(part.amounts) - set(MEASURES[part.kind]):
        raise ValueError(f"{part.kind} does not move {sorted(foreign)}")
    sign = -1 if part.kind in TAKES_BACK else 1
    return Figures({measure: sign * amount for measure, amount in part.amounts.items()})


# -- orders --


def _each(fact: LinesFact) -> Iterator[tuple[str, Sequence[Line]]]:
    for supplier_id in fact.suppliers:
        yield supplier_id, [line for line in fact.lines if line.supplier_id == supplier_id]


def _pieces(lines: Iterable[Line]) -> int:
    return sum(line.quantity for line in lines)


def _amount(lines: Iterable[Line]) -> int:
    return sum(line.amount for line in lines)


#
# Nobody can make figures of a supplier, good or bad, with orders that are never paid: an order is a
# sale when its money comes in, and one that the courier cashes when it is placed.


def _placed(_: Told, fact: Placed) -> Iterator[_Part]:
    if fact.payment_method == AT_THE_DOOR and fact.total:
        yield from _sold(fact, fact.placed_at)


def _paid(_: Told, fact: Paid) -> Iterator[_Part]:
    # An order that costs nothing is paid as it is placed, however it was to be paid.
    if fact.payment_method != AT_THE_DOOR or not fact.amount:
        yield from _sold(fact, fact.paid_at)


def _reported(_: Told, fact: Reported) -> Iterator[_Part]:
    if fact.version == 1:
        yield from _sold(fact, fact.placed_at)


def _sold(fact: LinesFact, at: datetime) -> Iterator[_Part]:
    for supplier_id, lines in _each(fact):
        bought = [line for line in lines if line.gift_of is None]
        if bought:
            amounts = {M.ORDERS: 1, M.PIECES_SOLD: _pieces(bought), M.GROSS: _amount(lines)}
            yield _Part(supplier_id, at, Kind.ORDER, amounts)


def _cancelled(_: Told, fact: Cancelled) -> Iterator[_Part]:
    if not fact.sold:
        return
    for supplier_id, lines in _each(fact):
        amounts = {M.CANCELLED: _amount(lines)}
        yield _Part(supplier_id, fact.cancelled_at, Kind.CANCELLATION, amounts)


def _refused(_: Told, fact: Refused) -> Iterator[_Part]:
    for supplier_id, lines in _each(fact):
        yield _Part(supplier_id, fact.refused_at, Kind.REFUSAL, {M.REFUSED: _amount(lines)})


def _returned(_: Told, fact: Returned) -> Iterator[_Part]:
    for supplier_id, lines in _each(fact):
        defective = _pieces(line for line in lines if line.line in fact.defective)
        back = _returned_part(defective, _pieces(lines) - defective, _amount(lines))
        yield _Part(supplier_id, fact.returned_at, *back)


def _returned_part(defective: int, other: int, amount: int) -> tuple[Kind, dict[Measure, int]]:
    amounts = {M.RETURNED: amount}
    if defective:
        amounts[M.PIECES_RETURNED_FAULT] = defective
    if other or not defective:
        amounts[M.PIECES_RETURNED_OTHER] = other
    if defective and other:
        return Kind.RETURN_MIXED, amounts
    return (Kind.RETURN_FAULT if defective else Kind.RETURN_OTHER), amounts


def _delivered(_: Told, fact: Delivered) -> Iterator[_Part]:
    for supplier_id, lines in _each(fact):
        # The order itself is told with its last parcel, which may be another supplier's.
        at = max(line.delivered_at or fact.delivered_at for line in lines)
        amounts = {M.PIECES_DELIVERED: _pieces(lines)}
        if fact.promised_on is None:
            kind = Kind.DELIVERY_WITHOUT_DAY
        elif any(line.dispatched_by != SUPPLIER for line in lines):
            kind = Kind.DELIVERY_BY_PLATFORM
        else:
            late = _after_day(at, fact.promised_on)
            kind = Kind.DELIVERY_LATE if late else Kind.DELIVERY
            amounts |= {M.DELIVERIES: 1} | ({M.LATE_DELIVERIES: 1} if late else {})
        yield _Part(supplier_id, at, kind, amounts)


def _shipped(_: Told, fact: Shipped) -> Iterator[_Part]:
    if fact.dispatched_by != SUPPLIER:
        return
    late = fact.promised_on is not None and _after_day(fact.shipped_at, fact.promised_on)
    kind = Kind.SHIPMENT_LATE if late else Kind.SHIPMENT
    amounts = {M.SHIPMENTS: 1} | ({M.LATE_SHIPMENTS: 1} if late else {})
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, fact.shipped_at, kind, amounts)


def _after_day(at: datetime, day: date) -> bool:
    return china_date(at) > day


# -- cases --


#
# Whose goods a case is about may be known only later: each event that says when the case came
# counts it, once, under the case's own mark. What was merged away is counted, if it was not yet,
# and taken back: so it leaves nothing, whatever was known of it before.


def _arrived(fact: CaseFact, at: datetime | None) -> Iterator[_Part]:
    if at is None:
        return
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, at, Kind.CASE, {M.CASES: 1}, f"case#{fact.case_id}")


def _opened(told: Told, fact: Opened) -> Iterator[_Part]:
    yield from _arrived(fact, fact.arrived_at)
    yield from _blamed(told, fact, fact.arrived_at, before=False, after=_is_blamed(fact))


def _merged(told: Told, fact: Merged) -> Iterator[_Part]:
    yield from _arrived(fact, fact.arrived_at)
    at = fact.arrived_at or told.occurred_at
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, at, Kind.CASE_MERGED, {M.CASES: 1})
    yield from _blamed(told, fact, at, before=_is_blamed(fact), after=False)


#
# A complaint counts against a supplier only while its cause is known and is one that the supplier
# answers for. Each event that changes that says how it was before, so that all of them together
# come to how it is in the end, in whatever order they are told. A cause is never given to a case
# that is closed.


def _classified(told: Told, fact: Classified) -> Iterator[_Part]:
    before = is_suppliers_cause(fact.previous_cause)
    yield from _blamed(told, fact, fact.arrived_at, before=before, after=_is_blamed(fact))


def _asked(told: Told, fact: Asked) -> Iterator[_Part]:
    yield from _arrived(fact, fact.arrived_at)
    if fact.supplier_found:
        yield from _blamed(told, fact, fact.arrived_at, before=False, after=_is_blamed(fact))


def _is_blamed(fact: CaseFact) -> bool:
    return is_suppliers_cause(fact.cause)


def _blamed(
    told: Told, fact: CaseFact, at: datetime | None, *, before: bool, after: bool
) -> Iterator[_Part]:
    if before is after or fact.case_kind != COMPLAINT:
        return
    kind = Kind.COMPLAINT if after else Kind.COMPLAINT_TAKEN_BACK
    mark = f"complaint#{told.type}#{told.id}"
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, at or told.occurred_at, kind, {M.COMPLAINTS: 1}, mark)


def _inspected(told: Told, fact: Inspected) -> Iterator[_Part]:
    """Goods of orders that other systems took; of those taken here the orders tell."""
    pieces = sum(one.quantity for one in fact.accepted)
    here = fact.order_id is None or fact.order_id.startswith(TAKEN_HERE)
    if here or fact.case_kind != "return" or not pieces:
        return
    for supplier_id in fact.suppliers:
        defective = sum(one.quantity for one in fact.accepted if one.line in fact.defective)
        back = _returned_part(defective, pieces - defective, fact.refund_due)
        yield _Part(supplier_id, told.occurred_at, *back)


def _repaired(told: Told, fact: Repaired) -> Iterator[_Part]:
    again = fact.number > 1
    kind = Kind.REPAIR_AGAIN if again else Kind.REPAIR
    amounts = {M.REPAIRS: 1} | ({M.REPEAT_REPAIRS: 1} if again else {})
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, told.occurred_at, kind, amounts)


def _refunded(_: Told, fact: Refunded) -> Iterator[_Part]:
    # The instant itself is too late, as for every clock.
    late = fact.paid_at >= fact.due_at
    kind = Kind.REFUND_LATE if late else Kind.REFUND
    amounts = {M.REFUNDS: 1} | ({M.REFUNDS_LATE: 1} if late else {})
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, fact.paid_at, kind, amounts)


# -- clocks --
#
# One clock may be told of three times: that it ran out, that it ended, and at the end of its case.
# Whichever comes first counts, under the clock's own mark; a missed one at the instant that it was
# due, which all of them say.


def _clock_ended(_: Told, fact: ClockEnd) -> Iterator[_Part]:
    if fact.met and fact.clock in CUSTOMERS_CLOCKS | SUPPLIERS_CLOCKS:
        yield from _clock(fact, fact.clock_id, fact.clock, fact.ended_at, met=True)
    elif fact.clock in SUPPLIERS_CLOCKS and not (fact.met or fact.short):
        yield from _clock(fact, fact.clock_id, fact.clock, fact.due_at, met=False)


def _clock_breached(_: Told, fact: ClockBreach) -> Iterator[_Part]:
    if fact.late_party == LATE_SUPPLIER and fact.clock in CUSTOMERS_CLOCKS | SUPPLIERS_CLOCKS:
        yield from _clock(fact, fact.clock_id, fact.clock, fact.due_at, met=False)


def _closed(_: Told, fact: Closed) -> Iterator[_Part]:
    yield from _arrived(fact, fact.arrived_at)
    for one in fact.clocks:
        late = one.breached and one.ended_at is None and not one.short
        if late and one.clock in SUPPLIERS_CLOCKS:
            yield from _clock(fact, one.clock_id, one.clock, one.due_at, met=False)


def _clock(
    fact: CaseFact, clock_id: str, clock: str, at: datetime, *, met: bool
) -> Iterator[_Part]:
    if clock in SUPPLIERS_CLOCKS:
        kind, of, in_time = Kind.RESPONSE, M.RESPONSES, M.RESPONSES_MET
        late = Kind.RESPONSE_LATE
    else:
        kind, of, in_time = Kind.RESOLUTION, M.RESOLUTIONS, M.RESOLUTIONS_MET
        late = Kind.RESOLUTION_LATE
    for supplier_id in fact.suppliers:
        amounts = {of: 1} | ({in_time: 1} if met else {})
        mark = f"clock#{fact.case_id}#{clock_id}"
        yield _Part(supplier_id, at, kind if met else late, amounts, mark)


# -- opinions and rules --


def _answered(told: Told, fact: Answered) -> Iterator[_Part]:
    scores = [
        100 * (min(max(score, low), high) - low) // (high - low)
        for name, score in fact.measures.items()
        if name in SCALES
        for low, high in [SCALES[name]]
    ]
    if not scores:
        return
    # The mean in whole points; halves go up.
    points = (2 * sum(scores) + len(scores)) // (2 * len(scores))
    for supplier_id in fact.suppliers:
        amounts = {M.ANSWERS: 1, M.ANSWER_POINTS: points}
        yield _Part(supplier_id, told.occurred_at, Kind.ANSWER, amounts)


def _price_found(told: Told, fact: PriceFound) -> Iterator[_Part]:
    if not is_suppliers_price(fact.kind):
        return
    for supplier_id in fact.suppliers:
        amounts = _price_points(fact.severity)
        yield _Part(supplier_id, told.occurred_at, Kind.PRICE_FINDING, amounts)


def _price_ended(told: Told, fact: PriceEnded) -> Iterator[_Part]:
    if fact.outcome != "dismissed" or not is_suppliers_price(fact.kind):
        return
    for supplier_id in fact.suppliers:
        amounts, at = _price_points(fact.severity), fact.found_at or told.occurred_at
        yield _Part(supplier_id, at, Kind.PRICE_FINDING_DISMISSED, amounts)


def _price_points(severity: str) -> dict[Measure, int]:
    return {M.PRICE_FINDINGS: 1, M.PRICE_POINTS: PRICE_POINTS.get(severity, UNKNOWN_SEVERITY)}


def _lapsed(told: Told, fact: Lapsed) -> Iterator[_Part]:
    if fact.kind != LAPSED:
        return
    for supplier_id in fact.suppliers:
        yield _Part(supplier_id, told.occurred_at, Kind.DOCUMENT_LAPSE, {M.DOCUMENT_LAPSES: 1})


def _punished(told: Told, fact: Punished) -> Iterator[_Part]:
    # Not before: what is appealed may be annulled, and then it never counted. What is in force
    # stays.
    for supplier_id in fact.suppliers:
        amounts = {M.VIOLATIONS: 1, M.VIOLATION_POINTS: fact.points}
        yield _Part(supplier_id, told.occurred_at, Kind.VIOLATION, amounts)


_RULES: Final = MappingProxyType[type[Any], Callable[[Told, Any], Iterator[_Part]]](
    {
        Placed: _placed,
        Paid: _paid,
        Reported: _reported,
        Cancelled: _cancelled,
        Refused: _refused,
        Returned: _returned,
        Delivered: _delivered,
        Shipped: _shipped,
        Opened: _opened,
        Classified: _classified,
        Asked: _asked,
        Merged: _merged,
        Inspected: _inspected,
        Repaired: _repaired,
        Refunded: _refunded,
        ClockEnd: _clock_ended,
        ClockBreach: _clock_breached,
        Closed: _closed,
        Answered: _answered,
        PriceFound: _price_found,
        PriceEnded: _price_ended,
        Lapsed: _lapsed,
        Punished: _punished,
    }
)
