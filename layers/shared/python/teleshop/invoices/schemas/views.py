"""What people see of invoices, receipts and suppliers' lines. Amounts are whole fen."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import msgspec

from teleshop.invoices.domain.buyer import Buyer, masked
from teleshop.invoices.domain.export import PROVINCES, SupplierExport
from teleshop.invoices.domain.receipt import Receipt, ReceiptFile, return_terms
from teleshop.invoices.domain.request import InvoiceRequest
from teleshop.invoices.domain.supply import SupplierLine
from teleshop.kernel.schema import Output


class BuyerView(Output, frozen=True, kw_only=True):
    """Whom it is made out to; masked for those who do not issue it."""

    title: str
    email: str
    tax_id: str | None
    address: str | None
    phone: str | None
    bank: str | None
    bank_account: str | None

    @classmethod
    def of(cls, buyer: Buyer, *, whole: bool) -> "BuyerView":
        """The same for people."""
        return cls(**asdict(buyer if whole else masked(buyer)))


class BilledLineView(Output, frozen=True, kw_only=True):
    """Pieces of one line, and what they cost in the end."""

    line: int
    sku: str
    title: str
    quantity: int
    amount: int


class CorrectionView(Output, frozen=True, kw_only=True):
    """A red letter that was issued."""

    number: str
    amount: int
    reason: str
    at: datetime
    late: bool


class RequestSummaryView(Output, frozen=True, kw_only=True):
    """A request in a list. ``due_at`` is when finance has to issue or correct it; ``pending`` is
    what a red letter has to take off.
    """

    id: str
    order_id: str
    customer_id: str
    kind: str
    amount: int
    currency: str
    state: str
    requested_at: datetime
    due_at: datetime | None
    overdue: bool
    pending: int
    number: str | None
    issued_at: datetime | None

    @classmethod
    def of(cls, known: Any) -> "RequestSummaryView":
        """The same for people."""
        return msgspec.convert(known, cls, from_attributes=True)


class RequestView(RequestSummaryView, frozen=True, kw_only=True):
    """A request as a whole; ``net`` is what the invoice still stands for."""

    buyer: BuyerView
    lines: list[BilledLineView]
    freight: int
    net: int
    by_staff: bool
    has_file: bool
    ended_at: datetime | None
    reason: str | None
    words: str | None
    corrections: list[CorrectionView]

    @classmethod
    def whole(cls, known: InvoiceRequest, *, open_buyer: bool) -> "RequestView":
        """The same for people, the buyer masked unless ``open_buyer``."""
        return cls(
            **msgspec.structs.asdict(RequestSummaryView.of(known)),
            buyer=BuyerView.of(known.buyer, whole=open_buyer),
            lines=[
                msgspec.convert(one, BilledLineView, from_attributes=True) for one in known.lines
            ],
            freight=known.freight,
            net=known.net,
            by_staff=known.by_staff,
            has_file=known.document_id is not None,
            ended_at=known.ended_at,
            reason=known.reason,
            words=known.words or None,
            corrections=[
                msgspec.convert(one, CorrectionView, from_attributes=True)
                for one in known.corrections
            ],
        )


class LinkView(Output, frozen=True, kw_only=True):
    """A link to a file that works for some minutes."""

    url: str
    expires_at: datetime


class OperatorView(Output, frozen=True, kw_only=True):
    """Who sells."""

    name: str
    uscc: str
    address: str
    contact: str


class StepView(Output, frozen=True, kw_only=True):
    """What one promotion did to the amount of a line."""

    before: int
    after: int
    zh: str
    en: str


class ReceiptLineView(Output, frozen=True, kw_only=True):
    """One line: marked price, price and what was really paid, with the steps between; and until
    when it may be returned.
    """

    line: int
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    returned: int
    list_price: int | None
    price: int
    amount: int
    steps: list[StepView]
    gift_of: int | None
    return_terms_zh: str
    return_terms_en: str
    warranty_months: int


class ReceiptView(Output, frozen=True, kw_only=True):
    """The receipt of purchase. ``file_state`` is `requested`, `ready` or `failed` (ask again) once
    its file was asked for; ``file`` is there when it is ready.
    """

    order_id: str
    operator: OperatorView
    channel: str
    placed_at: datetime
    paid_at: datetime | None
    delivered_at: datetime | None
    promised_on: date | None
    method: str
    lines: list[ReceiptLineView]
    freight: int
    paid: int
    refunded: int
    currency: str
    file_state: str | None
    file: LinkView | None

    @classmethod
    def of(
        cls, receipt: Receipt, known: ReceiptFile | None, link: LinkView | None
    ) -> "ReceiptView":
        """The same for people."""
        bought = receipt.purchase
        return cls(
            order_id=bought.order_id,
            operator=OperatorView(**asdict(receipt.operator)),
            channel=bought.channel,
            placed_at=bought.placed_at,
            paid_at=bought.paid_at,
            delivered_at=bought.delivered_at,
            promised_on=bought.promised_on,
            method=bought.method,
            lines=[_receipt_line(line) for line in bought.lines],
            freight=bought.freight,
            paid=bought.paid,
            refunded=bought.refunded,
            currency=bought.currency,
            file_state=known.state if known else None,
            file=link,
        )


def _receipt_line(line: Any) -> ReceiptLineView:
    terms = return_terms(line)
    return ReceiptLineView(
        line=line.number,
        sku=line.sku,
        title=line.title,
        options=dict(line.options),
        quantity=line.quantity,
        returned=line.returned,
        list_price=line.list_price,
        price=line.price,
        amount=line.amount,
        steps=[
            StepView(before=one.before, after=one.after, zh=one.words.zh, en=one.words.en)
            for one in line.steps
        ],
        gift_of=line.gift_of,
        return_terms_zh=terms.zh,
        return_terms_en=terms.en,
        warranty_months=line.warranty_months,
    )


class ReceiptFileView(Output, frozen=True, kw_only=True):
    """The file of a receipt, as it was asked for."""

    order_id: str
    state: str
    asked_at: datetime

    @classmethod
    def of(cls, known: ReceiptFile) -> "ReceiptFileView":
        """The same for people."""
        return cls(order_id=known.order_id, state=known.state, asked_at=known.asked_at)


class SupplierLineView(Output, frozen=True, kw_only=True):
    """One order line for its supplier: nothing of who bought it, and of where it goes no more than
    the province (GB/T 2260, two digits).
    """

    order_id: str
    line: int
    supplier_id: str
    state: str
    channel: str
    sku: str
    product_id: str
    title: str
    quantity: int
    price: int
    amount: int
    gift: bool
    shipped: int
    returned: int
    refused: int
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    promised_on: date | None
    province: str | None
    province_name: str | None

    @classmethod
    def of(cls, line: SupplierLine) -> "SupplierLineView":
        """The same for people."""
        facts = asdict(line)
        del facts["as_of"], facts["version"]
        return cls(**facts, province_name=PROVINCES.get(line.province or ""))


class ExportView(Output, frozen=True, kw_only=True):
    """An export; ``file`` is there when its state is `ready`. ``failure`` of one that is `failed`:
    `too_many_lines` (choose fewer days) or `not_made_in_time` (ask again).
    """

    id: str
    supplier_id: str
    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")
    format: str
    state: str
    asked_at: datetime
    made_at: datetime | None
    lines: int
    failure: str | None = None
    file: LinkView | None = None

    @classmethod
    def of(cls, known: SupplierExport, link: LinkView | None = None) -> "ExportView":
        """The same for people."""
        return cls(
            id=known.id,
            supplier_id=known.supplier_id,
            first=known.first,
            last=known.last,
            format=known.form,
            state=known.state,
            asked_at=known.asked_at,
            made_at=known.made_at,
            lines=known.lines,
            failure=known.failure,
            file=link,
        )
