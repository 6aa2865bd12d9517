"""Routes of the catalog: products and their review."""

from teleshop.catalog.routes.blueprint import api

__all__ = ["api"]
