"""What callers of stock send and see, and the events of stock."""

from teleshop.stock.schemas.bodies import (
    CountBody,
    MovementBody,
    ShardsBody,
    StockQuery,
)
from teleshop.stock.schemas.events import (
    PromotionStockUsedUp,
    ReturnedPieces,
    SoldOutPiecesReturned,
    StockAdjusted,
    StockRebalancingRequested,
    StockReceived,
    StockReturned,
    StockSoldOut,
)
from teleshop.stock.schemas.views import (
    CountView,
    LiveView,
    MovementView,
    ShardingView,
    StockView,
    WarehouseView,
)

__all__ = [
    "CountBody",
    "CountView",
    "LiveView",
    "MovementBody",
    "MovementView",
    "PromotionStockUsedUp",
    "ReturnedPieces",
    "ShardingView",
    "ShardsBody",
    "SoldOutPiecesReturned",
    "StockAdjusted",
    "StockQuery",
    "StockRebalancingRequested",
    "StockReceived",
    "StockReturned",
    "StockSoldOut",
    "StockView",
    "WarehouseView",
]
