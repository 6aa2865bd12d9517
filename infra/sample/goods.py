"""The goods of the sample platform: categories, two products on sale, one of them in a promotion,
and a product that waits for its reviewer.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.sample.site import Site, today

REVIEWERS = (None, "r1")
DEAL = 8_000
"""What was paid for a pan in the sample order, in fen."""
CHANNELS = ["tv", "web", "app"]
PATIENCE = (timedelta(minutes=2), timedelta(minutes=10))
"""How soon the promotion starts: nothing is approved after its start, and a cold cloud is slow."""


@dataclass(frozen=True)
class Article:
    """What the sample tells of a product; amounts in fen."""

    category: str
    name: str
    own_code: str
    gtin: str
    specification: str
    description: str
    cost: int
    price: int
    suggested: int


@dataclass(frozen=True)
class Listed:
    """A product of the platform, with the id of its one article."""

    product_id: str
    sku: str


POT = Article(
    category="woks",
    name="示例铸铁锅 28 cm",
    own_code="POT-28",
    gtin="6901234567892",
    specification="直径 28 厘米，带木盖",
    description="一体铸造，锅底加厚，燃气灶与电磁炉均可使用，首次使用前请用油开锅。",
    cost=9_000,
    price=20_000,
    suggested=22_900,
)
PAN = Article(
    category="woks",
    name="示例煎锅",
    own_code="PAN-20",
    gtin="6921456789018",
    specification="直径 20 厘米",
    description="麦饭石色涂层，配木铲，适合煎蛋与薄饼，请勿使用钢丝球清洗。",
    cost=4_000,
    price=10_000,
    suggested=12_900,
)
SOUP_POT = Article(
    category="soup_pots",
    name="示例汤锅",
    own_code="SOUP-24",
    gtin="6937890123455",
    specification="直径 24 厘米，带玻璃盖",
    description="复底汤锅，刻度清晰，双耳隔热，适合四口之家煲汤。",
    cost=6_000,
    price=15_900,
    suggested=17_900,
)


@dataclass(frozen=True)
class Goods:
    """Lets a supplier and the people of the platform bring goods on sale."""

    site: Site
    supplier: str
    person: str

    def sent_in(self) -> tuple[Listed, Listed]:
        """The pot, the pan and a soup pot in review; answers the first two."""
        categories = self.categories()
        for reviewer in REVIEWERS:
            self.trained(reviewer)
        picture = self.site.file("supplier", "product_picture", subject=self.person)
        report = self.site.file("supplier", "product_document", subject=self.person)
        pot, pan, _ = [
            self.submitted(article, categories[article.category], picture, report)
            for article in (POT, PAN, SOUP_POT)
        ]
        return pot, pan

    def on_sale(self, pot: Listed, pan: Listed) -> None:
        """Both have a price; the pan is sold for less than it really was before."""
        asked = [
            self.price_asked(listed.sku, article.price)
            for listed, article in ((pot, POT), (pan, PAN))
        ]
        for change in asked:
            self.decide("manager", change)
        for change in asked:
            self.reaches(f"/price-changes/{change}", "scheduled", "in_force")
        # The clock comes by every minute; the prices hold already.
        self.site.clocks(datetime.now(UTC) + timedelta(minutes=1))
        self.promoted(pan.sku)
        for listed in (pot, pan):
            self.reaches(f"/products/{listed.product_id}", "published")

    # -- before ---------------------------------------------------------------------------------

    def categories(self) -> dict[str, str]:
        """A tree of three branches; answers the ids by code."""
        made: dict[str, str] = {}
        for body in CATEGORIES:
            parent = {"parent": made[body["parent"]]} if "parent" in body else {}
            made[body["code"]] = self.site.send("merchandiser", "/categories", {**body, **parent})[
                "id"
            ]
        return made

    def trained(self, reviewer: str | None) -> None:
        """A reviewer with the course that reviews of products ask for."""
        subject = self.site.sub("reviewer", reviewer)
        body = {"subject": subject, "team": "review", "skills": ["general"]}
        self.site.send("lead", "/staff", body)
        training = {"course": "product_review", "valid_until": today(365)}
        self.site.send("lead", f"/staff/{subject}/trainings", training)

    # -- products -------------------------------------------------------------------------------

    def submitted(self, article: Article, category: str, picture: str, report: str) -> Listed:
        """A complete product, sent in."""
        made = self.site.send(
            "supplier",
            "/products",
            content(article, category, picture, report),
            subject=self.person,
        )
        path = f"/products/{made['id']}/submission"
        self.site.send("supplier", path, subject=self.person)
        [sku] = made["skus"]
        return Listed(made["id"], sku)

    def checked(self, product_id: str) -> None:
        """The whole list is looked at, and the product approved."""
        approval = self.waiting("reviewer", product_id)
        path = f"/products/{product_id}/check-list"
        items = self.site.read("reviewer", path)["items"]
        passed = [{"field": item["field"], "result": "passed"} for item in items]
        self.site.put("reviewer", path, {"items": passed})
        self.site.send("reviewer", f"/approvals/{approval}/decision", {"decision": "approve"})

    # -- prices ---------------------------------------------------------------------------------

    def price_asked(self, sku: str, amount: int) -> str:
        """A first price in every channel, asked for as soon as the article has its sheet."""
        self.site.awaited(
            "the price sheet", lambda: self.site.is_there("merchandiser", f"/prices?sku={sku}")
        )
        body = {
            "sku": sku,
            "channels": CHANNELS,
            "amount": amount,
            "effective_from": (datetime.now(UTC) + timedelta(seconds=4)).isoformat(),
            "reason": "首次定价",
            "research": [
                {
                    "competitor": competitor,
                    "price": amount + 1_000,
                    "observed_on": today(-1),
                    "link": "https://example.com/goods",
                }
                for competitor in ("示例商城甲", "示例商城乙")
            ],
            "evaluation": {"direction": "first", "reason": "略低于两家竞争者，毛利过半。"},
        }
        return str(self.site.send("merchandiser", "/price-changes", body)["id"])

    def promoted(self, sku: str) -> None:
        """The pan at 75 yuan on television, compared with the 80 that were paid for it."""
        preview = f"/reference-prices?sku={sku}&channel=tv"
        self.site.awaited(
            "the deal of the sample order",
            lambda: self.site.read("merchandiser", preview)["most"] == DEAL,
        )
        made = self.site.send("merchandiser", "/promotions", plan(sku, PATIENCE[0]))["id"]
        path = f"/promotions/{made}"
        for patience in PATIENCE:
            self.site.put("merchandiser", path, plan(sku, patience))
            self.site.send("merchandiser", f"{path}/submission")
            self.decide("manager", made)
            if self.reaches(path, "approved", "returned", by="merchandiser") == "approved":
                break

    # -- decisions ------------------------------------------------------------------------------

    def waiting(self, role: str, about: str) -> str:
        """The approval on something, as soon as it is in the role's inbox."""

        def found() -> str | None:
            inbox = self.site.read(role, "/approvals?mine=true&limit=100")["items"]
            return next((item["id"] for item in inbox if item["subject"]["id"] == about), None)

        return str(self.site.awaited(f"the approval by {role}", found))

    def decide(self, role: str, about: str) -> None:
        """Approve."""
        approval = self.waiting(role, about)
        self.site.send(role, f"/approvals/{approval}/decision", {"decision": "approve"})

    def reaches(self, path: str, *states: str, by: str = "manager") -> str:
        """The state of something as soon as it is one of these."""

        def there() -> str | None:
            state = str(self.site.read(by, path)["state"])
            return state if state in states else None

        return str(self.site.awaited(f"{path} to be {states[0]}", there))


