"""What customers and finance are told of payments and refunds. That an order is paid is told with
the order. Amounts are shown on the platform, where its reader has signed in, and not here.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "late": Words("付款到账时订单已关闭", "the money came after the order was closed"),
    "twice": Words("重复付款", "paid twice"),
    "wrong_amount": Words("付款金额与应付金额不符", "another amount than is due"),
    "wrong_currency": Words("付款币种不符", "another currency than is due"),
    "wrong_method": Words(
        "货到付款订单误作在线支付", "paid online, though cash is due at the door"
    ),
    "unknown_payment": Words("支付网关通知的付款无法匹配", "money for a payment that is not known"),
    "unknown_refund": Words("支付网关通知的退款无法匹配", "a refund that nobody asked for"),
    "refund_paid_twice": Words("退款可能重复支付", "a refund may have been paid twice"),
    "refund_amount_differs": Words("支付网关的退款金额不符", "a refund of another amount"),
    "refund_failed_after": Words(
        "支付网关通知已完成的退款失败", "a refund that was settled is said to have failed"
    ),
    "requested": Words("待发起，或待人工转账", "not sent yet, or to be paid by hand"),
    "sent": Words("支付网关处理中", "with the gateway"),
    "failed": Words("退款失败，待财务处理", "failed, and waits for finance"),
    "gateway": Words("原路退回", "the way it was paid"),
    "hand": Words("财务人工转账", "a payment by finance"),
}
FINANCE = Recipient(RecipientKind.ROLE, "finance")
GOES_BACK = frozenset({"late", "twice", "wrong_amount", "wrong_currency", "wrong_method"})
"""What is sent back by itself, and so told to the customer as well."""


def finance(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who pay and keep the books."""
    return (FINANCE,)


def customer(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whose money it is."""
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


def customer_and_finance(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Both."""
    return (*customer(facts), FINANCE)


def payer_if_hand(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer; and finance, where it has to pay."""
    return customer_and_finance(facts) if facts["route"] == "hand" else customer(facts)


def concerned(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Finance; and the customer whose money goes back."""
    return customer_and_finance(facts) if facts["kind"] in GOES_BACK else (FINANCE,)


TEMPLATES = (
    Template(
        event="PaymentUnexpected",
        context="payments",
        recipients=concerned,
        subject=Words("有一笔款项与付款记录不符", "Money that does not fit"),
        body=Words(
            "有一笔收款或退款与记录不符：{kind:word}。"
            "重复、逾期或有误的付款将全额原路退回；其他情况由财务核对。详情请登录平台查看。",
            "Money came in or went out that does not fit: {kind:word}. What was paid twice, late "
            "or wrongly goes back in full by the way it came; finance looks into the rest. Details "
            "are shown on the platform.",
        ),
        words=WORDS,
    ),
    Template(
        event="RefundRequested",
        context="payments",
        recipients=payer_if_hand,
        subject=Words("退款已受理", "A refund is on its way"),
        body=Words(
            "订单 {order_id} 的退款 {refund_id} 已受理，最迟 {due_at:instant} 退回"
            "（退款方式：{route:word}）。",
            "The refund {refund_id} for order {order_id} is on its way and due by "
            "{due_at:instant} ({route:word}).",
        ),
        words=WORDS,
    ),
    Template(
        event="RefundSettled",
        context="payments",
        recipients=customer,
        subject=Words("退款已完成", "A refund was paid"),
        body=Words(
            "订单 {order_id} 的退款 {refund_id} 已于 {settled_at:instant} 退回，请查收。",
            "The refund {refund_id} for order {order_id} was paid at {settled_at:instant}; please "
            "check that it arrived.",
        ),
    ),
    Template(
        event="RefundFailed",
        context="payments",
        recipients=finance,
        subject=Words("退款失败，请处理", "A refund failed"),
        body=Words(
            "订单 {order_id} 的退款 {refund_id}（第 {attempt} 次）失败，支付网关代码 {code}，应于 "
            "{due_at:instant} 前退回。请重新发起，或人工转账后登记凭证号。",
            "The refund {refund_id} for order {order_id} failed (attempt {attempt}, {code}) and is "
            "due by {due_at:instant}. Let it be tried again, or pay it and enter the reference.",
        ),
    ),
    Template(
        event="RefundDueSoon",
        context="payments",
        recipients=finance,
        subject=Words("退款即将到期", "A refund is due soon"),
        body=Words(
            "订单 {order_id} 的退款 {refund_id} 应于 {due_at:instant} 前退回，"
            "目前状态：{state:word}。",
            "The refund {refund_id} for order {order_id} is due by {due_at:instant}; it is "
            "{state:word}.",
        ),
        words=WORDS,
    ),
    Template(
        event="RefundOverdue",
        context="payments",
        recipients=customer_and_finance,
        subject=Words("退款逾期，深表歉意", "A refund is late: we apologise"),
        body=Words(
            "订单 {order_id} 的退款 {refund_id} 应于 {due_at:instant} 前退回，现已逾期，"
            "我们深表歉意，财务正在加急处理。",
            "The refund {refund_id} for order {order_id} was due by {due_at:instant} and is late. "
            "We apologise; finance is dealing with it at once.",
        ),
    ),
)
