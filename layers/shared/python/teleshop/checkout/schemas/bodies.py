"""What those who order send. Amounts are whole fen of CNY."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from teleshop.checkout.domain.policy import MAX_CODES, MAX_LINES
from teleshop.checkout.domain.wish import (
    Address,
    Channel,
    Confirmation,
    PaperOrder,
    PaymentMethod,
    Wish,
    WishedLine,
)
from teleshop.kernel.phones import MAX_WRITTEN
from teleshop.kernel.schema import Input, Moment

MAX_QUANTITY = 200

Sku = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Region = Annotated[
    str,
    Meta(
        pattern=r"^[1-9][0-9]{5}$",
        extra={
            "zh": "请填写收货地的六位行政区划代码（GB/T 2260），如 330106。",
            "en": "Give the six digits (GB/T 2260) of the place of delivery, such as 330106.",
            "code": "region_form",
            "clause": "7.1.3",
        },
    ),
]
CustomerId = Annotated[
    str,
    Meta(
        # A number alone may be a telephone number of abroad too; see `wish_faults` for the others.
        pattern=r"^(?!\+?[0-9]{7,15}$)[A-Za-z0-9._:|@-]{1,128}$",
        extra={
            "zh": "请填写顾客账号编号；没有账号的顾客请留空，不要填写电话号码。",
            "en": "Give the id of the customer's account; leave it out for callers without one, "
            "and never give a telephone number.",
            "code": "customer_id_form",
        },
    ),
]
SlotId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9_.:-]{1,64}$",
        extra={
            "zh": "节目时段编号由字母、数字和 _ . : - 组成，最长 64 个字符，不含电话号码。",
            "en": "The id of a programme slot has letters, digits and _ . : -, 64 at most, and no "
            "telephone number in it.",
            "code": "slot_id_form",
        },
    ),
]
Reference = Annotated[str, Meta(pattern=r"^[A-Za-z0-9._:/#-]{1,128}$")]
SheetNumber = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$",
        extra={
            "zh": "纸质订单编号只含大写字母、数字和连字符，最多 40 个字符。",
            "en": "The number of a sheet has capital letters, digits and hyphens, 40 at most.",
            "code": "sheet_number_form",
        },
    ),
]
_FILLED = r"\S"


class ConfirmationForm(Input, frozen=True, kw_only=True):
    """The customer confirmed, for this purchase, that the article cannot be returned without reason
    (``exclusion`` as its page says). ``reference`` names the page or recording; by telephone it is
    the call where it is left out.
    """

    exclusion: Literal["opened_health_safety", "activated_value_loss", "near_expiry_or_flawed"]
    conspicuous_mark: bool
    pre_ticked: bool
    reference: Reference | None = None


class OrderLineForm(Input, frozen=True, kw_only=True):
    """``quantity`` pieces of an article."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
    confirmed_exclusion: ConfirmationForm | None = None


class AddressForm(Input, frozen=True, kw_only=True):
    """Who gets the parcel; ``detail`` is street and house."""

    name: Annotated[str, Meta(min_length=1, max_length=60, pattern=_FILLED)]
    phone: Annotated[str, Meta(min_length=7, max_length=MAX_WRITTEN)]
    region: Region
    detail: Annotated[str, Meta(min_length=2, max_length=200, pattern=_FILLED)]
    postcode: Annotated[str, Meta(pattern=r"^[0-9]{6}$")] | None = None


class OutageForm(Input, frozen=True, kw_only=True):
    """An order that was taken on paper while the platform was down: its real time, and the number
    of the sheet.
    """

    taken_at: Moment
    sheet_number: SheetNumber


class OrderBody(Input, frozen=True, kw_only=True):
    """An order. ``agreed_total`` is what the customer was shown and agreed to, freight included.

    Customers order by ``app`` or ``web``; customer service enters orders by ``phone`` with
    ``call_id``, for an account (``customer_id``) or for whoever has the telephone number.
    ``slot_id`` is the programme slot in which is ordered. ``without_gifts`` gives up gifts;
    ``offer_id`` takes up an offer of the waiting list.
    """

    channel: Channel
    lines: Annotated[list[OrderLineForm], Meta(min_length=1, max_length=MAX_LINES)]
    address: AddressForm
    payment_method: PaymentMethod
    agreed_total: Annotated[int, Meta(ge=0, le=1_000_000_000_000)]
    codes: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=40)]], Meta(max_length=MAX_CODES)
    ] = msgspec.field(default_factory=list)
    slot_id: SlotId | None = None
    call_id: Reference | None = None
    without_gifts: bool = False
    offer_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    customer_id: CustomerId | None = None
    customer_kind: Literal["standard", "member", "staff"] | None = None
    outage: OutageForm | None = None

    def wish(self) -> Wish:
        """The same in the words of the domain."""
        return Wish(
            channel=self.channel,
            lines=tuple(_line(line) for line in self.lines),
            address=Address(
                name=self.address.name,
                phone=self.address.phone,
                region=self.address.region,
                detail=self.address.detail,
                postcode=self.address.postcode,
            ),
            payment_method=self.payment_method,
            agreed_total=self.agreed_total,
            codes=tuple(self.codes),
            slot_id=self.slot_id,
            call_id=self.call_id,
            without_gifts=self.without_gifts,
            offer_id=self.offer_id,
            customer_id=self.customer_id,
            customer_kind=self.customer_kind,
            outage=PaperOrder(taken_at=self.outage.taken_at, sheet_number=self.outage.sheet_number)
            if self.outage
            else None,
        )


def _line(form: OrderLineForm) -> WishedLine:
    said = form.confirmed_exclusion
    return WishedLine(
        sku=form.sku,
        quantity=form.quantity,
        confirmation=Confirmation(
            exclusion=said.exclusion,
            conspicuous_mark=said.conspicuous_mark,
            pre_ticked=said.pre_ticked,
            reference=said.reference,
        )
        if said
        else None,
    )


class TermsQuery(Input, frozen=True, kw_only=True):
    """The place of delivery; without it all areas."""

    region: Annotated[
        Region | None, Meta(description="六位行政区划代码 / six digits of GB/T 2260")
    ] = None
