"""Routes of stock: what is there, its book, stock-takes, shards, the live figure."""

from typing import TYPE_CHECKING, Any

from teleshop.kernel.schema import Listing, ListQuery, NoBody, NoQuery
from teleshop.stock.schemas import (
    CountBody,
    CountView,
    LiveView,
    MovementBody,
    MovementView,
    ShardingView,
    ShardsBody,
    StockQuery,
    StockView,
)
from teleshop.web.blueprint import ApiBlueprint
from teleshop.web.request import Request

if TYPE_CHECKING:
    from teleshop.kernel.paging import Page
    from teleshop.stock.service import Stock

api = ApiBlueprint(__name__)


def _service() -> "Stock":
    from teleshop.stock.wiring import service

    return service()


def _listed(page: "Page[Any]") -> Listing[StockView]:
    return Listing.of(page.map(StockView.of))


def _book(page: "Page[Any]") -> Listing[MovementView]:
    return Listing.of(page.map(MovementView.of))


@api.get(
    "/stock",
    query=StockQuery,
    answer=Listing[StockView],
    present=_listed,
    clause="1.1",
    summary=("查询库存", "List stock"),
)
def list_stock(request: Request[NoBody, StockQuery]) -> Any:
    """Of a supplier, or of one article; suppliers see their own."""
    return _service().reading.list_stock(request.call, request.query)


@api.get(
    "/stock/{sku}",
    answer=StockView,
    present=StockView.of,
    clause="1.1",
    summary=("查看商品库存", "Show the stock of an article"),
)
def show_stock(request: Request[NoBody, NoQuery]) -> Any:
    """On hand, available and reserved, in all and by warehouse, as stored now."""
    return _service().reading.show(request.call, request.path["sku"])


@api.post(
    "/stock/{sku}/movements",
    body=MovementBody,
    answer=MovementView,
    status=201,
    present=MovementView.of,
    clause="1.1",
    summary=("登记库存变动", "Enter a movement of stock"),
)
def record_movement(request: Request[MovementBody, NoQuery]) -> Any:
    """What came in (by its paper, once), was lost, moved to another warehouse, or was wrong in the
    book. What is promised to orders cannot be taken away.
    """
    return _service().movements.record(request.call, request.path["sku"], request.body)


@api.get(
    "/stock/{sku}/movements",
    query=ListQuery,
    answer=Listing[MovementView],
    present=_book,
    clause="1.1",
    summary=("查看库存流水", "Show the book of an article"),
)
def list_movements(request: Request[NoBody, ListQuery]) -> Any:
    """Everything that ever moved, newest first; entries are never changed."""
    return _service().reading.list_movements(request.path["sku"], request.query.page)


@api.post(
    "/stock/{sku}/counts",
    body=CountBody,
    answer=CountView,
    status=201,
    present=CountView.of,
    clause="1.1",
    summary=("登记盘点", "Enter a stock-take"),
)
def count_stock(request: Request[CountBody, NoQuery]) -> Any:
    """What lay in a warehouse at an instant. It is compared with the book of that instant, so that
    selling goes on meanwhile; a difference needs its reason and is booked.
    """
    return _service().movements.count(request.call, request.path["sku"], request.body)


@api.put(
    "/stock/{sku}/shards",
    body=ShardsBody,
    answer=ShardingView,
    present=ShardingView.of,
    clause="1.1",
    summary=("设置库存分片数", "Set over how many rows an article is spread"),
)
def split_stock(request: Request[ShardsBody, NoQuery]) -> Any:
    """32 or more before a programme slot. Orders go on; pieces move in steps that follow by
    themselves.
    """
    return _service().sharding.split(request.call, request.path["sku"], request.body)


@api.post(
    "/stock/{sku}/rebalancing",
    answer=ShardingView,
    status=202,
    present=ShardingView.of,
    clause="1.1",
    summary=("再平衡库存分片", "Even out the rows of an article"),
)
def rebalance_stock(request: Request[NoBody, NoQuery]) -> Any:
    """Follows in steps; articles that are spread over several rows are evened out every two minutes
    without being asked.
    """
    return _service().sharding.request_rebalancing(request.call, request.path["sku"])


@api.get(
    "/stock/{sku}/live",
    answer=LiveView,
    present=LiveView.of,
    clause="5.1.1",
    summary=("实时剩余数量", "Show how many are left now"),
)
def show_live(request: Request[NoBody, NoQuery]) -> Any:
    """For the studio: two seconds old at most, `as_of` says when it was read. What is said on air
    of the last pieces must be true.
    """
    return _service().live.figure(request.call, request.path["sku"])
