"""Use cases of deposits.

| module | of |
|---|---|
| `joining` | other contexts, within their own transactions: fines, annulments, blocks |
| `payments` | finance: payments, their correction, what is required |
| `paybacks` | finance and the state machine: what is paid back |
| `top_ups` | the clocks: overdue top-ups, holds, the end of a cooperation |
"""

from dataclasses import dataclass

from teleshop.deposits.domain.records import FineAnnulled, FineBooked
from teleshop.deposits.schemas import DepositBody
from teleshop.deposits.service.base import Shown
from teleshop.deposits.service.joining import Balance, Deposits
from teleshop.deposits.service.paybacks import Paybacks
from teleshop.deposits.service.payments import Payments
from teleshop.deposits.service.top_ups import TopUps
from teleshop.kernel.actor import Call

__all__ = [
    "Balance",
    "DepositServices",
    "Deposits",
    "FineAnnulled",
    "FineBooked",
    "Paybacks",
    "Payments",
    "Shown",
    "TopUps",
]


@dataclass(frozen=True, slots=True)
class DepositServices:
    """The services of this context; stateless, one per process."""

    deposits: Deposits
    payments: Payments
    paybacks: Paybacks
    top_ups: TopUps

    def record_change(self, call: Call, supplier_id: str, body: DepositBody) -> Shown:
        """What finance sends, by its kind; answers the deposit after it."""
        do = {
            "payment": self.payments.pay_in,
            "payment_reversal": self.payments.reverse_payment,
            "requirement": self.payments.set_requirement,
            "payback": self.paybacks.ask,
            "payback_paid": self.paybacks.pay,
            "payback_cancelled": self.paybacks.cancel,
        }[body.kind]
        return do(call, supplier_id, body)
