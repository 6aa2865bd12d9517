"""Every kind of clock, of all kinds of case."""

from teleshop.care.domain.clocks import SPECS, ClockSpec

ALL_SPECS: tuple[ClockSpec, ...] = SPECS
