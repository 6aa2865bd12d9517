"""A promotion (促销): planned, in review, approved, running, ended.

What may happen in which state, as pure functions that answer the promotion as it is afterwards.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from teleshop.promotions.domain.content import Channel, Content
from teleshop.promotions.errors import (
    NotStalledError,
    NotStoppableError,
    NotWithdrawableError,
    PlanClosedError,
)

PROMOTION_PREFIX: Final = "prm"
PROCESS: Final = "promotion"
"""What approvals call the review of a promotion."""


USED_UP: Final = "stock_used_up"
"""Why a promotion stopped whose stated stock is sold."""


class State(StrEnum):
    """Where a promotion stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    """Not approved as it was; may be changed and submitted again."""
    APPROVED = "approved"
    """On the price sheets; holds from its start."""
    RUNNING = "running"
    ENDED = "ended"
    STOPPED = "stopped"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


CHANGEABLE: Final = frozenset({State.DRAFT, State.RETURNED})
ATTACHED: Final = frozenset({State.APPROVED, State.RUNNING})
"""On the price sheets."""
OVER: Final = frozenset({State.ENDED, State.STOPPED, State.REFUSED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a check had to say, kept for those who decide."""

    pointer: str
    code: str
    severity: str
    zh: str
    en: str
    clause: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The comparison that is shown for an article, and the days that it rests on."""

    sku: str
    amount: int
    pack: str
    basis: str
    since: datetime
    until: datetime
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreverted:
    """An article whose price after the promotion is not above the promotional one."""

    sku: str
    channel: Channel
    promotional: int
    price: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldPart:
    """An article whose stated pieces are sold; from ``at`` on the promotion is over for it."""

    sku: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldMark(SoldPart):
    """The same, for looking up what was sold in some time."""

    promotion_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """``steps`` are the departments that must approve, in order; ``round`` counts the runs of its
    review. ``comparisons`` are what is shown in public. ``product_ids`` are the products of its
    articles. ``reverted`` says whether prices went back when it ended, None before;
    ``unreverted`` what did not. ``order`` is the instant by which lists of its state are ordered.
    ``sold`` are the articles that have come off it, while it goes on for the others.
    """

    id: str
    content: Content
    requested_by: str
    requested_at: datetime
    order: datetime
    state: State = State.DRAFT
    round: int = 0
    steps: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    stalled: bool = False
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason_code: str | None = None
    product_ids: tuple[str, ...] = ()
    comparisons: tuple[Shown, ...] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
    end_reason: str | None = None
    reverted: bool | None = None
    unreverted: tuple[Unreverted, ...] = ()
    sold: tuple[SoldPart, ...] = ()
    version: int = 1

    @property
    def left(self) -> tuple[str, ...]:
        """The articles that it still holds for."""
        sold = {part.sku for part in self.sold}
        return tuple(sku for sku in self.content.skus if sku not in sold)

    def end_of(self, sku: str) -> datetime:
        """Until when it holds, or held, for an article."""
        own = [part.at for part in self.sold if part.sku == sku]
        return own[0] if own else self.ended_at or self.content.ends_at

    def runs(self, at: datetime) -> bool:
        """Whether its prices hold at an instant; exact, whenever its deadlines were told."""
        return self.state in ATTACHED and self.content.starts_at <= at < self.content.ends_at


def planned(id: str, content: Content, by: str, now: datetime) -> Promotion:
    """A new draft."""
    return Promotion(id=id, content=content, requested_by=by, requested_at=now, order=now)


def changed(promotion: Promotion, content: Content) -> Promotion:
    """With another content; while nobody decides on it."""
    if promotion.state not in CHANGEABLE:
        raise PlanClosedError(state=promotion.state)
    return replace(promotion, content=content)


def submitted(
    promotion: Promotion, steps: tuple[str, ...], remarks: tuple[Remark, ...], now: datetime
) -> Promotion:
    """In review; its requester may not decide on it."""
    if promotion.state not in CHANGEABLE:
        raise PlanClosedError(state=promotion.state)
    return replace(
        promotion,
        state=State.IN_REVIEW,
        order=now,
        round=promotion.round + 1,
        steps=steps,
        remarks=remarks,
        stalled=False,
        submitted_at=now,
        decided_at=None,
        decided_by=None,
        reason_code=None,
    )


def approved(
    promotion: Promotion,
    by: str | None,
    comparisons: tuple[Shown, ...],
    product_ids: tuple[str, ...],
    now: datetime,
) -> Promotion:
    """On the price sheets from now on; its prices hold from its start."""
    return replace(
        promotion,
        state=State.APPROVED,
        order=promotion.content.starts_at,
        decided_at=now,
        decided_by=by,
        stalled=False,
        comparisons=comparisons,
        product_ids=product_ids,
    )


def returned(
    promotion: Promotion, code: str, remarks: tuple[Remark, ...], by: str | None, now: datetime
) -> Promotion:
    """May be changed and submitted again."""
    return replace(
        promotion,
        state=State.RETURNED,
        order=now,
        stalled=False,
        remarks=remarks,
        decided_at=now,
        decided_by=by,
        reason_code=code,
    )


def refused(promotion: Promotion, by: str | None, code: str | None, now: datetime) -> Promotion:
    """Ended without having been approved."""
    return replace(
        promotion,
        state=State.REFUSED,
        order=now,
        stalled=False,
        decided_at=now,
        decided_by=by,
        reason_code=code,
    )


def withdrawn(promotion: Promotion, by: str, now: datetime) -> Promotion:
    """Taken back before its start."""
    begun = promotion.state is State.RUNNING or promotion.runs(now)
    if promotion.state in OVER or begun or _is_past(promotion, now):
        raise NotWithdrawableError(state=promotion.state)
    return replace(
        promotion, state=State.WITHDRAWN, order=now, stalled=False, ended_at=now, ended_by=by
    )


def _is_past(promotion: Promotion, now: datetime) -> bool:
    return promotion.state in ATTACHED and promotion.content.ends_at <= now


def started(promotion: Promotion, comparisons: tuple[Shown, ...]) -> Promotion:
    """Its start has come, and what it is compared with may be claimed."""
    return replace(
        promotion,
        state=State.RUNNING,
        started_at=promotion.content.starts_at,
        comparisons=comparisons,
    )


def stopped(promotion: Promotion, by: str, reason: str, now: datetime) -> Promotion:
    """Ended at once."""
    if not promotion.runs(now) and promotion.state is not State.APPROVED:
        raise NotStoppableError(state=promotion.state)
    if promotion.content.ends_at <= now:
        raise NotStoppableError(state=promotion.state)
    begun = promotion.content.starts_at <= now
    return replace(
        promotion,
        state=State.STOPPED,
        order=now,
        started_at=promotion.content.starts_at if begun else None,
        ended_at=now,
        ended_by=by,
        end_reason=reason,
    )


def without(promotion: Promotion, sku: str, now: datetime) -> Promotion:
    """The stated pieces of an article are sold: it goes on for the others, and is over for this
    one.
    """
    return replace(promotion, sold=(*promotion.sold, SoldPart(sku=sku, at=now)))


def over(promotion: Promotion, unreverted: tuple[Unreverted, ...]) -> Promotion:
    """Its end has come; whether prices went back is kept with it."""
    return replace(
        promotion,
        state=State.ENDED,
        order=promotion.content.ends_at,
        started_at=promotion.content.starts_at,
        ended_at=promotion.content.ends_at,
        reverted=not unreverted,
        unreverted=unreverted,
    )


def stalled(promotion: Promotion) -> Promotion:
    """Its review stopped without a decision."""
    return replace(promotion, stalled=True)


def restarted(promotion: Promotion) -> Promotion:
    """The review runs again, from the first department on."""
    if promotion.state is not State.IN_REVIEW or not promotion.stalled:
        raise NotStalledError
    return replace(promotion, stalled=False, round=promotion.round + 1)
