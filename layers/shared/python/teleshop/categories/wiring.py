"""Builds the categories context."""

from functools import cache

from teleshop.categories.adapters import SupplierCatalogue
from teleshop.categories.service import Categories
from teleshop.categories.tables import CategoryRepository
from teleshop.suppliers.service import Guide


@cache
def service() -> Categories:
    """The service of this process."""
    return Categories(CategoryRepository(), SupplierCatalogue(Guide()))
