"""Promotions against the history of prices and deals (standard 4.4.1; rules R2.1, R2.3).

Amounts are fen; days are days of the China calendar.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

from teleshop.kernel.clock import china_date
from teleshop.kernel.rules import rule
from teleshop.pricewatch.domain.policy import Kind, Severity, WatchPolicy
from teleshop.pricewatch.domain.violation import Evidence, Found

_CHECKED: Final = date(2026, 11, 27)
_MARKING: Final = "明码标价和禁止价格欺诈规定"
MOST_NAMED: Final = 20
"""Promotions that the evidence of an endless one names, the latest."""
_DAY: Final = timedelta(days=1)
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    """A promotion of one SKU in one channel: what a piece costs under it, and the price that it is
    compared with by the rule ``pack``; ``document_id`` proves one that the manufacturer suggests.
    ``raise_reason``: whether it is on record why a price was raised before it.
    """

    promotion_id: str
    sku: str
    channel: str
    starts_at: datetime
    ends_at: datetime
    price: int | None = None
    reference: int | None = None
    pack: str | None = None
    document_id: str | None = None
    raise_reason: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PricePoint:
    """``amount`` was the price from ``since`` on."""

    id: str
    amount: int
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimable:
    """The most that may be claimed as reference price, None without any basis; ``rows`` prove
    it.
    """

    amount: int | None
    rows: tuple[Evidence, ...] = ()


@rule(
    id="R2.3-watch",
    clause="4.4.1",
    source=_MARKING,
    article="17",
    effective_from=date(2022, 7, 1),
    confidence="M",
    last_checked=_CHECKED,
)
def raised_then_discounted(
    promoted: Promoted, history: Sequence[PricePoint], policy: WatchPolicy
) -> Iterator[Found]:
    """The price rose within the window before the promotion, or during it.

    If the promotion sells for no less than before the rise and nobody recorded why it rose, nothing
    was reduced: that is fraud. Otherwise the rise is a matter for people to look at.
    """
    begins = promoted.starts_at - policy.raise_window
    points = sorted(
        (point for point in history if point.since < promoted.ends_at),
        key=lambda point: (point.since, point.id),
    )
    rises = [
        (before, after)
        for before, after in pairwise(points)
        if after.amount > before.amount and after.since >= begins
    ]
    if not rises:
        return
    lowest = min((before for before, _ in rises), key=lambda point: (point.amount, point.since))
    highest = max((after for _, after in rises), key=lambda point: (point.amount, point.since))
    reduced = promoted.price is None or promoted.price < lowest.amount
    explained = reduced or promoted.raise_reason
    yield _found(
        Kind.RAISED_THEN_DISCOUNTED,
        Severity.MINOR if explained else Severity.SEVERE,
        promoted,
        (),
        Evidence(what="price_before", source=lowest.id, amount=lowest.amount, at=lowest.since),
        Evidence(what="price_raised", source=highest.id, amount=highest.amount, at=highest.since),
        Evidence(
            what="promotional_price",
            source=promoted.promotion_id,
            amount=promoted.price,
            at=promoted.starts_at,
        ),
    )


@rule(
    id="R2.1-watch",
    clause="4.4.1",
    source=_MARKING,
    article="16",
    effective_from=date(2022, 7, 1),
    confidence="H",
    last_checked=_CHECKED,
)
def reference_without_deals(promoted: Promoted, claimable: Claimable) -> Iterator[Found]:
    """The price compared with is above what real deals allow. Without any basis that is fraud at
    once; a basis that fell, perhaps by an order that was reported late, is corrected first.
    """
    claimed = promoted.reference
    if claimed is None or (claimable.amount is not None and claimed <= claimable.amount):
        return
    yield _found(
        Kind.REFERENCE_WITHOUT_DEALS,
        Severity.SEVERE if claimable.amount is None else Severity.SERIOUS,
        promoted,
        (f"{claimed}", f"{claimable.amount}"),
        Evidence(what="reference", source=promoted.promotion_id, amount=claimed),
        Evidence(what="claimable", source="deals", amount=claimable.amount),
        *claimable.rows,
    )


def endless(promotions: Iterable[Promoted], today: date, policy: WatchPolicy) -> Iterator[Found]:
    """One SKU and channel under promotions for most of the last months: the reduced price is the
    normal one. Own choice of numbers; told once for each month.
    """
    first = today - timedelta(days=policy.promoted_window - 1)
    known = sorted(promotions, key=lambda promoted: (promoted.starts_at, promoted.promotion_id))
    days: set[date] = set()
    for promoted in known:
        day = max(first, china_date(promoted.starts_at))
        # The end is not included: a promotion that ends at 24:00 does not touch the next day.
        last = min(today, china_date(promoted.ends_at - _INSTANT))
        while day <= last:
            days.add(day)
            day += _DAY
    if len(days) <= policy.promoted_days:
        return
    latest = known[-1]
    counted = [promoted for promoted in known if china_date(promoted.ends_at) >= first]
    yield Found(
        kind=Kind.ENDLESS_PROMOTION,
        severity=Severity.SERIOUS,
        facts=(latest.sku, latest.channel, f"{today:%Y-%m}"),
        sku=latest.sku,
        channel=latest.channel,
        evidence=(
            Evidence(what="promoted_days", source=f"{first}/{today}", amount=len(days)),
            *(
                Evidence(what="promotion", source=promoted.promotion_id, at=promoted.starts_at)
                for promoted in counted[-MOST_NAMED:]
            ),
        ),
        promotion_id=latest.promotion_id,
    )


def not_reverted(promoted: Promoted, price: int | None) -> Found:
    """It ended, and the price in force is not above the promotional one."""
    return _found(
        Kind.PROMOTION_NOT_REVERTED,
        Severity.SERIOUS,
        promoted,
        (),
        Evidence(what="promotional_price", source=promoted.promotion_id, amount=promoted.price),
        Evidence(what="price", source=promoted.sku, amount=price, at=promoted.ends_at),
    )


def _found(
    kind: Kind,
    severity: Severity,
    promoted: Promoted,
    facts: tuple[str, ...],
    *evidence: Evidence,
) -> Found:
    return Found(
        kind=kind,
        severity=severity,
        facts=(promoted.promotion_id, promoted.sku, promoted.channel, *facts),
        sku=promoted.sku,
        channel=promoted.channel,
        evidence=evidence,
        promotion_id=promoted.promotion_id,
    )
