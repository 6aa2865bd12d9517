"""Forms for orders that are taken here: what people do with them, and what they see of them."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment, Output
from teleshop.orders.domain import (
    CARRIERS,
    MAX_LINES,
    METHODS,
    STATE_WORDS,
    TAKEN_PREFIX,
    By,
    CancelReason,
    Happened,
    OrderState,
    Parcel,
    ParcelCorrection,
    PaymentMethod,
    PlacedLine,
    PlacedOrder,
    ReturnExclusion,
    ShownOrder,
    ShownTaken,
    amounts_of,
    confirmed_exclusion,
    entry_words,
    looks_unusual,
    return_words,
    snapshot,
)
from teleshop.orders.schemas.reports import Code, Fen, LineNumber, OrderView

RETURN = "return"
Warehouse = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9-]{2,20}$",
        extra={
            "zh": "请填写仓库代码：2 至 20 个小写字母、数字或连字符，例如 hz-1。",
            "en": "Give the code of a warehouse: 2 to 20 lower-case letters, digits or hyphens, "
            "such as hz-1.",
        },
    ),
]
Waybill = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){4,39}$",
        extra={
            "zh": "请填写运单号：5 至 40 个字母或数字；中间的连字符和空格不计。",
            "en": "Give the waybill's number: 5 to 40 letters or digits; hyphens and spaces "
            "between them do not count.",
        },
    ),
]


class CancellationBody(Input, frozen=True, kw_only=True):
    """Why the order is off; ``warehouse_confirmed``: the warehouse has it and says that nothing
    leaves. ``rest``: a part has left, and what has not is called off.
    """

    reason: CancelReason = CancelReason.CUSTOMER
    warehouse_confirmed: bool = False
    rest: bool = False


class PiecesForm(Input, frozen=True, kw_only=True):
    """Pieces of one line."""

    line: LineNumber
    quantity: Annotated[int, Meta(ge=1, le=10_000)]


class ParcelBody(Input, frozen=True, kw_only=True):
    """A parcel that leaves ``warehouse`` now. ``waybill_shared``: another customer's parcel goes
    under the same number, and that was looked at.
    """

    lines: Annotated[tuple[PiecesForm, ...], Meta(min_length=1, max_length=MAX_LINES)]
    carrier: Code
    waybill: Waybill
    warehouse: Warehouse
    waybill_shared: bool = False


class OutcomeBody(Input, frozen=True, kw_only=True):
    """What became of a parcel at ``at`` (default: now); ``collected`` is the cash taken in. With
    ``correction`` it is another outcome than was noted: a lead or a manager says so, and why.
    """

    outcome: Literal["delivered", "refused"]
    at: Moment | None = None
    collected: Fen | None = None
    correction: ParcelCorrection | None = None


class SearchBody(ListQuery, frozen=True, kw_only=True):
    """By what orders are looked for; in a body, since addresses of requests are logged."""

    phone: Annotated[str, Meta(min_length=5, max_length=30)]


class TextView(Output, frozen=True, kw_only=True):
    """The same in Chinese and in English."""

    zh: str
    en: str


class AmountView(Output, frozen=True, kw_only=True):
    """One part of what is charged, in fen, and what it is."""

    code: str
    amount: int
    zh: str
    en: str


class StepView(Output, frozen=True, kw_only=True):
    """What a promotion did to the amount of a line."""

    promotion_id: str
    kind: str
    before: int
    after: int
    zh: str
    en: str


class ReferenceView(Output, frozen=True, kw_only=True):
    """The price that was shown beside the promotional one (划线价)."""

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime


class ReturnTermsView(Output, frozen=True, kw_only=True):
    """Whether and how long a line comes back without reason."""

    days: int
    excluded: ReturnExclusion | None
    zh: str
    en: str


class TakenLineView(Output, frozen=True, kw_only=True):
    """A line as it was agreed, and how many of its pieces left, were refused or came back."""

    number: int
    sku: str
    title: str
    unit: str
    options: dict[str, str]
    quantity: int
    list_price: int
    price: int
    amount: int
    steps: list[StepView]
    reference: ReferenceView | None
    gift_of: int | None
    returns: ReturnTermsView
    shipped: int
    refused: int
    returned: int
    called_off: int


class PromiseView(Output, frozen=True, kw_only=True):
    """By the end of ``promised_on`` (China time) in ``region`` (GB/T 2260)."""

    region: str
    promised_on: date
    freight: int
    free_freight_from: int | None


class LinkView(Output, frozen=True, kw_only=True):
    """Where the order is paid, until ``expires_at``."""

    url: str
    expires_at: datetime


class OrderPaymentView(Output, frozen=True, kw_only=True):
    """How and by when it is paid; ``link`` while it can be paid by one, for who pays."""

    id: str
    method: PaymentMethod
    method_text: TextView
    due_at: datetime | None
    paid_at: datetime | None
    link: LinkView | None


class PieceView(Output, frozen=True, kw_only=True):
    """Pieces of one line."""

    line: int
    quantity: int


class ParcelView(Output, frozen=True, kw_only=True):
    """What was sent together; ``remark`` if the waybill looks unusual for its carrier, or is on a
    parcel of another customer too.
    """

    id: str
    lines: list[PieceView]
    carrier: str
    carrier_text: TextView
    waybill: str
    warehouse: str
    shipped_at: datetime
    delivered_at: datetime | None
    refused_at: datetime | None
    remark: TextView | None


class RecipientView(Output, frozen=True, kw_only=True):
    """Who gets the parcels. ``masked``: only as much as the reader's work needs."""

    name: str
    phone: str
    region: str
    detail: str | None
    postcode: str | None
    masked: bool


