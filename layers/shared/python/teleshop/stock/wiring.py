"""Builds stock."""

from functools import cache

from teleshop.pricing.service import Prices
from teleshop.stock.adapters import PricedArticles
from teleshop.stock.service import (
    Holds,
    Live,
    Movements,
    Reading,
    Reservations,
    Sharding,
    Stock,
    Telling,
)
from teleshop.stock.tables import StockRepository


@cache
def service() -> Stock:
    """The services of this process."""
    repository = StockRepository()
    reservations = Reservations(repository)
    return Stock(
        reservations=reservations,
        telling=Telling(repository),
        movements=Movements(repository, articles=PricedArticles(_prices)),
        sharding=Sharding(repository),
        reading=Reading(repository),
        live=Live(repository),
        holds=Holds(repository, reservations),
    )


def _prices() -> Prices:
    # Imported at the first receipt of an article: pricing follows orders, and orders hold stock.
    from teleshop.pricing.wiring import service as pricing

    return pricing().prices
