"""What everybody sees of prices: the price now, its comparison with dates and basis, conditions,
and what prices were. Amounts are whole fen; ``text`` is how the price is written on a tag (R2.7).
"""

from datetime import datetime
from typing import Any

from teleshop.kernel.schema import Output
from teleshop.pricing.domain.quote import Quote, QuotedLine
from teleshop.pricing.domain.records import PriceRecord
from teleshop.pricing.domain.references import BASES, Pack
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.tag import price_tag
from teleshop.pricing.domain.terms import Channel, Reference, Term


class ComparisonView(Output, frozen=True, kw_only=True):
    """The price that is struck out: which it is (``basis`` and in words), of which days."""

    amount: int
    text: str
    basis: str
    basis_zh: str
    basis_en: str
    pack: str
    since: datetime
    until: datetime

    @classmethod
    def of(cls, reference: Reference, title: str) -> "ComparisonView":
        """The comparison with its words."""
        zh, en = BASES[reference.basis]
        return cls(
            amount=reference.amount,
            text=price_tag(title, reference.amount).text,
            basis=reference.basis,
            basis_zh=zh,
            basis_en=en,
            pack=Pack(reference.pack),
            since=reference.since,
            until=reference.until,
        )


class PartView(Output, frozen=True, kw_only=True):
    """``quantity`` pieces of an article in a bundle."""

    sku: str
    quantity: int


class OfferView(Output, frozen=True, kw_only=True):
    """A promotion that runs; ``slot_id``: for orders of that programme alone; ``needs_code``: for
    whoever has its code. ``stock`` is the stated number of pieces, ``parts`` the set of a bundle.
    """

    promotion_id: str
    kind: str
    starts_at: datetime
    ends_at: datetime
    conditions_zh: str
    conditions_en: str
    amount: int | None
    rate: int | None
    threshold: int | None
    off: int | None
    gift_name: str | None
    gift_quantity: int | None
    gift_value: int | None
    parts: list[PartView]
    slot_id: str | None
    stock: int | None
    needs_code: bool
    customer_kinds: list[str]
    comparison: ComparisonView | None

    @classmethod
    def of(cls, term: Term, title: str) -> "OfferView":
        """The promotion as everybody sees it."""
        return cls(
            promotion_id=term.promotion_id,
            kind=term.kind,
            starts_at=term.starts_at,
            ends_at=term.ends_at,
            conditions_zh=term.conditions_zh,
            conditions_en=term.conditions_en,
            amount=term.amount,
            rate=term.rate,
            threshold=term.threshold,
            off=term.off,
            gift_name=term.gift_name,
            gift_quantity=term.quantity if term.gift_name else None,
            gift_value=term.gift_value,
            parts=[PartView(sku=part.sku, quantity=part.quantity) for part in term.parts],
            slot_id=term.slot_id,
            stock=term.stock,
            needs_code=term.code is not None,
            customer_kinds=list(term.customer_kinds),
            comparison=ComparisonView.of(term.reference, title) if term.reference else None,
        )


class ChannelPriceView(Output, frozen=True, kw_only=True):
    """The price of a piece in a channel: ``list_price`` is the marked one, in force since
    ``since``; ``price`` what a piece costs now, for anybody. ``comparison`` is what a lower price
    is compared with.
    """

    channel: str
    list_price: int
    since: datetime
    price: int
    text: str
    comparison: ComparisonView | None
    offers: list[OfferView]


class SkuPriceView(Output, frozen=True, kw_only=True):
    """An article; ``prices`` is empty while it cannot be bought."""

    sku: str
    title: str
    prices: list[ChannelPriceView]


class ProductPriceView(Output, frozen=True, kw_only=True):
    """What the articles of a product cost at ``at``, in every channel."""

    product_id: str
    at: datetime
    skus: list[SkuPriceView]

    @classmethod
    def of(cls, prices: Any) -> "ProductPriceView":
        """The prices as everybody sees them."""
        return cls(
            product_id=prices.product_id,
            at=prices.at,
            skus=[
                SkuPriceView(
                    sku=sheet.sku,
                    title=sheet.title,
                    prices=[
                        _channel(sheet, quoted, prices)
                        for channel in Channel
                        if (quoted := prices.piece(sheet.sku, channel)) is not None
                    ],
                )
                for sheet in sorted(prices.sheets.values(), key=lambda one: one.sku)
            ],
        )


