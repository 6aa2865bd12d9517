"""The words in which customers and staff read an order: states, what happened, terms, amounts."""

from typing import Final

from teleshop.kernel.money import yuan
from teleshop.orders.domain.order import ReturnExclusion
from teleshop.orders.domain.placed import (
    CancelReason,
    Happened,
    PaymentMethod,
    PlacedLine,
    PlacedOrder,
)
from teleshop.orders.domain.snapshot import confirmed_exclusion

Said = tuple[str, str]
"""The same in Chinese and in English."""

HAPPENED: Final[dict[str, Said]] = {
    "placed": ("订单已提交", "The order was placed"),
    "paid": ("订单已付款", "The order was paid"),
    "cancelled": ("订单已取消", "The order was cancelled"),
    "released": ("仓库开始备货", "The warehouse has the order"),
    "parcel_shipped": ("包裹已发出", "A parcel left"),
    "parcel_delivered": ("包裹已签收", "A parcel was delivered"),
    "parcel_refused": ("包裹被拒收", "A parcel was refused at the door"),
    "refusal_corrected": (
        "更正：此前登记的拒收有误，包裹已签收；已退回的款项不再收回，此后退货不再重复退款",
        "Corrected: the parcel had been delivered, not refused. Money that went back for it is not "
        "asked for again, and does not go back a second time",
    ),
    "delivery_corrected": (
        "更正：此前登记的签收有误，包裹未被签收；相应款项将退回",
        "Corrected: the parcel had not been taken in; what was paid for it goes back",
    ),
    "rest_cancelled": ("尚未发出的商品已取消", "What had not left was cancelled"),
    "return_waits": (
        "退回的商品已验收，待发货或代收款登记后退款",
        "Goods came back and were accepted; their money goes back once it is noted that they left "
        "and what was collected",
    ),
    "goods_returned": ("退回的商品已验收", "Goods came back and were accepted"),
    "completed": ("订单已完成", "The order is completed"),
}
CANCELLED: Final[dict[CancelReason, Said]] = {
    CancelReason.CUSTOMER: ("应顾客要求取消", "at the customer's wish"),
    CancelReason.UNPAID: ("未在期限内付款", "not paid in time"),
    CancelReason.NOT_REACHABLE: ("无法联系收货人", "the recipient cannot be reached"),
    CancelReason.GOODS_WITHDRAWN: ("商品已下架", "the goods were withdrawn"),
    CancelReason.STOCK_MISSING: ("库存实物不足", "the goods are missing in the warehouse"),
    CancelReason.PRICE_ERROR: ("价格有误", "the price was wrong"),
    CancelReason.FRAUD_SUSPECTED: ("交易存在风险", "the trade looks unsafe"),
    CancelReason.ENTRY_ERROR: ("录入有误", "it was entered wrongly"),
}
METHODS: Final[dict[PaymentMethod, Said]] = {
    PaymentMethod.GATEWAY: ("在线支付", "online"),
    PaymentMethod.CASH_ON_DELIVERY: ("货到付款", "cash on delivery"),
}
EXCLUDED: Final[dict[ReturnExclusion, Said]] = {
    ReturnExclusion.MADE_TO_ORDER: ("定作商品", "made to order"),
    ReturnExclusion.PERISHABLE: ("鲜活易腐商品", "perishable goods"),
    ReturnExclusion.DIGITAL_OR_OPENED_AV: (
        "在线下载或已拆封的音像制品、软件",
        "downloads, or opened audio, video or software",
    ),
    ReturnExclusion.NEWSPAPER: ("交付的报纸、期刊", "newspapers and magazines"),
    ReturnExclusion.OPENED_HEALTH_SAFETY: (
        "拆封后影响人身安全或健康、或品质改变的商品",
        "goods whose safety or quality changes once opened",
    ),
    ReturnExclusion.ACTIVATED_VALUE_LOSS: (
        "激活或试用后价值贬损较大的商品",
        "goods that lose much of their value once activated",
    ),
    ReturnExclusion.NEAR_EXPIRY_OR_FLAWED: (
        "销售时已明示的临期或有瑕疵商品",
        "goods sold as near their date or flawed",
    ),
}


def entry_words(entry: Happened) -> Said:
    """An entry of the timeline; with its reason where it has one."""
    zh, en = HAPPENED.get(entry.what, (entry.what, entry.what))
    if entry.what in ("cancelled", "rest_cancelled") and entry.detail in set(CancelReason):
        why = CANCELLED[CancelReason(entry.detail)]
        return f"{zh}：{why[0]}", f"{en}: {why[1]}"
    return zh, en


def return_words(line: PlacedLine) -> Said:
    """The terms of return that were promised for a line."""
    exclusion = confirmed_exclusion(line)
    if exclusion is None:
        days = line.return_days
        return (
            f"自签收次日起 {days} 日内可无理由退货；质量问题依法退换修。",
            f"Return without reason within {days} days after the day of delivery; faulty goods as "
            "the law gives.",
        )
    why = EXCLUDED[exclusion]
    return (
        f"{why[0]}，不适用无理由退货；质量问题依法退换修。",
        f"No return without reason ({why[1]}); faulty goods as the law gives.",
    )


def amounts_of(order: PlacedOrder) -> list[tuple[str, int, str, str]]:
    """How the total comes about: code, fen, and the same in words. The first ones come to the
    total; what follows the total happened since.
    """
    off = order.list_total - order.goods_total
    free_from = order.promise.free_freight_from
    freight_zh, freight_en = "运费", "Freight"
    if not order.freight and free_from is not None:
        freight_zh = f"运费（满 {yuan(free_from)} 元免运费）"
        freight_en = f"Freight (free from {yuan(free_from)} CNY)"
    found = [
        ("list_total", order.list_total, "商品标价合计", "Goods at marked prices"),
        ("discounts", -off, "促销与优惠（见各行说明）", "Promotions, as each line explains"),
        ("freight", order.freight, freight_zh, freight_en),
        ("total", order.total, "应付总额", "Total"),
    ]
    if order.received:
        found.append(("received", order.received, "已收款", "Received"))
    if order.refunded:
        found.append(("refunded", -order.refunded, "退款（含处理中）", "Sent back, or on its way"))
    return found
