"""The words of buying: orders, payments, refunds, waiting lists and invoices."""

from collections.abc import Sequence
from typing import Any, Final

from teleshop.timelines.domain.text import Said
from teleshop.timelines.domain.wording import Wording


def _orders(event: str, staff: Said, customer: Said | None = None, **options: Any) -> Wording:
    return Wording("orders", event, staff, customer, **options)


def _payments(event: str, staff: Said, customer: Said | None = None, **options: Any) -> Wording:
    return Wording("payments", event, staff, customer, **options)


def _waitlist(event: str, staff: Said, customer: Said | None = None) -> Wording:
    return Wording("waitlist", event, staff, customer)


def _invoices(event: str, staff: Said, customer: Said | None = None) -> Wording:
    return Wording("invoices", event, staff, customer)


_ORDERS: Sequence[Wording] = (
    _orders(
        "OrderReported",
        Said(
            "订单 {order_id} 已登记或更新（第 {version} 版，实付 {paid:money} 元）。",
            "Order {order_id} was entered or updated (version {version}, {paid:money} CNY paid).",
        ),
    ),
    _orders(
        "OrderPlaced",
        Said(
            "下单 {order_id}，共 {total:money} 元（渠道：{channel:word}，"
            "付款：{payment_method:word}）。",
            "Order {order_id} was placed for {total:money} CNY (channel: {channel:word}, payment: "
            "{payment_method:word}).",
        ),
        Said(
            "订单 {order_id} 已提交，共 {total:money} 元。",
            "Your order {order_id} for {total:money} CNY was taken.",
        ),
    ),
    _orders(
        "OrderPaid",
        Said(
            "订单 {order_id} 已付款 {amount:money} 元。",
            "Order {order_id} was paid with {amount:money} CNY.",
        ),
        Said(
            "已收到订单 {order_id} 的付款 {amount:money} 元。",
            "Your payment of {amount:money} CNY for order {order_id} came in.",
        ),
    ),
    _orders(
        "OrderExpiring",
        Said(
            "订单 {order_id} 尚未付款，将于 {payment_due_at:instant} 取消。",
            "Order {order_id} is not paid and ends at {payment_due_at:instant}.",
        ),
        Said(
            "订单 {order_id} 待付款，请于 {payment_due_at:instant} 前付款。",
            "Your order {order_id} waits for its payment until {payment_due_at:instant}.",
        ),
    ),
    _orders(
        "OrderReleased",
        Said(
            "订单 {order_id} 已交仓库 {warehouse} 备货。",
            "Order {order_id} was released to warehouse {warehouse}.",
        ),
        Said("订单 {order_id} 正在备货。", "Your order {order_id} is being packed."),
    ),
    _orders(
        "OrderShipped",
        Said(
            "订单 {order_id} 的包裹 {parcel_id} 已从 {warehouse} 发出（承运 {carrier_id}）。",
            "Parcel {parcel_id} of order {order_id} left {warehouse} (carrier {carrier_id}).",
        ),
        Said(
            "订单 {order_id} 的包裹已发出，承诺于 {promised_on} 前送达。",
            "A parcel of your order {order_id} left; it is promised by {promised_on}.",
        ),
    ),
    _orders(
        "OrderDelivered",
        Said(
            "订单 {order_id} 于 {delivered_at:instant} 签收。",
            "Order {order_id} was signed for at {delivered_at:instant}.",
        ),
        Said(
            "订单 {order_id} 于 {delivered_at:instant} 签收。",
            "Your order {order_id} was signed for at {delivered_at:instant}.",
        ),
    ),
    _orders(
        "OrderCancelled",
        Said(
            "订单 {order_id} 已取消{extent:word}（{reason:word}），应退 {refund:money} 元。",
            "Order {order_id}: {extent:word} cancelled ({reason:word}); {refund:money} CNY go "
            "back.",
        ),
        Said(
            "订单 {order_id} 已取消{extent:word}；已付款项 {refund:money} 元将原路退回。",
            "Your order {order_id}: {extent:word} cancelled; {refund:money} CNY that were paid go "
            "back by the way they came.",
        ),
    ),
    _orders(
        "OrderRefused",
        Said(
            "订单 {order_id} 的包裹 {parcel_id} 被拒收，应退 {refund:money} 元。",
            "Parcel {parcel_id} of order {order_id} was refused at the door; {refund:money} CNY go "
            "back.",
        ),
        Said(
            "您拒收了订单 {order_id} 的包裹；{refund:money} 元将原路退回。",
            "You did not take in a parcel of order {order_id}; {refund:money} CNY go back by the "
            "way they came.",
        ),
    ),
    _orders(
        "RefusalCorrected",
        Said(
            "订单 {order_id} 的包裹 {parcel_id} 更正为已签收；已退回的款项不再收回。",
            "Parcel {parcel_id} of order {order_id} had been delivered, not refused; money that "
            "went back for it is not asked for again.",
        ),
        Said(
            "更正：订单 {order_id} 的包裹您已签收，并未拒收；已退回的款项不再收回。",
            "Corrected: you had taken in the parcel of order {order_id}; money that went back for "
            "it is not asked for again.",
        ),
    ),
    _orders(
        "OrderReturned",
        Said(
            "订单 {order_id} 的退货已入账（售后 {case_id}），应退 {refund:money} 元。",
            "Goods of order {order_id} came back (case {case_id}); {refund:money} CNY go back.",
        ),
        Said(
            "订单 {order_id} 的退货已确认；{refund:money} 元将原路退回。",
            "The return of goods of order {order_id} is confirmed; {refund:money} CNY go back by "
            "the way they came.",
        ),
    ),
    _orders(
        "OrderCompleted",
        Said("订单 {order_id} 已完成。", "Order {order_id} is completed."),
        Said("订单 {order_id} 已完成。", "Your order {order_id} is completed."),
    ),
)

