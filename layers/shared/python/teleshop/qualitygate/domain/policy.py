"""The thresholds of the gate, by the day from which they hold.

The thresholds are those that operators of large marketplaces set in Mirakl's Quality Control (warn,
suspend): incidents 8 and 9 % of order lines, late answers 20 and 24 %, late shipments 8 and 10 %,
counted over 30 days and from 10 orders on. That a letter comes days before a hold, how long a
supplier stays under watch, and what an exception lasts are the platform's own choice. None of these
numbers is law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

WHOLE: Final = 10_000
"""Shares are written in hundredths of a percent: 800 is 8 %."""


class Check(StrEnum):
    """What is looked at."""

    INCIDENTS = "incidents"
    LATE_RESPONSES = "late_responses"
    LATE_SHIPMENTS = "late_shipments"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """One share: of so many ``of``, how many were bad (``bad`` less ``less``, names of measures).

    Reached is a threshold as soon as the share is exactly that. With fewer than ``minimum`` of what
    is counted, the share says nothing.
    """

    check: Check
    bad: str
    less: str | None = None
    of: str
    warn: int
    hold: int
    minimum: int = 10

    def __post_init__(self) -> None:
        if not 0 < self.warn <= self.hold <= WHOLE:
            raise ValueError(f"{self.check}: 0 < warn <= hold <= {WHOLE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePolicy:
    """Days are those of China's calendar.

    ``notice_days``: so long before a hold its reason must have stood in a letter. A supplier that
    was warned is clear again after ``calm_days`` below every threshold. A hold that was lifted as
    an exception does not come back within ``exception_days``.
    """

    effective_from: date
    window_days: int = 30
    minimum_orders: int = 10
    notice_days: int = 3
    calm_days: int = 30
    exception_days: int = 14
    thresholds: tuple[Threshold, ...] = (
        # Order lines are not counted; an order has at most as many of a supplier's incidents.
        Threshold(check=Check.INCIDENTS, bad="complaints", of="orders", warn=800, hold=900),
        Threshold(
            check=Check.LATE_RESPONSES,
            bad="responses",
            less="responses_met",
            of="responses",
            warn=2000,
            hold=2400,
        ),
        Threshold(
            check=Check.LATE_SHIPMENTS, bad="late_shipments", of="shipments", warn=800, hold=1000
        ),
    )


POLICIES: Final[tuple[GatePolicy, ...]] = (GatePolicy(effective_from=date(2026, 1, 1)),)


def policy_on(day: date, policies: Sequence[GatePolicy] = POLICIES) -> GatePolicy:
    """The policy in force on a day; before the first one, that one."""
    began = [policy for policy in policies if policy.effective_from <= day]
    return began[-1] if began else policies[0]
