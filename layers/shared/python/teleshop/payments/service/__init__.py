"""Use cases of payments.

| module | of |
|---|---|
| `desk` | other contexts, within their own transaction: open, close, collect, refund; pay links |
| `callbacks` | what a gateway tells by itself |
| `refunds` | sending refunds, their clock, finance |
| `reading` | people: payments, refunds, unexpected money |
"""

from dataclasses import dataclass

from teleshop.payments.domain.notices import PayLink
from teleshop.payments.domain.payment import Method, Payment, PaymentState, payment_id
from teleshop.payments.domain.refund import Refund, RefundState
from teleshop.payments.service.callbacks import Callbacks
from teleshop.payments.service.desk import PaymentDesk
from teleshop.payments.service.reading import Shown, Views
from teleshop.payments.service.refunds import Refunds

__all__ = [
    "Callbacks",
    "Method",
    "PayLink",
    "Payment",
    "PaymentDesk",
    "PaymentState",
    "Payments",
    "Refund",
    "RefundState",
    "Refunds",
    "Shown",
    "Views",
    "payment_id",
]


@dataclass(frozen=True, slots=True)
class Payments:
    """The services of payments."""

    desk: PaymentDesk
    callbacks: Callbacks
    refunds: Refunds
    views: Views
