"""What people send about invoices, receipts and suppliers' lines."""

from datetime import date
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.invoices.domain.buyer import Buyer, InvoiceKind
from teleshop.invoices.domain.export import Form
from teleshop.invoices.domain.request import RequestState
from teleshop.invoices.domain.supply import LineState
from teleshop.kernel.schema import Input, ListQuery, Moment

MAX_FEN = 10_000_000_000
OrderId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$",
        description="订单号 / order number",
        extra={
            "zh": "订单号由字母、数字、点、下划线和连字符组成，最长 64 个字符。",
            "en": "An order number has letters, digits, dots, underscores and hyphens, 64 "
            "characters at most.",
        },
    ),
]
SupplierId = Annotated[
    str,
    Meta(
        pattern=r"^sup_[0-9A-HJKMNP-TV-Z]{26}$",
        description="供应商编号 / the supplier's id",
        extra={
            "zh": "请填写供应商在本平台的编号（sup_ 开头，共 30 个字符）。",
            "en": "Give the supplier's id on this platform: sup_ and 26 characters.",
        },
    ),
]
InvoiceNumber = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{20}$",
        description="数电发票号码 / number of the fully digital invoice",
        extra={
            "zh": "请填写数电发票的 20 位数字号码。",
            "en": "Give the 20 digits of the fully digital invoice.",
            "clause": "6.3.1",
        },
    ),
]
Fen = Annotated[int, Meta(ge=1, le=MAX_FEN, description="金额（分） / amount in fen")]


class InvoiceBody(Input, frozen=True, kw_only=True):
    """An invoice is wanted. `personal` needs title and e-mail and takes no more; `ordinary` also
    the unified social credit code; `special` also address, telephone, bank and account.
    """

    order_id: OrderId
    kind: InvoiceKind
    title: Annotated[str, Meta(min_length=1, max_length=100, description="发票抬头 / title")]
    email: Annotated[
        str, Meta(min_length=3, max_length=200, description="收票邮箱 / where it is sent")
    ]
    tax_id: Annotated[str, Meta(max_length=40, description="统一社会信用代码 / USCC")] | None = None
    address: Annotated[str, Meta(max_length=200)] | None = None
    phone: Annotated[str, Meta(max_length=40)] | None = None
    bank: Annotated[str, Meta(max_length=100, description="开户银行 / bank")] | None = None
    bank_account: Annotated[str, Meta(max_length=40, description="银行账号 / account")] | None = (
        None
    )

    @property
    def buyer(self) -> Buyer:
        """Whom it is made out to, as it was sent."""
        return Buyer(
            title=self.title,
            email=self.email,
            tax_id=self.tax_id,
            address=self.address,
            phone=self.phone,
            bank=self.bank,
            bank_account=self.bank_account,
        )


class InvoicesQuery(ListQuery, frozen=True, kw_only=True):
    """Requests of an order, of a customer (staff) or of a state (staff); of these one at most.
    Customers see their own, staff without any what is to be issued.
    """

    order: OrderId | None = None
    customer: (
        Annotated[
            str,
            Meta(pattern=r"^[\x21-\x7e]{1,128}$", description="顾客编号 / the customer's id"),
        ]
        | None
    ) = None
    state: Annotated[RequestState | None, Meta(description="状态 / state")] = None


class IssueBody(Input, frozen=True, kw_only=True):
    """The invoice that was issued in the tax system; ``document_id`` is its file, if it was
    uploaded.
    """

    number: InvoiceNumber
    amount: Fen
    document_id: (
        Annotated[
            str,
            Meta(
                pattern=r"^doc_[0-9A-HJKMNP-TV-Z]{26}$",
                extra={
                    "zh": "请填写已上传文件的编号（doc_ 开头）。",
                    "en": "Give the id of the uploaded file: doc_ and 26 characters.",
                },
            ),
        ]
        | None
    ) = None


class RefusalBody(Input, frozen=True, kw_only=True):
    """Why no invoice is issued; ``words`` tell the customer what to change."""

    reason: Literal["title_unknown", "tax_id_unknown", "not_entitled", "details_differ"]
    words: Annotated[str, Meta(max_length=500)] = ""


class CorrectionBody(Input, frozen=True, kw_only=True):
    """The red letter that was issued: for what is pending, or (``whole``) for all that stands,
    where the details are wrong. ``amount`` is what it takes off.
    """

    number: InvoiceNumber
    amount: Fen
    whole: bool = False


class LinesQuery(ListQuery, frozen=True, kw_only=True):
    """A supplier's order lines, newest first: those of one ``state``, those ordered from ``since``
    on. Staff names the ``supplier``.
    """

    state: Annotated[LineState | None, Meta(description="状态 / state")] = None
    since: Annotated[Moment | None, Meta(description="下单时间起 / ordered from here on")] = None
    supplier: SupplierId | None = None


class ExportBody(Input, frozen=True, kw_only=True):
    """A supplier's lines that were ordered on the days ``from`` to ``to`` (China), both included;
    staff names the supplier.
    """

    first: Annotated[date, Meta(description="开始日期 / first day")] = msgspec.field(name="from")
    last: Annotated[date, Meta(description="结束日期 / last day")] = msgspec.field(name="to")
    format: Form
    supplier_id: SupplierId | None = None
