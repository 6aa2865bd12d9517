"""Builds the wording capability."""

from functools import cache

from teleshop.wording.service import Wording


@cache
def service() -> Wording:
    """The service of this process."""
    return Wording()
