"""What of an order is left with its customer, on its way, or still to be sent, and what goes back
when less of it is: for one piece and one fen there is one answer, whichever way pieces leave it
(refused at the door, called off, returned).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from teleshop.kernel.rules import rule
from teleshop.orders.domain.placed import OrderState, ParcelPieces, PlacedLine, PlacedOrder

UNDER_WAY = frozenset(
    {OrderState.RELEASED, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED}
)


def share_of(line: PlacedLine, before: int, quantity: int) -> int:
    """What ``quantity`` pieces of a line cost, ``before`` of them counted already: the parts of all
    pieces come to the amount of the line.
    """
    return (
        line.amount * (before + quantity) // line.quantity - line.amount * before // line.quantity
    )


def share_of_returned(line: PlacedLine, quantity: int) -> int:
    """What the order charges for the last ``quantity`` of the pieces that came back: their part of
    what the pieces cost that were neither refused nor called off.
    """
    pieces = line.quantity - line.refused - line.called_off
    paid = line.amount - line.fell_away
    return paid * line.returned // pieces - paid * (line.returned - quantity) // pieces


def count(pieces: Iterable[ParcelPieces]) -> Counter[int]:
    """Pieces by number of line."""
    counted: Counter[int] = Counter()
    for one in pieces:
        counted[one.line] += one.quantity
    return counted


def unsent_of(line: PlacedLine) -> int:
    """Pieces that have not left and are not called off."""
    return line.quantity - line.shipped - line.called_off


def left_of(line: PlacedLine) -> int:
    """Pieces that are with the customer, on their way, or still to be sent."""
    return line.quantity - line.refused - line.returned - line.called_off


def waiting_of(order: PlacedOrder, line: PlacedLine) -> int:
    """Pieces that came back already while the record does not know yet that they were there."""
    return sum(count(one.pieces)[line.number] for one in order.claims)


def nothing_left(order: PlacedOrder) -> bool:
    """Whether no piece of the order is the customer's, or will be."""
    return not any(left_of(line) for line in order.lines)


def kept_of(order: PlacedOrder, line: PlacedLine) -> int:
    """Pieces that are left and did not come back, noted or not."""
    return left_of(line) - waiting_of(order, line)


def worth_of_left(order: PlacedOrder) -> int:
    """What the pieces that are left would have cost at their marked prices, with the freight. A
    gift costs nothing while goods that it came with are left, then what is owed for it.
    """
    worth = order.freight
    for line in order.lines:
        if line.gift_of is None:
            worth += line.list_price * kept_of(order, line)
            continue
        goods = order.line(line.gift_of)
        if goods is None or not kept_of(order, goods):
            worth += line.price * kept_of(order, line)
    return worth


@rule(
    id="R6.8-refused",
    clause="6.3.1",
    source="民法典",
    article="566",
    effective_from=date(2021, 1, 1),
    confidence="M",
    last_checked=date(2026, 11, 27),
)
def given_back(order: PlacedOrder, off: Mapping[int, int], share: int) -> tuple[PlacedOrder, int]:
    """The order after ``off`` pieces by line, which are counted on it already and had ``share`` in
    the amounts of their lines, fell away; and what goes back for them.

    If nothing is left that is everything, the freight too. Else it is their share, or more where a
    return before had cost the customer a discount over several goods: who keeps a part never pays
    more for it than its marked price and the freight. Never more than came in and is neither back
    nor claimed.
    """
    if not any(off.values()):
        return order, 0
    back = order.refunded + sum(claim.refund for claim in order.claims)
    left = order.received - back
    empty = not any(kept_of(order, line) for line in order.lines)
    more = order.total - back - worth_of_left(order)
    refund = max(0, left if empty else min(left, max(share, more)))
    after = replace(order, refunded=order.refunded + refund)
    after = replace(after, freight_refunded=order.freight_refunded or empty)
    return after, refund


def moved_on(order: PlacedOrder, now: datetime) -> PlacedOrder:
    """The order in the state that its pieces make: `shipped` once nothing waits to be sent,
    `delivered` once nothing is on its way either. Nothing left is `returned` if a piece came back
    from the customer, else `refused`.
    """
    if order.state not in UNDER_WAY or any(unsent_of(line) for line in order.lines):
        return order
    if order.state is OrderState.RELEASED:
        last = max((one.shipped_at for one in order.parcels), default=now)
        order = replace(order, state=OrderState.SHIPPED, shipped_at=last)
    on_its_way = any(one.is_open for one in order.parcels)
    signed = max((one.delivered_at for one in order.parcels if one.delivered_at), default=None)
    if nothing_left(order):
        if any(line.returned for line in order.lines):
            known = order.delivered_at or (None if on_its_way else signed)
            return replace(order, state=OrderState.RETURNED, delivered_at=known)
        refused = max((one.refused_at for one in order.parcels if one.refused_at), default=now)
        return replace(order, state=OrderState.REFUSED, refused_at=refused)
    if order.state is not OrderState.SHIPPED or on_its_way or signed is None:
        return order
    return replace(order, state=OrderState.DELIVERED, delivered_at=signed, told_delivered=True)
