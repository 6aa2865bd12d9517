"""Routes of the review: the inbox, the check list, restarts; holds and take-downs."""

from typing import TYPE_CHECKING

from teleshop.catalog.routes.blueprint import api, services
from teleshop.catalog.schemas.review import (
    CheckListBody,
    CheckListView,
    HoldBody,
    InboxView,
    ReviewsQuery,
    StandingView,
    WaitingView,
)
from teleshop.kernel.schema import NoBody, NoQuery
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.catalog.domain.product import Product
    from teleshop.catalog.domain.revision import Revision
    from teleshop.catalog.service.inbox import InboxPage
    from teleshop.catalog.service.review_list import CheckList


def to_list(found: "CheckList") -> Answer:
    """A check list, with the version of its revision."""
    return Answer(CheckListView.of(found.revision, staff=found.staff), found.revision.version)


def to_restarted(revision: "Revision") -> Answer:
    """The list of a review that runs again."""
    return Answer(CheckListView.of(revision, staff=True), revision.version)


def to_inbox(found: "InboxPage") -> InboxView:
    """A page of the inbox."""
    return InboxView(
        items=[WaitingView.of(one.product, one.place, found.at) for one in found.page.items],
        next=found.page.next,
        total=found.total,
    )


def to_standing(product: "Product") -> Answer:
    """A product's standing, with its version."""
    return Answer(StandingView.of(product), product.version)


@api.get(
    "/product-reviews",
    query=ReviewsQuery,
    answer=InboxView,
    present=to_inbox,
    clause="2.2.1",
    summary=("商品审核收件箱", "List the products that wait for reviewers"),
)
def list_reviews(request: Request[NoBody, ReviewsQuery]) -> "InboxPage":
    """By day on air, risk and completeness; with how many there are."""
    return services().inbox.waiting(request.call, request.query.page)


@api.get(
    "/products/{product_id}/check-list",
    answer=CheckListView,
    present=to_list,
    versioned=True,
    clause="2.2.3",
    summary=("查看逐项核对清单", "Show the check list of a product"),
)
def show_check_list(request: Request[NoBody, NoQuery]) -> "CheckList":
    """The list of the revision in review, or of the last one reviewed."""
    return services().check_lists.show(request.call, request.path["product_id"])


@api.put(
    "/products/{product_id}/check-list",
    body=CheckListBody,
    answer=CheckListView,
    present=to_list,
    versioned=True,
    clause="2.2.3",
    summary=("逐项填写核对结果", "Note what was found of items of the check list"),
)
def record_check_list(request: Request[CheckListBody, NoQuery]) -> "CheckList":
    """Several items at once; those not named stay as they are."""
    product_id = request.path["product_id"]
    return services().check_lists.record(request.call, product_id, request.body.findings())


@api.post(
    "/products/{product_id}/review-restarts",
    answer=CheckListView,
    status=202,
    present=to_restarted,
    versioned=True,
    clause="2.2.3",
    summary=("重新启动中断的审核", "Let a review that stopped run again"),
)
def restart_product_review(request: Request[NoBody, NoQuery]) -> "Revision":
    """Asked anew from the first role on; what was found of the items stays."""
    return services().reviews.restart_review(request.call, request.path["product_id"])


@api.post(
    "/products/{product_id}/hold",
    body=HoldBody,
    answer=StandingView,
    present=to_standing,
    versioned=True,
    clause="2.1.5",
    summary=("暂停销售商品", "Put a product on hold"),
)
def hold_product(request: Request[HoldBody, NoQuery]) -> "Product":
    """Off sale at once, until the hold is lifted."""
    product_id, reason = request.path["product_id"], request.body.reason
    return services().standing.hold_product(request.call, product_id, reason)


@api.post(
    "/products/{product_id}/release",
    body=HoldBody,
    answer=StandingView,
    present=to_standing,
    versioned=True,
    clause="2.1.5",
    summary=("解除暂停", "Lift the hold on a product"),
)
def release_product(request: Request[HoldBody, NoQuery]) -> "Product":
    """Back on sale at once if nothing else stands against it."""
    product_id, reason = request.path["product_id"], request.body.reason
    return services().standing.release_product(request.call, product_id, reason)


@api.post(
    "/products/{product_id}/take-down",
    body=HoldBody,
    answer=StandingView,
    present=to_standing,
    versioned=True,
    clause="2.2.4",
    summary=("平台下架商品", "Take a product off for good"),
)
def take_down_product(request: Request[HoldBody, NoQuery]) -> "Product":
    """Final."""
    product_id, reason = request.path["product_id"], request.body.reason
    return services().standing.take_down(request.call, product_id, reason)
