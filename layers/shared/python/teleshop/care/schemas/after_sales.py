"""What callers of after-sales send and see."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.care.domain.after_sales.decision import Citation, Duty, Ground, Reason, Remedy, cite
from teleshop.care.domain.after_sales.flow import RefusalCode
from teleshop.care.domain.after_sales.intactness import Finding
from teleshop.care.domain.after_sales.records import (
    AfterSales,
    ClaimLine,
    Parcel,
    Refund,
    ReturnPlace,
    Ruling,
)
from teleshop.care.domain.arrival import LateReason
from teleshop.care.domain.case import CaseChannel
from teleshop.care.domain.shown import Audience, Shown
from teleshop.care.schemas.bodies import Attachments, Code, Said
from teleshop.care.schemas.views import ClockView, shown_clocks
from teleshop.kernel.schema import Input, Moment, Output

LineNumber = Annotated[int, Meta(ge=1, le=10_000)]
Pieces = Annotated[int, Meta(ge=1, le=10_000)]
Fen = Annotated[int, Meta(ge=0, le=100_000_000_000)]
Waybill = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9-]{6,40}$",
        extra={
            "zh": "运单号只能包含 6 至 40 位字母、数字或连字符。",
            "en": "A waybill number holds 6 to 40 letters, digits or hyphens.",
            "code": "waybill_form",
        },
    ),
]
PaymentReference = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9._-]{6,64}$",
        extra={
            "zh": "支付凭证号只能包含 6 至 64 位字母、数字和 . _ -。",
            "en": "A payment reference holds 6 to 64 letters, digits and . _ - only.",
            "code": "payment_reference_form",
        },
    ),
]


class WantedForm(Input, frozen=True, kw_only=True):
    """Pieces of one line of the order; ``sealed`` says that an original seal is whole."""

    line: LineNumber
    quantity: Pieces
    sealed: bool | None = None


class AfterSalesBody(Input, frozen=True, kw_only=True):
    """A request for return, exchange or repair of goods of one order.

    Customers send it for their own orders by ``app`` or ``web``. Staff enter calls and letters:
    ``arrived_at`` is when they came (absent: now), ``notice_sent_at`` when a letter was sent, which
    is what the window is tested with. ``evidence`` are documents that show a fault.
    """

    kind: Remedy
    ground: Ground
    order_id: Code
    lines: Annotated[list[WantedForm], Meta(min_length=1, max_length=50)]
    channel: CaseChannel
    text: Said
    evidence: Attachments = msgspec.field(default_factory=list)
    language: Literal["zh", "en"] = "zh"
    arrived_at: Moment | None = None
    late_reason: LateReason | None = None
    notice_sent_at: Moment | None = None


class DecisionBody(Input, frozen=True, kw_only=True):
    """A person's decision with the words for the customer. A refusal names its ``reason``.
    ``lines`` approves only these; ``operator_pays_freight`` agrees to pay the way back.
    """

    outcome: Literal["approve", "refuse"]
    text: Said
    reason: RefusalCode | None = None
    lines: Annotated[list[LineNumber], Meta(min_length=1, max_length=50)] | None = None
    evidence: Attachments = msgspec.field(default_factory=list)
    operator_pays_freight: bool = False


class ParcelBody(Input, frozen=True, kw_only=True):
    """A parcel that was handed to a carrier; ``freight_paid`` (fen) is what a customer laid out, as
    the document ``freight_receipt`` shows. It comes back with the refund of faulty goods.
    """

    carrier: Code
    number: Waybill
    freight_paid: Fen = 0
    freight_receipt: Code | None = None


class ReceiptBody(Input, frozen=True, kw_only=True):
    """The goods came back, now or (entered later) at ``received_at``."""

    received_at: Moment | None = None


class InspectedForm(Input, frozen=True, kw_only=True):
    """What was found of one line: ``received`` pieces; ``fault`` is whether the reported fault is
    there (for requests on the ground of a fault).
    """

    line: LineNumber
    received: Annotated[int, Meta(ge=0, le=10_000)]
    findings: Annotated[list[Finding], Meta(max_length=20)] = msgspec.field(default_factory=list)
    fault: bool | None = None


class InspectionBody(Input, frozen=True, kw_only=True):
    """The inspection of goods that came back; lines that are not named were not in the parcel.
    ``photos`` are documents.
    """

    lines: Annotated[list[InspectedForm], Meta(max_length=50)]
    photos: Attachments = msgspec.field(default_factory=list)


class RefundBody(Input, frozen=True, kw_only=True):
    """A refund that was paid by the original route: ``amount`` in fen, exactly what is due. Above
    1,000 yuan two persons of finance enter the same.
    """

    amount: Fen
    reference: PaymentReference


class RepairResultBody(Input, frozen=True, kw_only=True):
    """A repair is over; ``parcel`` is the one with which the goods go home."""

    repaired: bool
    parcel: ParcelBody | None = None


class ObjectionBody(Input, frozen=True, kw_only=True):
    """An objection to a refusal; staff enter calls and letters with their time."""

    channel: CaseChannel
    text: Said
    attachments: Attachments = msgspec.field(default_factory=list)
    arrived_at: Moment | None = None
    late_reason: LateReason | None = None


class ReturnPlaceBody(Input, frozen=True, kw_only=True):
    """Where goods go back to: a true address with somebody who can be reached."""

    address: Annotated[str, Meta(min_length=5, max_length=300, pattern=r"\S")]
    contact: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"\S")]
    phone: Annotated[
        str,
        Meta(
            pattern=r"^\+?[0-9][0-9 -]{5,18}[0-9]$",
            extra={
                "zh": "请填写电话号码，例如 13800000000 或 0571-88888888。",
                "en": "Give a telephone number, for example 13800000000 or 0571-88888888.",
                "code": "phone_form",
            },
        ),
    ]


class ReturnPlaceView(Output, frozen=True, kw_only=True):
    """Where goods go back to."""

    owner: str
    address: str
    contact: str
    phone: str
    version: int

    @classmethod
    def of(cls, place: ReturnPlace) -> "ReturnPlaceView":
        """The place as it is."""
        return cls(
            owner=place.owner,
            address=place.address,
            contact=place.contact,
            phone=place.phone,
            version=place.version,
        )


class RulingView(Output, frozen=True, kw_only=True):
    """A decision with its rules, articles, dates and reasons. ``by`` is ``rules`` or ``staff``;
    ``freight`` who pays for the way back; ``duty`` what must follow.
    """

    outcome: str
    by: str
    at: datetime
    rules: list[Citation]
    reasons: list[Reason]
    dates: dict[str, date]
    remedies: list[str]
    freight: str | None
    duty: Duty | None
    reason: str | None = None
    evidence: list[str] = msgspec.field(default_factory=list)

    @classmethod
    def of(cls, ruling: Ruling, audience: Audience) -> "RulingView":
        """A decision for one side; who decided it is for staff to know."""
        return cls(
            outcome=ruling.outcome,
            by="rules" if ruling.by == BY_RULES else "staff",
            at=ruling.at,
            rules=list(cite(ruling.rules)),
            reasons=list(ruling.reasons),
            dates=ruling.dates,
            remedies=[remedy.value for remedy in ruling.remedies],
            freight=ruling.freight.value if ruling.freight else None,
            duty=ruling.duty,
            reason=ruling.code,
            evidence=[] if audience is Audience.SUPPLIER else list(ruling.evidence),
        )


BY_RULES = "rules"


class ClaimLineView(Output, frozen=True, kw_only=True):
    """Pieces of one line; ``accepted`` is the verdict of the inspection with its ``reasons``."""

    line: int
    quantity: int
    product_id: str
    approved: bool | None
    received: int
    findings: list[str]
    accepted: bool | None
    faulty: bool
    reasons: list[Reason]

    @classmethod
    def of(cls, line: ClaimLine) -> "ClaimLineView":
        """The pieces as they stand."""
        return cls(
            line=line.line,
            quantity=line.quantity,
            product_id=line.product_id,
            approved=line.approved,
            received=line.received,
            findings=list(line.findings),
            accepted=line.accepted,
            faulty=line.faulty,
            reasons=list(line.reasons),
        )


class MoneyItem(Output, frozen=True, kw_only=True):
    """One line of a refund; fen, deductions negative."""

    code: str
    amount: int


class VoucherView(Output, frozen=True, kw_only=True):
    """A coupon (fen) or points that go back in kind."""

    code: str
    kind: str
    value: int


class RefundView(Output, frozen=True, kw_only=True):
    """A refund: ``amount`` fen = ``goods`` (the sum of ``items``) + ``freight``, due before
    ``due_at`` by ``route``. ``left`` is still to be paid; where it is ``automatic`` it goes back by
    itself, but for ``by_hand``. ``awaits_second``: ``entered_by`` entered a large payment by hand,
    which another person of finance has to enter too; staff see that.
    """

    amount: int
    goods: int
    freight: int
    currency: str
    items: list[MoneyItem]
    vouchers: list[VoucherView]
    route: str
    due_at: datetime
    carried: int
    paid_at: datetime | None
    reference: str | None
    automatic: bool
    by_hand: int
    left: int
    awaits_second: bool = False
    entered_by: str | None = None

    @classmethod
    def of(cls, refund: Refund, audience: Audience) -> "RefundView":
        """A refund as it stands, for one side."""
        staff = audience is Audience.STAFF
        return cls(
            amount=refund.amount,
            goods=refund.goods,
            freight=refund.freight,
            currency=refund.currency,
            items=[MoneyItem(code=item.code, amount=item.amount) for item in refund.items],
            vouchers=[
                VoucherView(code=each.code, kind=each.kind, value=each.value)
                for each in refund.vouchers
            ],
            route=refund.route,
            due_at=refund.due_at,
            carried=refund.carried,
            paid_at=refund.paid_at,
            reference=refund.reference,
            automatic=refund.automatic,
            by_hand=refund.by_hand,
            left=refund.left,
            awaits_second=staff and refund.awaits_second,
            entered_by=refund.entered.by if staff and refund.entered else None,
        )


class ParcelView(Output, frozen=True, kw_only=True):
    """A parcel on its way."""

    carrier: str
    number: str
    sent_at: datetime
    freight_paid: int

    @classmethod
    def of(cls, parcel: Parcel | None, audience: Audience) -> "ParcelView | None":
        """A parcel; not for suppliers, whom its tracking would tell where the customer lives."""
        if parcel is None or audience is Audience.SUPPLIER:
            return None
        return cls(
            carrier=parcel.carrier,
            number=parcel.number,
            sent_at=parcel.sent_at,
            freight_paid=parcel.freight,
        )


class RepairView(Output, frozen=True, kw_only=True):
    """One repair."""

    started_at: datetime
    finished_at: datetime | None
    repaired: bool


class AfterSalesView(Output, frozen=True, kw_only=True):
    """A request with its decision and the way of its goods, for one side. ``owed`` is what the
    customer still waits for; ``delays`` (for staff) cases of deliberate delay, with the instant
    since when. ``version`` is that of the case, for ``If-Match``.
    """

    id: str
    kind: str
    state: str
    stage: str
    audience: str
    order_id: str
    supplier_id: str | None
    customer_id: str | None
    ground: str
    notice_at: datetime
    requested_at: datetime
    lines: list[ClaimLineView]
    assessment: RulingView
    ruling: RulingView | None
    return_place: ReturnPlaceView | None
    parcel: ParcelView | None
    received_at: datetime | None
    inspected_at: datetime | None
    refund: RefundView | None
    replacement: ParcelView | None
    repairs: list[RepairView]
    sent_back: ParcelView | None
    owed: list[str]
    evidence: list[str]
    photos: list[str]
    delays: dict[str, datetime]
    clocks: list[ClockView]
    related: list[str]
    closed_at: datetime | None
    resolution: str | None
    version: int


def view_of(
    shown: Shown,
    request: AfterSales,
    *,
    place: ReturnPlace | None,
    delays: dict[str, datetime],
) -> AfterSalesView:
    """A request for one side: suppliers see nothing of the customer, customers not whom the
    platform bought from.
    """
    case, audience = shown.case, shown.audience
    supplier, customer = audience is Audience.SUPPLIER, audience is Audience.CUSTOMER
    return AfterSalesView(
        id=case.id,
        kind=case.kind.value,
        state=case.state.value,
        stage=request.stage.value,
        audience=audience.value,
        order_id=request.order_id,
        supplier_id=None if customer else request.supplier_id,
        customer_id=None if supplier else request.customer_id,
        ground=request.ground.value,
        notice_at=request.notice_at,
        requested_at=request.requested_at,
        lines=[ClaimLineView.of(line) for line in request.lines],
        assessment=RulingView.of(request.assessment, audience),
        ruling=RulingView.of(request.ruling, audience) if request.ruling else None,
        return_place=ReturnPlaceView.of(place) if place and not supplier else None,
        parcel=ParcelView.of(request.parcel, audience),
        received_at=request.received_at,
        inspected_at=request.inspected_at,
        refund=RefundView.of(request.refund, audience) if request.refund else None,
        replacement=ParcelView.of(request.replacement, audience),
        repairs=[
            RepairView(
                started_at=each.started_at, finished_at=each.finished_at, repaired=each.repaired
            )
            for each in request.repairs
        ],
        sent_back=ParcelView.of(request.sent_back, audience),
        owed=[step.value for step in request.owed()] if request.inspected_at else [],
        evidence=[] if supplier else list(request.evidence),
        photos=[] if supplier else list(request.photos),
        delays={} if audience is not Audience.STAFF else delays,
        clocks=[ClockView.of(clock, shown.now) for clock in shown_clocks(shown)],
        related=[] if supplier else list(case.related),
        closed_at=case.closed_at,
        resolution=case.resolution,
        version=case.version,
    )
