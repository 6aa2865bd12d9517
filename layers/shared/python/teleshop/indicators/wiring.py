"""Builds the indicators capability."""

from functools import cache
from typing import TYPE_CHECKING

from teleshop.indicators.adapters import KnownSuppliers
from teleshop.indicators.queue import EventQueue
from teleshop.indicators.service import Counting, Indicators
from teleshop.indicators.tables import IndicatorsRepository

if TYPE_CHECKING:
    from teleshop.suppliers.service import Standing


@cache
def indicators() -> Indicators:
    """Figures of suppliers: the service for other contexts."""
    return Indicators(IndicatorsRepository(), KnownSuppliers(_standing))


@cache
def counting() -> Counting:
    """The service that keeps the figures."""
    return Counting(IndicatorsRepository(), KnownSuppliers(_standing))


def _standing() -> "Standing":
    # Imported here: counting needs nothing of the suppliers.
    from teleshop.suppliers.wiring import service

    return service().standing


@cache
def event_queue() -> EventQueue:
    """What waits to be counted."""
    return EventQueue()
