"""What other contexts give to analysis."""

from teleshop.orders.service import Orders


class OrderedGoods:
    """Goods from the orders context."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders

    def category(self, order_id: str, product_id: str) -> str | None:
        """The kind of goods of the line with that product."""
        order = self._orders.find(order_id)
        lines = order.lines if order is not None else ()
        return next((one.goods_kind.value for one in lines if one.product_id == product_id), None)
