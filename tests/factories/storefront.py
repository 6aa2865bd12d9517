"""Products as the shop window knows them, and contexts that are nothing but dictionaries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from teleshop.kernel.actor import SYSTEM_ACTOR, Call
from teleshop.storefront.adapters import SimplifiedScript
from teleshop.storefront.domain.product import (
    AfterSalesTerms,
    Article,
    ArticlePrice,
    Comparison,
    Place,
    PlacedAttribute,
    Promotion,
    Seller,
    ShownProduct,
    Slice,
    Step,
    TreeNode,
)
from teleshop.storefront.service import Sources, Storefront

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PRODUCT = "prd_01KASY2D7V3M7T1QZ9N3D6W8XR"
SUPPLIER = "sup_01KASY2D7V3M7T1QZ9N3D6W8XR"


def call(now: datetime = NOW) -> Call:
    """The frame of a step."""
    return Call(actor=SYSTEM_ACTOR, now=now, request_id="request-1", correlation_id="request-1")


def product(product_id: str = PRODUCT, **said: Any) -> ShownProduct:
    """A product on sale."""
    known: dict[str, Any] = {
        "id": product_id,
        "supplier_id": SUPPLIER,
        "category_id": "woks",
        "revision": 1,
        "on_sale": True,
        "since": NOW - DAY,
        "name": "云栖不锈钢炒锅 32cm",
        "brand": "云栖",
        "attributes": {"material": "不锈钢", "capacity": 3000, "coated": False},
        "articles": (Article(sku="sku_1", options={"颜色": "银色"}),),
        "pictures": ("doc_1", "doc_2"),
        "after_sales": AfterSalesTerms(
            return_class="seven_days",
            return_days=7,
            warranty_months=12,
            return_address="杭州市余杭区云栖路1号",
            repair_contact="0571-88888888",
        ),
    }
    return ShownProduct(**{**known, **said})


def seller(**said: Any) -> Seller:
    """A supplier that may sell."""
    known = Seller(
        id=SUPPLIER,
        name="杭州云栖电器有限公司",
        mark="9133010079965305X8",
        address="杭州市西湖区文三路1号",
        active=True,
    )
    return replace(known, **said)


def promotion(ends_at: datetime, starts_at: datetime = NOW, **said: Any) -> Promotion:
    """A fixed price with what it is compared with."""
    known = Promotion(
        id="prm_1",
        kind="fixed_price",
        starts_at=starts_at,
        ends_at=ends_at,
        conditions_zh="每人限购2件",
        conditions_en="Two for each customer",
        reference=Comparison(
            amount=19_900,
            pack="cn_lowest_deal_7d",
            basis="lowest_deal",
            since=starts_at - 7 * DAY,
            until=starts_at,
        ),
    )
    return replace(known, **said)


def price(amount: int = 19_900, **said: Any) -> ArticlePrice:
    """What the article costs on the web."""
    known: dict[str, Any] = {
        "sku": "sku_1",
        "channel": "web",
        "marked": amount,
        "price": amount,
    }
    return ArticlePrice(**{**known, **said})


@dataclass
class World:
    """The other contexts: what each says, by id."""

    said: dict[str, ShownProduct] = field(default_factory=dict)
    sellers_said: dict[str, Seller] = field(default_factory=lambda: {SUPPLIER: seller()})
    parents: dict[str, str | None] = field(
        default_factory=lambda: {"household": None, "kitchen": "household", "woks": "kitchen"}
    )
    merged: dict[str, str] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    filters: dict[str, str] = field(
        default_factory=lambda: {"material": "kitchen", "capacity": "woks", "coated": "household"}
    )
    """The category from which on an attribute is filtered by."""
    said_prices: dict[str, tuple[Slice, ...]] = field(default_factory=dict)

    def put(self, *products: ShownProduct) -> None:
        """The catalog says so from now on."""
        self.said |= {one.id: one for one in products}

    def path(self, category_id: str) -> list[str]:
        """Ids from the top down."""
        found: list[str] = []
        step: str | None = category_id
        while step is not None:
            found.append(step)
            step = self.parents[step]
        return found[::-1]

    def storefront(self) -> Storefront:
        """The shop window over this world."""
        return Storefront.over(
            Sources(
                products=_Products(self),
                sellers=_Sellers(self),
                places=_Places(self),
                prices=_Prices(self),
                pictures=_Pictures(),
                script=SimplifiedScript(),
            )
        )


@dataclass
class _Products:
    world: World

    def find(self, product_id: str) -> ShownProduct | None:
        return self.world.said.get(product_id)


@dataclass
class _Sellers:
    world: World

    def find(self, supplier_id: str, now: datetime) -> Seller | None:
        return self.world.sellers_said.get(supplier_id)


@dataclass
class _Places:
    world: World

    def find(self, category_id: str, known: Iterable[str] = ()) -> Place | None:
        world, own = self.world, self._successor(category_id)
        if own not in world.parents:
            return None
        path = world.path(own)
        if known and own != category_id:
            known = [*known, *(one for one in world.merged if self._successor(one) == own)]
        return Place(
            path=tuple(Step(step, step, step.capitalize()) for step in path),
            active=own not in world.retired,
            attributes=tuple(PlacedAttribute(code, code, code) for code in world.filters),
            filters={
                step: frozenset(
                    code for code, since in world.filters.items() if since in path[: level + 1]
                )
                for level, step in enumerate(path)
            },
            aliases=tuple(one for one in known if one not in path and self._successor(one) in path),
        )

    def _successor(self, category_id: str) -> str:
        while category_id in self.world.merged:
            category_id = self.world.merged[category_id]
        return category_id

    def tree(self) -> Sequence[TreeNode]:
        return [
            TreeNode(id=one, code=one, zh=one, en=one, parent=parent)
            for one, parent in self.world.parents.items()
        ]


@dataclass
class _Prices:
    world: World

    def slices(self, product: ShownProduct, now: datetime) -> tuple[Slice, ...]:
        usual = (Slice(starts_at=None, prices=(price(),)),)
        return self.world.said_prices.get(product.id, usual)

    def prices(self, product: ShownProduct, now: datetime) -> tuple[ArticlePrice, ...]:
        begun = [
            part
            for part in self.slices(product, now)
            if part.starts_at is None or part.starts_at <= now
        ]
        return begun[-1].prices


class _Pictures:
    def links(self, document_ids: Iterable[str], now: datetime) -> Mapping[str, str]:
        return {one: f"https://pictures.example/{one}" for one in document_ids}
