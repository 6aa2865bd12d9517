"""What became of a parcel was noted wrongly, and is put right: by somebody who answers for it, with
a reason, as often as it takes. Nothing that was noted is taken out of the timeline.

| noted | was | pieces | money |
|---|---|---|---|
| refused | delivered | are the customer's | what went back stays gone, and is never sent again |
| delivered | refused | fall away | goes back, by the rule of every refusal |

Cash that was noted as taken in is booked: such a delivery is not put right here. An order that was
completed is open again until the days of what was put right are over.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Final

from teleshop.kernel.errors import InvalidInputError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.rules import rule
from teleshop.orders.domain.left import count, moved_on
from teleshop.orders.domain.life import COMPLETED, noted
from teleshop.orders.domain.parcels import (
    CLAUSE,
    Refused,
    check_delivery,
    check_moment,
    fall,
    falling,
    with_parcel,
)
from teleshop.orders.domain.placed import (
    By,
    OrderState,
    Parcel,
    ParcelCorrection,
    PlacedLine,
    PlacedOrder,
)
from teleshop.orders.errors import (
    ParcelCameBackError,
    ParcelCashNotedError,
    ParcelNotFoundError,
    ParcelOutcomeError,
)

REFUSAL_CORRECTED: Final = "refusal_corrected"
DELIVERY_CORRECTED: Final = "delivery_corrected"
NOTHING_NOTED = FindingKind(
    "nothing_to_correct",
    CLAUSE,
    "该包裹尚未登记签收或拒收，无需更正；请去掉 correction 后登记。",
    "Nothing was noted of this parcel yet; leave `correction` out and note it.",
)
OVER: Final = frozenset(
    {OrderState.DELIVERED, OrderState.COMPLETED, OrderState.REFUSED, OrderState.RETURNED}
)


def corrections(order: PlacedOrder) -> int:
    """How often something was put right on an order."""
    return sum(one.what in (REFUSAL_CORRECTED, DELIVERY_CORRECTED) for one in order.history)


def was_told_delivered(order: PlacedOrder) -> bool:
    """Whether others were told that the order was delivered, which they are once."""
    return order.told_delivered or order.state in (OrderState.DELIVERED, OrderState.COMPLETED)


def was_told_completed(order: PlacedOrder) -> bool:
    """Whether others were told that the trade is over, which they are once."""
    return any(one.what == COMPLETED for one in order.history)


@rule(
    id="R6.8-signed-corrected",
    clause="6.3.1",
    source="电子商务法",
    article="51",
    effective_from=date(2019, 1, 1),
    confidence="H",
    last_checked=date(2026, 11, 28),
)
def was_delivered(
    order: PlacedOrder,
    parcel_id: str,
    at: datetime | None,
    by: By,
    now: datetime,
    *,
    reason: ParcelCorrection,
    collected: int | None = None,
) -> PlacedOrder:
    """A parcel that was noted as refused had been delivered at ``at`` (None: now). Its pieces are
    the customer's, with every right that goes with them. Money that went back for them stays gone:
    they count as paid with nothing from here on. Their days for return begin now: nothing could be
    asked for while the refusal stood. Noted as delivered already nothing changes.

    Raises :class:`ParcelOutcomeError` where it is noted with another time or other cash.
    """
    parcel = _known(order, parcel_id)
    if parcel.delivered_at is not None:
        if at not in (None, parcel.delivered_at) or collected not in (None, parcel.collected):
            raise ParcelOutcomeError
        return order
    at = at or now
    check_delivery(order, parcel, at, collected, now)
    if order.pays_at_the_door:
        after = _as_if_never_refused(order, parcel, at)
    else:
        after = _with_pieces(order, parcel)
    done = replace(
        parcel,
        refused_at=None,
        delivered_at=at,
        collected=collected,
        waived=not order.pays_at_the_door,
    )
    after = noted(with_parcel(after, done), now, REFUSAL_CORRECTED, by, reason.value)
    return replace(_moved(order, after, now), days_not_before=now)


def was_refused(
    order: PlacedOrder,
    parcel_id: str,
    at: datetime | None,
    by: By,
    now: datetime,
    *,
    reason: ParcelCorrection,
) -> Refused:
    """A parcel that was noted as delivered had not been taken in at ``at`` (None: now): what is
    left of its pieces falls away, and their money goes back. Noted as refused already nothing
    changes.

    Raises :class:`ParcelCashNotedError` where cash was noted with the delivery,
    :class:`ParcelCameBackError` where all of it came back through after-sales,
    :class:`ParcelOutcomeError` where it is noted as refused at another time.
    """
    parcel = _known(order, parcel_id)
    if parcel.refused_at is not None:
        if at not in (None, parcel.refused_at):
            raise ParcelOutcomeError
        return Refused(order, parcel, (), 0)
    at = at or now
    check_moment(parcel, at, now)
    if parcel.collected is not None:
        raise ParcelCashNotedError
    off = falling(order, parcel)
    if not any(off.values()):
        raise ParcelCameBackError
    fallen = fall(order, parcel, off, at)
    after = noted(fallen.order, now, DELIVERY_CORRECTED, by, reason.value)
    return replace(fallen, order=_moved(order, after, now))


def _known(order: PlacedOrder, parcel_id: str) -> Parcel:
    parcel = order.parcel(parcel_id)
    if parcel is None:
        raise ParcelNotFoundError
    if parcel.is_open:
        raise InvalidInputError(errors=[NOTHING_NOTED.at("/correction")])
    return parcel


def _with_pieces(order: PlacedOrder, parcel: Parcel) -> PlacedOrder:
    """The pieces of a refused parcel are the customer's, their money is not back in the order."""
    fell = count(parcel.fell)

    def line_of(line: PlacedLine) -> PlacedLine:
        pieces = fell[line.number]
        return replace(line, refused=line.refused - pieces, waived=line.waived + pieces)

    return replace(order, lines=tuple(line_of(line) for line in order.lines))


def _as_if_never_refused(order: PlacedOrder, parcel: Parcel, at: datetime) -> PlacedOrder:
    """Nothing had been paid at the door, so nothing went back: the courier's cash pays for all."""
    fell = count(parcel.fell)
    if order.claims or fell != count(parcel.pieces):
        raise ParcelCameBackError
    lines = tuple(
        replace(line, refused=line.refused - fell[line.number], fell_away=0) for line in order.lines
    )
    return replace(order, lines=lines, paid_at=at, freight_refunded=False)


def _moved(before: PlacedOrder, order: PlacedOrder, now: datetime) -> PlacedOrder:
    """The order in the state that its pieces make now, which may be one that it had left. The days
    for return that the customer was given are not shortened.
    """
    if order.state in OVER:
        order = replace(
            order,
            state=OrderState.SHIPPED,
            refused_at=None,
            delivered_at=None,
            completed_at=None,
        )
    after = moved_on(order, now)
    signed = [one.delivered_at for one in after.parcels if one.delivered_at]
    match after.state:
        case OrderState.DELIVERED | OrderState.COMPLETED | OrderState.RETURNED:
            known = [before.delivered_at] if before.delivered_at else []
            return replace(after, delivered_at=max([*signed, *known], default=None))
        case _:
            return replace(after, delivered_at=None)
