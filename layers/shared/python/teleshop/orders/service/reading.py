"""Looking orders up, for other contexts: whoever took an order, its snapshot is the same."""

from datetime import date

from teleshop.kernel.paging import Page, PageRequest
from teleshop.orders.domain import TAKEN_PREFIX, Order, OrderSummary, PlacedOrder, snapshot
from teleshop.orders.tables import OrderRepository, TakenRepository


class Reading:
    """Reads of both kinds of orders; stateless."""

    def __init__(self, repository: OrderRepository, taken: TakenRepository) -> None:
        self._repository = repository
        self._taken = taken

    def find(self, order_id: str) -> Order | None:
        """The order as it stands now, for other contexts; who may see it is for them to judge."""
        if order_id.startswith(TAKEN_PREFIX):
            order = self._taken.find(order_id)
            return None if order is None else snapshot(order)
        known = self._repository.find(order_id)
        return None if known is None else known.order

    def taken(self, order_id: str) -> PlacedOrder | None:
        """An order that was taken here, whole, for other contexts: how its prices came about, what
        was shipped, refused and returned; None for one that another system reported.
        """
        return self._taken.find(order_id) if order_id.startswith(TAKEN_PREFIX) else None

    def of_customer(self, customer_id: str, page: PageRequest) -> Page[OrderSummary]:
        """The orders of one customer, newest first, for other contexts."""
        return self._repository.of_customer(customer_id, page)

    def of_day(self, day: date, shard: int, page: PageRequest) -> Page[PlacedOrder]:
        """The orders that were entered here on a China day, one of ``DAY_SHARDS`` shards at a time,
        whole: what was refused since was charged all the same. The index follows within moments.
        """
        return self._taken.of_day(day, shard, page)
