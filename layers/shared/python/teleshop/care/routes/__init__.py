"""Routes of the care context: one module for each group, all on one blueprint."""

from teleshop.care.routes import after_sales, cases, policies, work
from teleshop.care.routes.blueprint import api

__all__ = ["after_sales", "api", "cases", "policies", "work"]
