"""Use cases of orders.

| module | of |
|---|---|
| `reports` | taking over what another order system reports, and looking orders up |
"""

from teleshop.orders.domain import (
    CorrectionReason,
    CouponUsed,
    ExclusionProof,
    GoodsKind,
    Order,
    OrderLine,
    OrderReport,
    OrderSummary,
    ReturnExclusion,
    SalesChannel,
    ThresholdDiscount,
    paid_by_line,
)
from teleshop.orders.service.reports import Orders, ShownOrder

__all__ = [
    "CorrectionReason",
    "CouponUsed",
    "ExclusionProof",
    "GoodsKind",
    "Order",
    "OrderLine",
    "OrderReport",
    "OrderSummary",
    "Orders",
    "ReturnExclusion",
    "SalesChannel",
    "ShownOrder",
    "ThresholdDiscount",
    "paid_by_line",
]
