"""Routes of the categories context."""

from typing import TYPE_CHECKING

from teleshop.categories.schemas import (
    CategoriesQuery,
    CategoryForm,
    CategoryRowView,
    CategoryView,
    MergeBody,
    MoveBody,
    NewCategoryBody,
)
from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.categories.service import Categories, Category, ShownCategory
    from teleshop.kernel.paging import Page

api = ApiBlueprint(__name__)


def _service() -> "Categories":
    from teleshop.categories.wiring import service

    return service()


def to_view(shown: "ShownCategory") -> Answer:
    """A category with what holds in it."""
    return Answer(CategoryView.of(shown.own, shown.resolved), shown.own.version)


def to_listing(page: "Page[Category]") -> Listing[CategoryRowView]:
    """One page of categories."""
    return Listing.of(page.map(CategoryRowView.of))


@api.get(
    "/categories",
    query=CategoriesQuery,
    answer=Listing[CategoryRowView],
    present=to_listing,
    clause="2.3.1",
    summary=("查询商品类目", "List the categories of goods"),
)
def list_categories(request: Request[NoBody, CategoriesQuery]) -> object:
    """The whole tree by pages (its shape is in ``parent``), or what is right below a category."""
    return _service().list_categories(request.query.parent, request.query.page)


@api.post(
    "/categories",
    body=NewCategoryBody,
    answer=CategoryView,
    status=201,
    present=to_view,
    versioned=True,
    location="/categories/{id}",
    clause="2.3.1",
    summary=("新建商品类目", "Make a category"),
)
def create_category(request: Request[NewCategoryBody, NoQuery]) -> object:
    """It inherits what is above it, and says what it adds."""
    return _service().create(request.call, request.body)


@api.get(
    "/categories/{category_id}",
    answer=CategoryView,
    present=to_view,
    versioned=True,
    clause="2.3.1",
    summary=("查看商品类目", "Show a category with everything that it inherits"),
)
def show_category(request: Request[NoBody, NoQuery]) -> object:
    """What it says itself, and what holds in it."""
    return _service().show(request.path["category_id"])


@api.put(
    "/categories/{category_id}",
    body=CategoryForm,
    answer=CategoryView,
    present=to_view,
    versioned=True,
    clause="2.3.1",
    summary=("修改商品类目", "Replace what a category says"),
)
def change_category(request: Request[CategoryForm, NoQuery]) -> object:
    """Code and place stay; what is demanded anew is demanded of the products there are as well."""
    return _service().change(request.call, request.path["category_id"], request.body)


@api.post(
    "/categories/{category_id}/move",
    body=MoveBody,
    answer=CategoryView,
    present=to_view,
    versioned=True,
    clause="2.3.2",
    summary=("移动商品类目", "Move a category with everything below it"),
)
def move_category(request: Request[MoveBody, NoQuery]) -> object:
    """Products stay in it and are found below the new parent."""
    return _service().move(request.call, request.path["category_id"], request.body.parent)


@api.post(
    "/categories/{category_id}/merge",
    body=MergeBody,
    answer=CategoryView,
    present=to_view,
    versioned=True,
    clause="2.3.2",
    summary=("合并商品类目", "Merge a category into another"),
)
def merge_category(request: Request[MergeBody, NoQuery]) -> object:
    """The other one must have a place for everything that is said of the products."""
    return _service().merge(request.call, request.path["category_id"], request.body.into)


@api.post(
    "/categories/{category_id}/retirement",
    answer=CategoryView,
    present=to_view,
    versioned=True,
    clause="2.3.1",
    summary=("停用商品类目", "Retire a category"),
)
def retire_category(request: Request[NoBody, NoQuery]) -> object:
    """No new products; what is in it goes off sale."""
    return _service().retire(request.call, request.path["category_id"])
