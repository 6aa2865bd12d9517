"""A request to change a price (价格变更申请): researched, evaluated, approved, scheduled, in force.

What may happen in which state, as pure functions that answer the request as it is afterwards.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from teleshop.kernel.clock import china_date
from teleshop.kernel.rules import rule
from teleshop.pricing.domain.facts import Direction, Facts
from teleshop.pricing.domain.policy import PricePolicy
from teleshop.pricing.domain.sheet import PriceEntry, Sheet
from teleshop.pricing.domain.terms import WHOLE, Channel
from teleshop.pricing.errors import (
    ChangeNotStalledError,
    ChangeNotWithdrawableError,
    PriceInForceError,
)

CHANGE_PREFIX: Final = "pch"
ENTRY_PREFIX: Final = "prc"
PROCESS: Final = "price_change"
"""What approvals call the review of a price change."""
STANDARD: Final = "电视购物平台运营服务规范"
_CHECKED = date(2026, 11, 27)


class ChangeState(StrEnum):
    """Where a request stands."""

    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    """Approved; the price holds from its instant on."""
    IN_FORCE = "in_force"
    """The price began to hold, and the history says so."""
    RETURNED = "returned"
    """Ended: file a new request with what was missing."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


ENDED: Final = frozenset(
    {ChangeState.IN_FORCE, ChangeState.RETURNED, ChangeState.REFUSED, ChangeState.WITHDRAWN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Research:
    """One finding of market research (standard 4.2.1): what a competitor charges, in fen."""

    competitor: str
    price: int
    observed_on: date
    link: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What whoever asks makes of it (4.2.2); ``size`` in basis points, None for a first price."""

    direction: Direction
    size: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """``effective_from`` is the wished instant; ``applied_from`` the one from which the approved
    price holds. ``steps`` are the departments that must approve, in order. ``round`` counts the
    runs of its review.
    """

    id: str
    sku: str
    product_id: str
    supplier_id: str
    channels: tuple[Channel, ...]
    amount: int
    effective_from: datetime
    reason: str
    research: tuple[Research, ...]
    evaluation: Evaluation
    facts: Facts
    steps: tuple[str, ...]
    requested_by: str
    requested_at: datetime
    state: ChangeState = ChangeState.IN_REVIEW
    round: int = 1
    stalled: bool = False
    applied_from: datetime | None = None
    late: bool = False
    decided_at: datetime | None = None
    decided_by: str | None = None
    reason_code: str | None = None
    version: int = 1

    def entry_id(self, channel: Channel) -> str:
        """The id of the price that this request puts on the sheet of a channel."""
        return f"{ENTRY_PREFIX}_{self.id.partition('_')[2]}-{channel}"

    def entries(self, at: datetime) -> tuple[PriceEntry, ...]:
        """The prices that it puts on the sheet; ``at`` is when it is approved."""
        holds_from = self.applied_from or at
        return tuple(
            PriceEntry(
                id=self.entry_id(channel),
                channel=channel,
                amount=self.amount,
                effective_from=holds_from,
                recorded_at=self.decided_at or at,
                change_id=self.id,
            )
            for channel in self.channels
        )


@rule(
    id="P4.2.3-path",
    clause="4.2.3",
    source=STANDARD,
    article="4.2.3",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def approval_path(facts: Facts, policy: PricePolicy) -> tuple[str, ...]:
    """Who must approve: pricing always; finance above the policy's size, and where the cost is
    unknown; legal below cost.
    """
    names = ["pricing"]
    if facts.cost is None or any(
        _exceeds(one.current, one.change, policy) for one in facts.channels
    ):
        names.append("finance")
    if is_below_cost(facts):
        names.append("legal")
    return tuple(names)


@rule(
    id="R2.12-cost",
    clause="4.1.2",
    source="价格法; 反不正当竞争法 (2025)",
    article="14(2); 14",
    effective_from=date(2025, 10, 15),
    confidence="H",
    last_checked=_CHECKED,
)
def is_below_cost(facts: Facts) -> bool:
    """Whether a piece would be sold for less than it costs: lawful for some goods (perishable, in
    season, about to expire, clearance) and forbidden to push others out, which legal judges.
    """
    return facts.margin is not None and facts.margin < 0


def _exceeds(current: int | None, change: int | None, policy: PricePolicy) -> bool:
    """Whether a change is larger than the policy's size; exact, the size itself is not larger."""
    if current is None or change is None:
        return False
    return abs(change) * WHOLE > policy.finance_above * current


# -- what may happen -------------------------------------------------------------------------------


@rule(
    id="P4.1.4-current",
    clause="4.1.4",
    source=STANDARD,
    article="4.1.4",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def stale_reason(
    change: PriceChange, sheet: Sheet | None, now: datetime, policy: PricePolicy
) -> str | None:
    """Why an approved request may not take effect as it stands: what was approved is not what would
    happen now. None if it may.
    """
    if sheet is None or sheet.left:
        return "sku_left"
    holds_from = max(change.effective_from, now)
    for known in change.facts.channels:
        entry = sheet.entry_at(holds_from, known.channel)
        if (entry.amount if entry else None) != known.current:
            return "price_changed"
    if sheet.cost != change.facts.cost:
        return "cost_changed"
    oldest = min((entry.observed_on for entry in change.research), default=None)
    if change_is_late(change, now) and oldest is not None:
        age = (china_date(now) - oldest).days
        if age > policy.research_days:
            return "research_outdated"
    return None


def change_is_late(change: PriceChange, now: datetime) -> bool:
    """Whether the wished instant has passed."""
    return now > change.effective_from


@rule(
    id="P4.2.4-effect",
    clause="4.2.4",
    source=STANDARD,
    article="4.2.4",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def approved(change: PriceChange, by: str | None, now: datetime) -> PriceChange:
    """The price holds from the wished instant on, or from the approval on where that comes later.

    No price ever holds before it was approved; and since everybody approved the amount itself, a
    late approval does not send them round again.
    """
    return replace(
        change,
        state=ChangeState.SCHEDULED,
        stalled=False,
        decided_at=now,
        decided_by=by,
        applied_from=max(change.effective_from, now),
        late=change_is_late(change, now),
    )


def in_force(change: PriceChange) -> PriceChange:
    """The price began to hold."""
    return replace(change, state=ChangeState.IN_FORCE)


def ended(
    change: PriceChange, state: ChangeState, by: str | None, code: str | None, now: datetime
) -> PriceChange:
    """Refused, returned or withdrawn."""
    return replace(
        change, state=state, stalled=False, decided_at=now, decided_by=by, reason_code=code
    )


def withdrawn(change: PriceChange, by: str, now: datetime, code: str | None = None) -> PriceChange:
    """Taken back, under review or before its price holds."""
    if change.state is ChangeState.SCHEDULED and (change.applied_from or now) <= now:
        raise PriceInForceError
    if change.state in ENDED:
        raise ChangeNotWithdrawableError
    return ended(change, ChangeState.WITHDRAWN, by, code, now)


@rule(
    id="P4.2.3-basis",
    clause="4.2.3",
    source=STANDARD,
    article="4.2.3",
    effective_from=date(2026, 11, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def resting_on(change: PriceChange, sheet: Sheet) -> str | None:
    """The scheduled request that was approved upon the price of this one: the next price of a
    channel, if it was approved later. Without this one its size would be another.
    """
    for channel in change.channels:
        own = next((each for each in sheet.entries if each.id == change.entry_id(channel)), None)
        if own is None:
            continue
        place = (own.effective_from, own.id)
        later = [
            each
            for each in sheet.entries
            if each.channel is channel and (each.effective_from, each.id) > place
        ]
        following = min(later, key=lambda each: (each.effective_from, each.id), default=None)
        if following is not None and following.recorded_at >= own.recorded_at:
            return following.change_id
    return None


def stalled(change: PriceChange) -> PriceChange:
    """Its review stopped without a decision."""
    return replace(change, stalled=True)


def restarted(change: PriceChange) -> PriceChange:
    """The review runs again, from the first department on."""
    if change.state is not ChangeState.IN_REVIEW or not change.stalled:
        raise ChangeNotStalledError
    return replace(change, stalled=False, round=change.round + 1)
