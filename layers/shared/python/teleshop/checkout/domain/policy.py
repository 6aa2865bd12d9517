"""What the platform chooses for placing orders, by the day from which it holds. None of it is
law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MAX_LINES: Final = 50
"""Lines of goods in one order."""
MAX_PARTS: Final = 80
"""So many rows of stock and of promotions' stock one order takes from: a transaction of the
database takes 100 writes, and 20 are left for the order, its recipient and payment, the deadline,
events, audit entry, the answer for a repetition, a sheet of paper and an offer of the waiting list.
Each article needs one row, and each promotion with a stated stock one more for each of its
articles; what is left of the 80 is for articles that lie in several rows.
"""
MAX_CASH_ARTICLES: Final = 45
"""Articles of an order that is paid at the door: it goes in one parcel, which writes two rows for
each of them (`orders.domain.room`), and more if they are scattered.
"""
MAX_CODES: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPolicy:
    """``pieces``: in one order at most, gifts not counted; who wants more buys wholesale.

    ``pay_within`` holds for orders by app and web, ``callers_pay_within`` for those by telephone,
    whose customers first get a link. ``outage_back``: so long after it was taken on paper an order
    may still be entered. ``tries``: so often an order is planned anew when others took the stock
    that it was planned with.
    """

    effective_from: date
    pieces: int = 200
    pay_within: timedelta = timedelta(minutes=30)
    callers_pay_within: timedelta = timedelta(hours=24)
    outage_back: timedelta = timedelta(days=7)
    tries: int = 6


POLICIES: Final[tuple[OrderPolicy, ...]] = (OrderPolicy(effective_from=date(2026, 11, 1)),)


def policy_on(day: date, policies: Sequence[OrderPolicy] = POLICIES) -> OrderPolicy:
    """The policy in force on ``day``; before the first one, the first."""
    begun = [policy for policy in policies if policy.effective_from <= day]
    return begun[-1] if begun else policies[0]
