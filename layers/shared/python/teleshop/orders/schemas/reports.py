"""Forms of what staff report of orders, and of what its readers see."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment, Output
from teleshop.orders.domain import (
    MAX_LINES,
    CorrectionReason,
    DiscountKind,
    GoodsKind,
    Order,
    OrderReport,
    OrderState,
    OrderSummary,
    ReturnExclusion,
    SalesChannel,
)

MAX_COUPONS = 50
MAX_DISCOUNTS = 20
MAX_PARTS = 20
MAX_FEN = 10_000_000_000

Number = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
        extra={
            "zh": "编号由字母、数字、点、下划线和连字符组成，以字母或数字开头，最长 64 个字符。",
            "en": "Use letters, digits, dots, underscores and hyphens, a letter or digit first, "
            "64 characters at most.",
        },
    ),
]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
CustomerId = Annotated[
    str,
    Meta(
        pattern=r"^[\x21-\x22\x24-\x7e]{1,128}$",
        extra={
            "zh": "请填写顾客在登录系统中的编号（令牌的 sub），勿填姓名或电话。",
            "en": "Give the customer's id in the sign-in system (the `sub` of the token), no name "
            "and no telephone number.",
        },
    ),
]
SupplierId = Annotated[
    str,
    Meta(
        pattern=r"^sup_[0-9A-HJKMNP-TV-Z]{26}$",
        extra={
            "zh": "请填写供应商在本平台的编号（sup_ 开头，共 30 个字符）。",
            "en": "Give the supplier's id on this platform: sup_ and 26 characters.",
        },
    ),
]
Fen = Annotated[int, Meta(ge=0, le=MAX_FEN, description="金额（分） / amount in fen")]
LineNumber = Annotated[int, Meta(ge=1, le=9999)]


class ProofForm(Input, frozen=True, kw_only=True):
    """How the customer confirmed an exclusion; ``reference`` is a call or page id."""

    conspicuous_mark: bool
    confirmed_at: Moment
    pre_ticked: bool
    reference: Annotated[str, Meta(pattern=r"^[\x21-\x7e]{1,80}$")]


class LineForm(Input, frozen=True, kw_only=True):
    """One line; ``paid`` is for all of ``quantity`` after every discount."""

    number: LineNumber
    sku: Number
    product_id: Number
    title: Annotated[str, Meta(min_length=1, max_length=120)]
    goods_kind: GoodsKind
    quantity: Annotated[int, Meta(ge=1, le=10_000)]
    unit_price: Fen
    paid: Fen
    supplier_id: SupplierId
    cause_hint: Code | None = None
    exclusion: ReturnExclusion | None = None
    exclusion_proof: ProofForm | None = None
    promised_return_days: Annotated[int, Meta(ge=0, le=3650)] | None = None
    durable: bool = False
    warranty_months: Annotated[int, Meta(ge=0, le=600)] = 0
    installed_at: Moment | None = None
    gift_of: LineNumber | None = None


class BundlePartForm(Input, frozen=True, kw_only=True):
    """So many pieces of a SKU in one set."""

    sku: Number
    quantity: Annotated[int, Meta(ge=1, le=10_000)]


class DiscountForm(Input, frozen=True, kw_only=True):
    """A promotion over several pieces. 满减 (`threshold`): ``off`` fen when the goods of ``lines``
    (none: all goods) come to ``threshold`` fen, once, or for each full threshold (``repeats``).
    组合 (`bundle`): ``times`` sets of ``parts`` for ``price`` fen each. ``amount`` is what it took
    off in all, where that is known.
    """

    code: Number
    kind: DiscountKind = DiscountKind.THRESHOLD
    amount: Fen = 0
    threshold: Fen = 0
    off: Fen = 0
    repeats: bool = False
    lines: Annotated[tuple[LineNumber, ...], Meta(max_length=MAX_LINES)] = ()
    parts: Annotated[tuple[BundlePartForm, ...], Meta(max_length=MAX_PARTS)] = ()
    price: Fen = 0
    times: Annotated[int, Meta(ge=1, le=10_000)] = 1


class CouponForm(Input, frozen=True, kw_only=True):
    """A coupon (``value`` in fen) or points (``value`` in points); of one line if ``line`` names
    it.
    """

    code: Number
    kind: Literal["coupon", "points"]
    value: Annotated[int, Meta(ge=1, le=MAX_FEN)]
    line: LineNumber | None = None


class OrderBody(Input, frozen=True, kw_only=True):
    """An order as it stands in the order system.

    ``reported_at`` is when that system said so (default: now); ``correction`` is needed where
    facts on record change.
    """

    id: Number
    customer_id: CustomerId
    channel: SalesChannel
    placed_at: Moment
    lines: Annotated[tuple[LineForm, ...], Meta(min_length=1, max_length=MAX_LINES)]
    paid: Fen
    currency: Literal["CNY"] = "CNY"
    freight: Fen = 0
    free_freight_from: Fen | None = None
    discounts: Annotated[tuple[DiscountForm, ...], Meta(max_length=MAX_DISCOUNTS)] = ()
    coupons: Annotated[tuple[CouponForm, ...], Meta(max_length=MAX_COUPONS)] = ()
    payment_route: Code = "gateway"
    paid_at: Moment | None = None
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None
    promised_on: date | None = None
    slot_id: Number | None = None
    carrier_id: Number | None = None
    warehouse: Number | None = None
    seller_disclosed: bool = True
    reported_at: Moment | None = None
    correction: CorrectionReason | None = None

    def order(self) -> Order:
        """The reported order; instants keep their offset until they are checked."""
        facts = msgspec.to_builtins(self, builtin_types=(datetime, date))
        del facts["correction"]
        return msgspec.convert(facts, Order)


class OrdersQuery(ListQuery, frozen=True, kw_only=True):
    """Whose orders; a customer sees its own and needs no ``customer``. The warehouse asks for what
    it has to pack: ``state`` `released`, and ``warehouse``.
    """

    customer: Annotated[CustomerId | None, Meta(description="顾客编号 / the customer's id")] = None
    state: Annotated[
        OrderState | None, Meta(description="released：待发货清单 / what is to be packed")
    ] = None
    warehouse: Annotated[
        Annotated[str, Meta(pattern=r"^[a-z0-9-]{2,20}$")] | None,
        Meta(description="仓库代码 / code of the warehouse"),
    ] = None


class OrderSummaryView(Output, frozen=True, kw_only=True):
    """An order in a list; ``paid`` in fen, charged but not yet paid while it is so. ``state`` is
    known of orders that were taken here.
    """

    id: str
    customer_id: str
    channel: SalesChannel
    placed_at: datetime
    delivered_at: datetime | None
    paid: int
    line_count: int
    state: OrderState | None

    @classmethod
    def of(cls, summary: OrderSummary) -> "OrderSummaryView":
        """The summary as it is shown."""
        return msgspec.convert(summary, cls, from_attributes=True)


class ProofView(Output, frozen=True, kw_only=True):
    """How an exclusion was confirmed."""

    conspicuous_mark: bool
    confirmed_at: datetime
    pre_ticked: bool
    reference: str


class LineView(Output, frozen=True, kw_only=True):
    """One line; amounts in fen."""

    number: int
    sku: str
    product_id: str
    title: str
    goods_kind: GoodsKind
    quantity: int
    unit_price: int
    paid: int
    supplier_id: str
    cause_hint: str | None
    exclusion: ReturnExclusion | None
    exclusion_proof: ProofView | None
    promised_return_days: int | None
    durable: bool
    warranty_months: int
    installed_at: datetime | None
    gift_of: int | None


class BundlePartView(Output, frozen=True, kw_only=True):
    """So many pieces of a SKU in one set."""

    sku: str
    quantity: int


class DiscountView(Output, frozen=True, kw_only=True):
    """A promotion over several pieces, as it was given: 满减 (`threshold`) or 组合 (`bundle`);
    amounts in fen. ``amount`` is what it took off in all, 0 where that was not told.
    """

    code: str
    kind: DiscountKind
    amount: int
    threshold: int
    off: int
    repeats: bool
    lines: list[int]
    parts: list[BundlePartView]
    price: int
    times: int


class CouponView(Output, frozen=True, kw_only=True):
    """A coupon or points that were used."""

    code: str
    kind: str
    value: int
    line: int | None


class OrderView(Output, frozen=True, kw_only=True):
    """An order as its reader may see it; amounts in fen.

    A supplier sees its own lines and their times; ``customer_id`` and what concerns the whole
    order (amounts, coupons) are null or empty for it.
    """

    id: str
    customer_id: str | None
    channel: SalesChannel
    placed_at: datetime
    lines: list[LineView]
    paid: int | None
    currency: str
    freight: int | None
    free_freight_from: int | None
    discounts: list[DiscountView]
    coupons: list[CouponView]
    payment_route: str | None
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    promised_on: date | None
    slot_id: str | None
    carrier_id: str | None
    warehouse: str | None
    seller_disclosed: bool
    reported_at: datetime | None
    version: int

    @classmethod
    def of(cls, order: Order, supplier_id: str | None = None) -> "OrderView":
        """The whole order, or what the supplier ``supplier_id`` may see of it."""
        whole = msgspec.convert(order, cls, from_attributes=True)
        if supplier_id is None:
            return whole
        return msgspec.structs.replace(
            whole,
            customer_id=None,
            lines=[line for line in whole.lines if line.supplier_id == supplier_id],
            paid=None,
            freight=None,
            free_freight_from=None,
            discounts=[],
            coupons=[],
            payment_route=None,
            paid_at=None,
        )


class ReportSummaryView(Output, frozen=True, kw_only=True):
    """One report of an order in a list: who reported, when, what it changed, and why if it was a
    correction.
    """

    version: int
    reported_by: str
    received_at: datetime
    correction: CorrectionReason | None
    changed: list[str]

    @classmethod
    def of(cls, report: OrderReport) -> "ReportSummaryView":
        """The report as a list shows it."""
        return msgspec.convert(report, cls, from_attributes=True)


class OrderReportView(ReportSummaryView, frozen=True, kw_only=True):
    """One report of an order with what it said."""

    order: OrderView

    @classmethod
    def of(cls, report: OrderReport) -> "OrderReportView":
        """The whole report."""
        summary = msgspec.structs.asdict(ReportSummaryView.of(report))
        return cls(**summary, order=OrderView.of(report.order))
