"""Builds the analysis capability."""

from functools import cache

from teleshop.analysis.domain import TAXONOMY
from teleshop.analysis.service import Causes


@cache
def causes() -> Causes:
    """The taxonomy of causes: the service for other contexts."""
    return Causes(TAXONOMY)
