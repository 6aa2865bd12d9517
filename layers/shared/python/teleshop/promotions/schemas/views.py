"""What people see of promotions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from teleshop.kernel.errors import FieldError
from teleshop.kernel.schema import Output
from teleshop.promotions.domain.content import Channel, Kind
from teleshop.promotions.domain.promotion import Promotion, Remark, State
from teleshop.promotions.schemas.bodies import PlanBody


class RemarkView(Output, frozen=True, kw_only=True):
    """What a check had to say; ``refuse`` stops the submission, ``warn`` is for who decides."""

    pointer: str
    code: str
    severity: str
    zh: str
    en: str
    clause: str | None
    rule: str | None


class ShownView(Output, frozen=True, kw_only=True):
    """A reference price (划线价) with its basis: the lowest deal (or other ``basis``) of the time
    from ``since`` until before ``until``.
    """

    sku: str
    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime


class PublicShownView(ShownView, frozen=True, kw_only=True):
    """The same for everybody: what the price is, in words (厂商建议零售价, R2.2)."""

    basis_zh: str
    basis_en: str


class UnrevertedView(Output, frozen=True, kw_only=True):
    """An article whose price did not go back."""

    sku: str
    channel: Channel
    promotional: int
    price: int | None


class SoldPartView(Output, frozen=True, kw_only=True):
    """An article for which it has been over since ``at``, since its pieces are sold."""

    sku: str
    at: datetime


class PromotionView(Output, frozen=True, kw_only=True):
    """A promotion for staff."""

    id: str
    state: State
    plan: PlanBody
    requested_by: str
    requested_at: datetime
    round: int
    steps: list[str]
    stalled: bool
    remarks: list[RemarkView]
    comparisons: list[ShownView]
    submitted_at: datetime | None
    decided_at: datetime | None
    decided_by: str | None
    reason_code: str | None
    started_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    end_reason: str | None
    reverted: bool | None
    unreverted: list[UnrevertedView]
    sold: list[SoldPartView]

    @classmethod
    def of(cls, promotion: Promotion) -> "PromotionView":
        """The view of a stored promotion."""
        facts = msgspec.to_builtins(promotion)
        return msgspec.convert({**facts, "plan": facts["content"]}, cls)


class ChecksView(Output, frozen=True, kw_only=True):
    """What the checks say now; ``passes`` if nothing refuses. ``steps`` are who would approve."""

    passes: bool
    steps: list[str]
    remarks: list[RemarkView]

    @classmethod
    def of(cls, checked: "Checked") -> "ChecksView":
        """The view of what the checks found."""
        remarks = [remark_of(remark) for remark in checked.remarks]
        return cls(
            passes=all(remark.severity != "refuse" for remark in remarks),
            steps=list(checked.steps),
            remarks=msgspec.convert(msgspec.to_builtins(remarks), list[RemarkView]),
        )


class PublicPriceView(Output, frozen=True, kw_only=True):
    """What an article costs in a channel now: ``price`` in the promotion, ``list_price`` marked.

    Both are None where the article cannot be sold now; ``price`` also for kinds that set none for a
    single piece, and where the pieces of the promotion are ``sold_out``: more cost the marked one.
    """

    sku: str
    channel: Channel
    list_price: int | None
    price: int | None
    sold_out: bool


class PublicThresholdView(Output, frozen=True, kw_only=True):
    """满减."""

    threshold: int
    off: int
    scope: str
    category_id: str | None
    repeats: bool


class PublicPartView(Output, frozen=True, kw_only=True):
    """Pieces of an article in a bundle."""

    sku: str
    quantity: int


class PublicBundleView(Output, frozen=True, kw_only=True):
    """All parts together for one amount."""

    amount: int
    parts: list[PublicPartView]


class PublicGiftView(Output, frozen=True, kw_only=True):
    """A gift: name, quantity, and the value where it is told (R2.4)."""

    sku: str
    name: str
    quantity: int
    with_each: int
    value: int | None


class PublicPromotionView(Output, frozen=True, kw_only=True):
    """A promotion as everybody sees it: prices, what they are compared with and why, conditions.
    Amounts in fen; ``needs_code`` tells that it is for those who have its code, ``sold_out`` that
    it is over since its pieces are sold.
    """

    id: str
    kind: Kind
    title_zh: str
    title_en: str
    conditions_zh: str
    conditions_en: str
    channels: list[Channel]
    starts_at: datetime
    ends_at: datetime
    runs: bool
    sold_out: bool
    stock: int | None
    rate: int | None
    slot_id: str | None
    customer_kinds: list[str]
    needs_code: bool
    prices: list[PublicPriceView]
    references: list[PublicShownView]
    threshold: PublicThresholdView | None
    bundle: PublicBundleView | None
    gift: PublicGiftView | None

    @classmethod
    def of(cls, shown: "PublicPromotion") -> "PublicPromotionView":
        """The view of a promotion with its prices."""
        promotion = shown.promotion
        facts = msgspec.to_builtins(promotion.content)
        content = promotion.content
        return msgspec.convert(
            {
                **facts,
                "id": promotion.id,
                "runs": shown.runs,
                "sold_out": shown.sold_out,
                "slot_id": content.slot.id if content.slot else None,
                "needs_code": content.code is not None,
                "prices": msgspec.to_builtins(shown.prices),
                "references": [
                    {
                        **msgspec.to_builtins(comparison),
                        "basis_zh": shown.bases[comparison.basis][0],
                        "basis_en": shown.bases[comparison.basis][1],
                    }
                    for comparison in promotion.comparisons
                ],
            },
            cls,
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks say of a promotion, and who would approve it."""

    remarks: Sequence[FieldError]
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPrice:
    """What an article costs in a channel."""

    sku: str
    channel: Channel
    list_price: int | None
    price: int | None
    sold_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPromotion:
    """A promotion with the prices of an instant; ``runs`` at it, or is ``sold_out``. ``bases`` are
    the words for what a price is compared with, Chinese and English.
    """

    promotion: Promotion
    prices: Sequence[PublicPrice]
    runs: bool
    sold_out: bool
    bases: Mapping[str, tuple[str, str]]


def remark_of(finding: FieldError) -> Remark:
    """A finding as it is kept."""
    return Remark(
        pointer=finding.pointer,
        code=finding.code,
        severity=finding.severity,
        zh=finding.message("zh"),
        en=finding.message("en"),
        clause=finding.clause,
        rule=finding.rule,
    )
