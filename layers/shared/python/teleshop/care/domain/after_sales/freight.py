"""Who pays for the way back (R1.12)."""

from datetime import date

from teleshop.care.domain.after_sales.decision import Ground, Party
from teleshop.care.domain.after_sales.policy import DEFAULT_POLICY, AfterSalesPolicy
from teleshop.kernel.rules import rule


@rule(
    id="R1.12",
    clause="6.3.1",
    source="消费者权益保护法",
    article="24, 25",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=date(2026, 11, 24),
)
def freight_side(ground: Ground, *, operator_agreed: bool = False) -> Party:
    """Faults: the operator. Without reason: the customer, unless agreed otherwise."""
    return Party.OPERATOR if ground.is_fault or operator_agreed else Party.CUSTOMER


def freight_outlay(side: Party, laid_out: int, policy: AfterSalesPolicy = DEFAULT_POLICY) -> int:
    """What a customer gets back of the freight (fen) laid out for the way back."""
    return min(laid_out, policy.largest_freight_outlay) if side is Party.OPERATOR else 0
