"""Builds the orders capability."""

from functools import cache

from teleshop.deadlines.wiring import service as deadlines
from teleshop.orders.service import OrderLife, Orders, Showing
from teleshop.orders.tables import OrderRepository, TakenRepository


@cache
def service() -> Orders:
    """What is known of orders, for this process."""
    return Orders(OrderRepository(), TakenRepository())


@cache
def life() -> OrderLife:
    """What happens to orders that are taken here, for this process."""
    # Imported here: most of those who read orders need neither stock nor payments.
    from teleshop.orders.adapters import DeskPayments, HeldStock
    from teleshop.payments.wiring import service as payments
    from teleshop.stock.wiring import service as stock

    return OrderLife(
        TakenRepository(),
        deadlines(),
        HeldStock(stock().reservations),
        DeskPayments(payments().desk),
    )


@cache
def showing() -> Showing:
    """Orders for those who look at them, for this process."""
    from teleshop.orders.adapters import DeskPayments
    from teleshop.payments.wiring import service as payments

    return Showing(OrderRepository(), TakenRepository(), DeskPayments(payments().desk))
