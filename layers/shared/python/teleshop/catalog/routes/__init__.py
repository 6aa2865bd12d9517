"""Routes of the catalog: products and their review, all on one blueprint."""

from teleshop.catalog.routes import products, reviews
from teleshop.catalog.routes.blueprint import api

__all__ = ["api", "products", "reviews"]
