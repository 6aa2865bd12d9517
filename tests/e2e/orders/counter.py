"""Where orders are taken on the local cloud: a product on sale with pieces in a warehouse, and
customers whose names, telephone numbers and addresses nobody else may ever see.
"""

import uuid
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.goods.market import ANY_VERSION, PRICE, Market
from tests.e2e.local_site import HttpAnswer, HttpPerson
from tests.e2e.shop import said

WAREHOUSE = "hz-1"
PIECES = 20
MINUTE = timedelta(minutes=1)


def charged(order: Any) -> int:
    """What an order comes to, paid or not."""
    [total] = [each["amount"] for each in order["taken"]["amounts"] if each["code"] == "total"]
    return int(total)


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

    def stocked(self, pieces: int = PIECES) -> "Counter":
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
            "quantity": pieces,
            "reference": f"DN-{market.number}",
        }
        said(self.who("warehouse").post(f"/stock/{self.sku}/movements", receipt))
        # Prices hear by an event that the goods are on sale.
        self.costs(PRICE)
        return self

    def costs(self, price: int) -> None:
        """Wait until that is the price of a piece in the app."""
        asked = {"channel": "app", "lines": [{"sku": self.sku, "quantity": 1}]}
        customer = self.customer()

        def quoted() -> bool:
            answer = customer.post("/quotes", asked)
            return answer.status == 200 and answer.json["total"] == price

        self.market.site.wait(f"a price of {price}", quoted)

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

    def cash(self, quantity: int = 1, price: int = PRICE, *, place: int, **more: Any) -> Any:
        """What somebody orders who pays at the door: no clock of payment can end it."""
        method = "cash_on_delivery"
        return self.wish(quantity * price, quantity, place=place, payment_method=method, **more)

    def bought(self, wish: dict[str, Any], by: HttpPerson | None = None) -> str:
        """An order that was paid at the gateway; answers its number."""
        site = self.market.site
        with site.clocks.held():
            order = said(self.order(wish, by), 201)
            site.pay(order["taken"]["payment"]["link"]["url"])
            self.reaches(order["id"], "paid")
        return str(order["id"])

    def cancelled(self, order_id: str) -> None:
        """Called off by the lead, wherever the clocks have brought it by now."""
        body = {"reason": "not_reachable", "warehouse_confirmed": True}
        done = said(self.who("lead").post(f"/orders/{order_id}/cancellation", body))
        assert done["taken"]["state"] == "cancelled"

    def sent(self, order_id: str, quantity: int = 1) -> Any:
        """Released, unless its clock was first, and packed; answers the parcel."""
        released = self.who("lead").post(f"/orders/{order_id}/release")
        assert released.status in {200, 409}, released.json
        self.reaches(order_id, "released")
        parcel = {
            "lines": [{"line": 1, "quantity": quantity}],
            "carrier": "sf",
            "waybill": f"SF1{zlib.crc32(order_id.encode()):012d}",
            "warehouse": WAREHOUSE,
        }
        sent = said(self.who("warehouse").post(f"/orders/{order_id}/parcels", parcel))
        assert sent["taken"]["state"] == "shipped"
        [made] = sent["taken"]["parcels"]
        return made

    def arrived(self, order_id: str, parcel: Any, **outcome: Any) -> HttpAnswer:
        """The courier says what became of a parcel."""
        path = f"/orders/{order_id}/parcels/{parcel['id']}/delivery"
        return self.who("warehouse").post(path, outcome)

    def came_back(self, order_id: str, refund: int) -> None:
        """One piece comes back within seven days, and so does the money for it."""
        self.takes_back()
        wish = {
            "kind": "return",
            "ground": "no_reason",
            "order_id": order_id,
            "lines": [{"line": 1, "quantity": 1}],
            "channel": "app",
            "text": "多买了一只。",
        }
        case = said(self.customer().post("/after-sales-cases", wish), 201)
        assert case["ruling"]["outcome"] == "approve"
        self.sent_back(case["id"], order_id, refund)

    def takes_back(self) -> None:
        """Where the supplier's goods come back to."""
        place = {
            "address": "浙江省示例市退货路 8 号",
            "contact": "退货组",
            "phone": "0571-88888888",
        }
        path = f"/return-places/{self.market.supplier_id}"
        said(self.who("lead").put(path, place, headers=ANY_VERSION))

    def sent_back(self, case_id: str, order_id: str, refund: int, **verdict: Any) -> None:
        """One piece of an approved return is sent, taken in, looked at and paid back; ``verdict``
        is what the inspector says besides.
        """
        lead, customer = self.who("lead"), self.customer()
        path = f"/after-sales-cases/{case_id}"
        said(customer.post(f"{path}/parcels", {"carrier": "sf", "number": "SF1234567890"}))
        said(lead.post(f"{path}/receipts", {}))
        found = {"line": 1, "received": 1, "findings": ["package_opened"], **verdict}
        inspected = said(lead.post(f"{path}/inspections", {"lines": [found]}))
        assert inspected["refund"]["amount"] == refund

        def closed() -> bool:
            known = said(customer.get(path))
            return (known["state"], known["resolution"]) == ("closed", "refunded")

        self.market.site.wait("the case to be closed by the refund", closed)
        assert self.refunded(order_id)["amount"] == refund

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
