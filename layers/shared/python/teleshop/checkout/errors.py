"""Refusals of placing an order."""

from teleshop.kernel.errors import BusyError, NotFoundError, Refusal


class OrderRefusedError(Refusal):
    """Something of the order cannot be sold, promised or paid as it was asked for; ``errors`` names
    all of it.
    """

    code, clause = "order_refused", "4.3.4"
    zh = "订单未提交；请按 errors 中的说明逐项修改后重新提交。"
    en = "Nothing was ordered; correct each point listed in `errors` and order again."


class RegionUnknownError(NotFoundError):
    """No place has that code."""

    code, clause = "region_unknown", "7.1.3"
    zh = "没有这个行政区划代码；请填写收货地的六位代码（GB/T 2260）。"
    en = "There is no such region; give the six digits (GB/T 2260) of the place of delivery."


class OrderTotalChangedError(Refusal):
    """What would be charged is not what the customer was shown (R2.6). ``facts``: `total`, `goods`
    and `freight` as they are now, in fen.
    """

    code, clause = "order_total_changed", "4.3.4"
    zh = (
        "应付总额现为 {total} 元（商品 {goods} 元，运费 {freight} 元），"
        "与您看到的 {agreed} 元不同，订单未提交；"
        "请向顾客展示新的金额，经同意后以其作为 agreed_total 重新提交。"
    )
    en = (
        "The total is {total} CNY now (goods {goods}, freight {freight}), not the {agreed} that "
        "was shown, and nothing was ordered; show the new one, and send it as `agreed_total` if "
        "the customer agrees."
    )


class SheetEnteredError(Refusal):
    """The sheet of paper was entered before."""

    code, clause, pointer = "sheet_entered_before", "4.3.4", "/outage/sheet_number"
    zh = "该纸质订单编号已录入为订单 {order_id}，不能重复录入；请核对编号或查看该订单。"
    en = (
        "The sheet of this number was entered as order {order_id} and is not entered twice; check "
        "the number, or look at that order."
    )


class StockContendedError(BusyError):
    """Many order the same goods at this moment, and each plan came too late."""

    code, clause = "stock_contended", "4.3.4"
    zh = "正在抢购该商品的顾客很多，订单未提交；请用相同的 Idempotency-Key 立即重试。"
    en = (
        "Very many order these goods at this moment and nothing was ordered; repeat the request at "
        "once with the same Idempotency-Key."
    )
