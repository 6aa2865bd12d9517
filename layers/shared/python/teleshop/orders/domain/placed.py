"""An order that was taken here: what was promised and charged, and what became of it since.

What was agreed (lines, prices with their explanation, freight, promise, terms of return) is locked
when the order is placed and never changes; states, parcels and what came back are added to it.
Nothing personal is here: who gets the parcel is kept apart (:class:`Recipient`). Amounts are whole
fen of CNY.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from teleshop.kernel.money import CNY
from teleshop.orders.domain.order import (
    ExclusionProof,
    GiftTerm,
    GoodsKind,
    OrderDiscount,
    ReturnExclusion,
    SalesChannel,
)
from teleshop.orders.domain.warehouses import Keeper


class OrderState(StrEnum):
    """Where an order stands. What came back in part is told by its lines."""

    PLACED = "placed"
    """Taken, its stock is held; waits for payment, or (cash on delivery) for its release."""
    PAID = "paid"
    RELEASED = "released"
    """The warehouse packs it."""
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    """Not taken in at the door."""
    RETURNED = "returned"
    """Nothing is left with the customer, and something came back from there."""


class CancelReason(StrEnum):
    """Why an order was cancelled; a code, so that nothing personal slips in."""

    CUSTOMER = "customer"
    UNPAID = "unpaid"
    """Not paid by its time."""
    NOT_REACHABLE = "not_reachable"
    GOODS_WITHDRAWN = "goods_withdrawn"
    STOCK_MISSING = "stock_missing"
    PRICE_ERROR = "price_error"
    FRAUD_SUSPECTED = "fraud_suspected"
    ENTRY_ERROR = "entry_error"


class ParcelCorrection(StrEnum):
    """Why what was noted of a parcel was wrong; a code, so that nothing personal slips in."""

    ENTRY_ERROR = "entry_error"
    CARRIER_CORRECTED = "carrier_corrected"
    """The carrier takes back what it had said."""
    CUSTOMER_SHOWED = "customer_showed"
    """The customer showed that it was otherwise."""


class PaymentMethod(StrEnum):
    """How the customer pays."""

    GATEWAY = "gateway"
    CASH_ON_DELIVERY = "cash_on_delivery"


class By(StrEnum):
    """Who let something happen; persons are in the audit trail."""

    CUSTOMER = "customer"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Stock (``kind`` `stock`, ``place`` a warehouse) or the stated stock of a promotion (`quota`,
    ``place`` a promotion) that the order took from one shard.
    """

    kind: str
    sku: str
    place: str
    shard: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceStep:
    """What one promotion did to the amount of a line, in words for the customer."""

    promotion_id: str
    kind: str
    before: int
    after: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReference:
    """The price that was shown beside the promotional one (划线价), and of which days it is."""

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """One line. ``list_price`` is the marked price of a piece, ``price`` what a piece costs after
    promotions of single pieces, ``amount`` what the line costs after everything; ``steps`` lead
    from the marked amount to ``amount``. A gift has amount 0, ``gift_of`` names the line it comes
    with.

    ``revision`` is the content of the product that was on sale. ``shipped``, ``returned``,
    ``refused`` and ``called_off`` count pieces; ``fell_away`` is what those refused and called off
    had of ``amount``. ``waived`` counts pieces of which the customer has the goods and the money,
    since a parcel was noted as refused by mistake; their part stays in ``fell_away``.
    """

    number: int
    sku: str
    product_id: str
    supplier_id: str
    revision: int
    title: str
    unit: str
    goods_kind: GoodsKind
    quantity: int
    list_price: int
    price: int
    amount: int
    steps: tuple[PriceStep, ...] = ()
    reference: ShownReference | None = None
    gift_of: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    exclusion: ReturnExclusion | None = None
    exclusion_proof: ExclusionProof | None = None
    return_days: int = 7
    durable: bool = False
    warranty_months: int = 0
    shipped: int = 0
    returned: int = 0
    refused: int = 0
    called_off: int = 0
    fell_away: int = 0
    waived: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What was promised of the delivery: by the end of ``promised_on`` (China time) in ``region``
    (GB/T 2260, six digits). ``warehouse`` is where it is to come from. ``free_freight_from`` is the
    sum of goods from which nothing is charged.
    """

    region: str
    promised_on: date
    warehouse: str
    freight: int
    free_freight_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelPieces:
    """Pieces of one line in a parcel."""

    line: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What was sent together; ``amount`` is what the order charges for the pieces in it, freight
    left out. ``collected`` is the cash that was taken in at the door; ``dispatched_by`` says who
    packed and sent it. ``fell`` are the pieces that fell away as it was refused; ``waived``: that
    was a mistake, and the money for them had gone back.
    """

    id: str
    pieces: tuple[ParcelPieces, ...]
    carrier_id: str
    waybill: str
    warehouse: str
    shipped_at: datetime
    amount: int = 0
    delivered_at: datetime | None = None
    refused_at: datetime | None = None
    collected: int | None = None
    dispatched_by: Keeper = Keeper.PLATFORM
    fell: tuple[ParcelPieces, ...] = ()
    waived: bool = False
    shared_waybill: bool = False
    """Another customer's parcel has the same number, and the warehouse said that this is so."""

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.delivered_at is None and self.refused_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Goods that after-sales accepted in a case: ``refund`` fen are due for them by ``due_at``.
    ``faulty``: for a reason that the operator answers for. ``defective`` are the lines of which
    the goods themselves were at fault, not their way to the customer.
    """

    case_id: str
    pieces: tuple[ParcelPieces, ...]
    refund: int
    due_at: datetime
    faulty: bool = False
    defective: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """An order that was taken on paper while the platform was down: ``sheet_number`` is printed on
    the sheet, ``entered_by`` who typed it in (token subject).
    """

    sheet_number: str
    entered_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One entry of the order's timeline: ``what`` is a code (`placed`, `paid`, `parcel_shipped` …),
    ``detail`` another (a reason, a parcel).
    """

    at: datetime
    what: str
    by: By
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedOrder:
    """``placed_at`` is when the customer ordered, ``entered_at`` when that was entered here; they
    differ for orders taken on paper. ``total`` is what is charged, freight included; ``list_total``
    the goods at marked prices. ``placed_by`` is the token subject of who entered it. ``held`` is
    what is still held for it: what was shipped is gone from it.
    """

    id: str
    customer_id: str
    channel: SalesChannel
    customer_kind: str
    placed_at: datetime
    entered_at: datetime
    placed_by: str
    lines: tuple[PlacedLine, ...]
    list_total: int
    goods_total: int
    freight: int
    total: int
    payment_method: PaymentMethod
    payment_id: str
    promise: Promise
    discounts: tuple[OrderDiscount, ...] = ()
    passed_over: tuple[OrderDiscount, ...] = ()
    """What else ran for these goods at that moment, and lost against ``discounts``."""
    gift_terms: tuple[GiftTerm, ...] = ()
    held: tuple[Held, ...] = ()
    currency: str = CNY
    payment_due_at: datetime | None = None
    codes: tuple[str, ...] = ()
    gifts_given_up: bool = False
    """The customer did without the gifts that came with the goods."""
    customer_unverified: bool = False
    """Staff named the customer, and no order bore that name before: it may be a slip of the pen."""
    slot_id: str | None = None
    call_id: str | None = None
    outage: Outage | None = None
    seller_disclosed: bool = True
    state: OrderState = OrderState.PLACED
    paid_at: datetime | None = None
    released_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    days_not_before: datetime | None = None
    """The days for return begin no earlier, since something was put right."""
    told_delivered: bool = False
    """Others were told that it was delivered, whatever became of that since."""
    completed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: CancelReason | None = None
    refused_at: datetime | None = None
    refunded: int = 0
    """What was sent back in all."""
    refunded_for_returns: int = 0
    """The part of it that after-sales made due."""
    freight_refunded: bool = False
    claims: tuple[Claim, ...] = ()
    """What came back before it was noted that it was there, or paid for."""
    parcels: tuple[Parcel, ...] = ()
    history: tuple[Happened, ...] = ()
    version: int = 1

    def line(self, number: int) -> PlacedLine | None:
        """The line of that number."""
        return next((line for line in self.lines if line.number == number), None)

    def parcel(self, parcel_id: str) -> Parcel | None:
        """The parcel of that id."""
        return next((parcel for parcel in self.parcels if parcel.id == parcel_id), None)

    @property
    def days_from(self) -> datetime | None:
        """From when the days for return run; None while it is not delivered."""
        if self.delivered_at is None or self.days_not_before is None:
            return self.delivered_at
        return max(self.delivered_at, self.days_not_before)

    @property
    def supplier_ids(self) -> list[str]:
        """Whose goods are in it."""
        return sorted({line.supplier_id for line in self.lines})

    @property
    def pays_at_the_door(self) -> bool:
        """Whether the courier collects money."""
        return self.payment_method is PaymentMethod.CASH_ON_DELIVERY and self.total > 0

    @property
    def received(self) -> int:
        """What came in for it: all of it at once by the gateway, parcel by parcel at the door."""
        if self.pays_at_the_door:
            return sum(parcel.collected or 0 for parcel in self.parcels)
        return self.total if self.paid_at else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who gets the parcel: personal, and kept apart from the order. ``phone`` in the form
    ``+86…``; ``detail`` is street and house.
    """

    order_id: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    region: str = field(repr=False)
    detail: str = field(repr=False)
    postcode: str | None = field(default=None, repr=False)
