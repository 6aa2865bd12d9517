"""Help for the customers of a violation, connected to the contexts that give it."""

import dataclasses
from typing import Final

from teleshop.care.service.after_sales import Offers, OrderAccounts
from teleshop.fund.service import Claims
from teleshop.invoices.service import Supplies
from teleshop.kernel.actor import Call
from teleshop.kernel.transaction import Transaction
from teleshop.kernel.use_case import run
from teleshop.orders.service import (
    CancelReason,
    OrderLife,
    Orders,
    OrderState,
    PlacedOrder,
    is_unpaid,
)
from teleshop.suppliers.service import Suppliers
from teleshop.violations.affected_ports import OrdersPage
from teleshop.violations.domain.affected import Bought, BoughtLine

BEFORE_WAREHOUSE: Final = frozenset({OrderState.PLACED, OrderState.PAID})


class SupplierLines:
    """Which orders have a product, from the lines that suppliers see."""

    def __init__(self, supplies: Supplies) -> None:
        self._supplies = supplies

    def page(self, product_id: str, shard: int, after: str | None, limit: int) -> OrdersPage:
        """A page of them."""
        found = self._supplies.orders_of_product(product_id, shard, after, limit)
        return OrdersPage(found.order_ids, found.shard, found.after)


class OrdersWithReturns:
    """Orders with what came back of them."""

    def __init__(self, orders: Orders, life: OrderLife, accounts: OrderAccounts) -> None:
        self._orders = orders
        self._life = life
        self._accounts = accounts

    def find(self, order_id: str) -> Bought | None:
        """The order, whoever took it."""
        order = self._orders.find(order_id)
        if order is None:
            return None
        account = self._accounts.of_order(order_id)
        cancelled = order.cancelled_at is not None
        unpaid = is_unpaid(order)
        # Only what was taken here and has not left can be stopped: then the whole order is read.
        taken = self._orders.taken(order_id) if cancelled or order.shipped_at is None else None
        return Bought(
            order_id=order.id,
            customer_id=order.customer_id,
            lines=tuple(
                BoughtLine(
                    number=line.number,
                    product_id=line.product_id,
                    supplier_id=line.supplier_id,
                    quantity=line.quantity,
                    returned=account.returned.get(line.number, 0),
                    taken=account.pieces.get(line.number, 0),
                )
                for line in order.lines
            ),
            unpaid=unpaid,
            cancelled=cancelled,
            withdrawn=taken is not None and taken.cancel_reason is CancelReason.GOODS_WITHDRAWN,
            stoppable=taken is not None and _is_stoppable(taken),
            seller_disclosed=order.seller_disclosed,
        )

    def withdraw(self, call: Call, order_id: str) -> bool:
        """Cancel an order whose goods were withdrawn; whether it is off for that."""
        own = dataclasses.replace(call, request_key=None)
        reason = CancelReason.GOODS_WITHDRAWN
        after = run(own, lambda: self._life.cancel(own, order_id, reason))
        return after.cancel_reason is reason


class CareReturns:
    """Returns of the care context."""

    def __init__(self, offers: Offers) -> None:
        self._offers = offers

    def offer(
        self, tx: Transaction, order_id: str, lines: tuple[int, ...], text: str
    ) -> str | None:
        """A return that is open for the customer."""
        offer = self._offers.offer_return(tx, order_id, lines, text)
        return None if offer is None else offer.case_id


class FundClaims:
    """Claims of the fund."""

    def __init__(self, claims: Claims) -> None:
        self._claims = claims

    def open(self, call: Call, order_id: str, lines: tuple[int, ...], statement: str) -> str | None:
        """A claim for the refund that the seller owes."""
        own = dataclasses.replace(call, request_key=None)
        return run(own, lambda: self._claims.advance_refund(own, order_id, lines, statement))


class Partners:
    """Suppliers, whether they are partners still."""

    def __init__(self, suppliers: Suppliers) -> None:
        self._suppliers = suppliers

    def is_over(self, supplier_id: str) -> bool:
        """Whether the cooperation has ended."""
        return not self._suppliers.standing.on_board_of([supplier_id]).get(supplier_id, False)


def _is_stoppable(order: PlacedOrder) -> bool:
    return order.state in BEFORE_WAREHOUSE
