"""Use cases of orders.

| module | of |
|---|---|
| `reports` | taking over what another order system reports, and looking orders up |
"""

from teleshop.orders.domain import (
    BundlePart,
    CorrectionReason,
    CouponUsed,
    DiscountKind,
    ExclusionProof,
    GoodsKind,
    Order,
    OrderDiscount,
    OrderLine,
    OrderReport,
    OrderSource,
    OrderSummary,
    ReturnExclusion,
    SalesChannel,
    paid_by_line,
)
from teleshop.orders.service.reports import Orders, ShownOrder

__all__ = [
    "BundlePart",
    "CorrectionReason",
    "CouponUsed",
    "DiscountKind",
    "ExclusionProof",
    "GoodsKind",
    "Order",
    "OrderDiscount",
    "OrderLine",
    "OrderReport",
    "OrderSource",
    "OrderSummary",
    "Orders",
    "ReturnExclusion",
    "SalesChannel",
    "ShownOrder",
    "paid_by_line",
]
