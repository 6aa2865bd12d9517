"""Use cases of watching prices, by what they are about."""

from dataclasses import dataclass

from teleshop.pricewatch.domain.record import COLUMNS
from teleshop.pricewatch.service.day_checks import DAY_CHECK, DayChecks
from teleshop.pricewatch.service.detectors import Detectors
from teleshop.pricewatch.service.records import Lines, Records, Render
from teleshop.pricewatch.service.violations import Violations

__all__ = [
    "COLUMNS",
    "DAY_CHECK",
    "DayChecks",
    "Detectors",
    "Lines",
    "Pricewatch",
    "Records",
    "Render",
    "Violations",
]


@dataclass(frozen=True, slots=True)
class Pricewatch:
    """The services of this context; stateless, one per process."""

    detectors: Detectors
    violations: Violations
    records: Records
    day_checks: DayChecks
