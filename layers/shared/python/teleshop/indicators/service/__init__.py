"""Indicators of suppliers: what other contexts use."""

from teleshop.indicators.domain import (
    LIST_SHARDS,
    Counted,
    Figures,
    Indicator,
    Kind,
    Measure,
    Recount,
    Unit,
    indicator,
    indicators,
)
from teleshop.indicators.service.counting import Counting, batches, records_of
from teleshop.indicators.service.reading import Indicators, OfSupplier

__all__ = [
    "LIST_SHARDS",
    "Counted",
    "Counting",
    "Figures",
    "Indicator",
    "Indicators",
    "Kind",
    "Measure",
    "OfSupplier",
    "Recount",
    "Unit",
    "batches",
    "indicator",
    "indicators",
    "records_of",
]
