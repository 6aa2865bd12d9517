"""Events of the orders context, told to others. Nothing personal; amounts in fen."""

from datetime import date, datetime
from typing import ClassVar, Literal

import msgspec

from teleshop.kernel.events import EventData
from teleshop.orders.domain import (
    CancelReason,
    CorrectionReason,
    Keeper,
    ParcelCorrection,
    SalesChannel,
)


class OrderEvent(EventData, frozen=True, kw_only=True):
    """What every event of this context says."""

    context: ClassVar[str] = "orders"

    customer_id: str | None
    order_id: str
    supplier_ids: list[str]


class SoldLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line as it was sold: ``price`` of a piece, ``amount`` of all after every discount. A gift
    names the line with which it came.
    """

    number: int
    sku: str
    product_id: str
    supplier_id: str
    quantity: int
    price: int
    amount: int
    gift_of: int | None = None


class PieceFact(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one line; ``amount`` is what the order charges for them, freight left out. The
    parts of all pieces of a line come to its amount, to a fen where some came back before others
    were refused.
    """

    line: int
    sku: str
    product_id: str
    supplier_id: str
    quantity: int
    amount: int = 0


class ArrivedPieces(PieceFact, frozen=True, kw_only=True):
    """Pieces that the customer has: when the last of them were signed for (None: with the order),
    and who sent them.
    """

    delivered_at: datetime | None = None
    dispatched_by: Keeper = Keeper.PLATFORM


class OrderReported(OrderEvent, frozen=True, kw_only=True):
    """An order was reported, or a later report changed it: ``changed`` names its facts (empty for
    the first report), ``correction`` why if it corrected them. ``placed_at``, ``paid`` (fen) and
    ``lines`` are as they stand now.
    """

    channel: SalesChannel
    placed_at: datetime
    paid: int
    version: int
    changed: list[str]
    correction: CorrectionReason | None
    lines: tuple[SoldLine, ...] = ()


class OrderDelivered(OrderEvent, frozen=True, kw_only=True):
    """It is known for the first time that the customer signed for the goods; told once per
    order. ``promised_on`` is the day by which it was promised (None where no promise is known),
    ``lines`` what arrived, each with its own instant: the order's is that of the last parcel.
    """

    delivered_at: datetime
    promised_on: date | None = None
    lines: tuple[ArrivedPieces, ...] = ()


class OrderPlaced(OrderEvent, frozen=True, kw_only=True):
    """An order was taken. ``placed_at`` is when it was given, ``entered_at`` when it was entered:
    later for one that was taken on paper. ``region`` is the place of delivery by its first two
    digits (province); ``promised_on`` the day by which it is promised there.
    """

    channel: SalesChannel
    slot_id: str | None
    placed_at: datetime
    entered_at: datetime
    lines: tuple[SoldLine, ...]
    promotion_ids: tuple[str, ...]
    goods_total: int
    freight: int
    total: int
    currency: str
    payment_method: str
    payment_due_at: datetime | None
    promised_on: date
    region: str


class OrderExpiring(OrderEvent, frozen=True, kw_only=True):
    """An order waits for its payment, and is cancelled at ``payment_due_at``."""

    payment_due_at: datetime


class OrderPaid(OrderEvent, frozen=True, kw_only=True):
    """The whole amount came in for these ``lines``: by the gateway, or (``payment_method``) cash at
    the door.
    """

    payment_id: str
    amount: int
    paid_at: datetime
    payment_method: str = "gateway"
    lines: tuple[SoldLine, ...] = ()


class OrderReleased(OrderEvent, frozen=True, kw_only=True):
    """The warehouse may pack it; from here it is cancelled by refusing it at the door."""

    warehouse: str
    released_at: datetime


class OrderShipped(OrderEvent, frozen=True, kw_only=True):
    """A parcel left; ``complete`` if it was the last of the order. ``dispatched_by`` is who packed
    and sent it, and so answers for when it left.
    """

    parcel_id: str
    carrier_id: str
    warehouse: str
    lines: tuple[PieceFact, ...]
    shipped_at: datetime
    promised_on: date
    complete: bool
    dispatched_by: Keeper = Keeper.PLATFORM


class OrderCancelled(OrderEvent, frozen=True, kw_only=True):
    """The order is off and its stock is free again; ``refund`` fen go back (0 if nothing had been
    paid). With ``extent`` `rest` only what had not left is off: ``lines`` says what, and the order
    goes on with the others. ``sold``: it had been a sale, paid (`OrderPaid` was told) or to be paid
    at the door.
    """

    reason: CancelReason
    extent: Literal["whole", "rest"] = "whole"
    lines: tuple[PieceFact, ...]
    refund: int
    cancelled_at: datetime
    sold: bool = True


class OrderRefused(OrderEvent, frozen=True, kw_only=True):
    """The customer did not take a parcel in; ``refund`` fen go back. ``correction`` says why it was
    noted as delivered before, where it was.
    """

    parcel_id: str
    lines: tuple[PieceFact, ...]
    refund: int
    refused_at: datetime
    correction: ParcelCorrection | None = None


class RefusalCorrected(OrderEvent, frozen=True, kw_only=True):
    """A parcel that was noted as refused had been delivered: ``lines`` are the customer's. What
    went back for them stays gone. ``correction`` says why it was noted otherwise.
    """

    parcel_id: str
    lines: tuple[PieceFact, ...]
    delivered_at: datetime
    correction: ParcelCorrection


class OrderReturned(OrderEvent, frozen=True, kw_only=True):
    """Goods came back and were accepted; ``whole`` if nothing of the order is left with the
    customer. ``faulty``: for a reason that the operator answers for. ``defective`` are the lines of
    which the goods themselves were at fault. ``case_id`` is the after-sales case.
    """

    case_id: str
    lines: tuple[PieceFact, ...]
    faulty: bool
    defective: tuple[int, ...] = ()
    refund: int
    whole: bool
    returned_at: datetime


class OrderCompleted(OrderEvent, frozen=True, kw_only=True):
    """The trade is over: delivered, and the days for return have passed. Records are kept from here
    for three years at least (E-Commerce Law, art. 31).
    """

    completed_at: datetime
