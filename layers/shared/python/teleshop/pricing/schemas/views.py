"""What staff of pricing see. Amounts are whole fen, sizes basis points."""

from datetime import date, datetime
from typing import Any, TypeVar

import msgspec

from teleshop.kernel.schema import Output
from teleshop.pricing.domain.change import PriceChange
from teleshop.pricing.domain.sheet import Sheet
from teleshop.pricing.domain.terms import Channel, Term

T = TypeVar("T")


class ResearchView(Output, frozen=True, kw_only=True):
    """One entry of market research."""

    competitor: str
    price: int
    observed_on: date
    link: str | None = None
    document_id: str | None = None


class EvaluationView(Output, frozen=True, kw_only=True):
    """What whoever asked makes of it."""

    direction: str
    size: int | None
    reason: str


class ChannelFactsView(Output, frozen=True, kw_only=True):
    """What is known of one channel."""

    channel: str
    current: int | None
    direction: str
    change: int | None
    size: int | None
    low_30: int | None
    high_30: int | None
    low_90: int | None
    high_90: int | None
    lowest_deal_7: int | None


class PeersView(Output, frozen=True, kw_only=True):
    """What others of the category cost."""

    count: int
    lowest: int | None
    middle: int | None
    highest: int | None
    complete: bool


class PlannedView(Output, frozen=True, kw_only=True):
    """A price that is scheduled for later."""

    channel: str
    amount: int
    effective_from: datetime


class FactsView(Output, frozen=True, kw_only=True):
    """What the platform computed when it was asked; ``in_review`` are other requests for the same
    article and channel that wait for a decision.
    """

    computed_at: datetime
    direction: str
    size: int | None
    channels: list[ChannelFactsView]
    cost: int | None
    margin: int | None
    margin_rate: int | None
    peers: PeersView
    scheduled: list[PlannedView]
    in_review: list[str]


class ChangeView(Output, frozen=True, kw_only=True):
    """One price change. ``steps`` are the departments that approve; ``applied_from`` is since when
    an approved price holds, ``late`` that this is later than wished.
    """

    id: str
    sku: str
    product_id: str
    supplier_id: str
    channels: list[str]
    amount: int
    effective_from: datetime
    reason: str
    research: list[ResearchView]
    evaluation: EvaluationView
    facts: FactsView
    steps: list[str]
    requested_by: str
    requested_at: datetime
    state: str
    round: int
    stalled: bool
    applied_from: datetime | None
    late: bool
    decided_at: datetime | None
    decided_by: str | None
    reason_code: str | None

    @classmethod
    def of(cls, change: PriceChange) -> "ChangeView":
        """The request as staff see it."""
        return _shown(change, cls)


class EntryView(Output, frozen=True, kw_only=True):
    """A price of the list; ``state``: `in_force` or `scheduled`."""

    id: str
    channel: str
    amount: int
    effective_from: datetime
    recorded_at: datetime
    change_id: str
    state: str


class TermView(Output, frozen=True, kw_only=True):
    """A promotion on the sheet, running or to come."""

    promotion_id: str
    kind: str
    channels: list[str]
    starts_at: datetime
    ends_at: datetime
    amount: int | None = None
    rate: int | None = None
    conditions_zh: str = ""
    conditions_en: str = ""

    @classmethod
    def of(cls, term: Term) -> "TermView":
        """The promotion as staff see it."""
        return _shown(term, cls)


class PriceListView(Output, frozen=True, kw_only=True):
    """What holds for an article and what will; ``cost`` is what its supplier charges. ``holds`` are
    violations for which it has no price; ``left``: it is no part of its product any more;
    ``on_sale``: its product is, so that a quote is given.
    """

    sku: str
    product_id: str
    title: str
    cost: int | None
    suggested: int | None
    prices: list[EntryView]
    promotions: list[TermView]
    holds: list[str]
    left: bool
    on_sale: bool

    @classmethod
    def of(cls, sheet: Sheet, now: datetime) -> "PriceListView":
        """The sheet as staff see it at ``now``."""
        held = [sheet.entry_at(now, channel) for channel in Channel]
        shown = [
            EntryView(
                id=entry.id,
                channel=entry.channel,
                amount=entry.amount,
                effective_from=entry.effective_from,
                recorded_at=entry.recorded_at,
                change_id=entry.change_id,
                state="in_force" if entry in held else "scheduled",
            )
            for entry in sheet.entries
            if entry in held or entry.effective_from > now
        ]
        return cls(
            sku=sheet.sku,
            product_id=sheet.product_id,
            title=sheet.title,
            cost=sheet.cost,
            suggested=sheet.suggested,
            prices=shown,
            promotions=[TermView.of(term) for term in sheet.terms if term.ends_at > now],
            holds=list(sheet.holds),
            left=sheet.left,
            on_sale=sheet.on_sale,
        )


class ProofView(Output, frozen=True, kw_only=True):
    """One thing that was counted; ``source`` names the order, price, promotion or document."""

    kind: str
    amount: int
    source: str
    day: date | None = None
    since: datetime | None = None
    until: datetime | None = None


class ReferenceView(Output, frozen=True, kw_only=True):
    """A reference price with its basis; ``until`` is not included."""

    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime
    document_id: str | None = None


class ReferenceAnswerView(Output, frozen=True, kw_only=True):
    """What may be claimed: ``allowed`` for the given price, ``most`` the highest price that may be
    struck out, ``code`` why not. ``rows`` prove it; ``provisional``: part of the time that counts
    is still to come.
    """

    sku: str
    channel: str
    starts_at: datetime
    price: int | None
    allowed: bool
    most: int | None
    code: str | None
    rule: str
    reference: ReferenceView | None
    rows: list[ProofView]
    provisional: bool

    @classmethod
    def of(cls, preview: Any) -> "ReferenceAnswerView":
        """The preview as staff see it."""
        answer, claim = preview.answer, preview.claim
        return cls(
            sku=preview.sku,
            channel=preview.channel,
            starts_at=preview.starts_at,
            price=preview.price,
            allowed=claim.allowed,
            most=claim.most,
            code=claim.code,
            rule=answer.rule,
            reference=_shown(answer.reference, ReferenceView) if answer.reference else None,
            rows=[_shown(row, ProofView) for row in answer.rows],
            provisional=answer.provisional,
        )


def _shown(value: object, kind: type[T]) -> T:
    return msgspec.convert(value, kind, from_attributes=True)
