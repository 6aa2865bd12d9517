"""What somebody wants to order, before anything is looked up: its parts, and what of it cannot be
meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.checkout.domain.policy import OrderPolicy
from teleshop.checkout.domain.regions import WHOLE, province_of
from teleshop.kernel.clock import instant
from teleshop.kernel.errors import FieldError
from teleshop.kernel.findings import FindingKind
from teleshop.kernel.phones import holds_phone, normalised_phone
from teleshop.kernel.unseen import is_plain_line

STANDARD: Final = "standard"
CLAUSE: Final = "4.3.4"


class Channel(StrEnum):
    """How an order is given."""

    APP = "app"
    WEB = "web"
    PHONE = "phone"


class PaymentMethod(StrEnum):
    """How the customer pays."""

    GATEWAY = "gateway"
    CASH_ON_DELIVERY = "cash_on_delivery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """The customer's word, for this purchase, that goods cannot be returned without reason (R1.5):
    the ``exclusion`` that was confirmed, whether it was marked conspicuously, whether the box was
    ticked already, and the page or recording that proves it.
    """

    exclusion: str
    conspicuous_mark: bool
    pre_ticked: bool
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WishedLine:
    """``quantity`` pieces of an article."""

    sku: str
    quantity: int
    confirmation: Confirmation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who gets the parcel, as it was written; ``region`` is six digits of GB/T 2260."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    region: str
    detail: str = field(repr=False)
    postcode: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOrder:
    """An order that was taken on paper while the platform was down: when, and the number that is
    printed on the sheet.
    """

    taken_at: datetime
    sheet_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """``agreed_total`` is what the customer was shown, freight included, in fen. ``offer_id`` is an
    offer of the waiting list.
    """

    channel: Channel
    lines: tuple[WishedLine, ...]
    address: Address
    payment_method: PaymentMethod
    agreed_total: int
    codes: tuple[str, ...] = ()
    slot_id: str | None = None
    call_id: str | None = None
    without_gifts: bool = False
    offer_id: str | None = None
    customer_id: str | None = None
    customer_kind: str | None = None
    outage: PaperOrder | None = None

    @property
    def proof(self) -> str | None:
        """What proves the words of a caller: the recording of the call, or the sheet."""
        return self.call_id or (self.outage.sheet_number if self.outage else None)

    def at(self, now: datetime) -> datetime:
        """When it was ordered: now, or when it was written on paper."""
        return instant(self.outage.taken_at) if self.outage else now


CHANNEL_OF_AGENTS = FindingKind(
    "channel_of_agents",
    CLAUSE,
    "电话订单（phone）由客服录入；请使用 app 或 web。",
    "Orders by `phone` are entered by customer service; use `app` or `web`.",
)
CHANNEL_OF_CUSTOMERS = FindingKind(
    "channel_of_customers",
    CLAUSE,
    "客服只能录入电话订单（phone）；app 和 web 订单由顾客本人提交。",
    "Customer service enters orders by `phone`; those by `app` and `web` are the customer's own.",
)
FOR_STAFF = FindingKind(
    "field_for_staff",
    CLAUSE,
    "该项由客服填写，请去掉。",
    "This is for customer service to say; leave it out.",
)
CALL_REQUIRED = FindingKind(
    "call_id_required",
    CLAUSE,
    "电话订单须填写通话编号（call_id）；停机期间的纸质订单请填写 outage。",
    "An order by telephone needs its `call_id`; one that was taken on paper needs `outage`.",
)
OUTAGE_BY_PHONE = FindingKind(
    "outage_by_phone_only",
    CLAUSE,
    "停机期间的纸质订单只能是电话订单；请将 channel 改为 phone。",
    "Only orders by telephone are taken on paper; set `channel` to `phone`.",
)
TAKEN_IN_FUTURE = FindingKind(
    "taken_in_the_future",
    CLAUSE,
    "接单时间不能晚于当前时间；请按纸质订单核对时间和时区。",
    "The order cannot have been taken later than now; check the time on the sheet and its offset.",
)
TAKEN_TOO_LONG_AGO = FindingKind(
    "taken_too_long_ago",
    CLAUSE,
    "纸质订单须在接单后 {days} 日内补录；请联系顾客确认后按当前价格重新下单。",
    "An order on paper is entered within {days} days; ask the customer, and order at today's "
    "price.",
)
TOO_MANY_PIECES = FindingKind(
    "too_many_pieces",
    CLAUSE,
    "一张订单最多 {max} 件，现有 {count} 件；请分单或联系团购。",
    "One order has at most {max} pieces, not {count}; order in parts, or ask for wholesale.",
)
PHONE_FORM = FindingKind(
    "phone_form",
    "7.1.3",
    "收货电话须为中国内地手机号或带区号的固定电话；请核对。",
    "The telephone number must be a mobile one of mainland China, or a fixed one with its area "
    "code; check it.",
)
NOT_READABLE = FindingKind(
    "recipient_not_readable",
    "7.1.3",
    "收货人和详细地址要印在面单上：须为一行可见文字，不含换行或不可见字符；请修改。",
    "Name and address are printed on the parcel: give one line of visible characters, without line "
    "breaks or characters that nobody sees.",
)
REGION_TOO_WIDE = FindingKind(
    "region_too_wide",
    "7.1.3",
    "{zh}是整个省级区域，无法送达；请填写收货地所在市或区县的六位代码（GB/T 2260）。",
    "{en} is a whole province, where no parcel can go; give the six digits (GB/T 2260) of the city "
    "or district of the place of delivery.",
)
CUSTOMER_IS_PHONE = FindingKind(
    "customer_id_form",
    "7.1.3",
    "请填写顾客账号编号，其中不得含有电话号码；没有账号的顾客请留空。",
    "Give the id of the customer's account, without any telephone number in it; leave it out for "
    "callers without one.",
)
SLOT_IS_PHONE = FindingKind(
    "slot_id_form",
    "7.1.3",
    "请填写节目时段编号（slot_id），其中不得含有电话号码；没有时段的请留空。",
    "Give the id of the programme slot, without any telephone number in it, or leave it out.",
)
ID_HOLDS_PHONE = FindingKind(
    "id_holds_phone",
    "7.1.3",
    "编号中含有电话号码，会留在订单、事件和审计记录中；请填写不含电话号码的编号。",
    "A telephone number is part of this id and would stay in the order, its events and the audit "
    "trail; give an id without one.",
)
REGION_UNKNOWN = FindingKind(
    "region_unknown",
    "7.1.3",
    "没有这个行政区划代码；请填写收货地的六位代码（GB/T 2260）。",
    "There is no such region; give the six digits (GB/T 2260) of the place of delivery.",
)
CONFIRMATION_VOID = FindingKind(
    "confirmation_void",
    "6.3.1",
    "不适用七日无理由退货的确认须显著标注、由顾客逐次作出且不得默认勾选；"
    "请重新征得确认，或去掉该项（顾客保留退货权）。",
    "A confirmation must be marked conspicuously, be given for this purchase and not be ticked "
    "already; ask for it again, or leave it out, which keeps the right of return.",
    rule="R1.5",
)
PROOF_REQUIRED = FindingKind(
    "confirmation_proof_required",
    "6.3.1",
    "请填写确认的凭证（reference，如页面编号）。",
    "Say what proves the confirmation (`reference`, such as the page).",
    rule="R1.5",
)


def wish_faults(
    wish: Wish, *, customer: bool, agent: bool, now: datetime, policy: OrderPolicy
) -> list[FieldError]:
    """Everything that cannot be meant; ``customer`` and ``agent`` are what the caller is."""
    return [
        *_channel_faults(wish, customer=customer, agent=agent),
        *_outage_faults(wish, now, policy),
        *_line_faults(wish.lines, policy),
        *_address_faults(wish.address),
        *_id_faults(wish),
        *_confirmation_faults(wish),
    ]


def _channel_faults(wish: Wish, *, customer: bool, agent: bool) -> Iterator[FieldError]:
    if wish.channel is Channel.PHONE:
        if not agent:
            yield CHANNEL_OF_AGENTS.at("/channel")
        elif wish.call_id is None and wish.outage is None:
            yield CALL_REQUIRED.at("/call_id")
    elif not customer:
        yield CHANNEL_OF_CUSTOMERS.at("/channel")
    if agent and wish.channel is Channel.PHONE:
        return
    # Whoever is both orders by app or web as a customer, and may say no more than one.
    for name in ("call_id", "customer_id", "customer_kind", "outage"):
        # Of paper that is no order by telephone is told anyway.
        told = agent and name == "outage"
        if getattr(wish, name) is not None and not told:
            yield FOR_STAFF.at(f"/{name}")


def _outage_faults(wish: Wish, now: datetime, policy: OrderPolicy) -> Iterator[FieldError]:
    if wish.outage is None:
        return
    if wish.channel is not Channel.PHONE:
        yield OUTAGE_BY_PHONE.at("/outage")
    if wish.outage.taken_at > now:
        yield TAKEN_IN_FUTURE.at("/outage/taken_at")
    elif wish.outage.taken_at < now - policy.outage_back:
        yield TAKEN_TOO_LONG_AGO.at("/outage/taken_at", days=policy.outage_back.days)


def _line_faults(lines: Sequence[WishedLine], policy: OrderPolicy) -> Iterator[FieldError]:
    pieces = sum(line.quantity for line in lines)
    if pieces > policy.pieces:
        yield TOO_MANY_PIECES.at("/lines", max=policy.pieces, count=pieces)


def _address_faults(address: Address) -> Iterator[FieldError]:
    if normalised_phone(address.phone) is None:
        yield PHONE_FORM.at("/address/phone")
    province = province_of(address.region)
    if province is None:
        yield REGION_UNKNOWN.at("/address/region")
    elif address.region.endswith("0000") and address.region[:2] not in WHOLE:
        yield REGION_TOO_WIDE.at("/address/region", zh=province.zh, en=province.en)
    for name in ("name", "detail"):
        if not is_plain_line(getattr(address, name)):
            yield NOT_READABLE.at(f"/address/{name}")


def _id_faults(wish: Wish) -> Iterator[FieldError]:
    """Whatever somebody types is in the order, its events and its audit entry, where no telephone
    number may be.
    """
    typed: list[tuple[str | None, FindingKind, str]] = [
        (wish.customer_id, CUSTOMER_IS_PHONE, "/customer_id"),
        (wish.slot_id, SLOT_IS_PHONE, "/slot_id"),
        (wish.call_id, ID_HOLDS_PHONE, "/call_id"),
    ]
    if wish.outage is not None:
        typed.append((wish.outage.sheet_number, ID_HOLDS_PHONE, "/outage/sheet_number"))
    for index, line in enumerate(wish.lines):
        if line.confirmation is not None:
            at = f"/lines/{index}/confirmed_exclusion/reference"
            typed.append((line.confirmation.reference, ID_HOLDS_PHONE, at))
    return (kind.at(at) for id, kind, at in typed if id and holds_phone(id))


def _confirmation_faults(wish: Wish) -> Iterator[FieldError]:
    for index, line in enumerate(wish.lines):
        said, at = line.confirmation, f"/lines/{index}/confirmed_exclusion"
        if said is None:
            continue
        if said.pre_ticked or not said.conspicuous_mark:
            yield CONFIRMATION_VOID.at(at)
        if said.reference is None and wish.proof is None:
            yield PROOF_REQUIRED.at(f"{at}/reference")
