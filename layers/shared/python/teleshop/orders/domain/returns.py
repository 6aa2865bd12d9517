"""Goods that came back and were accepted by after-sales, and what goes back for them.

They may be here before the order knows that they were there: nobody noted that the parcel arrived,
or even that it left. What came back was evidently with the customer, so that nothing is refused for
it. Only where the warehouse still counts the pieces as unsent, or the courier's cash is not noted
yet, the claim waits on the order, and is settled when that is noted.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from teleshop.orders.domain.left import count, kept_of, moved_on, unsent_of
from teleshop.orders.domain.life import noted
from teleshop.orders.domain.placed import By, Claim, OrderState, PlacedOrder
from teleshop.orders.errors import GoodsNotSentError

CAME_BACK = "goods_returned"
WAITS = "return_waits"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The order after goods came back; ``refund`` is what goes back by the way it was paid. The
    claim ``waits`` while the record does not know of the pieces or of their money.
    """

    order: PlacedOrder
    claim: Claim
    refund: int
    waits: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing of the order is left with the customer."""
        return self.order.state is OrderState.RETURNED


def take_back(order: PlacedOrder, claim: Claim, now: datetime) -> TakenBack | None:
    """Goods were accepted in an after-sales case; the refund is what the rules of returns make due,
    of which at most what came in and was not sent back goes the way it came. None if the case did
    this already.

    Raises :class:`GoodsNotSentError` for pieces that the customer cannot have.
    """
    if any(
        entry.what in (CAME_BACK, WAITS) and entry.detail == claim.case_id
        for entry in order.history
    ):
        return None
    if order.state is OrderState.CANCELLED:
        raise GoodsNotSentError
    for number, quantity in count(claim.pieces).items():
        line = order.line(number)
        if line is None or quantity > kept_of(order, line):
            raise GoodsNotSentError
    if is_ready(order, claim):
        return _settled(order, claim, now)
    waiting = replace(order, claims=(*order.claims, claim))
    return TakenBack(noted(waiting, now, WAITS, By.STAFF, claim.case_id), claim, 0, waits=True)


def settle_claim(order: PlacedOrder, now: datetime) -> TakenBack | None:
    """The first claim that need not wait any more is settled; None if there is none."""
    for claim in order.claims:
        if is_ready(order, claim):
            others = tuple(one for one in order.claims if one != claim)
            return _settled(replace(order, claims=others), claim, now)
    return None


def is_ready(order: PlacedOrder, claim: Claim) -> bool:
    """Whether the record knows that the pieces left, and what was paid for them."""
    moving = any(unsent_of(line) for line in order.lines) or any(
        one.is_open for one in order.parcels
    )
    if order.pays_at_the_door and not order.received and moving:
        return False
    return all(
        quantity <= line.shipped - line.refused - line.returned
        for number, quantity in count(claim.pieces).items()
        if (line := order.line(number)) is not None
    )


def _settled(order: PlacedOrder, claim: Claim, now: datetime) -> TakenBack:
    back = count(claim.pieces)
    lines = tuple(replace(line, returned=line.returned + back[line.number]) for line in order.lines)
    refund = max(0, min(claim.refund, order.received - order.refunded))
    after = replace(
        order,
        lines=lines,
        refunded=order.refunded + refund,
        refunded_for_returns=order.refunded_for_returns + refund,
    )
    done = noted(after, now, CAME_BACK, By.STAFF, claim.case_id)
    return TakenBack(moved_on(done, now), claim, refund)
