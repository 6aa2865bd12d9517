"""The people around a product on the local cloud: its supplier, merchandisers, reviewers, whoever
approves prices. Every test has its own, made from its name, and so are its categories.
"""

import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.sample import picture
from tests.e2e.local_site import HttpAnswer, HttpPerson, OnLocalCloud
from tests.e2e.shop import said
from tests.factories import files
from tests.factories.onboarding import Story, today, uscc_number

HOUR = timedelta(hours=1)
PRICE = 32_900
COST = 12_000
ANY_VERSION = {"if-match": "*"}


def codes(answer: HttpAnswer) -> set[str]:
    """The codes of all faults of a refusal."""
    return {error["code"] for error in answer.json["errors"]}


@dataclass
class Market:
    """``supplier_id``, ``category_id`` and ``files`` are there once the story has made them."""

    site: OnLocalCloud
    mark: str
    supplier_id: str = ""
    category_id: str = ""
    files: dict[str, str] = field(default_factory=dict)

    # -- people ---------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """A number of this test."""
        return zlib.crc32(self.mark.encode()) % 100_000_000

    @property
    def story(self) -> Story:
        """How this test's supplier comes on board."""
        name = f"示例厨具{self.number}有限公司"
        return Story(self.site, f"maker-{self.number}", uscc_number(self.number), name)

    def who(self, role: str) -> HttpPerson:
        """Somebody of the platform, of this test alone."""
        return self.site.person(role, f"{role}-{self.number}")

    @property
    def seller(self) -> HttpPerson:
        """Somebody of the supplier."""
        return self.site.person("supplier", f"maker-{self.number}", self.supplier_id)

    @property
    def merchandiser(self) -> HttpPerson:
        """Who keeps categories, asks for prices and plans promotions."""
        return self.who("merchandiser")

    @property
    def reviewer(self) -> HttpPerson:
        """Who reviews products."""
        return self.who("reviewer")

    # -- what must be there before --------------------------------------------------------------

    def opened(self) -> "Market":
        """A supplier on board, a tree of categories, a reviewer with the qualification."""
        self.supplier_id = self.story.until_active().id
        self.category_id = self.tree()
        self.trained()
        return self

    def tree(self) -> str:
        """Kitchenware > pots, each with demands of its own; answers the lower one."""
        kitchen = self.category(
            f"kitchen_{self.number}",
            f"厨具{self.number}",
            f"Kitchenware {self.number}",
            attributes=[
                attribute(
                    "material",
                    "材质",
                    "Material",
                    kind="choice",
                    choices=["不锈钢", "铸铁"],
                    required=True,
                    filterable=True,
                )
            ],
            required_documents=[{"any_of": ["test_report"], "source": "产品质量法 33"}],
            forbidden_substances=["PVC"],
        )
        return self.category(
            f"pots_{self.number}",
            "汤锅",
            "Pots",
            parent=kitchen,
            attributes=[
                attribute("capacity", "容量", "Capacity", kind="integer", unit="ml"),
                attribute("style", "风格", "Style", material=False),
            ],
            durable=True,
        )

    def category(self, code: str, zh: str, en: str, **more: Any) -> str:
        """A category made by the merchandiser."""
        body = {"code": code, "zh": zh, "en": en, **more}
        return str(said(self.merchandiser.post("/categories", body), 201)["id"])

    def trained(self) -> None:
        """The reviewer has passed the course that reviews ask for."""
        lead, subject = self.who("lead"), self.reviewer.subject
        said(lead.post("/staff", {"subject": subject, "team": "review", "skills": ["general"]}))
        course = {"course": "product_review", "valid_until": today_after(30)}
        said(lead.post(f"/staff/{subject}/trainings", course))

    # -- files ----------------------------------------------------------------------------------

    def file(self, purpose: str, content: bytes, content_type: str) -> str:
        """A file of the supplier that was sent by its form and accepted."""
        found = self.story.uploaded(self.seller, purpose, content, content_type)
        assert found["state"] == "accepted", found
        return str(found["id"])

    def papers(self) -> None:
        """The picture and the test report that the products of this test share."""
        self.files = {
            "picture": self.file("product_picture", picture(side=800), "image/png"),
            "report": self.file("product_document", files.pdf(), "application/pdf"),
        }

    # -- a product ------------------------------------------------------------------------------

    def content(self, **changes: Any) -> dict[str, Any]:
        """A content that meets every demand."""
        return {
            "category_id": self.category_id,
            "name": f"山海不锈钢汤锅 {self.number}",
            "brand": f"山海{self.number}",
            "specification": "24 厘米，带盖",
            "model": "SH-24",
            "unit": "只",
            "origin": "中国浙江",
            "manufacturer": f"示例厨具{self.number}有限公司",
            "manufacturer_address": "浙江省示例市山海路 1 号",
            "description": "复底加厚，受热均匀，燃汽灶与电磁炉均可使用，锅盖可立放。",
            "attributes": {"material": "不锈钢", "capacity": 4_000, "style": "简约"},
            "variants": [
                {
                    "own_code": "POT-24",
                    "gtin": "6901234567892",
                    "options": {"尺寸": "24 厘米"},
                    "supply_price": COST,
                    "suggested_price": 39_900,
                }
            ],
            "pictures": [self.files["picture"]],
            "documents": [
                {
                    "document_id": self.files["report"],
                    "type": "test_report",
                    "number": "R-2026-17",
                    "issued_on": today_after(-60),
                    "laboratory": "浙江省示例质量检测研究院",
                }
            ],
            "packaging": {"materials": ["瓦楞纸箱"], "standard": "GB/T 6543", "compliant": True},
            "after_sales": {
                "warranty_months": 12,
                "warranty_terms": "整机保修一年",
                "return_address": "浙江省示例市退货路 8 号",
                "repair_contact": "400-800-0000",
            },
            **changes,
        }

    def product(self, product_id: str) -> Any:
        """A product as its supplier sees it."""
        return said(self.seller.get(f"/products/{product_id}"))

    def reaches(self, product_id: str, state: str) -> Any:
        """The product as soon as it is in that state."""

        def there() -> Any:
            found = self.product(product_id)
            return found if found["state"] == state else None

        return self.site.wait(f"the product to be {state}", there)

    def revision_is(self, product_id: str, state: str) -> Any:
        """The product as soon as the revision that is written or reviewed is in that state."""

        def there() -> Any:
            found = self.product(product_id)
            return found if found["revision"]["state"] == state else None

        return self.site.wait(f"the revision to be {state}", there)

    def public(self, product_id: str) -> HttpAnswer:
        """What a stranger is answered."""
        return self.site.anybody.get(f"/public/products/{product_id}")

    def shown(self, product_id: str, what: str = "the public page") -> Any:
        """The public page as soon as there is one."""

        def there() -> Any:
            answer = self.public(product_id)
            return answer.json if answer.status == 200 else None

        return self.site.wait(what, there)

    def gone(self, product_id: str, what: str) -> None:
        """Wait until there is no public page."""
        self.site.wait(what, lambda: self.public(product_id).status == 404)

    def in_list(self, query: str, product_id: str) -> None:
        """Wait until a public list has the product."""

        def listed() -> bool:
            items = said(self.site.anybody.get(f"/public/products?limit=100&{query}"))["items"]
            return product_id in {item["id"] for item in items}

        self.site.wait(f"the product in the list of {query}", listed)

    # -- decisions ------------------------------------------------------------------------------

    def approval(self, role: str, about: str, step: str | None = None) -> Any:
        """The open approval about something, as soon as somebody of the role sees it."""
        person = self.who(role)

        def waiting() -> Any:
            inbox = said(person.get("/approvals?mine=true&limit=100"))["items"]
            return next(
                (
                    item
                    for item in inbox
                    if item["subject"]["id"].startswith(about) and step in (None, item["step"])
                ),
                None,
            )

        return self.site.wait(f"the approval of {about} by {role}", waiting)

    def decide(
        self, role: str, about: str, decision: str = "approve", step: str | None = None
    ) -> HttpAnswer:
        """Somebody of the role decides as soon as it is asked, and says why."""
        approval = self.approval(role, about, step)
        body = {"decision": decision, "reason": "见核对清单"}
        return self.who(role).post(f"/approvals/{approval['id']}/decision", body)

    def passed(self, product_id: str, *failed: str) -> HttpAnswer:
        """Every open item of the check list is looked at; those named fail."""
        path = f"/products/{product_id}/check-list"
        items = said(self.reviewer.get(path))["items"]
        found = [
            {"field": item["field"], "result": "failed", "reason": "与实物标注不一致，请更正。"}
            if item["field"] in failed
            else {"field": item["field"], "result": "passed"}
            for item in items
            if item["state"] == "open"
        ]
        return self.reviewer.put(path, {"items": found}, headers=ANY_VERSION)

    # -- prices ---------------------------------------------------------------------------------

    def price_change(self, sku: str, amount: int, **changes: Any) -> HttpAnswer:
        """A wished price, researched and evaluated."""
        body = {
            "sku": sku,
            "channels": ["tv", "app"],
            "amount": amount,
            "effective_from": (datetime.now(UTC) + timedelta(seconds=4)).isoformat(),
            "reason": "按市场价格定价",
            "research": [
                {
                    "competitor": name,
                    "price": 35_900,
                    "observed_on": today_after(0),
                    "link": "https://example.com/pot",
                }
                for name in ("示例商城甲", "示例商城乙")
            ],
            "evaluation": {"direction": "first", "reason": "低于两家竞争者，利润合理。"},
            **changes,
        }
        return self.merchandiser.post("/price-changes", body)

    def sweep(self, seconds: int = 60) -> None:
        """The clocks run as they will so many seconds from now."""
        self.site.run_schedule("DeadlinesSweep", datetime.now(UTC) + timedelta(seconds=seconds))

    def priced(self, sku: str, amount: int = PRICE) -> None:
        """A first price that a manager approves; it holds at once."""
        asked = said(self.price_change(sku, amount), 201)
        said(self.decide("manager", asked["id"]))
        self.scheduled(asked["id"])
        self.sweep()

    def scheduled(self, change_id: str) -> Any:
        """The price change as soon as it is approved."""

        def there() -> Any:
            found = said(self.merchandiser.get(f"/price-changes/{change_id}"))
            return found if found["state"] in ("scheduled", "in_force") else None

        return self.site.wait("the price change to be approved", there)

    # -- orders ---------------------------------------------------------------------------------

    def order(
        self, sku: str, product_id: str, price: int, *, mark: str, days_ago: int = 0, **changes: Any
    ) -> str:
        """An order of one piece that was reported, paid, at a price for the piece."""
        placed = datetime.now(UTC) - timedelta(days=days_ago)
        body = {
            "id": f"TV{self.number}{mark}",
            "customer_id": self.who("customer").subject,
            "channel": "app",
            "placed_at": placed.isoformat(),
            "paid_at": placed.isoformat(),
            "paid": price,
            "lines": [
                {
                    "number": 1,
                    "sku": sku,
                    "product_id": product_id,
                    "title": "山海不锈钢汤锅",
                    "goods_kind": "other",
                    "quantity": 1,
                    "unit_price": price,
                    "paid": price,
                    "supplier_id": self.supplier_id,
                }
            ],
            **changes,
        }
        return str(said(self.who("lead").post("/orders-intake", body))["id"])

    # -- the whole of it ------------------------------------------------------------------------

    def amended(self, product_id: str, **changes: Any) -> Any:
        """The supplier changes fields of a product."""
        path = f"/products/{product_id}/content"
        return said(self.seller.patch(path, changes, headers=ANY_VERSION))

    def drafted(self, **changes: Any) -> Any:
        """A draft by the API."""
        return said(self.seller.post("/products", self.content(**changes)), 201)

    def approved(self, product_id: str) -> Any:
        """Sent in, checked, approved."""
        said(self.seller.post(f"/products/{product_id}/submission"))
        self.approval("reviewer", product_id)
        said(self.passed(product_id))
        said(self.decide("reviewer", product_id))
        return self.listed(product_id)

    def listed(self, product_id: str) -> Any:
        """The product as soon as it is approved and only a price is missing, with its sheets."""

        def there() -> Any:
            found = self.product(product_id)
            kinds = [obstacle["kind"] for obstacle in found["obstacles"]]
            return found if (found["state"], kinds) == ("approved", ["no_price"]) else None

        def priceable() -> bool:
            asked = [self.merchandiser.get(f"/prices?sku={sku}") for sku in found["skus"]]
            return all(answer.status == 200 for answer in asked)

        found = self.site.wait("the product to be approved", there)
        self.site.wait("its price sheets", priceable)
        return found


def attribute(code: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    """An attribute of a category; a text unless told otherwise."""
    return {"code": code, "zh": zh, "en": en, "kind": "text", **more}


def today_after(days: int) -> str:
    """The day in China so many days from now."""
    return (today() + timedelta(days=days)).isoformat()
