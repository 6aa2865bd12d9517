"""Routes of prices: the published ones, the price list, changes, reference prices, quotes."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.pricing.schemas import (
    ChangeBody,
    ChangesQuery,
    ChangeView,
    HistoryView,
    PriceListView,
    PricesQuery,
    ProductPriceView,
    QuoteBody,
    QuoteView,
    ReferenceAnswerView,
    ReferenceQuery,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Answer, Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.pricing.service import Pricing

api = ApiBlueprint(__name__)


def _service() -> "Pricing":
    from teleshop.pricing.wiring import service

    return service()


def _change(change: Any) -> Answer:
    return Answer(ChangeView.of(change), change.version)


def _changes(page: "Page[Any]") -> Listing[ChangeView]:
    return Listing.of(page.map(ChangeView.of))


def _history(page: "Page[Any]") -> Listing[HistoryView]:
    return Listing.of(page.map(HistoryView.of))


def _listed(shown: Any) -> PriceListView:
    return PriceListView.of(*shown)


# -- published -------------------------------------------------------------------------------------


@api.get(
    "/public/products/{product_id}/price",
    answer=ProductPriceView,
    present=ProductPriceView.of,
    clause="4.2.4",
    summary=("查看商品当前价格", "Prices of a product now"),
)
def show_price(request: Request[NoBody, NoQuery]) -> Any:
    """Every article in every channel: the marked price, what a piece costs now, what that is
    compared with (which price, of which days), and every promotion with its conditions. Only while
    the product is on sale.
    """
    own, now = _service(), request.call.now
    product_id = request.path["product_id"]
    return own.quotes.of_product(product_id, own.prices.skus_on_sale(product_id), now)


@api.get(
    "/public/products/{product_id}/price-history",
    query=ListQuery,
    answer=Listing[HistoryView],
    present=_history,
    clause="4.2.4",
    summary=("查看商品价格历史", "Price history of a product"),
)
def show_history(request: Request[NoBody, ListQuery]) -> Any:
    """What took effect, newest first; rows are written once and never changed."""
    product_id = request.path["product_id"]
    return _service().prices.history_of_product(product_id, request.query.page)


# -- the price list --------------------------------------------------------------------------------


@api.get(
    "/prices",
    query=PricesQuery,
    answer=PriceListView,
    present=_listed,
    clause="4.2.4",
    summary=("查看价格单（含待生效价格）", "Price list of an article, with scheduled prices"),
)
def show_prices(request: Request[NoBody, PricesQuery]) -> Any:
    """What holds and what will, channel by channel, with the change behind each price."""
    return _service().prices.list_price(request.query.sku), request.call.now


# -- changes ---------------------------------------------------------------------------------------


@api.post(
    "/price-changes",
    body=ChangeBody,
    answer=ChangeView,
    status=201,
    present=_change,
    versioned=True,
    location="/price-changes/{id}",
    clause="4.2.1",
    summary=("申请价格变更", "Ask for a price change"),
)
def request_change(request: Request[ChangeBody, NoQuery]) -> Any:
    """With market research and an evaluation. The answer has the facts that the platform computed
    and the departments that must approve; whoever asks never approves.
    """
    return _service().changes.request_change(request.call, request.body)


@api.get(
    "/price-changes",
    query=ChangesQuery,
    answer=Listing[ChangeView],
    present=_changes,
    clause="4.2.3",
    summary=("查询价格变更申请", "List price changes"),
)
def list_changes(request: Request[NoBody, ChangesQuery]) -> Any:
    """Those of an article (newest first) or of a state (filed first, first)."""
    return _service().changes.list_changes(request.query)


@api.get(
    "/price-changes/{change_id}",
    answer=ChangeView,
    present=_change,
    versioned=True,
    clause="4.2.3",
    summary=("查看价格变更申请", "Show a price change"),
)
def show_change(request: Request[NoBody, NoQuery]) -> Any:
    """One price change with its research, evaluation and facts."""
    return _service().changes.show(request.path["change_id"])


@api.post(
    "/price-changes/{change_id}/withdrawal",
    answer=ChangeView,
    present=_change,
    versioned=True,
    clause="4.2.4",
    summary=("撤回价格变更", "Withdraw a price change"),
)
def withdraw_change(request: Request[NoBody, NoQuery]) -> Any:
    """Under review, or after approval until the price holds; by whoever asked, or a manager."""
    return _service().changes.withdraw_change(request.call, request.path["change_id"])


@api.post(
    "/price-changes/{change_id}/review-restarts",
    answer=ChangeView,
    status=202,
    present=_change,
    versioned=True,
    clause="4.2.3",
    summary=("重新启动价格变更审批", "Let a stopped review run again"),
)
def restart_review(request: Request[NoBody, NoQuery]) -> Any:
    """After nobody decided in time, or a technical failure: every department is asked anew."""
    return _service().changes.restart_review(request.call, request.path["change_id"])


# -- what may be claimed, what it costs ------------------------------------------------------------


@api.get(
    "/reference-prices",
    query=ReferenceQuery,
    answer=ReferenceAnswerView,
    present=ReferenceAnswerView.of,
    clause="4.3.3",
    summary=("预览可用的划线价", "What may be claimed as reference price"),
)
def preview_reference(request: Request[NoBody, ReferenceQuery]) -> Any:
    """The most that may be struck out for a comparison that starts then, with the rows that prove
    it and the rule; whether it may be shown beside the given price.
    """
    asked, now = request.query, request.call.now
    return _service().references.preview(
        asked.sku,
        asked.channel,
        asked.starts_at or now,
        now,
        asked.pack,
        price=asked.price,
        document_id=asked.document_id,
    )


@api.post(
    "/quotes",
    body=QuoteBody,
    answer=QuoteView,
    present=QuoteView.of,
    clause="4.3.4",
    summary=("报价", "What goods cost now"),
)
def quote(request: Request[QuoteBody, NoQuery]) -> Any:
    """The amount of each line, how it came about, and the total: what is charged, and no fen
    more.
    """
    return _service().quotes.ask(request.call, request.body)
