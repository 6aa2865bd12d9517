"""What customers are told on the way of a return, exchange or repair."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

Facts = Mapping[str, Any]

WORDS = {
    "return": Words("退货", "return"),
    "exchange": Words("换货", "exchange"),
    "repair": Words("维修", "repair"),
    "approved": Words("已同意", "approved"),
    "refused": Words("未予同意", "not approved"),
}


def customer(facts: Facts) -> tuple[Recipient, ...]:
    """The customer of the order."""
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


TEMPLATES = (
    Template(
        event="AfterSalesDecided",
        context="care",
        recipients=customer,
        subject=Words("您的售后申请有了结果", "Your after-sales request was decided"),
        body=Words(
            "您的{case_kind:word}申请（编号 {case_id}）{outcome:word}。依据、期限以及退货地址"
            "请在售后单中查看；如有异议，可以投诉。",
            "Your request for {case_kind:word} ({case_id}) was {outcome:word}. The case shows the "
            "rules, the dates and where to send goods; if you object, send us a complaint.",
        ),
        words=WORDS,
    ),
    Template(
        event="GoodsReceived",
        context="care",
        recipients=customer,
        subject=Words("您寄回的商品已收到", "The goods you sent back have arrived"),
        body=Words(
            "{case_kind:word}单 {case_id} 的商品已于 {received_at:instant} 收到，我们将尽快查验。",
            "The goods of {case_kind:word} {case_id} arrived at {received_at:instant}; we will "
            "inspect them soon.",
        ),
        words=WORDS,
    ),
    Template(
        event="GoodsInspected",
        context="care",
        recipients=customer,
        subject=Words("您寄回的商品已查验", "The goods you sent back were inspected"),
        body=Words(
            "{case_kind:word}单 {case_id} 的商品已查验，结论、理由和应退金额请在售后单中查看。",
            "The goods of {case_kind:word} {case_id} were inspected; the case shows the verdict, "
            "its reasons and what will be refunded.",
        ),
        words=WORDS,
    ),
    Template(
        event="RefundPaid",
        context="care",
        recipients=customer,
        subject=Words("您的退款已原路退回", "Your refund was paid"),
        body=Words(
            "退货单 {case_id} 的退款已于 {paid_at:instant} 按原支付方式退回，凭证号 {reference}。",
            "The refund of return {case_id} was paid at {paid_at:instant} by the way you paid; its "
            "reference is {reference}.",
        ),
    ),
    Template(
        event="ReplacementSent",
        context="care",
        recipients=customer,
        subject=Words("换货商品已寄出", "Your replacement was sent"),
        body=Words(
            "{case_kind:word}单 {case_id} 的新商品已寄出，“三包”有效期自换货之日起重新计算。",
            "New goods for {case_kind:word} {case_id} are on their way; the guarantee starts again "
            "with the day of the exchange.",
        ),
        words=WORDS,
    ),
    Template(
        event="RepairFinished",
        context="care",
        recipients=customer,
        subject=Words("您的商品维修结束", "The repair of your goods is over"),
        body=Words(
            "维修单 {case_id} 的第 {number} 次维修已结束，结果请在售后单中查看。",
            "Repair number {number} of case {case_id} is over; the case shows its result.",
        ),
    ),
    Template(
        event="GoodsSentBack",
        context="care",
        recipients=customer,
        subject=Words("未通过查验的商品已寄回", "Goods that were not accepted were sent back"),
        body=Words(
            "{case_kind:word}单 {case_id} 中未通过查验的商品已寄回给您，"
            "理由和凭证请在售后单中查看；如有异议，可以投诉。",
            "Goods of {case_kind:word} {case_id} that were not accepted are on their way back to "
            "you; the case shows the reasons and the evidence. If you object, send a complaint.",
        ),
        words=WORDS,
    ),
)
