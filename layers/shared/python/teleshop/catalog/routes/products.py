"""Routes of products: written and sent in by suppliers, read by them and by staff."""

import re
from typing import TYPE_CHECKING, Any

from teleshop.catalog.errors import RevisionNotFoundError
from teleshop.catalog.routes.blueprint import api, services
from teleshop.catalog.schemas.bodies import (
    ContentBody,
    ContentChange,
    ProductsQuery,
    WithdrawalBody,
)
from teleshop.catalog.schemas.views import (
    ProductListedView,
    ProductView,
    RevisionSummaryView,
    RevisionView,
)
from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.catalog.domain.product import Product
    from teleshop.catalog.service import Shown, ShownRevision, Submitted, Written
    from teleshop.kernel.paging import Page


def to_written(found: "Written") -> Answer:
    """A product as its supplier has just written it."""
    view = ProductView.shown(found.product, found.revision, for_staff=False)
    return Answer(view, found.product.version)


def to_submitted(found: "Submitted") -> Answer:
    """A product as its supplier has just sent it in or taken it back."""
    view = ProductView.shown(found.product, found.revision, for_staff=False, passed=found.passed)
    return Answer(view, found.product.version)


def to_shown(found: "Shown") -> Answer:
    """A product for the side that asks."""
    view = ProductView.shown(
        found.product, found.revision, for_staff=found.for_staff, prices=found.prices
    )
    return Answer(view, found.product.version)


def to_listed(page: "Page[Product]") -> Listing[ProductListedView]:
    """One page of products."""
    return Listing.of(page.map(ProductListedView.of))


def to_revision(found: "ShownRevision") -> RevisionView:
    """A revision for the side that asks."""
    return RevisionView.of(
        found.revision, found.judged, for_staff=found.for_staff, prices=found.prices
    )


@api.post(
    "/products",
    body=ContentBody,
    answer=ProductView,
    status=201,
    present=to_written,
    versioned=True,
    location="/products/{id}",
    clause="2.2.1",
    summary=("新建商品草稿", "Start the draft of a product"),
)
def create_product(request: Request[ContentBody, NoQuery]) -> Any:
    """It may be incomplete: what is missing is told when it is submitted."""
    return services().products.create_product(request.call, request.body)


@api.get(
    "/products",
    query=ProductsQuery,
    answer=Listing[ProductListedView],
    present=to_listed,
    clause="2.2.1",
    summary=("查询商品", "List products"),
)
def list_products(request: Request[NoBody, ProductsQuery]) -> Any:
    """Suppliers see theirs; staff those of a state, of a supplier, or both."""
    return services().products.list_products(request.call, request.query)


@api.get(
    "/products/{product_id}",
    answer=ProductView,
    present=to_shown,
    versioned=True,
    clause="2.2.2",
    summary=("查看商品", "Show a product"),
)
def show_product(request: Request[NoBody, NoQuery]) -> Any:
    """With the content that is being written or reviewed, else the approved one."""
    return services().products.show(request.call, request.path["product_id"])


@api.put(
    "/products/{product_id}/content",
    body=ContentBody,
    answer=ProductView,
    present=to_written,
    versioned=True,
    clause="2.2.2",
    summary=("替换商品资料", "Replace the content of a product"),
)
def replace_content(request: Request[ContentBody, NoQuery]) -> Any:
    """Of the open revision; with none open, this opens a change of what is approved."""
    product_id = request.path["product_id"]
    return services().products.replace_content(request.call, product_id, request.body)


@api.patch(
    "/products/{product_id}/content",
    body=ContentChange,
    answer=ProductView,
    present=to_written,
    versioned=True,
    clause="2.2.2",
    summary=("修改商品资料", "Change the content of a product"),
)
def amend_content(request: Request[ContentChange, NoQuery]) -> Any:
    """A merge patch: what is absent stays, null empties a field."""
    product_id = request.path["product_id"]
    return services().products.amend_content(request.call, product_id, request.body)


@api.post(
    "/products/{product_id}/submission",
    answer=ProductView,
    present=to_submitted,
    versioned=True,
    clause="2.1.1",
    summary=("提交商品审核", "Submit a product for review"),
)
def submit_product(request: Request[NoBody, NoQuery]) -> Any:
    """Refused with every reason at once, each with field, clause and rule. A change in which
    nothing has to be reviewed is approved at once (``passed``).
    """
    return services().submissions.submit_product(request.call, request.path["product_id"])


@api.post(
    "/products/{product_id}/withdrawal",
    body=WithdrawalBody,
    answer=ProductView,
    present=to_submitted,
    versioned=True,
    clause="2.2.4",
    summary=("撤回提交、修改或商品", "Take back a submission, a change or a product"),
)
def withdraw_product(request: Request[WithdrawalBody, NoQuery]) -> Any:
    """A product that is taken off stays off; its article numbers are free again."""
    return services().submissions.withdraw(request.call, request.path["product_id"], request.body)


@api.get(
    "/products/{product_id}/revisions",
    query=ListQuery,
    answer=Listing[RevisionSummaryView],
    clause="2.2.5",
    summary=("商品版本历史", "List the revisions of a product"),
)
def list_revisions(request: Request[NoBody, ListQuery]) -> Any:
    """Newest first: what was sent in, returned, approved, and by whom."""
    page = services().products.list_revisions(
        request.call, request.path["product_id"], request.query.page
    )
    staff = request.call.actor.is_staff
    return Listing.of(page.map(lambda revision: RevisionSummaryView.of(revision, staff)))


@api.get(
    "/products/{product_id}/revisions/{number}",
    answer=RevisionView,
    present=to_revision,
    clause="2.2.5",
    summary=("查看商品版本及修改", "Show a revision and what it changes"),
)
def show_revision(request: Request[NoBody, NoQuery]) -> Any:
    """Each difference from the base with its field, before, after, and whether it must be
    reviewed, and why.
    """
    number = request.path["number"]
    if not _NUMBER.fullmatch(number):
        raise RevisionNotFoundError
    return services().products.show_revision(request.call, request.path["product_id"], int(number))


_NUMBER = re.compile("[0-9]{1,6}")
