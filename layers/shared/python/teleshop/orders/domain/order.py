"""An order as the order system reported it: what was sold, for how much, with which promises.

Rights after the sale (return, exchange, repair, refund) are decided from this snapshot and from
nothing that changes later, such as today's price or today's description.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from teleshop.kernel.money import CNY, Money


class SalesChannel(StrEnum):
    """How the order was placed; all of these are sales at a distance (Consumer Protection Law,
    art. 25).
    """

    TV = "tv"
    PHONE = "phone"
    APP = "app"
    WEB = "web"
    MAIL = "mail"


class OrderSource(StrEnum):
    """Who took the order."""

    HERE = "here"
    REPORTED = "reported"
    """Another order system: before this one, or a partner's."""


class ReturnExclusion(StrEnum):
    """Why goods may be excluded from return without reason (art. 25; provisional rules, art. 6
    and 7).
    """

    MADE_TO_ORDER = "made_to_order"
    PERISHABLE = "perishable"
    DIGITAL_OR_OPENED_AV = "digital_or_opened_av"
    NEWSPAPER = "newspaper"
    OPENED_HEALTH_SAFETY = "opened_health_safety"
    ACTIVATED_VALUE_LOSS = "activated_value_loss"
    NEAR_EXPIRY_OR_FLAWED = "near_expiry_or_flawed"


class GoodsKind(StrEnum):
    """What decides when goods are no longer intact (provisional rules, art. 9)."""

    FOOD = "food"
    COSMETICS = "cosmetics"
    MEDICAL_DEVICE = "medical_device"
    FAMILY_PLANNING = "family_planning"
    ELECTRONICS = "electronics"
    TEXTILE = "textile"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionProof:
    """How the customer confirmed an exclusion for this purchase; ``reference`` names the recording
    or the page (call id, screenshot id).
    """

    conspicuous_mark: bool
    confirmed_at: datetime
    pre_ticked: bool
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """Amounts in fen. ``paid`` is what was paid for all of ``quantity`` after every discount;
    ``unit_price`` the price of one piece before order-level discounts.

    A gift has ``gift_of`` (the number of the line it came with), paid 0, and ``unit_price`` is its
    marked price. ``warranty_months`` 0 means none was promised beyond the law.
    """

    number: int
    sku: str
    product_id: str
    title: str
    goods_kind: GoodsKind
    quantity: int
    unit_price: int
    paid: int
    supplier_id: str
    cause_hint: str | None = None
    exclusion: ReturnExclusion | None = None
    exclusion_proof: ExclusionProof | None = None
    promised_return_days: int | None = None
    durable: bool = False
    warranty_months: int = 0
    installed_at: datetime | None = None
    gift_of: int | None = None
    list_price: int | None = None
    """The marked price of a piece; None where it was not told."""
    returned: int = 0
    waived: int = 0
    """Pieces that the customer has and did not pay for, or not any more: their parcel was noted as
    refused by mistake. ``paid`` has nothing for them."""


class DiscountKind(StrEnum):
    """What bears on several pieces together."""

    THRESHOLD = "threshold"
    """满减"""
    BUNDLE = "bundle"
    """组合"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePart:
    """``quantity`` pieces of a SKU in one set."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDiscount:
    """A promotion that bore on several pieces together; ``amount`` is what it took off in all.

    满减: ``off`` when the goods of ``lines`` (none: all goods) come to ``threshold`` at their
    ``list_price`` (at their ``unit_price`` where none is known), once, or for each full threshold
    if it ``repeats``. 组合: ``times`` sets of ``parts`` at ``price`` each.
    """

    code: str
    kind: DiscountKind
    amount: int = 0
    threshold: int = 0
    off: int = 0
    repeats: bool = False
    lines: tuple[int, ...] = ()
    parts: tuple[BundlePart, ...] = ()
    price: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftTerm:
    """What earned the gift of ``line``: ``quantity`` pieces of it for each ``threshold`` pieces of
    the goods of ``lines``, whichever.
    """

    code: str
    line: int
    lines: tuple[int, ...]
    threshold: int = 1
    quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponUsed:
    """A coupon (``value`` in fen) or points (``value`` in points); goes back in kind."""

    code: str
    kind: str
    value: int
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """``id`` is the order number of the order system. Amounts in fen of ``currency``.

    ``paid`` is what was paid in all, freight included. ``delivered_at`` is when the customer signed
    for it. ``seller_disclosed``: whether the platform can give the seller's real name, address and
    valid contact (Consumer Protection Law, art. 44).
    """

    id: str
    customer_id: str
    channel: SalesChannel
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    paid: int
    currency: str = CNY
    freight: int = 0
    free_freight_from: int | None = None
    coupons: tuple[CouponUsed, ...] = ()
    payment_route: str = "gateway"
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    promised_on: date | None = None
    slot_id: str | None = None
    carrier_id: str | None = None
    warehouse: str | None = None
    seller_disclosed: bool = True
    reported_at: datetime | None = None
    version: int = 1
    source: OrderSource = OrderSource.REPORTED
    discounts: tuple[OrderDiscount, ...] = ()
    passed_over: tuple[OrderDiscount, ...] = ()
    """满减 and 组合 that ran for these goods and lost: for fewer goods they might have won."""
    gift_terms: tuple[GiftTerm, ...] = ()
    published_freight: int | None = None
    """What sending to the place costs where the goods do not make it free; None if not told."""
    codes: tuple[str, ...] = ()
    """The codes of promotions that the customer entered."""
    gifts_given_up: bool = False
    """The customer did without the gifts that came with the goods."""
    customer_kind: str | None = None
    """For which kind of customer it was priced; None where it was not told."""
    payment_id: str | None = None
    cancelled_at: datetime | None = None
    completed_at: datetime | None = None
    days_from: datetime | None = None
    """From when the days for return run where that is later than ``delivered_at``, or the same."""

    def line(self, number: int) -> OrderLine | None:
        """The line of that number."""
        return next((line for line in self.lines if line.number == number), None)


def is_unpaid(order: Order) -> bool:
    """Whether an order that was taken here still waits for its money; of one that another system
    took only its report could say.
    """
    charged = order.freight or any(line.paid for line in order.lines)
    return order.source is OrderSource.HERE and order.paid_at is None and bool(charged)


def paid_by_line(order: Order) -> dict[int, int]:
    """What was really paid for each line, by its number: lines and freight come to what was paid in
    all, and of an order that is not paid nothing was. Coupons on the whole order that its report
    left out of the lines make the difference, which is spread over them in proportion to what they
    say. Gifts are paid with 0.
    """
    goods = [line for line in order.lines if line.gift_of is None]
    reported = sum(line.paid for line in goods)
    over = reported - max(0, order.paid - order.freight)
    weights = [line.paid for line in goods]
    shares = Money(over).allocate(weights) if over and reported else [Money(0)] * len(goods)
    paid = dict.fromkeys((line.number for line in order.lines), 0)
    return paid | {
        line.number: line.paid - share.amount for line, share in zip(goods, shares, strict=True)
    }
