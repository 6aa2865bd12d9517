"""What callers send to payments, what they see of them, and what payments tell others."""

from teleshop.payments.schemas.bodies import (
    RefundsQuery,
    SettlementBody,
    UnexpectedQuery,
    UnexpectedSettlementBody,
)
from teleshop.payments.schemas.events import (
    PaymentReceived,
    PaymentUnexpected,
    RefundDueSoon,
    RefundFailed,
    RefundOverdue,
    RefundRequested,
    RefundSettled,
)
from teleshop.payments.schemas.views import (
    CallbackView,
    LinkView,
    PaymentView,
    ReceiptView,
    RefundView,
    UnexpectedView,
)

__all__ = [
    "CallbackView",
    "LinkView",
    "PaymentReceived",
    "PaymentUnexpected",
    "PaymentView",
    "ReceiptView",
    "RefundDueSoon",
    "RefundFailed",
    "RefundOverdue",
    "RefundRequested",
    "RefundSettled",
    "RefundView",
    "RefundsQuery",
    "SettlementBody",
    "UnexpectedQuery",
    "UnexpectedSettlementBody",
    "UnexpectedView",
]