class HappenedView(Output, frozen=True, kw_only=True):
    """One entry of the order's timeline; ``by`` says who let it happen, never by name."""

    at: datetime
    what: str
    by: By
    detail: str | None
    zh: str
    en: str


class TakenView(Output, frozen=True, kw_only=True):
    """What is known of an order that was taken here; for a supplier only its own lines and what
    was sent of them. ``customer_unverified`` tells staff that the customer was named by whoever
    entered the order, and had no order before: ask on the next call whether the account is right.
    """

    state: OrderState
    state_text: TextView
    entered_at: datetime
    lines: list[TakenLineView]
    amounts: list[AmountView]
    promise: PromiseView | None
    payment: OrderPaymentView | None
    parcels: list[ParcelView]
    recipient: RecipientView | None
    history: list[HappenedView]
    cancel_reason: CancelReason | None
    customer_unverified: bool = False

    @classmethod
    def of(cls, taken: ShownTaken, supplier_id: str | None = None) -> "TakenView":
        """The order for one reader, or what the supplier ``supplier_id`` may see of it."""
        order, whole = taken.order, supplier_id is None
        own = [line for line in order.lines if whole or line.supplier_id == supplier_id]
        numbers = {line.number for line in own}
        parcels = [_parcel(parcel, numbers) for parcel in order.parcels]
        return cls(
            state=order.state,
            state_text=_text(STATE_WORDS[order.state]),
            entered_at=order.entered_at,
            lines=[_line(line) for line in own],
            amounts=_amounts(order) if whole else [],
            promise=_promise(order) if whole else None,
            payment=_payment(taken) if whole else None,
            parcels=[parcel for parcel in parcels if parcel.lines],
            recipient=_recipient(taken) if whole else None,
            history=[_entry(entry) for entry in order.history] if whole else [],
            cancel_reason=order.cancel_reason if whole else None,
            customer_unverified=_is_for_staff(taken) and order.customer_unverified,
        )


class ShownOrderView(OrderView, frozen=True, kw_only=True):
    """An order as its reader may see it; ``taken`` where it was taken here."""

    taken: TakenView | None = None

    @classmethod
    def shown(cls, shown: ShownOrder) -> "ShownOrderView":
        """The order for its reader."""
        whole = OrderView.of(shown.order, shown.supplier_id)
        taken = TakenView.of(shown.taken, shown.supplier_id) if shown.taken else None
        return cls(**msgspec.structs.asdict(whole), taken=taken)

    @classmethod
    def acted(cls, order: PlacedOrder) -> "ShownOrderView":
        """The whole order without its recipient, for who has just acted on it."""
        return cls.shown(ShownOrder(snapshot(order), None, ShownTaken(order)))


def _is_for_staff(taken: ShownTaken) -> bool:
    """Staff alone are shown a recipient, and that masked."""
    return taken.recipient is not None and taken.recipient_masked


