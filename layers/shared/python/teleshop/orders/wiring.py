"""Builds the orders capability."""

from functools import cache

from teleshop.orders.service import Orders
from teleshop.orders.tables import OrderRepository


@cache
def service() -> Orders:
    """The service of this process."""
    return Orders(OrderRepository())
