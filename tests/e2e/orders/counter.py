"""Where orders are taken on the local cloud: a product on sale with pieces in a warehouse, and
customers whose names, telephone numbers and addresses nobody else may ever see.
"""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.goods.market import Market
from tests.e2e.local_site import HttpAnswer, HttpPerson
from tests.e2e.shop import said

WAREHOUSE = "hz-1"
PIECES = 20
MINUTE = timedelta(minutes=1)


@dataclass
class Counter:
    """``product_id`` and ``sku`` are there once it is stocked."""

    market: Market
    product_id: str = ""
    sku: str = ""
    words: list[str] = field(default_factory=list)

    # -- people ---------------------------------------------------------------------------------

    def who(self, role: str) -> HttpPerson:
        """Somebody of the platform."""
        return self.market.who(role)

    def customer(self, name: str = "") -> HttpPerson:
        """A customer."""
        return self.market.site.person("customer", f"customer{name}-{self.market.number}")

    def address(self, place: int) -> dict[str, str]:
        """Where somebody lives in Hangzhou; no two are the same, and all are remembered."""
        number = (self.market.number * 7 + place) % 100_000_000
        made = {
            "name": f"欧阳测试{number}",
            "phone": f"139{number:08d}",
            "region": "330106",
            "detail": f"示例新村{number}幢一单元",
        }
        self.words += [made["name"], made["phone"], made["detail"]]
        return made

    # -- goods ----------------------------------------------------------------------------------

    def stocked(self) -> "Counter":
        """A product that is on sale, and its pieces in the warehouse."""
        market = self.market
        market.papers()
        drafted = market.drafted()
        self.product_id, [self.sku] = drafted["id"], drafted["skus"]
        market.approved(self.product_id)
        market.priced(self.sku)
        market.shown(self.product_id)
        receipt = {
            "kind": "receipt",
            "warehouse": WAREHOUSE,
            "quantity": PIECES,
            "reference": f"DN-{market.number}",
        }
        said(self.who("warehouse").post(f"/stock/{self.sku}/movements", receipt))
        # Prices hear by an event that the goods are on sale.
        asked = {"channel": "app", "lines": [{"sku": self.sku, "quantity": 1}]}
        quoted = self.customer()
        market.site.wait(
            "the goods to be on sale", lambda: quoted.post("/quotes", asked).status == 200
        )
        return self

    def left(self) -> dict[str, int]:
        """How many pieces are free and how many are held."""
        found = said(self.who("warehouse").get(f"/stock/{self.sku}"))
        return {"available": found["available"], "reserved": found["reserved"]}

    # -- orders ---------------------------------------------------------------------------------

    def wish(self, total: int, quantity: int = 1, *, place: int, **changes: Any) -> dict[str, Any]:
        """What somebody orders."""
        return {
            "channel": "app",
            "lines": [{"sku": self.sku, "quantity": quantity}],
            "address": self.address(place),
            "payment_method": "gateway",
            "agreed_total": total,
            **changes,
        }

    def order(
        self, wish: dict[str, Any], by: HttpPerson | None = None, key: str = ""
    ) -> HttpAnswer:
        """The wish is sent."""
        headers = {"idempotency-key": key or str(uuid.uuid4())}
        return (by or self.customer()).post("/orders", wish, headers=headers)

    def shown(self, order_id: str, by: HttpPerson | None = None) -> Any:
        """An order as somebody sees it."""
        return said((by or self.customer()).get(f"/orders/{order_id}"))

    def reaches(self, order_id: str, state: str) -> Any:
        """The order as soon as it is in that state."""

        def there() -> Any:
            found = self.shown(order_id, self.who("lead"))
            return found if found["taken"]["state"] == state else None

        return self.market.site.wait(f"the order to be {state}", there)

    def refunded(self, order_id: str, by: HttpPerson | None = None) -> Any:
        """The refund of an order, as soon as the money is back."""

        def there() -> Any:
            items = said((by or self.customer()).get("/refunds?limit=100"))["items"]
            back = (
                one for one in items if (one["order_id"], one["state"]) == (order_id, "settled")
            )
            return next(back, None)

        return self.market.site.wait("the money to be back", there)

    def clocks(self, minutes: int) -> None:
        """The clocks run as they will so many minutes from now."""
        at = datetime.now(UTC) + minutes * MINUTE
        self.market.site.run_schedule("DeadlinesSweep", at)

    def at_once(self, *calls: Any) -> list[HttpAnswer]:
        """Several requests in the same moment."""
        with ThreadPoolExecutor(max_workers=len(calls)) as pool:
            return [made.result() for made in [pool.submit(call) for call in calls]]