def content(article: Article, category: str, picture: str, report: str) -> dict[str, Any]:
    """Everything said of a product."""
    return {
        "category_id": category,
        "name": article.name,
        "brand": "示例",
        "specification": article.specification,
        "model": article.own_code,
        "unit": "口",
        "origin": "中国浙江",
        "manufacturer": "示例家居用品有限公司",
        "manufacturer_address": "浙江省示例市示例路 1 号",
        "description": article.description,
        "attributes": {"material": "铸铁" if article is POT else "不锈钢"},
        "variants": [
            {
                "own_code": article.own_code,
                "gtin": article.gtin,
                "supply_price": article.cost,
                "suggested_price": article.suggested,
            }
        ],
        "pictures": [picture],
        "documents": [
            {
                "document_id": report,
                "type": "test_report",
                "number": "R-2026-001",
                "issued_on": today(-90),
                "laboratory": "示例质量检测研究院",
            }
        ],
        "packaging": {"materials": ["瓦楞纸箱"], "standard": "GB/T 6543", "compliant": True},
        "after_sales": {
            "warranty_months": 12,
            "warranty_terms": "整机保修一年",
            "return_address": "浙江省示例市退货路 8 号",
            "repair_contact": "400-000-0000",
        },
    }


def plan(sku: str, patience: timedelta) -> dict[str, Any]:
    """A promotion of two weeks."""
    starts = datetime.now(UTC) + patience
    return {
        "kind": "fixed_price",
        "title_zh": "厨房焕新",
        "title_en": "Kitchen weeks",
        "conditions_zh": "电视渠道，数量有限，售完为止。",
        "conditions_en": "On television, while stocks last.",
        "channels": ["tv"],
        "starts_at": starts.isoformat(),
        "ends_at": (starts + timedelta(days=14)).isoformat(),
        "supplier_share": 5_000,
        "platform_share": 5_000,
        "stock": 800,
        "items": [{"sku": sku, "amount": 7_500, "comparison": {"amount": DEAL}}],
    }


