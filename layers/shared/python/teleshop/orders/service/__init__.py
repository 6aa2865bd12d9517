"""Use cases of orders.

| module | of |
|---|---|
| `placing` | the order as it starts, within the transaction that places it |
| `life` | paid, expired, cancelled, with the warehouse, completed |
| `handover` | parcels that leave, arrive or are refused, and goods that come back |
| `corrections` | what became of a parcel, noted wrongly and put right |
| `reports` | taking over what another order system reports |
| `reading` | orders for other contexts |
| `showing` | orders for customers, staff and suppliers |
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
    GiftTerm,
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
    ParcelCorrection,
    ParcelPieces,
    PayLink,
    PaymentMethod,
    PlacedLine,
    PlacedOrder,
    PriceStep,
    Promise,
    Recipient,
    ReturnExclusion,
    SalesChannel,
    ShownOrder,
    ShownReference,
    ShownTaken,
    is_unpaid,
    paid_by_line,
    snapshot,
)
from teleshop.orders.schemas import ShownOrderView
from teleshop.orders.service.life import OrderLife
from teleshop.orders.service.placing import Placing
from teleshop.orders.service.reports import Orders
from teleshop.orders.service.showing import Showing, shown_to

__all__ = [
    "DAY_SHARDS",
    "BundlePart",
    "By",
    "CancelReason",
    "CorrectionReason",
    "CouponUsed",
    "DiscountKind",
    "ExclusionProof",
    "GiftTerm",
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
    "ParcelCorrection",
    "ParcelPieces",
    "PayLink",
    "PaymentMethod",
    "PlacedLine",
    "PlacedOrder",
    "Placing",
    "PriceStep",
    "Promise",
    "Recipient",
    "ReturnExclusion",
    "SalesChannel",
    "Showing",
    "ShownOrder",
    "ShownOrderView",
    "ShownReference",
    "ShownTaken",
    "is_unpaid",
    "paid_by_line",
    "shown_to",
    "snapshot",
]