def _channel(sheet: Sheet, quoted: Quote, prices: Any) -> ChannelPriceView:
    line: QuotedLine = quoted.lines[0]
    channel = quoted.channel
    entry = sheet.entry_at(prices.at, channel)
    shared = prices.channels.get(channel)
    general = (
        [term for term in shared.terms_at(prices.at) if _counts(term, sheet)] if shared else []
    )
    return ChannelPriceView(
        channel=channel,
        list_price=line.list_price,
        since=entry.effective_from if entry else prices.at,
        price=line.price,
        text=price_tag(sheet.title, line.price).text,
        comparison=ComparisonView.of(line.reference, sheet.title) if line.reference else None,
        offers=[
            OfferView.of(term, sheet.title)
            for term in (*sheet.terms_at(prices.at, channel), *general)
        ],
    )


def _counts(term: Term, sheet: Sheet) -> bool:
    """Whether a discount of a category or of everything counts this article."""
    return term.category_id is None or term.category_id in sheet.path


class HistoryView(Output, frozen=True, kw_only=True):
    """One row of the published history: a ``price`` in a channel from ``effective_from`` on, or a
    ``promotion`` that ran until ``effective_to`` (``rate`` in basis points off the price).
    ``recorded_at`` is when it was written down.
    """

    sku: str
    kind: str
    channels: list[str]
    effective_from: datetime
    effective_to: datetime | None
    recorded_at: datetime
    amount: int | None
    rate: int | None
    previous: int | None

    @classmethod
    def of(cls, record: PriceRecord) -> "HistoryView":
        """The row as everybody sees it."""
        return cls(
            sku=record.sku,
            kind=record.kind,
            channels=list(record.channels),
            effective_from=record.effective_from,
            effective_to=record.effective_to,
            recorded_at=record.recorded_at,
            amount=record.amount,
            rate=record.rate,
            previous=record.previous,
        )


class QuotedStepView(Output, frozen=True, kw_only=True):
    """What a promotion did to a line."""

    promotion_id: str
    kind: str
    before: int
    after: int
    zh: str
    en: str


class QuotedLineView(Output, frozen=True, kw_only=True):
    """The answer to one line; ``amount`` is what the line costs, and nothing more is charged."""

    sku: str
    quantity: int
    list_price: int
    price: int
    amount: int
    steps: list[QuotedStepView]
    comparison: ComparisonView | None


class QuotedDiscountView(Output, frozen=True, kw_only=True):
    """A promotion on several pieces together."""

    promotion_id: str
    kind: str
    skus: list[str]
    times: int
    amount: int
    counted: int
    threshold: int


class QuotedGiftView(Output, frozen=True, kw_only=True):
    """What comes with the goods."""

    promotion_id: str
    sku: str
    name: str
    quantity: int
    value: int | None


class QuoteView(Output, frozen=True, kw_only=True):
    """What the goods cost at ``at``; lines in the order in which they were asked."""

    at: datetime
    channel: str
    customer_kind: str
    slot_id: str | None
    lines: list[QuotedLineView]
    discounts: list[QuotedDiscountView]
    gifts: list[QuotedGiftView]
    list_total: int
    total: int
    currency: str

    @classmethod
    def of(cls, quoted: Quote) -> "QuoteView":
        """The quote as its buyer sees it."""
        return cls(
            at=quoted.at,
            channel=quoted.channel,
            customer_kind=quoted.customer_kind,
            slot_id=quoted.slot_id,
            lines=[_line(line) for line in quoted.lines],
            discounts=[
                QuotedDiscountView(
                    promotion_id=one.promotion_id,
                    kind=one.kind,
                    skus=list(one.skus),
                    times=one.times,
                    amount=one.amount,
                    counted=one.counted,
                    threshold=one.threshold,
                )
                for one in quoted.discounts
            ],
            gifts=[
                QuotedGiftView(
                    promotion_id=one.promotion_id,
                    sku=one.sku,
                    name=one.name,
                    quantity=one.quantity,
                    value=one.value,
                )
                for one in quoted.gifts
            ],
            list_total=quoted.list_total,
            total=quoted.total,
            currency=quoted.currency,
        )


def _line(line: QuotedLine) -> QuotedLineView:
    return QuotedLineView(
        sku=line.sku,
        quantity=line.quantity,
        list_price=line.list_price,
        price=line.price,
        amount=line.amount,
        steps=[
            QuotedStepView(
                promotion_id=step.promotion_id,
                kind=step.kind,
                before=step.before,
                after=step.after,
                zh=step.text("zh"),
                en=step.text("en"),
            )
            for step in line.steps
        ],
        comparison=ComparisonView.of(line.reference, "") if line.reference else None,
    )
