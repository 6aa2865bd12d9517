"""Use cases of the protection fund.

| module | of |
|---|---|
| `claims` | customers, and agents for them: filing, withdrawing, evidence, assessment |
| `review` | the state machine and the clocks: reservation, decision, lapse |
| `payments` | finance: contributions, payouts, recoveries, write-offs |
| `statements` | the monthly statement |
"""

from dataclasses import dataclass

from teleshop.fund.service.base import Shown
from teleshop.fund.service.claims import Claims
from teleshop.fund.service.payments import Payments
from teleshop.fund.service.review import Reviews
from teleshop.fund.service.statements import Statements

__all__ = ["Claims", "Fund", "Payments", "Reviews", "Shown", "Statements"]


@dataclass(frozen=True, slots=True)
class Fund:
    """The services of the fund."""

    claims: Claims
    reviews: Reviews
    payments: Payments
    statements: Statements
