"""Figures and indicators: pure functions."""

from teleshop.indicators.domain.counted import (
    EMPTY,
    LIST_SHARDS,
    SHARDS,
    Counted,
    Place,
    Recount,
    Sum,
    by_todays_rules,
    counted,
    list_shard_of,
    shard_of,
    sums,
    total,
    veiled,
)
from teleshop.indicators.domain.counting import Contribution, Told, contributions
from teleshop.indicators.domain.facts import FACTS, Fact
from teleshop.indicators.domain.indicators import (
    FORMULAS,
    Formula,
    Indicator,
    Unit,
    indicator,
    indicators,
)
from teleshop.indicators.domain.kinds import MEASURES, Kind, kinds_of
from teleshop.indicators.domain.measures import NONE, Figures, Measure

__all__ = [
    "EMPTY",
    "FACTS",
    "FORMULAS",
    "LIST_SHARDS",
    "MEASURES",
    "NONE",
    "SHARDS",
    "Contribution",
    "Counted",
    "Fact",
    "Figures",
    "Formula",
    "Indicator",
    "Kind",
    "Measure",
    "Place",
    "Recount",
    "Sum",
    "Told",
    "Unit",
    "by_todays_rules",
    "contributions",
    "counted",
    "indicator",
    "indicators",
    "kinds_of",
    "list_shard_of",
    "shard_of",
    "sums",
    "total",
    "veiled",
]
