"""What the platform asks of its watch over prices; all of it data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What can be wrong with a price (standard 4.4.1)."""

    RAISED_THEN_DISCOUNTED = "raised_then_discounted"
    """先涨后降: the price rose shortly before it was reduced (R2.3)."""
    REFERENCE_WITHOUT_DEALS = "reference_without_deals"
    """虚构原价: the price compared with is higher than the real deals allow (R2.1)."""
    ENDLESS_PROMOTION = "endless_promotion"
    """The promotion is the normal price: it never ends, or one follows the other."""
    PROMOTION_NOT_REVERTED = "promotion_not_reverted"
    """A promotion ended and its price went on."""
    CHARGED_NOT_PUBLISHED = "charged_not_published"
    """不履行价格承诺: another price was charged than was published (4.3.4, R2.6)."""
    FEE_ABOVE_MARKED = "fee_above_marked"
    """价外加价: something was charged beyond what was marked (R2.5)."""
    UNEQUAL_PRICES = "unequal_prices"
    """Different prices under the same conditions (R2.9)."""
    SOLD_WITHOUT_PRICE = "sold_without_price"
    """Sold while the price was suspended or the goods were off sale (4.4.2)."""
    GIFT_MISSING = "gift_missing"
    """不履行赠品承诺: a gift that was promised is not in the order (4.3.4, R2.4)."""


class Severity(StrEnum):
    """How much harm is in it; ``SEVERE`` suspends the price at once (4.4.2)."""

    MINOR = "minor"
    SERIOUS = "serious"
    SEVERE = "severe"


_CORRECTION = MappingProxyType(
    {
        Severity.MINOR: timedelta(days=7),
        Severity.SERIOUS: timedelta(days=3),
        Severity.SEVERE: timedelta(hours=24),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchPolicy:
    """Settings with their defaults; own choices where the law gives no number.

    ``raise_window``: how long before a promotion a rise counts (R2.3: "shortly", no number in the
    law). ``promoted_days`` of the last ``promoted_window`` days under a promotion make it endless.
    ``correction`` is how long the persons responsible have, by severity; they are warned when
    ``warn_before`` of it is left, and have at least ``again`` once a correction was rejected. A
    suspension stops no order that is placed within ``reading`` of it: that one had read its price.
    The check of a day that is not finished ``day_check_within`` its start has failed.
    """

    raise_window: timedelta = timedelta(days=30)
    promoted_window: int = 90
    promoted_days: int = 60
    correction: Mapping[Severity, timedelta] = field(default_factory=lambda: _CORRECTION)
    warn_before: timedelta = timedelta(hours=6)
    again: timedelta = timedelta(hours=24)
    reading: timedelta = timedelta(minutes=1)
    day_check_within: timedelta = timedelta(hours=6)


DEFAULT_POLICY = WatchPolicy()
