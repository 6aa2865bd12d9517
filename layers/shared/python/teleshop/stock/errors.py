"""Refusals of stock."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from teleshop.kernel.errors import BusyError, FieldError, NotFoundError, RacedError, Refusal

if TYPE_CHECKING:
    from teleshop.stock.domain.planning import Shortage, UsedUp


class ShardRacedError(RacedError):
    """Somebody took from the same row first: read the levels anew and plan again."""

    code = "stock_raced"
    zh = "库存刚被其他订单占用，请重试。"
    en = "Other orders took from the same stock first; please repeat the request."


class ScatteredError(BusyError):
    """What is wanted is there, but in more rows than one transaction takes from."""

    code, clause = "stock_scattered", "1.1"
    zh = "库存正在归并，订单未提交；请稍后用相同的 Idempotency-Key 重试，或减少商品行数。"
    en = (
        "The stock is being gathered and nothing was ordered; repeat the request with the same "
        "Idempotency-Key in a moment, or order fewer lines at once."
    )

    def __init__(self, skus: Sequence[str] = ()) -> None:
        super().__init__()
        self.skus = tuple(skus)


class StockShortError(Refusal):
    """Too little is left, all shards and warehouses counted; ``errors`` say of what, and how much
    is left. ``used_up`` are promotions that cannot sell that many either.
    """

    code, clause = "stock_short", "1.1"
    zh = "库存不足，订单未提交；请按 errors 中的剩余数量修改，或登记到货通知。"
    en = (
        "There is not enough stock, and nothing was ordered; order what is left by `errors`, or "
        "join the waiting list."
    )

    def __init__(self, shortages: "Sequence[Shortage]", used_up: "Sequence[UsedUp]" = ()) -> None:
        faults = [_short(one) for one in shortages] + [_used_up(one) for one in used_up]
        super().__init__(errors=faults)
        self.shortages = tuple(shortages)
        self.used_up = tuple(used_up)


class QuotaUsedUpError(Refusal):
    """A promotion may not sell that many any more; its stated stock is a promise to the buyers who
    came first.
    """

    code, clause = "promotion_stock_used_up", "4.3.4"
    zh = "促销活动的库存已不足，订单未提交；请按 errors 中的剩余数量修改，或重新询价后下单。"
    en = (
        "Too little is left of what the promotion may sell, and nothing was ordered; order what is "
        "left by `errors`, or ask for a new quote."
    )

    def __init__(self, used_up: "Sequence[UsedUp]") -> None:
        super().__init__(errors=[_used_up(one) for one in used_up])
        self.used_up = tuple(used_up)


def _short(one: "Shortage") -> FieldError:
    if not one.stocked:
        return FieldError(
            one.pointer,
            "sku_not_stocked",
            "商品 {sku} 尚未入库，暂不能购买；请去掉该商品。",
            "{sku} is not stocked yet and cannot be bought; leave it out.",
            {"sku": one.sku},
            clause="1.1",
        )
    return FieldError(
        one.pointer,
        "stock_short",
        "商品 {sku} 需要 {asked} 件，仅剩 {left} 件；请减少数量或去掉该商品。",
        "{asked} of {sku} are wanted and {left} are left; take fewer or leave it out.",
        {"sku": one.sku, "asked": one.asked, "left": one.left},
        clause="1.1",
    )


def _used_up(one: "UsedUp") -> FieldError:
    return FieldError(
        one.pointer,
        "promotion_stock_used_up",
        "促销 {promotion} 的商品 {sku} 需要 {asked} 件，促销库存仅剩 {left} 件；"
        "请减少数量或重新询价。",
        "{asked} of {sku} are wanted at the price of promotion {promotion}, which has {left} left; "
        "take fewer or ask for a new quote.",
        {"promotion": one.promotion_id, "sku": one.sku, "asked": one.asked, "left": one.left},
        clause="4.3.4",
    )


class SkuUnknownError(NotFoundError):
    """No product has such an article."""

    code, clause = "stock_sku_unknown", "1.1"
    zh = "未找到该商品编码（SKU），不能入库；请核对编码，新品须先完成上架审核。"
    en = (
        "No product has this SKU, so nothing of it can be received; check it. A new product is "
        "reviewed first."
    )


class SkuNotStockedError(NotFoundError):
    """Nothing was ever received of the article, or it is not the caller's."""

    code, clause = "stock_not_found", "1.1"
    zh = "该商品没有库存记录；请核对编码（SKU），首次入库请登记收货（kind=receipt）。"
    en = (
        "There is no stock of this article; check the SKU, and book the first goods as a receipt "
        "(kind=receipt)."
    )


class WarehouseUnknownError(Refusal):
    """The warehouse has, and had, nothing of the article."""

    code, clause, status, pointer = "stock_warehouse_unknown", "1.1", 422, "/warehouse"
    zh = "仓库 {warehouse} 没有该商品的库存记录；请核对仓库代码，首次入库请登记收货。"
    en = (
        "Warehouse {warehouse} has no stock of this article; check its code, and book the first "
        "goods as a receipt."
    )


