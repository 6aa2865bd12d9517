"""Orders that were taken on the sample platform: one that was paid at the local gateway and
delivered, and one that a caller pays at the door.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from infra.sample.goods import PAN, POT, Listed
from infra.sample.service_desk import AGENTS
from infra.sample.site import Site

BUYER = "zhao"
WAREHOUSE = "hz-1"
PIECES = 60
"""What is delivered of each article, before any is sold."""
PHONE = "13900001234"
ADDRESS = {
    "name": "赵示例",
    "phone": PHONE,
    "region": "330106",
    "detail": "示例路 8 号 2 幢 301 室",
}
"""In Hangzhou; freight is free there from 99 yuan on, which both articles cost."""


@dataclass(frozen=True)
class Orders:
    """Lets a customer and a caller buy."""

    site: Site

    def taken(self, pot: Listed, pan: Listed) -> None:
        """Stock of both, a pot that arrived, and a pan that waits for its courier."""
        for listed in (pot, pan):
            self.received(listed.sku)
        for listed in (pot, pan):
            self.sellable(listed.sku)
        order = self.ordered(pot.sku, POT.price)
        self.site.pay(order["taken"]["payment"]["link"]["url"])
        self.called(pan.sku, PAN.price)
        self.delivered(order["id"])

    def received(self, sku: str) -> None:
        """The warehouse has the first delivery."""
        receipt = {
            "kind": "receipt",
            "warehouse": WAREHOUSE,
            "quantity": PIECES,
            "reference": f"DN-{sku[-6:]}",
        }
        self.site.send("warehouse", f"/stock/{sku}/movements", receipt)

    def sellable(self, sku: str) -> None:
        """Prices hear by an event that the article is on sale."""
        asked = {"channel": "app", "lines": [{"sku": sku, "quantity": 1}]}
        self.site.awaited(
            "the article on sale", lambda: self.site.is_fine("customer", "/quotes", asked)
        )

    def ordered(self, sku: str, price: int) -> Any:
        """A customer's own order, by the app."""
        wish = self.wish(sku, price, channel="app", payment_method="gateway")
        return self.placed("customer", BUYER, wish)

    def called(self, sku: str, price: int) -> Any:
        """A caller's order, which an agent enters."""
        wish = self.wish(
            sku,
            price,
            channel="phone",
            payment_method="cash_on_delivery",
            call_id="call-20261127-1",
            customer_id=self.site.sub("customer", BUYER),
        )
        return self.placed("agent", AGENTS[0], wish)

    def placed(self, role: str, subject: str, wish: Any) -> Any:
        """The order as it is answered."""
        key = str(uuid.uuid4())
        return self.site.send(role, "/orders", wish, subject=subject, key=key)

    @staticmethod
    def wish(sku: str, price: int, **changes: Any) -> dict[str, Any]:
        """One piece at its price, to one address."""
        return {
            "lines": [{"sku": sku, "quantity": 1}],
            "address": ADDRESS,
            "agreed_total": price,
            **changes,
        }

    def delivered(self, order_id: str) -> None:
        """Paid, packed at once, sent and signed for."""
        path = f"/orders/{order_id}"
        self.site.awaited(
            "the order to be paid",
            lambda: self.site.read("lead", path)["taken"]["state"] == "paid",
        )
        self.site.send("lead", f"{path}/release")
        parcel = {
            "lines": [{"line": 1, "quantity": 1}],
            "carrier": "sf",
            "waybill": "SF1234567890123",
            "warehouse": WAREHOUSE,
        }
        [sent] = self.site.send("warehouse", f"{path}/parcels", parcel)["taken"]["parcels"]
        outcome = {"outcome": "delivered"}
        self.site.send("warehouse", f"{path}/parcels/{sent['id']}/delivery", outcome)
