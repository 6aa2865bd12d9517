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
from teleshop.indicators.service.counting import Counting
from teleshop.indicators.service.messages import (
    batches,
    count_messages,
    records_in,
    records_of,
)
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
    "count_messages",
    "indicator",
    "indicators",
    "records_in",
    "records_of",
]
