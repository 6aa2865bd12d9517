"""Events of watching prices; nothing personal. Amounts are whole fen."""

from datetime import date, datetime
from typing import ClassVar

from teleshop.kernel.events import EventData


class WatchEvent(EventData, frozen=True, kw_only=True):
    """What this context publishes."""

    context: ClassVar[str] = "pricewatch"


class ViolationEvent(WatchEvent, frozen=True, kw_only=True):
    """What all events of a violation say."""

    violation_id: str
    kind: str
    severity: str
    sku: str
    channel: str
    product_id: str
    supplier_id: str


class PriceViolationFound(ViolationEvent, frozen=True, kw_only=True):
    """A violation was found; it must be corrected by ``due_at``. ``holds_price``: its price is
    suspended.
    """

    due_at: datetime
    holds_price: bool
    order_id: str | None = None
    promotion_id: str | None = None


class PriceViolationCorrected(ViolationEvent, frozen=True, kw_only=True):
    """Somebody says what was done about it; it waits for verification."""


class PriceCorrectionRejected(ViolationEvent, frozen=True, kw_only=True):
    """What was done does not do."""

    due_at: datetime


class PriceViolationEnded(ViolationEvent, frozen=True, kw_only=True):
    """What was found at ``found_at`` is closed, or was none (``outcome``: `closed`,
    `dismissed`).
    """

    outcome: str
    found_at: datetime | None = None


class PriceCorrectionDue(ViolationEvent, frozen=True, kw_only=True):
    """It must be corrected soon."""

    due_at: datetime


class PriceCorrectionOverdue(ViolationEvent, frozen=True, kw_only=True):
    """It was not corrected in time."""

    due_at: datetime


class PromotionToInspect(WatchEvent, frozen=True, kw_only=True):
    """A promotion that runs is to be looked at again."""

    promotion_id: str


class DayCheckStep(WatchEvent, frozen=True, kw_only=True):
    """The next orders of a shard of a day are to be compared; ``step`` counts from 0."""

    day: date
    run: int
    shard: int
    step: int


class DayCheckFailed(WatchEvent, frozen=True, kw_only=True):
    """The check of a day was not finished in its time; started again it goes on."""

    day: date
    run: int


class PricesOfDayChecked(WatchEvent, frozen=True, kw_only=True):
    """Every order that was entered on a China day was compared with what was published;
    the differences are on record as ``violations``, found now or before.
    """

    day: date
    run: int
    orders: int
    lines: int
    differing_orders: int
    differing_lines: int
    violations: int


class ViolationRecordRequested(WatchEvent, frozen=True, kw_only=True):
    """Somebody wants the record of a month."""

    month: str


class ViolationRecordMade(WatchEvent, frozen=True, kw_only=True):
    """The record of a month can be read."""

    month: str
    violations: int
