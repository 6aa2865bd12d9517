"""Orders as they were reported: the snapshot, what makes one plausible, what may change in it."""

from teleshop.orders.domain.changes import (
    CorrectionReason,
    agreed_facts,
    changed_facts,
    is_fulfilled,
    needs_reason,
)
from teleshop.orders.domain.checks import MAX_LINES, OrderFault, order_faults
from teleshop.orders.domain.order import (
    CouponUsed,
    ExclusionProof,
    GoodsKind,
    Order,
    OrderLine,
    ReturnExclusion,
    SalesChannel,
    ThresholdDiscount,
    paid_by_line,
)
from teleshop.orders.domain.records import OrderRecord, OrderReport, OrderSummary

__all__ = [
    "MAX_LINES",
    "CorrectionReason",
    "CouponUsed",
    "ExclusionProof",
    "GoodsKind",
    "Order",
    "OrderFault",
    "OrderLine",
    "OrderRecord",
    "OrderReport",
    "OrderSummary",
    "ReturnExclusion",
    "SalesChannel",
    "ThresholdDiscount",
    "agreed_facts",
    "changed_facts",
    "is_fulfilled",
    "needs_reason",
    "order_faults",
    "paid_by_line",
]