def _recipient(taken: ShownTaken) -> RecipientView | None:
    recipient = taken.recipient
    if recipient is None:
        return None
    return RecipientView(
        name=recipient.name,
        phone=recipient.phone,
        region=recipient.region,
        detail=recipient.detail or None,
        postcode=recipient.postcode,
        masked=taken.recipient_masked,
    )


def _amounts(order: PlacedOrder) -> list[AmountView]:
    return [
        AmountView(code=code, amount=amount, zh=zh, en=en)
        for code, amount, zh, en in amounts_of(order)
    ]


def _promise(order: PlacedOrder) -> PromiseView:
    return msgspec.convert(order.promise, PromiseView, from_attributes=True)


def _text(said: tuple[str, str]) -> TextView:
    return TextView(zh=said[0], en=said[1])


def _line(line: PlacedLine) -> TakenLineView:
    zh, en = return_words(line)
    terms = ReturnTermsView(days=line.return_days, excluded=confirmed_exclusion(line), zh=zh, en=en)
    return TakenLineView(
        number=line.number,
        sku=line.sku,
        title=line.title,
        unit=line.unit,
        options=dict(line.options),
        quantity=line.quantity,
        list_price=line.list_price,
        price=line.price,
        amount=line.amount,
        steps=[msgspec.convert(step, StepView, from_attributes=True) for step in line.steps],
        reference=msgspec.convert(line.reference, ReferenceView, from_attributes=True)
        if line.reference
        else None,
        gift_of=line.gift_of,
        returns=terms,
        shipped=line.shipped,
        refused=line.refused,
        returned=line.returned,
        called_off=line.called_off,
    )


def _payment(taken: ShownTaken) -> OrderPaymentView:
    order, link = taken.order, taken.link
    return OrderPaymentView(
        id=order.payment_id,
        method=order.payment_method,
        method_text=_text(METHODS[order.payment_method]),
        due_at=order.payment_due_at,
        paid_at=order.paid_at,
        link=LinkView(url=link.url, expires_at=link.expires_at) if link else None,
    )


_UNUSUAL = (
    "运单号与该承运商的常见格式不同，请核对。",
    "The waybill looks unusual for this carrier; have a second look at it.",
)


_SHARED = (
    "该运单号也登记在其他顾客的包裹上，登记时已确认。",
    "The waybill is on another customer's parcel too, which was confirmed as it was noted.",
)


def _parcel(parcel: Parcel, lines: set[int]) -> ParcelView:
    known = CARRIERS.get(parcel.carrier_id)
    unusual = looks_unusual(parcel.carrier_id, parcel.waybill)
    return ParcelView(
        id=parcel.id,
        lines=[
            PieceView(line=one.line, quantity=one.quantity)
            for one in parcel.pieces
            if one.line in lines
        ],
        carrier=parcel.carrier_id,
        carrier_text=TextView(
            zh=known.zh if known else parcel.carrier_id, en=known.en if known else parcel.carrier_id
        ),
        waybill=parcel.waybill,
        warehouse=parcel.warehouse,
        shipped_at=parcel.shipped_at,
        delivered_at=parcel.delivered_at,
        refused_at=parcel.refused_at,
        remark=_text(_SHARED) if parcel.shared_waybill else _text(_UNUSUAL) if unusual else None,
    )


def _entry(entry: Happened) -> HappenedView:
    zh, en = entry_words(entry)
    return HappenedView(
        at=entry.at, what=entry.what, by=entry.by, detail=entry.detail, zh=zh, en=en
    )


class AcceptedPieces(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces of one line that after-sales accepted."""

    line: int
    quantity: int


class InspectedGoods(msgspec.Struct, frozen=True, kw_only=True):
    """What after-sales tells of goods that came back, as far as orders need it: ``refund_due`` fen
    are due by ``refund_due_at``; of ``defective`` lines the goods themselves were at fault.
    """

    case_id: str
    case_kind: str
    order_id: str | None = None
    accepted: tuple[AcceptedPieces, ...] = ()
    faulty: bool = False
    defective: tuple[int, ...] = ()
    refund_due: int = 0
    refund_due_at: datetime | None = None

    @property
    def concerns_orders_here(self) -> bool:
        """Whether it is a return, of which something was accepted, of an order taken here; goods
        that come back for exchange or repair stay the customer's.
        """
        own = self.order_id is not None and self.order_id.startswith(TAKEN_PREFIX)
        return own and self.case_kind == RETURN and bool(self.accepted)
