"""Builds the timelines capability."""

from functools import cache

from teleshop.timelines.service import Timelines
from teleshop.timelines.tables import TimelineRepository


@cache
def service() -> Timelines:
    """The service of this process."""
    return Timelines(TimelineRepository())
