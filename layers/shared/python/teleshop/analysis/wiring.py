"""Builds the analysis capability."""

from functools import cache

from teleshop.analysis.adapters import OrderedGoods
from teleshop.analysis.domain import TAXONOMY
from teleshop.analysis.service import Bursts, Causes, Charts, Counting, Figures
from teleshop.analysis.tables import AnalysisRepository
from teleshop.orders.wiring import service as orders


@cache
def causes() -> Causes:
    """The taxonomy of causes: the service for other contexts."""
    return Causes(TAXONOMY)


@cache
def counting() -> Counting:
    """The service that keeps the counters."""
    return Counting(AnalysisRepository(), OrderedGoods(orders()))


@cache
def figures() -> Figures:
    """The service that reads the counters."""
    return Figures(AnalysisRepository())


@cache
def charts() -> Charts:
    """The service of control charts."""
    return Charts(AnalysisRepository(), TAXONOMY)


@cache
def bursts() -> Bursts:
    """The service of bursts."""
    return Bursts(AnalysisRepository())
