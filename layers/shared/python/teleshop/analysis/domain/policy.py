"""The numbers that analysis decides with. Data: a change takes effect from the next event on."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What a burst of complaints may be about."""

    PRODUCT = "product"
    SLOT = "slot"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class BurstSetting:
    """``threshold`` complaints within ``window`` are a burst; it ends after a ``window`` without
    one.
    """

    threshold: int
    window: timedelta

    def __post_init__(self) -> None:
        """ValueError for a threshold that the kept arrivals cannot show, or a window of nothing."""
        if not LEAST <= self.threshold <= MOST_ARRIVALS // 2 or self.window <= timedelta(0):
            raise ValueError(f"{self} is no setting")


MOST_ARRIVALS = 60
"""Arrivals that are remembered of one product, slot or supplier."""
LEAST = 2
"""Complaints that are more than one."""
MOST_CASES = 100
"""Cases that a burst names; those after them are only counted."""


@dataclass(frozen=True, slots=True)
class ChartPolicy:
    """How weeks are judged. ``baseline`` complete weeks before a week make its centre, at least
    ``least_baseline``; ``run`` weeks above the centre in a row are a signal.

    ``least_orders`` is how many orders every one of these weeks must have for counts to be judged
    per order; ``kinds`` are the kinds of case that count.
    """

    baseline: int = 12
    least_baseline: int = 8
    run: int = 8
    least_orders: int = 100
    kinds: frozenset[str] = frozenset({"complaint"})
    catch_up: int = 4
    """Complete weeks that a missed schedule is made up for."""


@dataclass(frozen=True, slots=True)
class AnalysisPolicy:
    """All settings."""

    bursts: dict[Scope, BurstSetting] = field(
        default_factory=lambda: {
            Scope.PRODUCT: BurstSetting(5, timedelta(minutes=30)),
            Scope.SLOT: BurstSetting(8, timedelta(minutes=30)),
            Scope.SUPPLIER: BurstSetting(10, timedelta(minutes=60)),
        }
    )
    chart: ChartPolicy = field(default_factory=ChartPolicy)
    vital_share: float = 0.8
    """The vital few are the causes that together reach this part of all cases."""


DEFAULT_POLICY = AnalysisPolicy()
