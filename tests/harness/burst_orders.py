"""Burst sales of whole orders: what `POST /orders` does, with prices, payment, deadline and answer
in the same transaction; unpaid ones end as their clock ends them.
"""

from dataclasses import dataclass, field
from typing import Any

from teleshop.checkout.wiring import service as checkout
from teleshop.kernel.actor import Actor, Call, Role
from teleshop.kernel.idempotency import RepeatedRequestError
from teleshop.kernel.use_case import run
from teleshop.orders.tables import PlacedRow
from teleshop.orders.wiring import life
from teleshop.stock.errors import StockShortError
from teleshop.stock.schemas import ShardsBody
from teleshop.stock.wiring import service as stock
from tests.factories import checkout as shops
from tests.factories import stock as f
from tests.harness.burst import Stored
from tests.harness.burst_stock import Rows, keyed, stored

GONE = "cancelled"


def prepared(units: int, shards: int) -> None:
    """An article on sale, with so many pieces in so many rows."""
    shops.shop(shops.POT, pieces=units)
    stock().sharding.split(f.call(), shops.POT, ShardsBody(shards=shards))
    f.evened(shops.POT)


@dataclass
class OrderSale:
    """Each client orders one pot, at the price that it was shown."""

    rows: Rows
    order_ids: dict[int, str] = field(default_factory=dict)
    """By client, as the last look at what is stored found them."""

    def attempt(self, number: int) -> bool:
        """Order it, as the HTTP edge does."""
        customer = Actor(f"customer-{number}", frozenset({Role.CUSTOMER}))
        known = keyed("order", f"burst-{number}")
        call = Call(customer, shops.NOW, known.request_id, "burst", request_key=known.request_key)
        body = shops.form(shops.body())
        try:
            run(call, lambda: checkout().placing.place_order(call, body))
        except RepeatedRequestError:
            return True
        except StockShortError:
            return False
        return True

    def give_back(self, number: int) -> None:
        """Its time for payment is over."""
        call = keyed("expire", f"burst-{number}")
        try:
            run(call, lambda: life().expire(call, self.order_ids[number]))
        except RepeatedRequestError:
            return

    def stored(self) -> Stored:
        """Stock beside the orders that are open."""
        found = [item for item in self.rows("OrdersTable") if item["sk"] == PlacedRow.SK]
        self.order_ids = {int(item["customer_id"].rpartition("-")[2]): item["id"] for item in found}
        held = [_held(item) for item in found if item["state"] != GONE]
        return stored(self.rows, held)


def _held(item: dict[str, Any]) -> list[dict[str, Any]]:
    placed = PlacedRow.placed.deserialize(item["placed"])
    found: list[dict[str, Any]] = placed["held"]
    return found