_PAYMENTS: Sequence[Wording] = (
    _payments(
        "PaymentReceived",
        Said(
            "支付 {payment_id} 到账 {amount:money} 元（{method:word}）。",
            "Payment {payment_id}: {amount:money} CNY came in ({method:word}).",
        ),
    ),
    _payments(
        "PaymentUnexpected",
        Said(
            "收到与订单不符的款项 {amount:money} 元（{kind:word}）。",
            "{amount:money} CNY came in that do not fit ({kind:word}).",
        ),
    ),
    _payments(
        "RefundRequested",
        Said(
            "退款 {refund_id}：{amount:money} 元，应于 {due_at:instant} 前退回。",
            "Refund {refund_id} of {amount:money} CNY is due before {due_at:instant}.",
        ),
        Said(
            "退款 {amount:money} 元已提交，将于 {due_at:instant} 前原路退回。",
            "A refund of {amount:money} CNY is on its way to you, by {due_at:instant}.",
        ),
    ),
    _payments(
        "RefundSettled",
        Said(
            "退款 {refund_id} 已退 {amount:money} 元（凭证 {reference}）。",
            "Refund {refund_id}: {amount:money} CNY were sent back (reference {reference}).",
        ),
        Said(
            "已向您退款 {amount:money} 元，原路退回。",
            "{amount:money} CNY were refunded to you, by the way you paid.",
        ),
        # After-sales tells the customer of refunds for goods that came back.
        unless=("reason", "returned"),
    ),
    _payments(
        "RefundFailed",
        Said(
            "退款 {refund_id}（{amount:money} 元）第 {attempt} 次未成功，财务处理中。",
            "Attempt {attempt} of refund {refund_id} ({amount:money} CNY) failed; finance sees to "
            "it.",
        ),
    ),
    _payments(
        "RefundDueSoon",
        Said(
            "退款 {refund_id}（{amount:money} 元）即将到期：{due_at:instant}。",
            "Refund {refund_id} ({amount:money} CNY) is due soon: {due_at:instant}.",
        ),
    ),
    _payments(
        "RefundOverdue",
        Said(
            "退款 {refund_id}（{amount:money} 元）已逾期。",
            "Refund {refund_id} ({amount:money} CNY) is overdue.",
        ),
    ),
)

