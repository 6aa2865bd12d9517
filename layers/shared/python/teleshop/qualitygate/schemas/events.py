"""Events of the quality gate. Nothing personal. Shares are in hundredths of a percent."""

from datetime import date
from typing import ClassVar

import msgspec

from teleshop.kernel.events import EventData
from teleshop.qualitygate.domain import Reading


class GateReading(msgspec.Struct, frozen=True, kw_only=True):
    """One share at a threshold: ``bad`` among ``of``, and both thresholds."""

    check: str
    bad: int
    of: int
    warn: int
    hold: int
    level: str

    @classmethod
    def facts(cls, reading: Reading) -> "GateReading":
        """The same to be told."""
        return cls(
            check=reading.check.value,
            bad=reading.bad,
            of=reading.of,
            warn=reading.warn,
            hold=reading.hold,
            level=reading.level.value,
        )


class GateEvent(EventData, frozen=True, kw_only=True):
    """What all events about one supplier say: the letter, the days that were judged, and the
    shares that it is about (``checks`` names them).
    """

    context: ClassVar[str] = "qualitygate"

    supplier_id: str
    letter_id: str
    first: date
    last: date
    orders: int
    checks: tuple[str, ...]
    readings: tuple[GateReading, ...]


class QualityWarned(GateEvent, frozen=True, kw_only=True):
    """A supplier was warned; on ``hold_from`` at the earliest it is held, if that goes on."""

    hold_from: date


class QualityHeld(GateEvent, frozen=True, kw_only=True):
    """A supplier may list nothing new and get no slots until a person lifts that."""


class QualityReinstated(GateEvent, frozen=True, kw_only=True):
    """A person lifted a hold; the supplier stays under watch. ``by_exception``: although its
    figures still mean a hold.
    """

    by_exception: bool
    hold_from: date


class QualityCleared(GateEvent, frozen=True, kw_only=True):
    """A warning has ended: a whole window passed below every threshold."""


class SuppliersToJudge(EventData, frozen=True, kw_only=True):
    """The next page of suppliers to judge by the days up to ``day``: those `active` on it
    (``shard`` of their list), those `watched`, after the supplier ``after``; or the very
    ``suppliers`` that could not be judged among others.
    """

    context: ClassVar[str] = "qualitygate"

    day: date
    scope: str
    shard: int = 0
    after: str | None = None
    suppliers: tuple[str, ...] = ()
