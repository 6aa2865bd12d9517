"""Routes of the shop window; nobody needs a token."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.storefront.schemas import CardView, ProductPage, ProductsQuery, PublicTree
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.storefront.service import Storefront

api = ApiBlueprint(__name__)


def _service() -> "Storefront":
    from teleshop.storefront.wiring import service

    return service()


def a_minute() -> Mapping[str, str]:
    """Lists may be kept by everybody for a minute: prices on them are those of the instant."""
    return {"Cache-Control": "public, max-age=60"}


def five_minutes() -> Mapping[str, str]:
    """The tree changes seldom, and its counts need not be those of the second."""
    return {"Cache-Control": "public, max-age=300"}


def to_cards(page: "Page[CardView]") -> Listing[CardView]:
    """One page of cards."""
    return Listing.of(page)


@api.get(
    "/public/products",
    query=ProductsQuery,
    answer=Listing[CardView],
    present=to_cards,
    headers=a_minute,
    clause="2.3.2",
    summary=("浏览在售商品", "Browse what is on sale"),
)
def list_products(request: Request[NoBody, ProductsQuery]) -> object:
    """By category, by a category and one attribute value, by supplier or by the beginning of a
    word; newest or cheapest first.
    """
    return _service().browsing.list_products(request.call, request.query)


@api.get(
    "/public/products/{product_id}",
    answer=ProductPage,
    clause="1.2",
    summary=("查看商品页", "Show a product"),
)
def show_product(request: Request[NoBody, NoQuery]) -> object:
    """What was reviewed of it, who sells it, what it costs now, what is promised after the sale."""
    return _service().browsing.show_product(request.call, request.path["product_id"])


@api.get(
    "/public/categories",
    answer=PublicTree,
    headers=five_minutes,
    clause="2.3.1",
    summary=("浏览类目", "Browse the categories"),
)
def show_tree(request: Request[NoBody, NoQuery]) -> object:
    """The whole tree with what is on sale in each category and below it."""
    return _service().browsing.tree()