_WAITLIST: Sequence[Wording] = (
    _waitlist(
        "WaitingJoined",
        Said("登记候补：{title} {quantity} 件。", "Waits for {quantity} pieces ({sku})."),
        Said(
            "您已登记候补：{title} {quantity} 件；有货时按登记顺序通知。",
            "You wait for {quantity} pieces that are sold out; who waits longest is told first.",
        ),
    ),
    _waitlist(
        "WaitingOffered",
        Said(
            "候补到货：为顾客保留 {title} {quantity} 件至 {until:instant}。",
            "{quantity} pieces ({sku}) are held for the customer until {until:instant}.",
        ),
        Said(
            "{title} 有货了：已为您保留 {quantity} 件，至 {until:instant}。",
            "{quantity} pieces that you waited for are held for you until {until:instant}.",
        ),
    ),
    _waitlist(
        "OfferLapsed",
        Said("候补保留已释放：{title}。", "What was held ({sku}) can be sold again."),
        Said("为您保留的 {title} 已释放。", "What was held for you is held no longer."),
    ),
    _waitlist(
        "OfferTaken",
        Said(
            "候补保留转入订单 {order_id}：{title} {quantity} 件。",
            "{quantity} pieces that were held went into order {order_id}.",
        ),
    ),
    _waitlist(
        "WaitingEnded",
        Said("候补已结束：{title}。", "The customer waits no longer ({sku})."),
        Said("您对 {title} 的候补已结束。", "You do not wait for these goods any more."),
    ),
)

_INVOICES: Sequence[Wording] = (
    _invoices(
        "InvoiceRequested",
        Said(
            "申请订单 {order_id} 的发票，{amount:money} 元，应于 {due_at:instant} 前开具。",
            "An invoice of {amount:money} CNY for order {order_id} was asked for; it is due before "
            "{due_at:instant}.",
        ),
        Said(
            "您已申请订单 {order_id} 的发票，{amount:money} 元。",
            "You asked for an invoice of {amount:money} CNY for order {order_id}.",
        ),
    ),
    _invoices(
        "InvoiceIssued",
        Said(
            "订单 {order_id} 的发票已开具，{amount:money} 元。",
            "The invoice of {amount:money} CNY for order {order_id} was issued.",
        ),
        Said(
            "订单 {order_id} 的发票已开具，{amount:money} 元。",
            "Your invoice of {amount:money} CNY for order {order_id} was issued.",
        ),
    ),
    _invoices(
        "InvoiceRefused",
        Said("订单 {order_id} 的发票未开具。", "No invoice is issued for order {order_id}."),
        Said(
            "订单 {order_id} 的发票申请未通过，原因见申请。",
            "No invoice was issued for order {order_id}; your request says why.",
        ),
    ),
    _invoices(
        "InvoiceWithdrawn",
        Said(
            "订单 {order_id} 的发票申请已撤回。",
            "The request for an invoice of order {order_id} was withdrawn.",
        ),
        Said(
            "您已撤回订单 {order_id} 的发票申请。",
            "You withdrew your request for an invoice of order {order_id}.",
        ),
    ),
    _invoices(
        "InvoiceCorrectionDue",
        Said(
            "订单 {order_id} 须红冲 {pending:money} 元，应于 {due_at:instant} 前办理。",
            "A red letter of {pending:money} CNY for order {order_id} is due before "
            "{due_at:instant}.",
        ),
    ),
    _invoices(
        "InvoiceCorrected",
        Said(
            "订单 {order_id} 的发票已红冲 {taken_off:money} 元，余 {net:money} 元。",
            "A red letter took {taken_off:money} CNY off the invoice of order {order_id}; "
            "{net:money} CNY stand.",
        ),
        Said(
            "订单 {order_id} 的发票已红冲 {taken_off:money} 元，余 {net:money} 元。",
            "{taken_off:money} CNY were taken off the invoice of your order {order_id}; "
            "{net:money} CNY stand.",
        ),
    ),
    _invoices(
        "InvoiceDueSoon",
        Said(
            "订单 {order_id} 的发票事项即将到期：{due_at:instant}。",
            "Something about the invoice of order {order_id} is due soon: {due_at:instant}.",
        ),
    ),
    _invoices(
        "InvoiceOverdue",
        Said(
            "订单 {order_id} 的发票事项已逾期。",
            "Something about the invoice of order {order_id} is overdue.",
        ),
    ),
)

TRADE: Final[Sequence[Wording]] = (*_ORDERS, *_PAYMENTS, *_WAITLIST, *_INVOICES)
"""All of them."""
