"""What customers are told of orders that were taken here. Amounts, addresses, carriers and waybills
are shown on the platform, where the reader has signed in, and not here.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

TAKEN_HERE = "ord_"
"""Who took an order elsewhere tells its customer there."""
WORDS = {
    "customer": Words("应您的要求", "as you wished"),
    "unpaid": Words("未在期限内付款", "not paid in time"),
    "not_reachable": Words("无法联系收货人", "the recipient cannot be reached"),
    "goods_withdrawn": Words("商品已下架", "the goods were withdrawn"),
    "stock_missing": Words("库存不足", "the goods are missing in the warehouse"),
    "price_error": Words("价格有误", "the price was wrong"),
    "fraud_suspected": Words("交易存在风险", "the trade looks unsafe"),
    "entry_error": Words("订单录入有误", "it was entered wrongly"),
    "whole": Words("全部商品", "all goods"),
    "rest": Words("尚未发出的商品", "the goods that had not left"),
}


def customer(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who ordered here."""
    if not facts["customer_id"] or not facts["order_id"].startswith(TAKEN_HERE):
        return ()
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


TEMPLATES = (
    Template(
        event="OrderPlaced",
        context="orders",
        recipients=customer,
        subject=Words("订单已提交", "Your order was placed"),
        body=Words(
            "订单 {order_id} 已提交，最迟 {promised_on:day} 送达。"
            "价格明细、付款方式和退货条件请登录平台查看。",
            "Your order {order_id} was placed and is promised by {promised_on:day}. Prices with "
            "their explanation, payment and terms of return are shown on the platform.",
        ),
    ),
    Template(
        event="OrderExpiring",
        context="orders",
        recipients=customer,
        subject=Words("订单待付款", "Your order waits for payment"),
        body=Words(
            "订单 {order_id} 尚未付款，请于 {payment_due_at:instant} 前登录平台付款，"
            "逾期将自动取消。",
            "Your order {order_id} is not paid yet and is cancelled at {payment_due_at:instant}. "
            "You can pay it on the platform.",
        ),
    ),
    Template(
        event="OrderPaid",
        context="orders",
        recipients=customer,
        subject=Words("订单已付款", "Your order is paid"),
        body=Words(
            "我们已收到订单 {order_id} 的款项。",
            "The money for your order {order_id} has arrived.",
        ),
    ),
    Template(
        event="OrderShipped",
        context="orders",
        recipients=customer,
        subject=Words("包裹已发出", "A parcel is on its way"),
        body=Words(
            "订单 {order_id} 的一个包裹已发出，物流公司和运单号请登录平台查看。",
            "A parcel of your order {order_id} is on its way; carrier and waybill are shown on the "
            "platform.",
        ),
    ),
    Template(
        event="OrderDelivered",
        context="orders",
        recipients=customer,
        subject=Words("订单已签收", "Your order was delivered"),
        body=Words(
            "订单 {order_id} 已于 {delivered_at:instant} 签收。退换货条件和期限请登录平台查看；"
            "如您或您委托的人未收到商品，请及时联系客服。",
            "Your order {order_id} was delivered at {delivered_at:instant}. Terms and days for "
            "return are shown on the platform; if it was not you who took it in, please tell us.",
        ),
    ),
    Template(
        event="OrderCancelled",
        context="orders",
        recipients=customer,
        subject=Words("订单取消", "Cancellation of your order"),
        body=Words(
            "订单 {order_id} 已取消{extent:word}（{reason:word}）。已付款的，相应款项将原路退回，"
            "进度请登录平台查看。",
            "Of your order {order_id}, {extent:word} were cancelled ({reason:word}). What you paid "
            "for them goes back the way you paid; the platform shows how far it is.",
        ),
        words=WORDS,
    ),
    Template(
        event="OrderRefused",
        context="orders",
        recipients=customer,
        subject=Words("包裹已拒收", "A parcel was refused"),
        body=Words(
            "订单 {order_id} 的一个包裹被拒收，该包裹商品的已付款项将原路退回，"
            "进度请登录平台查看。",
            "A parcel of your order {order_id} was refused at the door. What you paid for it goes "
            "back the way you paid; the platform shows how far it is.",
        ),
    ),
    Template(
        event="RefusalCorrected",
        context="orders",
        recipients=customer,
        subject=Words("包裹签收记录更正", "A parcel had been delivered"),
        body=Words(
            "订单 {order_id} 的一个包裹曾被误登记为拒收，现更正为已签收。已退回的款项不再收回，"
            "您对商品的售后权利不受影响；如您并未收到商品，请及时联系客服。",
            "A parcel of your order {order_id} was noted as refused by mistake; it had been "
            "delivered. Money that went back for it is not asked for again, and you have every "
            "right that goes with the goods. If you do not have them, please tell us.",
        ),
    ),
    Template(
        event="OrderReturned",
        context="orders",
        recipients=customer,
        subject=Words("退回的商品已验收", "Your return was accepted"),
        body=Words(
            "订单 {order_id} 退回的商品已验收（售后单 {case_id}），应退款项和期限请登录平台查看。",
            "The goods of your order {order_id} that came back were accepted ({case_id}); what "
            "goes back to you, and by when, is shown on the platform.",
        ),
    ),
)
