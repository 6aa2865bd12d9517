"""Forms of the indicators: what callers send and are told, and what is read of events."""

from teleshop.indicators.schemas.inbound import fact_of, plain, told_of
from teleshop.indicators.schemas.views import (
    FiguresQuery,
    FiguresView,
    IndicatorView,
    RecountBody,
    RecountView,
    SourcesQuery,
    SourceView,
)

__all__ = [
    "FiguresQuery",
    "FiguresView",
    "IndicatorView",
    "RecountBody",
    "RecountView",
    "SourceView",
    "SourcesQuery",
    "fact_of",
    "plain",
    "told_of",
]
