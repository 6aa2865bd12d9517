"""Builds the catalog."""

from functools import cache

from teleshop.catalog.service import Catalog


@cache
def service() -> Catalog:
    """The services of this process."""
    return Catalog()
