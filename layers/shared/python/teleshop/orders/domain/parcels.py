"""Parcels of an order: what leaves, what the customer takes in or refuses.

Pieces and money are counted by line. The money of a line is divided over its pieces as they leave,
so that the parts of all parcels come to the line's amount exactly; freight belongs to no parcel.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import takewhile
from typing import Final

from teleshop.kernel.errors import FieldError, InvalidInputError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import rule
from teleshop.orders.domain.left import (
    count,
    given_back,
    kept_of,
    moved_on,
    share_of,
    unsent_of,
)
from teleshop.orders.domain.life import DELIVER, SHIP, noted, state_error
from teleshop.orders.domain.placed import (
    By,
    Held,
    OrderState,
    Parcel,
    ParcelPieces,
    PlacedOrder,
)
from teleshop.orders.domain.room import MAX_IN_PARCEL, parcel_writes
from teleshop.orders.domain.stored import STOCK, has_no_stock
from teleshop.orders.domain.warehouses import Keeper, kept_by
from teleshop.orders.errors import (
    CashInOneParcelError,
    ParcelNotFoundError,
    ParcelOutcomeError,
)

CLAUSE = "7.1.3"
LINE_UNKNOWN = FindingKind(
    "line_unknown",
    CLAUSE,
    "订单没有第 {line} 行；请核对行号。",
    "The order has no line {line}; check the number.",
)
LINE_TWICE = FindingKind(
    "line_twice",
    CLAUSE,
    "同一行只能填写一次，请合并数量。",
    "Name each line once and add its pieces up.",
)
MORE_THAN_LEFT = FindingKind(
    "more_than_left",
    CLAUSE,
    "第 {line} 行只剩 {left} 件未发货；请核对数量。",
    "{left} pieces of line {line} are left to be sent; check the quantity.",
)
NOT_HELD_HERE = FindingKind(
    "not_held_here",
    CLAUSE,
    "该仓库为本订单预留的第 {line} 行商品只有 {left} 件；请核对仓库或数量。",
    "This warehouse holds {left} pieces of line {line} for the order; check the warehouse or the "
    "quantity.",
)
TOO_LARGE = FindingKind(
    "parcel_too_large",
    CLAUSE,
    "一次发货涉及的商品和库存分片过多；请分成几个包裹登记。",
    "The parcel takes from too many articles and rows of stock at once; note it as several "
    "parcels.",
)
IN_THE_FUTURE = FindingKind(
    "instant_in_the_future",
    CLAUSE,
    "时间不能晚于当前时间；请核对时间和时区。",
    "The instant is in the future; check the time and its offset.",
)
BEFORE_SHIPPED = FindingKind(
    "before_shipped",
    CLAUSE,
    "时间不能早于发货时间；请核对。",
    "This cannot be before the parcel was shipped; check the time.",
)
CASH_DIFFERS = FindingKind(
    "cash_differs",
    CLAUSE,
    "代收金额应为 {due} 分；请与快递员核对后填写实收金额。",
    "{due} fen are due at the door; check with the courier what was collected.",
)
CASH_NOT_DUE = FindingKind(
    "cash_not_due",
    CLAUSE,
    "该包裹没有应收的代收款；请勿填写 collected。",
    "Nothing is due at the door for this; leave collected out.",
)

WITH_CARRIER: Final = frozenset({OrderState.RELEASED, OrderState.SHIPPED, OrderState.RETURNED})
"""All may have come back before it was noted that a parcel arrived."""


@dataclass(frozen=True, slots=True)
class Shipped:
    """The order after a parcel left; ``taken`` is what left the stock."""

    order: PlacedOrder
    parcel: Parcel
    taken: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """The order after a parcel was not taken in: its ``pieces`` fell away, ``refund`` goes back."""

    order: PlacedOrder
    parcel: Parcel
    pieces: tuple[ParcelPieces, ...]
    refund: int


def ship(order: PlacedOrder, parcel: Parcel, by: By) -> Shipped:
    """A parcel leaves: pieces that the order still waits for, from what its warehouse holds for it.

    Raises :class:`InvalidInputError` with every fault of the lines, :class:`OrderStateError`
    unless the order is released, :class:`CashInOneParcelError`.
    """
    if order.state is not OrderState.RELEASED:
        raise state_error(order, SHIP)
    faults = _piece_faults(order, parcel)
    if faults:
        raise InvalidInputError(errors=faults)
    if order.pays_at_the_door and count(parcel.pieces) != {
        line.number: line.quantity for line in order.lines
    }:
        raise CashInOneParcelError
    taken, left = _take(order, parcel)
    if parcel_writes(taken) > MAX_IN_PARCEL:
        raise InvalidInputError(errors=[TOO_LARGE.at("/lines")])
    sent = count(parcel.pieces)
    amount = sum(
        share_of(line, line.shipped, sent[line.number]) for line in order.lines if sent[line.number]
    )
    lines = tuple(replace(line, shipped=line.shipped + sent[line.number]) for line in order.lines)
    made = replace(parcel, amount=amount, dispatched_by=_sender(order, parcel, taken))
    after = replace(order, lines=lines, held=left, parcels=(*order.parcels, made))
    done = noted(after, parcel.shipped_at, "parcel_shipped", by, parcel.id)
    return Shipped(moved_on(done, parcel.shipped_at), made, taken)


def _piece_faults(order: PlacedOrder, parcel: Parcel) -> list[FieldError]:
    faults: list[FieldError] = []
    seen: set[int] = set()
    here = Counter(
        {
            held.sku: sum(
                other.quantity
                for other in order.held
                if other.sku == held.sku and _serves(order, parcel, other)
            )
            for held in order.held
        }
    )
    for index, pieces in enumerate(parcel.pieces):
        at = f"/lines/{index}"
        line = order.line(pieces.line)
        if line is None:
            faults.append(LINE_UNKNOWN.at(f"{at}/line", line=pieces.line))
            continue
        if pieces.line in seen:
            faults.append(LINE_TWICE.at(f"{at}/line"))
            continue
        seen.add(pieces.line)
        left = unsent_of(line)
        if pieces.quantity > left:
            faults.append(MORE_THAN_LEFT.at(f"{at}/quantity", line=line.number, left=left))
        elif has_no_stock(order, line):
            continue
        elif pieces.quantity > here[line.sku]:
            faults.append(NOT_HELD_HERE.at(f"{at}/quantity", line=line.number, left=here[line.sku]))
        here[line.sku] -= pieces.quantity
    return faults


def _serves(order: PlacedOrder, parcel: Parcel, held: Held) -> bool:
    """Whether what is held can be in a parcel: what lies in its warehouse, and for the one parcel
    of a cash order also what was brought there.
    """
    return held.kind == STOCK and (order.pays_at_the_door or held.place == parcel.warehouse)


def _take(order: PlacedOrder, parcel: Parcel) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """What of what is held leaves with a parcel, and what stays; exactly the pieces of the parcel,
    row by row.
    """
    wanted: Counter[str] = Counter()
    for pieces in parcel.pieces:
        line = order.line(pieces.line)
        if line is not None:
            wanted[line.sku] += pieces.quantity
    taken: list[Held] = []
    left: list[Held] = []
    for held in order.held:
        part = min(held.quantity, wanted[held.sku]) if _serves(order, parcel, held) else 0
        wanted[held.sku] -= part
        if part:
            taken.append(replace(held, quantity=part))
        if part < held.quantity:
            left.append(replace(held, quantity=held.quantity - part))
    return tuple(taken), tuple(left)


def _sender(order: PlacedOrder, parcel: Parcel, taken: Sequence[Held]) -> Keeper:
    """Who sent a parcel: its supplier, if all of it lay with that one; else the platform, also of
    what was put together from several.
    """
    places = {parcel.warehouse, *(held.place for held in taken)}
    numbers = {pieces.line for pieces in parcel.pieces}
    suppliers = {line.supplier_id for line in order.lines if line.number in numbers}
    own = len(suppliers) == 1 and all(kept_by(place) is Keeper.SUPPLIER for place in places)
    return Keeper.SUPPLIER if own else Keeper.PLATFORM


def arrival(order: PlacedOrder, line: int) -> tuple[datetime | None, Keeper]:
    """When the last pieces of a line were signed for, None if no parcel says so; and who sent
    them: their supplier only where it sent them all.
    """
    came = [
        (parcel.delivered_at, parcel.dispatched_by)
        for parcel in order.parcels
        if parcel.delivered_at and any(pieces.line == line for pieces in parcel.pieces)
    ]
    own = bool(came) and all(keeper is Keeper.SUPPLIER for _, keeper in came)
    at = max((at for at, _ in came), default=None)
    return at, Keeper.SUPPLIER if own else Keeper.PLATFORM


def due_at_the_door(order: PlacedOrder) -> int:
    """What the courier collects for the one parcel of an order that is paid there."""
    return order.total if order.pays_at_the_door else 0


@rule(
    id="R6.8-signed",
    clause="6.3.1",
    source="电子商务法",
    article="51",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def deliver(
    order: PlacedOrder,
    parcel_id: str,
    at: datetime | None,
    by: By,
    now: datetime,
    *,
    collected: int | None = None,
) -> PlacedOrder:
    """The customer signed for a parcel at ``at`` (None: now), which is the time of delivery; the
    order is delivered when none is on its way any more, at the time of the last one. The same again
    changes nothing; without an instant that is the same outcome.
    """
    parcel = _parcel(order, parcel_id)
    if not parcel.is_open:
        return _as_known(order, parcel, at, collected, delivered=True)
    at = at or now
    check_delivery(order, parcel, at, collected, now)
    due = due_at_the_door(order)
    done = replace(parcel, delivered_at=at, collected=collected)
    after = replace(order, paid_at=at if due else order.paid_at)
    return moved_on(noted(with_parcel(after, done), at, "parcel_delivered", by, parcel_id), now)


def refuse(
    order: PlacedOrder, parcel_id: str, at: datetime | None, by: By, now: datetime
) -> Refused:
    """The customer did not take a parcel in at ``at`` (None: now). What was paid for its pieces
    goes back, by the rule of :func:`~teleshop.orders.domain.left.given_back`. Pieces that came back
    through after-sales were with the customer, whatever the carrier says. The same again changes
    nothing; without an instant that is the same outcome.
    """
    parcel = _parcel(order, parcel_id)
    if not parcel.is_open:
        return Refused(_as_known(order, parcel, at, None, delivered=False), parcel, (), 0)
    at = at or now
    check_moment(parcel, at, now)
    off = falling(order, parcel)
    fallen = fall(order, parcel, off, at)
    after = noted(fallen.order, at, "parcel_refused", by, parcel_id)
    return replace(fallen, order=moved_on(after, now))


def falling(order: PlacedOrder, parcel: Parcel) -> Counter[int]:
    """The pieces of a parcel, by line, that fall away if it was refused: those that did not come
    back through after-sales.
    """
    own = count(parcel.fell if parcel.waived else parcel.pieces)
    return Counter(
        {line.number: min(own[line.number], kept_of(order, line)) for line in order.lines}
    )


def fall(order: PlacedOrder, parcel: Parcel, off: Counter[int], at: datetime) -> Refused:
    """The order without the pieces ``off`` of a parcel, and what goes back for them; its state is
    as it was. What went back for them before does not go back again.
    """
    before = _sent_before(order, parcel)
    shares = {
        line.number: 0 if parcel.waived else share_of(line, before[line.number], off[line.number])
        for line in order.lines
    }
    lines = tuple(
        replace(
            line,
            refused=line.refused + off[line.number],
            fell_away=line.fell_away + shares[line.number],
            waived=line.waived - off[line.number] * parcel.waived,
        )
        for line in order.lines
    )
    pieces = tuple(ParcelPieces(line=line, quantity=each) for line, each in off.items() if each)
    done = replace(parcel, refused_at=at, delivered_at=None, fell=pieces)
    fallen = replace(with_parcel(order, done), lines=lines)
    after, refund = given_back(fallen, off, sum(shares.values()))
    return Refused(after, done, pieces, refund)


def _sent_before(order: PlacedOrder, parcel: Parcel) -> Counter[int]:
    """Pieces by line that left in parcels before this one."""
    earlier = takewhile(lambda one: one.id != parcel.id, order.parcels)
    return count(pieces for one in earlier for pieces in one.pieces)


def _parcel(order: PlacedOrder, parcel_id: str) -> Parcel:
    parcel = order.parcel(parcel_id)
    if parcel is None:
        raise ParcelNotFoundError
    if parcel.is_open and order.state not in WITH_CARRIER:
        raise state_error(order, DELIVER)
    return parcel


def _as_known(
    order: PlacedOrder,
    parcel: Parcel,
    at: datetime | None,
    collected: int | None,
    *,
    delivered: bool,
) -> PlacedOrder:
    known = parcel.delivered_at if delivered else parcel.refused_at
    if known is None or at not in (None, known) or parcel.collected != collected:
        raise ParcelOutcomeError
    return order


def check_delivery(
    order: PlacedOrder, parcel: Parcel, at: datetime, collected: int | None, now: datetime
) -> None:
    """Refuse a delivery at a time that cannot be, or with other cash than is due."""
    faults = _moment_faults(parcel, at, now)
    due = due_at_the_door(order)
    if due and collected != due:
        faults.append(CASH_DIFFERS.at("/collected", due=due))
    if not due and collected is not None:
        faults.append(CASH_NOT_DUE.at("/collected"))
    if faults:
        raise InvalidInputError(errors=faults)


def check_moment(parcel: Parcel, at: datetime, now: datetime) -> None:
    """Refuse a time at which nothing can have become of the parcel."""
    faults = _moment_faults(parcel, at, now)
    if faults:
        raise InvalidInputError(errors=faults)


def _moment_faults(parcel: Parcel, at: datetime, now: datetime) -> list[FieldError]:
    if at > now:
        return [IN_THE_FUTURE.at("/at")]
    if at < parcel.shipped_at:
        return [BEFORE_SHIPPED.at("/at")]
    return []


def with_parcel(order: PlacedOrder, parcel: Parcel) -> PlacedOrder:
    """The order with a parcel in place of the one of its id."""
    parcels = tuple(parcel if one.id == parcel.id else one for one in order.parcels)
    return replace(order, parcels=parcels)
