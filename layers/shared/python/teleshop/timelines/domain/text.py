"""Words with facts in them, in both languages.

A fact is written ``{name:word}`` (a code, in the words of :data:`CODES`; a code without words is
shown as it is), ``{name:instant}`` (China time), ``{name:money}`` (fen) or ``{name}``. A fact that
an event lacks is shown as a dash, so that an old event never breaks a page.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from teleshop.kernel.clock import CHINA, parse_instant

Facts = Mapping[str, Any]
MISSING = "–"


@dataclass(frozen=True, slots=True)
class Said:
    """The same in Chinese and in English."""

    zh: str
    en: str


CODES: Final[Mapping[str, Said]] = {
    "complaint": Said("投诉", "complaint"),
    "enquiry": Said("咨询", "enquiry"),
    "follow_up": Said("回访", "follow-up"),
    "return": Said("退货", "return"),
    "exchange": Said("换货", "exchange"),
    "repair": Said("维修", "repair"),
    "normal": Said("一般", "normal"),
    "major": Said("重大", "major"),
    "phone": Said("电话", "telephone"),
    "app": Said("手机应用", "app"),
    "web": Said("网页", "web"),
    "letter": Said("信函", "letter"),
    "ticket_12315": Said("12315 工单", "12315 ticket"),
    "survey": Said("满意度调查", "survey"),
    "claim": Said("代为申请先行赔付", "a claim on the fund"),
    "called_off": Said("平台取消订单并退款", "cancelled, money goes back"),
    "under_way": Said("已在办理", "under way already"),
    "waiting": Said("待签收后办理", "once it is signed for"),
    "approve": Said("同意", "approved"),
    "refuse": Said("不同意", "refused"),
    "refer": Said("转人工审核", "referred to a person"),
    "approved": Said("已批准", "approved"),
    "refused": Said("未批准", "refused"),
    "returned": Said("需补充材料", "more evidence is needed"),
    "withdrawn": Said("已撤回", "withdrawn"),
    "lapsed": Said("已失效", "lapsed"),
    "agent": Said("客服", "agent"),
    "lead": Said("班组长", "lead"),
    "manager": Said("经理", "manager"),
    "merchandiser": Said("商品企划", "merchandiser"),
    "supplier": Said("供应商", "supplier"),
    "carrier": Said("承运商", "carrier"),
    "customer": Said("顾客", "customer"),
    "platform": Said("平台", "platform"),
    "internal": Said("仅内部可见", "internal"),
    "staff": Said("客服", "staff"),
    "authority": Said("主管部门", "authority"),
    "respond": Said("响应", "response"),
    "answer": Said("明确答复", "clear answer"),
    "handle": Said("处理完毕", "handling of a major case"),
    "enquiry_answer": Said("咨询答复", "answer to an enquiry"),
    "close": Said("结案", "closing"),
    "assign": Said("分派", "assignment"),
    "promise": Said("承诺事项", "promise"),
    "supplier_answer": Said("供应商答复", "answer of the supplier"),
    "carrier_answer": Said("承运商答复", "answer of the carrier"),
    "ticket": Said("工单答复", "answer to a ticket"),
    "decision": Said("售后审核", "decision on a request"),
    "inspection": Said("验收", "inspection"),
    "refund": Said("退款", "refund"),
    "answered": Said("已答复", "answered"),
    "refunded": Said("已退款", "refunded"),
    "exchanged": Said("已换货", "exchanged"),
    "repaired": Said("已维修", "repaired"),
    "compensated": Said("已补偿", "compensated"),
    "unfounded": Said("投诉不成立", "found to be without ground"),
    "handled_by_authority": Said("由主管部门处理", "handled by the authority"),
    "no_contact": Said("无法联系顾客", "customer could not be reached"),
    "no_reason": Said("无理由", "without reason"),
    "quality": Said("质量问题", "faulty goods"),
    "mismatch": Said("与描述不符", "not as described"),
    "transport_damage": Said("运输损坏", "damaged on the way"),
    "tv": Said("电视", "television"),
    "mail": Said("邮购", "mail order"),
    "online": Said("在线", "online"),
    "telephone": Said("电话", "telephone"),
    "interview": Said("访谈", "interview"),
    "after_case": Said("服务后调查", "after a case"),
    "after_delivery": Said("签收后调查", "after delivery"),
    "quarterly_sample": Said("季度抽样", "quarterly sample"),
    # orders and payments
    "gateway": Said("在线支付", "online"),
    "cash_on_delivery": Said("货到付款", "cash on delivery"),
    "unpaid": Said("超时未付款", "not paid in time"),
    "whole": Said("全部商品", "all goods"),
    "rest": Said("尚未发出的商品", "what had not left"),
    "not_reachable": Said("无法联系顾客", "customer could not be reached"),
    "goods_withdrawn": Said("商品下架", "goods were withdrawn"),
    "stock_missing": Said("缺货", "stock was missing"),
    "price_error": Said("价格错误", "wrong price"),
    "fraud_suspected": Said("疑似欺诈", "fraud is suspected"),
    "entry_error": Said("录入错误", "wrongly entered"),
    "late": Said("逾期到账", "too late"),
    "twice": Said("重复支付", "paid twice"),
    "wrong_amount": Said("金额不符", "another amount"),
    "wrong_currency": Said("币种不符", "another currency"),
    "wrong_method": Said("方式不符", "another way of paying"),
    "refund_paid_twice": Said("重复退款", "refunded twice"),
    "refund_amount_differs": Said("退款金额不符", "another amount was refunded"),
    "refund_failed_after": Said("退款后又失败", "a refund failed afterwards"),
}


def filled(said: Said, facts: Facts) -> Said:
    """The words with their facts."""
    return Said(
        _Formatter("zh").vformat(said.zh, (), facts), _Formatter("en").vformat(said.en, (), facts)
    )


class _Formatter(string.Formatter):
    def __init__(self, language: str) -> None:
        self._zh = language == "zh"

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs.get(str(key))

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return MISSING
        match format_spec:
            case "word":
                known = CODES.get(str(value))
                return (known.zh if self._zh else known.en) if known else str(value)
            case "instant":
                at = parse_instant(str(value)).astimezone(CHINA)
                if self._zh:
                    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
                return f"{at:%Y-%m-%d %H:%M} (China time)"
            case "money":
                fen = int(value)
                return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
        return str(value)
