"""Times that the platform chooses for its orders, by the day from which they hold. None of them is
law; an order goes by the policy of the day on which it was entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPolicy:
    """``payment_reminder``: so long before the end of the time for payment the customer is
    reminded. ``release_after``: so long after payment (at the door: after placing) the order goes
    to the warehouse; until then the customer cancels by one tap. ``refund_within``: so soon after a
    cancellation or a refusal at the door the money is back. ``completed_after``: so many days after
    the last day for return without reason the trade is over.
    """

    effective_from: date
    payment_reminder: timedelta = timedelta(minutes=10)
    release_after: timedelta = timedelta(minutes=15)
    refund_within: timedelta = timedelta(days=3)
    completed_after: int = 1

    def __post_init__(self) -> None:
        times = (self.payment_reminder, self.release_after, self.refund_within)
        if min(times) <= timedelta() or self.completed_after < 0:
            raise ValueError("times are positive")


POLICIES: Final[tuple[OrderPolicy, ...]] = (OrderPolicy(effective_from=date(2026, 11, 1)),)
"""In order of their first day. A change is a new entry; those before stay, for orders under them.
"""


def policy_on(day: date, policies: Sequence[OrderPolicy] = POLICIES) -> OrderPolicy:
    """The policy in force on ``day``; before the first one, the first."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return begun[-1] if begun else policies[0]