MATERIAL = {
    "code": "material",
    "zh": "材质",
    "en": "Material",
    "kind": "choice",
    "choices": ["铸铁", "不锈钢", "铝合金"],
    "required": True,
    "filterable": True,
}
CATEGORIES: tuple[dict[str, Any], ...] = (
    {"code": "home", "zh": "家居用品", "en": "Home"},
    {
        "code": "kitchenware",
        "zh": "厨具",
        "en": "Kitchenware",
        "parent": "home",
        "attributes": [MATERIAL],
        "required_documents": [{"any_of": ["test_report"], "source": "产品质量法 33"}],
        "forbidden_substances": ["PVC"],
        "durable": True,
    },
    {"code": "woks", "zh": "炒锅", "en": "Woks and pans", "parent": "kitchenware"},
    {"code": "soup_pots", "zh": "汤锅", "en": "Soup pots", "parent": "kitchenware"},
    {
        "code": "food",
        "zh": "食品",
        "en": "Food",
        "goods_kind": "food",
        "wording_kind": "food",
        "supplier_category": "prepackaged_food",
        "required_documents": [
            {
                "any_of": ["food_business_licence", "prepackaged_food_filing"],
                "source": "食品安全法 35",
            },
            {
                "any_of": ["food_production_licence", "overseas_food_producer_registration"],
                "source": "食品安全法 35",
            },
        ],
    },
    {
        "code": "prepackaged_food",
        "zh": "预包装食品",
        "en": "Prepackaged food",
        "parent": "food",
        "required_documents": [{"any_of": ["test_report"], "source": "食品安全法 53"}],
        "shelf_life_required": True,
        "ingredients_required": True,
    },
    {
        "code": "personal_care",
        "zh": "个护",
        "en": "Personal care",
        "goods_kind": "cosmetics",
        "wording_kind": "cosmetic",
        "supplier_category": "cosmetics_ordinary",
        "required_documents": [{"any_of": ["cosmetics_filing"], "source": "化妆品监督管理条例 17"}],
        "return_class": "opened_health_safety",
    },
)
"""Each after its parent, which is named by its code."""