class ReferenceBookedError(Refusal):
    """A paper is booked once for an article."""

    code, clause = "stock_reference_booked", "1.1"
    zh = (
        "单据 {reference} 已登记过该商品的变动（不区分大小写；各类入库共用单据号），未重复入账；"
        "如确有另一批货，请填写其自己的单据号。"
    )
    en = (
        "Paper {reference} was booked for this article already (in capitals or small letters, or "
        "as another kind of goods that come in) and is not booked twice; if there are more goods, "
        "give the number of their own paper."
    )


class BelowReservedError(Refusal):
    """What would remain is less than what is promised to orders."""

    code, clause = "stock_below_reserved", "1.1"
    zh = (
        "仓库 {warehouse} 可售 {available} 件、已被订单占用 {reserved} 件，不能减少 {quantity} 件；"
        "请先取消或改仓至少 {missing} 件的订单，再登记本次变动。"
    )
    en = (
        "Warehouse {warehouse} has {available} to sell and {reserved} promised to orders, so "
        "{quantity} cannot go; cancel orders of at least {missing} pieces first, then book this."
    )


class MoreThanOnHandError(Refusal):
    """More is to be taken off than lies there by the book, so that no order stands in its way."""

    code, clause = "stock_more_than_on_hand", "1.1"
    zh = (
        "仓库 {warehouse} 账面仅有 {on_hand} 件（其中已被订单占用 {reserved} 件），"
        "不能减少 {quantity} 件；请核对数量和仓库；实物更多的请先登记入库，盘点的请重新盘点。"
    )
    en = (
        "Warehouse {warehouse} has {on_hand} pieces by the book ({reserved} of them promised to "
        "orders), so {quantity} cannot go; check the quantity and the warehouse. If more lies "
        "there, book its receipt first; if this was a count, count again."
    )


class HotUntilPastError(Refusal):
    """The time for which an article is spread over several rows is over already."""

    code, clause, status, pointer = "stock_shards_until_past", "1.1", 422, "/until"
    zh = "结束时间（until）须晚于当前时间；请改为时段结束的时间，或去掉该项（由您自行改回）。"
    en = (
        "`until` has to lie ahead; give the end of the slot, or leave it out and lower the number "
        "yourself."
    )


class ReasonMissingError(Refusal):
    """The count differs from the book, and nobody said why."""

    code, clause, status, pointer = "stock_reason_required", "1.1", 422, "/reason"
    zh = (
        "盘点 {counted} 件，账面在该时刻为 {booked} 件，差异 {difference} 件；"
        "请复盘，确认后填写原因（reason）。"
    )
    en = (
        "{counted} were counted and {booked} were on hand by the book at that instant, a "
        "difference of {difference}; count again, and give the `reason` if it stays."
    )


class CountInstantError(Refusal):
    """The instant of a count lies in the future, or too far back."""

    code, clause, status, pointer = "stock_count_instant", "1.1", 422, "/counted_at"
    zh = "盘点时间（counted_at）不能晚于当前时间，也不能早于 {hours} 小时之前；请重新盘点。"
    en = "`counted_at` lies in the future, or more than {hours} hours back; count again."


class CountedLaterError(Refusal):
    """The warehouse was counted at that instant or later, and that count is booked."""

    code, clause, pointer = "stock_counted_later", "1.1", "/counted_at"
    zh = (
        "仓库 {warehouse} 已登记 {counted_at} 的盘点（{counted} 件，流水 {movement_id}），"
        "同一时刻或更早的盘点不再入账；如对结果有疑问，请重新盘点后登记。"
    )
    en = (
        "Warehouse {warehouse} was counted at {counted_at} ({counted} pieces, entry "
        "{movement_id}), and a count of that instant or an earlier one is not booked any more; if "
        "it looks wrong, count again and enter that."
    )


class TooManyRowsError(Refusal):
    """Shards and warehouses together give more rows than are read in one call."""

    code, clause, status, pointer = "stock_too_many_rows", "1.1", 422, "/shards"
    zh = "该商品分布在 {warehouses} 个仓库，每仓最多 {most} 个分片；请减少分片数（shards）。"
    en = (
        "The article is in {warehouses} warehouses, which allows {most} shards in each; choose "
        "fewer `shards`."
    )


class NoRoomForWarehouseError(Refusal):
    """One more warehouse would give more rows than are read in one call."""

    code, clause = "stock_no_room_for_warehouse", "1.1"
    zh = "该商品每仓 {shards} 个分片，已不能再增加仓库；请先减少分片数（PUT /stock/{sku}/shards）。"
    en = (
        "With {shards} shards in each warehouse the article takes no further warehouse; lower the "
        "number of shards first (PUT /stock/{sku}/shards)."
    )


class HoldNotFoundError(NotFoundError):
    """Nothing is held under that name."""

    code, clause = "stock_hold_not_found", "1.1"
    zh = "未找到该库存占用记录，可能已释放；请核对编号。"
    en = "Nothing is held under this name, or it was given back; check it."
