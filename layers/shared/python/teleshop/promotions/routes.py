"""Routes of promotions."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, NoBody, NoQuery
from teleshop.promotions.schemas import (
    ChecksView,
    PlanBody,
    PromotionsQuery,
    PromotionView,
    PublicPromotionsQuery,
    PublicPromotionView,
    StopBody,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.promotions.service import Promotions

api = ApiBlueprint(__name__)


def _service() -> "Promotions":
    from teleshop.promotions.wiring import service

    return service()


def _promotion(promotion: Any) -> Answer:
    return Answer(PromotionView.of(promotion), promotion.version)


def _promotions(page: "Page[Any]") -> Listing[PromotionView]:
    return Listing.of(page.map(PromotionView.of))


def _public(page: "Page[Any]") -> Listing[PublicPromotionView]:
    return Listing.of(page.map(PublicPromotionView.of))


@api.post(
    "/promotions",
    body=PlanBody,
    answer=PromotionView,
    status=201,
    present=_promotion,
    versioned=True,
    location="/promotions/{id}",
    clause="4.3.1",
    summary=("策划促销", "Plan a promotion"),
)
def plan_promotion(request: Request[PlanBody, NoQuery]) -> Any:
    """A draft. What is needed follows from its kind; it is checked when it is submitted."""
    return _service().plans.plan(request.call, request.body)


@api.get(
    "/promotions",
    query=PromotionsQuery,
    answer=Listing[PromotionView],
    present=_promotions,
    clause="4.3.1",
    summary=("查询促销", "List promotions"),
)
def list_promotions(request: Request[NoBody, PromotionsQuery]) -> Any:
    """Those of one state, latest first."""
    return _service().plans.list_promotions(request.call, request.query)


@api.get(
    "/promotions/{promotion_id}",
    answer=PromotionView,
    present=_promotion,
    versioned=True,
    clause="4.3.1",
    summary=("查看促销", "Show a promotion"),
)
def show_promotion(request: Request[NoBody, NoQuery]) -> Any:
    """With the remarks of its checks and who must approve it."""
    return _service().plans.show(request.call, request.path["promotion_id"])


@api.put(
    "/promotions/{promotion_id}",
    body=PlanBody,
    answer=PromotionView,
    present=_promotion,
    versioned=True,
    clause="4.3.1",
    summary=("修改促销", "Change a promotion"),
)
def change_promotion(request: Request[PlanBody, NoQuery]) -> Any:
    """While it is a draft, or after it was returned."""
    promotion_id = request.path["promotion_id"]
    return _service().plans.change_plan(request.call, promotion_id, request.body)


@api.get(
    "/promotions/{promotion_id}/checks",
    answer=ChecksView,
    present=ChecksView.of,
    clause="4.3.2",
    summary=("试算促销检查", "See what the checks say of a promotion"),
)
def check_promotion(request: Request[NoBody, NoQuery]) -> Any:
    """As things stand now; nothing is stored."""
    return _service().plans.check(request.call, request.path["promotion_id"])


@api.post(
    "/promotions/{promotion_id}/submission",
    answer=PromotionView,
    status=202,
    present=_promotion,
    versioned=True,
    clause="4.3.2",
    summary=("提交促销审批", "Submit a promotion for approval"),
)
def submit_promotion(request: Request[NoBody, NoQuery]) -> Any:
    """Refused with every point that stands against it, each with rule, law, proof and remedy."""
    return _service().plans.submit(request.call, request.path["promotion_id"])


@api.post(
    "/promotions/{promotion_id}/withdrawal",
    answer=PromotionView,
    present=_promotion,
    versioned=True,
    clause="4.3.1",
    summary=("撤回促销", "Withdraw a promotion before its start"),
)
def withdraw_promotion(request: Request[NoBody, NoQuery]) -> Any:
    """In any state before its start; one that runs is stopped instead."""
    return _service().plans.withdraw(request.call, request.path["promotion_id"])


@api.post(
    "/promotions/{promotion_id}/stop",
    body=StopBody,
    answer=PromotionView,
    present=_promotion,
    versioned=True,
    clause="4.4.2",
    summary=("立即停止促销", "Stop a promotion at once"),
)
def stop_promotion(request: Request[StopBody, NoQuery]) -> Any:
    """From this instant on the marked price holds."""
    promotion_id = request.path["promotion_id"]
    return _service().plans.stop(request.call, promotion_id, request.body)


@api.post(
    "/promotions/{promotion_id}/review-restarts",
    answer=PromotionView,
    status=202,
    present=_promotion,
    versioned=True,
    clause="4.3.1",
    summary=("重新启动促销审批", "Let a review that stopped run again"),
)
def restart_promotion_review(request: Request[NoBody, NoQuery]) -> Any:
    """It is asked anew, from the first department on."""
    return _service().reviews.restart_review(request.call, request.path["promotion_id"])


# -- everybody -------------------------------------------------------------------------------------


@api.get(
    "/public/promotions",
    query=PublicPromotionsQuery,
    answer=Listing[PublicPromotionView],
    present=_public,
    clause="4.3.3",
    summary=("查看进行中的促销", "List the promotions that run"),
)
def list_public_promotions(request: Request[NoBody, PublicPromotionsQuery]) -> Any:
    """With promotional prices, what they are compared with and on which days that rests, and the
    conditions.
    """
    return _service().public.list_running(request.call, request.query)


@api.get(
    "/public/promotions/{promotion_id}",
    answer=PublicPromotionView,
    present=PublicPromotionView.of,
    clause="4.3.3",
    summary=("查看促销详情", "Show a promotion to everybody"),
)
def show_public_promotion(request: Request[NoBody, NoQuery]) -> Any:
    """From its start on, also after its end: what was promised stays on record."""
    return _service().public.show(request.call, request.path["promotion_id"])
