"""Use cases of orders.

| module | of |
|---|---|
| `placing` | the order as it starts, within the transaction that places it |
| `life` | paid, expired, cancelled, with the warehouse, completed |
| `handover` | parcels that leave, arrive or are refused, and goods that come back |
| `reports` | taking over what another order system reports, and looking orders up |
"""

from teleshop.orders.domain import (
    DAY_SHARDS,
    BundlePart,
    By,
    CancelReason,
    CorrectionReason,
    CouponUsed,
    DiscountKind,
    ExclusionProof,
    GoodsKind,
    Happened,
    Held,
    Order,
    OrderDiscount,
    OrderLine,
    OrderReport,
    OrderSource,
    OrderState,
    OrderSummary,
    Outage,
    Parcel,
    ParcelPieces,
    PaymentMethod,
    PlacedLine,
    PlacedOrder,
    PriceStep,
    Promise,
    Recipient,
    ReturnExclusion,
    SalesChannel,
    ShownReference,
    paid_by_line,
    snapshot,
)
from teleshop.orders.service.handover import ReturnedGoods
from teleshop.orders.service.life import OrderLife
from teleshop.orders.service.placing import Placing
from teleshop.orders.service.reports import Orders, ShownOrder

__all__ = [
    "DAY_SHARDS",
    "BundlePart",
    "By",
    "CancelReason",
    "CorrectionReason",
    "CouponUsed",
    "DiscountKind",
    "ExclusionProof",
    "GoodsKind",
    "Happened",
    "Held",
    "Order",
    "OrderDiscount",
    "OrderLife",
    "OrderLine",
    "OrderReport",
    "OrderSource",
    "OrderState",
    "OrderSummary",
    "Orders",
    "Outage",
    "Parcel",
    "ParcelPieces",
    "PaymentMethod",
    "PlacedLine",
    "PlacedOrder",
    "Placing",
    "PriceStep",
    "Promise",
    "Recipient",
    "ReturnExclusion",
    "ReturnedGoods",
    "SalesChannel",
    "ShownOrder",
    "ShownReference",
    "paid_by_line",
    "snapshot",
]
