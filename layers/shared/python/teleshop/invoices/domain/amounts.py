"""What of an order may be invoiced: what was really paid, less what went back. Amounts are whole
fen, tax included (价税合计).
"""

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from teleshop.invoices.domain.policy import InvoicePolicy
from teleshop.kernel.clock import china_date
from teleshop.kernel.money import CNY, Money
from teleshop.kernel.rules import rule

DECEMBER: Final = (12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """``paid`` is what was really paid for all of ``quantity``; ``returned`` counts pieces that
    came back. A gift is paid with 0.
    """

    number: int
    sku: str
    title: str
    quantity: int
    paid: int
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """An order as far as its invoice goes. ``paid`` came in by ``paid_at``, freight included;
    ``refunded`` went back or is on its way.
    """

    order_id: str
    customer_id: str
    paid_at: datetime | None
    paid: int
    refunded: int
    freight: int
    lines: tuple[SoldLine, ...]
    currency: str = CNY


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledLine:
    """Pieces of one line that the customer keeps, and what they cost in the end."""

    line: int
    sku: str
    title: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What an invoice is about; ``freight`` is what was paid beside the goods."""

    lines: tuple[BilledLine, ...]
    freight: int

    @property
    def total(self) -> int:
        """What the invoice comes to."""
        return self.freight + sum(line.amount for line in self.lines)


@rule(
    id="I-amount",
    clause="6.3.1",
    source="消费者权益保护法",
    article="22",
    effective_from=date(2014, 3, 15),
    confidence="H",
    last_checked=date(2026, 11, 27),
)
def billable(sale: Sale) -> Bill:
    """What was paid less what was given back, on the lines that the customer keeps.

    A line that came back is not on it. What the others cost is shared by what was paid for the
    pieces that are kept: a return may take a discount of the whole order with it, so that they cost
    more in the end than they did with it. Nothing, before the money came in.
    """
    left = max(0, sale.paid - sale.refunded) if sale.paid_at is not None else 0
    kept = [line for line in sale.lines if line.quantity > line.returned and line.paid > 0]
    # Whole numbers of one unit, so that nothing is rounded before it is shared out.
    unit = math.lcm(*(line.quantity for line in kept))
    weights = [
        line.paid * (line.quantity - line.returned) * (unit // line.quantity) for line in kept
    ]
    freight = min(sale.freight, left) if kept else left
    shares = Money(left - freight).allocate(weights) if kept else []
    billed = tuple(
        BilledLine(
            line=line.number,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity - line.returned,
            amount=share.amount,
        )
        for line, share in zip(kept, shares, strict=True)
    )
    return Bill(lines=tuple(line for line in billed if line.amount > 0), freight=freight)


def last_day(sale: Sale, policy: InvoicePolicy) -> date | None:
    """The last day in China on which an invoice of the sale may be requested; None before it is
    paid.
    """
    if sale.paid_at is None:
        return None
    return date(china_date(sale.paid_at).year + policy.years, *DECEMBER)
