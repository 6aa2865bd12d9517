"""Builds the deadlines capability."""

from functools import cache

from teleshop.deadlines.service import Deadlines
from teleshop.deadlines.tables import DeadlineRepository


@cache
def service() -> Deadlines:
    """The service of this process."""
    return Deadlines(DeadlineRepository())
