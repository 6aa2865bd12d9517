"""Numbers of after-sales that the platform chooses, or that the law leaves uncertain (confidence
below H).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from teleshop.kernel.calendar import LONGEST_BREAK_DAYS

STATUTORY_DAYS: Final = 7
"""Return without reason, return of defective goods, refund after receipt (art. 24 and 25)."""

HAND_ALONE_UP_TO: Final = 1_000_00
"""Up to this amount (fen) one person of finance enters that a refund was paid by hand; a larger one
counts when another person enters the same. As for the refunds of payments, and for the same reason:
nothing but that word proves such a payment.
"""

DELAY_DAYS: Final = 15
"""More than this is deliberate delay (Measures on Penalties, art. 8 and 9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSalesPolicy:
    """Settings with their defaults; days are calendar days, amounts fen."""

    weekends_are_holidays: bool = True
    """Whether a window that would end on an ordinary weekend is prolonged too (R1.2, M): the
    reading in favour of the customer."""

    longest_break_days: int = LONGEST_BREAK_DAYS

    confirmation_before: timedelta = timedelta(hours=24)
    confirmation_after: timedelta = timedelta(minutes=30)
    """A confirmation is one of this purchase if it was given in this time around the order: an
    order by telephone is entered while the customer still speaks."""

    exchange_days: int = 15
    durable_warranty_months: int = 12
    """Least term of durables (whole unit) under the three guarantees (R1.17, M)."""

    repairs_before_exchange: int = 2
    longest_repair_days: int = 30
    burden_months: int = 6

    deduct_lost_free_freight: bool = True
    waived_freight: int = 1000
    """Outbound freight that was waived for reaching the free-freight amount, deducted when a
    partial return without reason falls below it (R1.12, M). Orders do not report what was waived,
    so it is the platform's flat rate."""

    refund_outbound_freight: bool = False
    """Whether a whole return without reason gives outbound freight back too (M)."""

    largest_freight_outlay: int = 20000
    """What is reimbursed at most of the return freight a customer laid out for faulty goods."""

    return_days: int = 7
    """Own choice: somebody asks the customer if an approved return is not on its way by then."""

    arrival_days: int = 10
    """Own choice: somebody asks the carrier if a return is not there by then."""

    def __post_init__(self) -> None:
        counts = (
            self.longest_break_days,
            self.exchange_days,
            self.durable_warranty_months,
            self.repairs_before_exchange,
            self.longest_repair_days,
            self.burden_months,
            self.return_days,
            self.arrival_days,
        )
        if min(counts) < 1:
            raise ValueError("numbers of days, months and repairs are at least 1")
        if min(self.waived_freight, self.largest_freight_outlay) < 0:
            raise ValueError("amounts of freight are not negative")


DEFAULT_POLICY = AfterSalesPolicy()
