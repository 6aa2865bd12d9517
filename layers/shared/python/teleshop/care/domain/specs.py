"""Every kind of clock, of all kinds of case."""

from teleshop.care.domain.after_sales.clocks import AFTER_SALES_SPECS
from teleshop.care.domain.clocks import SPECS, ClockSpec

ALL_SPECS: tuple[ClockSpec, ...] = (*SPECS, *AFTER_SALES_SPECS)
