"""The people of the service desk on the local cloud, and what they need before a customer calls:
staff on shift, an order. Every test has its own, made from its name.
"""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.local_site import HttpAnswer, HttpPerson, OnLocalCloud

HOUR = timedelta(hours=1)
SUPPLIER = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"
COURSES = ("products", "service_process", "service_rules")


def said(answer: HttpAnswer, *status: int) -> Any:
    """The body of an answer that must have one of these states (any good one by default)."""
    expected = status or (200, 201)
    assert answer.status in expected, f"{answer.status} {answer.json}"
    return answer.json


@dataclass(frozen=True)
class Shop:
    """Everybody a story of this test needs; ``mark`` makes names and numbers its own."""

    site: OnLocalCloud
    mark: str

    @property
    def number(self) -> int:
        """A number of this test."""
        return zlib.crc32(self.mark.encode()) % 100_000_000

    def who(self, role: str, name: str = "") -> HttpPerson:
        """A person of this test."""
        return self.site.person(role, f"{role}{name}-{self.number}")

    @property
    def customer(self) -> HttpPerson:
        """The customer."""
        return self.who("customer")

    @property
    def lead(self) -> HttpPerson:
        """Who leads the agents and may see every case."""
        return self.who("lead")

    @property
    def agent(self) -> HttpPerson:
        """An agent."""
        return self.who("agent")

    @property
    def supplier(self) -> HttpPerson:
        """Somebody of the supplier of the goods."""
        return self.site.person("supplier", f"seller-{self.number}", SUPPLIER)

    def on_shift(self) -> None:
        """The agent joins, is trained and works from now on."""
        now = datetime.now(UTC)
        subject = self.agent.subject
        skills = ["general", "quality", "delivery", "price", "service", "after_sales", "safety"]
        said(self.lead.post("/staff", {"subject": subject, "team": "e2e", "skills": skills}))
        for course in COURSES:
            body = {"course": course, "valid_until": f"{now + 30 * 24 * HOUR:%Y-%m-%d}"}
            said(self.lead.post(f"/staff/{subject}/trainings", body))
        shift = {
            "subject": subject,
            "starts_at": (now - HOUR).isoformat(),
            "ends_at": (now + 8 * HOUR).isoformat(),
        }
        said(self.lead.post("/shifts", {"shifts": [shift]}))

    def order(self, *, days_ago: int = 2, mark: str = "", **changes: Any) -> str:
        """An order of the customer that was delivered some days ago; answers its id."""
        now = datetime.now(UTC)
        delivered = now - days_ago * 24 * HOUR
        body: dict[str, Any] = {
            "id": f"TV{self.number}{mark}",
            "customer_id": self.who("customer", mark).subject,
            "channel": "tv",
            "placed_at": (delivered - 72 * HOUR).isoformat(),
            "paid_at": (delivered - 71 * HOUR).isoformat(),
            "shipped_at": (delivered - 48 * HOUR).isoformat(),
            "delivered_at": delivered.isoformat(),
            "paid": 24_000,
            "discounts": [{"code": "full300minus60", "threshold": 30_000, "off": 6_000}],
            "lines": [
                self.line(1, "POT-1", 20_000, 16_000),
                self.line(2, "PAN-1", 10_000, 8_000),
            ],
            **changes,
        }
        return str(said(self.lead.post("/orders-intake", body))["id"])

    @staticmethod
    def line(number: int, sku: str, unit_price: int, paid: int, **facts: Any) -> dict[str, Any]:
        """One line of an order."""
        return {
            "number": number,
            "sku": sku,
            "product_id": f"prd-{sku}",
            "title": f"示例商品 {sku}",
            "goods_kind": "other",
            "quantity": 1,
            "unit_price": unit_price,
            "paid": paid,
            "supplier_id": SUPPLIER,
            **facts,
        }

    def case(self, collection: str, case_id: str) -> Any:
        """A case as the lead sees it."""
        return said(self.lead.get(f"/{collection}/{case_id}"))

    def told(self, person: HttpPerson, about: str, query: str = "?limit=100") -> list[Any]:
        """What a person was told about something, newest first."""
        items = said(person.get(f"/notifications{query}"))["items"]
        return [item for item in items if about in str(item)]
