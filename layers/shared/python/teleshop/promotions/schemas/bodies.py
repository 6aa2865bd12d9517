"""What merchandisers send. Amounts are whole fen, rates and shares basis points."""

from typing import Annotated

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment
from teleshop.promotions.domain.content import (
    MAX_SKUS,
    WHOLE,
    Channel,
    Content,
    CustomerKind,
    Kind,
    Pack,
    Scope,
)
from teleshop.promotions.domain.promotion import State

Amount = Annotated[
    int,
    Meta(
        ge=1,
        le=10_000_000_000,
        extra={
            "zh": "金额以分为单位，须为正整数。",
            "en": "An amount is a whole number of fen above 0.",
            "code": "amount_form",
        },
    ),
]
Id = Annotated[str, Meta(min_length=1, max_length=80)]
Share = Annotated[int, Meta(ge=0, le=WHOLE)]
Pieces = Annotated[int, Meta(ge=1, le=999)]
Title = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"\S")]
Conditions = Annotated[str, Meta(min_length=1, max_length=1000, pattern=r"\S")]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=500,
        pattern=r"\S",
        extra={"zh": "请填写理由。", "en": "Give a reason.", "code": "reason_required"},
    ),
]
PromoCode = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z0-9]{3,20}$",
        extra={
            "zh": "优惠码由 3 至 20 个大写字母和数字组成。",
            "en": "A code has 3 to 20 capital letters and digits.",
            "code": "code_form",
        },
    ),
]


class ComparisonForm(Input, frozen=True, kw_only=True):
    """The price to compare with in public, and the rule it rests on; ``document_id`` is the proof
    of a price that the manufacturer suggests.
    """

    amount: Amount
    pack: Pack = Pack.CN
    document_id: Id | None = None


class ItemForm(Input, frozen=True, kw_only=True):
    """An article; ``amount`` for kinds that set a price for each."""

    sku: Id
    amount: Amount | None = None
    comparison: ComparisonForm | None = None


class SlotForm(Input, frozen=True, kw_only=True):
    """The programme slot of an on-air price, with its times."""

    id: Id
    starts_at: Moment
    ends_at: Moment


class ThresholdForm(Input, frozen=True, kw_only=True):
    """满减."""

    threshold: Amount
    off: Amount
    scope: Scope = Scope.SKUS
    category_id: Id | None = None
    repeats: bool = False


class PartForm(Input, frozen=True, kw_only=True):
    """Pieces of an article in a bundle."""

    sku: Id
    quantity: Pieces


class BundleForm(Input, frozen=True, kw_only=True):
    """All parts together for one amount."""

    amount: Amount
    parts: Annotated[list[PartForm], Meta(min_length=1, max_length=10)]


class GiftForm(Input, frozen=True, kw_only=True):
    """A gift with each so many pieces; ``value`` only if it is told to customers."""

    sku: Id
    name: Title
    quantity: Pieces = 1
    with_each: Pieces = 1
    value: Amount | None = None


class PlanBody(Input, frozen=True, kw_only=True):
    """A promotion as it is planned. Which of ``items``, ``rate``, ``slot``, ``threshold``,
    ``bundle`` and ``gift`` are needed follows from ``kind``. The end is not included. The shares
    add up to 10,000. ``proofs`` are documents that prove words such as "lowest price".
    """

    kind: Kind
    title_zh: Title
    title_en: Title
    conditions_zh: Conditions
    conditions_en: Conditions
    channels: Annotated[list[Channel], Meta(min_length=1, max_length=len(Channel))]
    starts_at: Moment
    ends_at: Moment
    supplier_share: Share
    platform_share: Share
    stock: Annotated[int, Meta(ge=1, le=100_000_000)] | None = None
    items: Annotated[list[ItemForm], Meta(max_length=MAX_SKUS)] = msgspec.field(
        default_factory=list
    )
    rate: Annotated[int, Meta(ge=1, le=WHOLE - 1)] | None = None
    slot: SlotForm | None = None
    threshold: ThresholdForm | None = None
    bundle: BundleForm | None = None
    gift: GiftForm | None = None
    customer_kinds: Annotated[list[CustomerKind], Meta(max_length=len(CustomerKind))] = (
        msgspec.field(default_factory=list)
    )
    code: PromoCode | None = None
    raise_reason: Reason | None = None
    proofs: Annotated[list[Id], Meta(max_length=10)] = msgspec.field(default_factory=list)

    def content(self) -> Content:
        """The same as the domain has it."""
        return msgspec.convert(msgspec.to_builtins(self), Content)


class StopBody(Input, frozen=True, kw_only=True):
    """Why a promotion is stopped."""

    reason: Reason


class PromotionsQuery(ListQuery, frozen=True, kw_only=True):
    """The promotions of one state, latest first."""

    state: State = State.RUNNING


class PublicPromotionsQuery(ListQuery, frozen=True, kw_only=True):
    """A page of what runs; smaller than other pages, since each brings its prices."""

    limit: Annotated[int, Meta(ge=1, le=20)] = 20
