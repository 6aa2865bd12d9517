"""The stock table."""

from teleshop.stock.tables.repository import MOVEMENT_PREFIX, StockRepository
from teleshop.stock.tables.rows import (
    HeadRow,
    HoldRow,
    MovementRow,
    PaperRow,
    ShardRow,
    ToldRow,
)

__all__ = [
    "MOVEMENT_PREFIX",
    "HeadRow",
    "HoldRow",
    "MovementRow",
    "PaperRow",
    "ShardRow",
    "StockRepository",
    "ToldRow",
]
