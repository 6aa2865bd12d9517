"""Builds the indicators capability."""

from functools import cache

from teleshop.indicators.queue import EventQueue
from teleshop.indicators.service import Counting, Indicators
from teleshop.indicators.tables import IndicatorsRepository


@cache
def indicators() -> Indicators:
    """Figures of suppliers: the service for other contexts."""
    return Indicators(IndicatorsRepository())


@cache
def counting() -> Counting:
    """The service that keeps the figures."""
    return Counting(IndicatorsRepository())


@cache
def event_queue() -> EventQueue:
    """What waits to be counted."""
    return EventQueue()
