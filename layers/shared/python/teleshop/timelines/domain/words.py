"""The words of every event about a customer, as data; see :mod:`teleshop.timelines.domain.text` for
how facts are written in them.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from teleshop.timelines.domain.text import Said
from teleshop.timelines.domain.trade import TRADE
from teleshop.timelines.domain.wording import NEUTRAL, Wording

__all__ = ["NEUTRAL", "WORDINGS", "Wording"]


def _staff(context: str, event: str, zh: str, en: str) -> Wording:
    return Wording(context, event, Said(zh, en))


def _care(event: str, staff: Said, customer: Said | None = None, **options: Any) -> Wording:
    return Wording("care", event, staff, customer, **options)


_WORDINGS: Sequence[Wording] = (
    # care
    _care(
        "CaseOpened",
        Said(
            "{case_kind:word}已受理（渠道：{channel:word}，等级：{severity:word}）。",
            "A {case_kind:word} was opened (channel: {channel:word}, severity: {severity:word}).",
        ),
        Said("您的{case_kind:word}已受理。", "Your {case_kind:word} was received."),
    ),
    _care(
        "CaseAssigned",
        Said(
            "{case_kind:word}已分派给 {assignee}（{team}）。",
            "The {case_kind:word} was given to {assignee} ({team}).",
        ),
        Said(
            "已有客服负责您的{case_kind:word}。",
            "Somebody is looking after your {case_kind:word}.",
        ),
    ),
    _care(
        "CaseUnassigned",
        Said(
            "{case_kind:word}由 {former} 交回，待重新分派。",
            "{former} handed the {case_kind:word} back; it waits for somebody.",
        ),
    ),
    _care(
        "CaseTransferred",
        Said(
            "{case_kind:word}转至 {team}。",
            "The {case_kind:word} was passed to {team}.",
        ),
    ),
    _care(
        "CaseClassified",
        Said("原因归类为 {cause}。", "The cause was classified as {cause}."),
    ),
    _care(
        "CaseRaised",
        Said("{case_kind:word}升为重大。", "The {case_kind:word} was raised to a major one."),
        Said(
            "您的{case_kind:word}已升级为重大事项优先处理。",
            "Your {case_kind:word} is now handled as a major one, with priority.",
        ),
    ),
    _care(
        "CaseResponded",
        Said("已响应顾客。", "The customer got a response."),
        Said("客服已响应您的{case_kind:word}。", "We responded to your {case_kind:word}."),
    ),
    _care(
        "CaseAnswered",
        Said("已给出明确答复。", "The customer got a clear answer."),
        Said("您的{case_kind:word}已得到答复。", "Your {case_kind:word} was answered."),
    ),
    _care(
        "CaseHandled",
        Said("重大事项已处理完毕。", "What the major case called for was done."),
        Said("您的{case_kind:word}已处理完毕。", "Your {case_kind:word} was dealt with."),
    ),
    _care(
        "CaseClosed",
        Said(
            "{case_kind:word}已结案（{resolution:word}）。",
            "The {case_kind:word} was closed ({resolution:word}).",
        ),
        Said("您的{case_kind:word}已结案。", "Your {case_kind:word} was closed."),
    ),
    _care(
        "CaseReopened",
        Said(
            "{case_kind:word}重新打开（第 {round} 次处理）。",
            "The {case_kind:word} was opened again (round {round}).",
        ),
        Said("您的{case_kind:word}已重新打开。", "Your {case_kind:word} was opened again."),
    ),
    _care(
        "CaseMerged",
        Said("与 {into} 合并处理。", "Merged into {into}."),
        Said(
            "您的{case_kind:word}与同一事项的记录 {into} 合并处理。",
            "Your {case_kind:word} is handled together with {into}, on the same matter.",
        ),
    ),
    _care("CaseSplit", Said("拆分出 {new_case_id}。", "Part of it became {new_case_id}.")),
    _care("CaseHeld", Said("法定保全状态变更。", "A legal hold was set or lifted.")),
    _care(
        "MessageAdded",
        Said(
            "新增留言（作者：{author:word}，可见范围：{visibility:word}）。",
            "A message was added (by: {author:word}, for: {visibility:word}).",
        ),
        Said(
            "您的{case_kind:word}有新的留言。", "There is a new message on your {case_kind:word}."
        ),
        only_if=("visibility", "customer"),
    ),
    _care(
        "PartyAsked",
        Said(
            "已要求{party:word}在 {due_at:instant} 前答复。",
            "The {party:word} was asked to answer by {due_at:instant}.",
        ),
    ),
    _care("PartyAnswered", Said("{party:word}已答复。", "The {party:word} has answered.")),
    _care(
        "PromiseMade",
        Said(
            "承诺顾客于 {due_at:instant} 前完成。",
            "The customer was promised something by {due_at:instant}.",
        ),
        Said(
            "我们承诺于 {due_at:instant} 前完成。",
            "We promised to have it done by {due_at:instant}.",
        ),
    ),
    _care(
        "PromiseKept",
        Said("承诺已兑现。", "The promise was kept."),
        Said("我们的承诺已兑现。", "What we promised was done."),
    ),
    _care(
        "TicketReceived",
        Said(
            "收到主管部门工单，须于 {due_at:instant} 前答复。",
            "An authority sent a ticket, to be answered by {due_at:instant}.",
        ),
    ),
    _care("TicketAnswered", Said("已答复主管部门工单。", "The ticket was answered.")),
    _care(
        "ClockWarned",
        Said(
            "时限“{clock:word}”已用去 {share}%，到期 {due_at:instant}。",
            "{share} % of the time for '{clock:word}' have passed; due {due_at:instant}.",
        ),
    ),
    _care(
        "ClockBreached",
        Said(
            "时限“{clock:word}”超期（责任方：{late_party:word}），已升级至{escalated_to:word}。",
            "The time for '{clock:word}' ran out (late: {late_party:word}); escalated to "
            "{escalated_to:word}.",
        ),
    ),
    _care(
        "ClockEscalated",
        Said(
            "超期事项“{clock:word}”升级至{escalated_to:word}。",
            "What is overdue ('{clock:word}') was escalated to {escalated_to:word}.",
        ),
    ),
    _care("ClockExplained", Said("已说明超期原因。", "Why it was late was explained.")),
    _care(
        "ClockEnded",
        Said(
            "时限“{clock:word}”结束，剩余 {minutes_left} 分钟。",
            "The clock '{clock:word}' ended with {minutes_left} minutes left.",
        ),
    ),
    # after-sales
    _care(
        "AfterSalesRequested",
        Said(
            "申请{remedy:word}（{ground:word}）。",
            "Asked for {remedy:word} ({ground:word}).",
        ),
        Said("您申请了{remedy:word}。", "You asked for {remedy:word}."),
    ),
    _care(
        "AfterSalesDecided",
        Said("售后申请：{outcome:word}。", "After-sales request: {outcome:word}."),
        Said(
            "您的{case_kind:word}申请：{outcome:word}。",
            "Your request for {case_kind:word}: {outcome:word}.",
        ),
    ),
    _care(
        "GoodsReceived",
        Said(
            "已收到退回商品，退款期限 {refund_due_at:instant}。",
            "The goods came back; a refund is due before {refund_due_at:instant}.",
        ),
        Said("我们已收到您寄回的商品。", "The goods you sent back have arrived."),
    ),
    _care(
        "GoodsInspected",
        Said(
            "退回商品已验收，应退 {refund_due:money} 元。",
            "The goods were inspected; {refund_due:money} CNY are due.",
        ),
        Said("您寄回的商品已验收。", "The goods you sent back were inspected."),
    ),
    _care(
        "RefundPaid",
        Said("已退款 {amount:money} 元。", "{amount:money} CNY were refunded."),
        Said(
            "已向您退款 {amount:money} 元（原路退回）。",
            "{amount:money} CNY were refunded to you, by the way you paid.",
        ),
    ),
    _care(
        "ReplacementSent",
        Said("已寄出换货商品。", "A replacement was sent."),
        Said("换货商品已寄出。", "Your replacement was sent."),
    ),
    _care(
        "RepairFinished",
        Said("第 {number} 次维修结束。", "Repair number {number} is over."),
        Said("您的商品维修结束。", "The repair of your goods is over."),
    ),
    _care(
        "GoodsSentBack",
        Said("未通过验收的商品已寄回顾客。", "Goods that were not accepted went back."),
        Said("未通过验收的商品已寄回给您。", "Goods that were not accepted were sent back to you."),
    ),
    # fund
    Wording(
        "fund",
        "ClaimOpened",
        Said(
            "提出权益保障基金赔付申请 {amount:money} 元。",
            "A claim of {amount:money} CNY on the protection fund was filed.",
        ),
        Said(
            "您的权益保障基金申请已受理。",
            "Your claim on the protection fund was received.",
        ),
    ),
    Wording(
        "fund",
        "ClaimDecided",
        Said("基金申请：{outcome:word}。", "Claim on the fund: {outcome:word}."),
        Said(
            "您的权益保障基金申请：{outcome:word}。",
            "Your claim on the protection fund: {outcome:word}.",
        ),
    ),
    Wording(
        "fund",
        "ClaimPaid",
        Said("基金已赔付 {amount:money} 元。", "The fund paid {amount:money} CNY."),
        Said(
            "权益保障基金已向您赔付 {amount:money} 元。",
            "The protection fund paid you {amount:money} CNY.",
        ),
    ),
    # violations
    Wording(
        "violations",
        "AffectedCustomerHelped",
        Said(
            "订单 {order_id} 含违规案件 {case_id} 的商品，平台主动处理：{help:word}。",
            "Order {order_id} has goods of violation case {case_id}; the platform acts by itself: "
            "{help:word}.",
        ),
        Said(
            "您的订单 {order_id} 中有经平台查实存在违规的商品，平台为您主动处理：{help:word}。",
            "Your order {order_id} has goods that are not what they were sold as; done for you: "
            "{help:word}.",
        ),
    ),
    # surveys
    Wording(
        "surveys",
        "SurveyInvited",
        Said(
            "邀请参加满意度调查（{programme_kind:word}）。",
            "Invited to a survey ({programme_kind:word}).",
        ),
        Said("邀请您参加满意度调查。", "You were invited to a survey."),
    ),
    Wording(
        "surveys",
        "SurveyAnswered",
        Said("已答复满意度调查（{mode:word}）。", "Answered a survey ({mode:word})."),
        Said("您已答复满意度调查，感谢。", "You answered a survey; thank you."),
    ),
    _staff(
        "surveys",
        "LowScoreGiven",
        "满意度评分偏低：{score}/{scale_max}，已转回访。",
        "A low score was given: {score} of {scale_max}; a follow-up is opened.",
    ),
)

WORDINGS: Final[Mapping[str, Wording]] = {
    wording.event: wording for wording in (*_WORDINGS, *TRADE)
}
"""The wordings by name of event."""
