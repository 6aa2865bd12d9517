"""How the figures of some days stand beside the thresholds. Exact: whole numbers only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from teleshop.qualitygate.domain.policy import WHOLE, Check, GatePolicy, Threshold

ORDERS = "orders"


class Level(StrEnum):
    """How bad it is; `not_judged`: too little was counted to say anything."""

    NOT_JUDGED = "not_judged"
    OK = "ok"
    WARN = "warn"
    HOLD = "hold"


SEVERITY = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One share: ``bad`` among ``of``, and the thresholds (hundredths of a percent) of its day."""

    check: Check
    bad: int
    of: int
    warn: int
    hold: int
    level: Level

    @property
    def share(self) -> int | None:
        """The share in hundredths of a percent, the rest cut off: a threshold shown as reached is
        reached. None of nothing.
        """
        return self.bad * WHOLE // self.of if self.of > 0 else None

    @property
    def to_warn(self) -> int:
        """How many more bad ones, all else as it is, until the first threshold is reached."""
        return _until(self.warn, self.bad, self.of)

    @property
    def to_hold(self) -> int:
        """How many more bad ones, all else as it is, until the second threshold is reached."""
        return _until(self.hold, self.bad, self.of)

    @property
    def good_needed(self) -> int:
        """How many good ones bring the share below the first threshold; 0 if it is there."""
        return max(0, self.bad * WHOLE // self.warn + 1 - self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The figures of the days ``first`` to ``last``, both included."""

    first: date
    last: date
    orders: int
    minimum_orders: int
    level: Level
    readings: tuple[Reading, ...]

    def at_least(self, level: Level) -> tuple[Reading, ...]:
        """The readings at that level or a worse one; none where nothing is judged."""
        if self.level is Level.NOT_JUDGED:
            return ()
        return tuple(one for one in self.readings if SEVERITY[one.level] >= SEVERITY[level])


def window(last: date, policy: GatePolicy) -> tuple[date, date]:
    """The first and the last of the days that end with ``last``."""
    return last - timedelta(days=policy.window_days - 1), last


def judge(figures: Mapping[str, int], first: date, last: date, policy: GatePolicy) -> Judgement:
    """What the figures of these days mean. Below the least number of orders they mean nothing, and
    what is counted too seldom is left out.
    """
    orders = figures.get(ORDERS, 0)
    readings = tuple(_read(threshold, figures) for threshold in policy.thresholds)
    level = Level.NOT_JUDGED
    if orders >= policy.minimum_orders:
        level = max((one.level for one in readings), key=SEVERITY.__getitem__)
    return Judgement(
        first=first,
        last=last,
        orders=orders,
        minimum_orders=policy.minimum_orders,
        level=level,
        readings=readings,
    )


def _read(threshold: Threshold, figures: Mapping[str, int]) -> Reading:
    less = figures.get(threshold.less, 0) if threshold.less else 0
    # A correction that arrives before what it corrects makes a figure negative for a moment.
    bad = max(0, figures.get(threshold.bad, 0) - less)
    of = max(0, figures.get(threshold.of, 0))
    return Reading(
        check=threshold.check,
        bad=bad,
        of=of,
        warn=threshold.warn,
        hold=threshold.hold,
        level=_level(threshold, bad, of),
    )


def _level(threshold: Threshold, bad: int, of: int) -> Level:
    if of < max(1, threshold.minimum):
        return Level.NOT_JUDGED
    if bad * WHOLE >= threshold.hold * of:
        return Level.HOLD
    return Level.WARN if bad * WHOLE >= threshold.warn * of else Level.OK


def _until(threshold: int, bad: int, of: int) -> int:
    reached = -(-threshold * of // WHOLE)
    return max(0, max(1, reached) - bad)
