"""Use cases of stock; what orders do with it is part of their transactions."""

from dataclasses import dataclass

from teleshop.stock.domain.levels import Head, Levels, QuotaLevels, Shard, SkuLevels
from teleshop.stock.domain.movement import Movement, MovementKind, Reason
from teleshop.stock.domain.planning import (
    QUOTA,
    STOCK,
    Holding,
    Plan,
    QuotaWanted,
    Wanted,
    shortages,
    split_holdings,
)
from teleshop.stock.domain.records import Article, Hold, LiveFigure
from teleshop.stock.service.holds import Holds
from teleshop.stock.service.movements import Movements
from teleshop.stock.service.reading import Live, Reading
from teleshop.stock.service.reservations import Reservations
from teleshop.stock.service.sharding import Sharding
from teleshop.stock.service.telling import Telling

__all__ = [
    "QUOTA",
    "STOCK",
    "Article",
    "Head",
    "Hold",
    "Holding",
    "Holds",
    "Levels",
    "Live",
    "LiveFigure",
    "Movement",
    "MovementKind",
    "Movements",
    "Plan",
    "QuotaLevels",
    "QuotaWanted",
    "Reading",
    "Reason",
    "Reservations",
    "Shard",
    "Sharding",
    "SkuLevels",
    "Stock",
    "Telling",
    "Wanted",
    "shortages",
    "split_holdings",
]


@dataclass(frozen=True, slots=True)
class Stock:
    """The services of this context."""

    reservations: Reservations
    telling: Telling
    movements: Movements
    sharding: Sharding
    reading: Reading
    live: Live
    holds: Holds
