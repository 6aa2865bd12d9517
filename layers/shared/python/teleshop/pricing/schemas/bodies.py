"""What callers of pricing send. Amounts are whole fen."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from teleshop.kernel.schema import Input, ListQuery, Moment
from teleshop.pricing.domain.change import ChangeState
from teleshop.pricing.domain.facts import Direction
from teleshop.pricing.domain.quoting.refusals import MAX_LINES, MAX_QUANTITY
from teleshop.pricing.domain.references import Pack
from teleshop.pricing.domain.terms import Channel, CustomerKind

MAX_RESEARCH = 30
MAX_CODES = 10

Amount = Annotated[
    int,
    Meta(
        ge=1,
        le=1_000_000_000_000,
        extra={
            "zh": "金额以分为单位，须为正整数。",
            "en": "An amount is a whole number of fen above 0.",
            "code": "amount_form",
        },
    ),
]
Sku = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Reason = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=2000,
        pattern=r"\S",
        extra={"zh": "请填写理由。", "en": "Give a reason.", "code": "reason_required"},
    ),
]
Link = Annotated[
    str,
    Meta(
        pattern=r"^https?://[\x21-\x7e]{4,500}$",
        extra={
            "zh": "链接须以 http:// 或 https:// 开头，最长 500 个字符。",
            "en": "A link starts with http:// or https:// and has 500 characters at most.",
            "code": "link_form",
        },
    ),
]
DocumentId = Annotated[str, Meta(min_length=1, max_length=60)]


class ResearchForm(Input, frozen=True, kw_only=True):
    """What a competitor charges, seen on a day, with a link or an uploaded document."""

    competitor: Annotated[str, Meta(min_length=1, max_length=80, pattern=r"\S")]
    price: Amount
    observed_on: date
    link: Link | None = None
    document_id: DocumentId | None = None


class EvaluationForm(Input, frozen=True, kw_only=True):
    """Direction and size (basis points, the greatest of the channels; none for a first price) as
    whoever asks sees them, and why this is right.
    """

    direction: Direction
    size: Annotated[int, Meta(ge=0, le=100_000_000)] | None = None
    reason: Reason


class ChangeBody(Input, frozen=True, kw_only=True):
    """A wished price for a piece, the same in each of ``channels``."""

    sku: Sku
    channels: Annotated[list[Channel], Meta(min_length=1, max_length=3)]
    amount: Amount
    effective_from: Moment
    reason: Reason
    research: Annotated[list[ResearchForm], Meta(max_length=MAX_RESEARCH)]
    evaluation: EvaluationForm


class ChangesQuery(ListQuery, frozen=True, kw_only=True):
    """Exactly one of them."""

    sku: Annotated[Sku | None, Meta(description="商品规格 / article")] = None
    state: ChangeState | None = None


class PricesQuery(Input, frozen=True, kw_only=True):
    """The article."""

    sku: Sku


class ReferenceQuery(Input, frozen=True, kw_only=True):
    """A comparison that starts at ``starts_at`` (default: now), and the ``price`` that the article
    would be sold for. ``document_id`` proves what the manufacturer suggests.
    """

    sku: Sku
    channel: Channel
    starts_at: Moment | None = None
    pack: Pack = Pack.CN
    price: Amount | None = None
    document_id: DocumentId | None = None


class QuoteLineForm(Input, frozen=True, kw_only=True):
    """``quantity`` pieces of an article."""

    sku: Sku
    quantity: Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]


class QuoteBody(Input, frozen=True, kw_only=True):
    """What somebody wants to buy now. ``slot_id`` is the programme slot on air; ``customer_kind``
    is for staff to say, others buy as anybody.
    """

    channel: Channel
    lines: Annotated[list[QuoteLineForm], Meta(min_length=1, max_length=MAX_LINES)]
    slot_id: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    codes: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=40)]], Meta(max_length=MAX_CODES)
    ] = msgspec.field(default_factory=list)
    customer_kind: CustomerKind | None = None
