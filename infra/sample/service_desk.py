"""The service desk of the sample platform: two agents who cover a day, one customer with an order,
a complaint that waits for its answer, a survey, and money in the protection fund.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.sample.goods import PAN, POT, Listed
from infra.sample.site import Site, today

CUSTOMER = "wang"
AGENTS = ("anna", "bo")
ORDER = "TV20261101"
COURSES = ("products", "service_process", "service_rules")
HOUR = timedelta(hours=1)
SHIFT = 11 * HOUR


@dataclass(frozen=True)
class ServiceDesk:
    """Lets the people of the desk work."""

    site: Site

    def opened(self, supplier: str, pot: Listed, pan: Listed) -> None:
        """Everything, for a pot and a pan of one supplier."""
        self.staffed()
        self.site.put(
            "lead",
            f"/return-places/{supplier}",
            {"address": "浙江省示例市退货路 8 号", "contact": "退货组", "phone": "0571-88888888"},
        )
        self.site.send("lead", "/orders-intake", self.order(supplier, pot, pan))
        self.site.send(
            "finance", "/fund/contributions", {"amount": 10_000_000, "reference": "BANK-2026-001"}
        )
        self.surveyed()
        self.site.send("customer", "/complaints", COMPLAINT, subject=CUSTOMER)

    def staffed(self) -> None:
        """Two agents, trained, one after the other on shift."""
        begins = datetime.now(UTC) - HOUR
        shifts = []
        for agent in AGENTS:
            subject = self.site.sub("agent", agent)
            self.site.send("lead", "/staff", {"subject": subject, "team": "hotline", **SKILLS})
            for course in COURSES:
                training = {"course": course, "valid_until": today(365)}
                self.site.send("lead", f"/staff/{subject}/trainings", training)
            ends = begins + SHIFT
            times = {"starts_at": begins.isoformat(), "ends_at": ends.isoformat()}
            shifts.append({"subject": subject, **times})
            begins = ends
        self.site.send("lead", "/shifts", {"shifts": shifts})

    def order(self, supplier: str, pot: Listed, pan: Listed) -> dict[str, Any]:
        """A pot and a pan, 300 less 60, signed for two days ago."""
        delivered = datetime.now(UTC) - 48 * HOUR
        goods = (
            (pot, POT.name, POT.price, 16_000),
            (pan, PAN.name, PAN.price, 8_000),
        )
        return {
            "id": ORDER,
            "customer_id": self.site.sub("customer", CUSTOMER),
            "channel": "tv",
            "placed_at": (delivered - 72 * HOUR).isoformat(),
            "paid_at": (delivered - 71 * HOUR).isoformat(),
            "shipped_at": (delivered - 48 * HOUR).isoformat(),
            "delivered_at": delivered.isoformat(),
            "paid": 24_000,
            "discounts": [{"code": "full300minus60", "threshold": 30_000, "off": 6_000}],
            "slot_id": "slot-evening-1",
            "lines": [
                {
                    "number": number,
                    "sku": listed.sku,
                    "product_id": listed.product_id,
                    "title": title,
                    "goods_kind": "other",
                    "quantity": 1,
                    "unit_price": price,
                    "paid": paid,
                    "supplier_id": supplier,
                }
                for number, (listed, title, price, paid) in enumerate(goods, start=1)
            ],
        }

    def surveyed(self) -> None:
        """A survey that is offered when a case is closed."""
        made = self.site.send("manager", "/survey-programmes", SURVEY)
        self.site.send("manager", f"/survey-programmes/{made['id']}/publication")


SKILLS = {"skills": ["general", "quality", "delivery", "price", "service", "after_sales"]}
COMPLAINT = {
    "channel": "app",
    "text": "铸铁锅收到时锅底就有裂纹，一加水就漏，要求退款。",
    "order_id": ORDER,
    "line": 1,
}
SURVEY = {
    "kind": "after_case",
    "name_zh": "服务结束后的满意度调查",
    "name_en": "Satisfaction after a case",
    "modes": ["online", "telephone"],
    "active_from": "2026-01-01",
    "questions": [
        {
            "id": "goods",
            "kind": "rating",
            "dimension": "goods",
            "zh": "您对商品是否满意？",
            "en": "Are you satisfied with the goods?",
        },
        {
            "id": "service",
            "kind": "rating",
            "dimension": "service",
            "zh": "您对我们的服务是否满意？",
            "en": "Are you satisfied with our service?",
        },
        {
            "id": "price",
            "kind": "rating",
            "dimension": "price",
            "zh": "您对价格是否满意？",
            "en": "Are you satisfied with the price?",
        },
    ],
}
