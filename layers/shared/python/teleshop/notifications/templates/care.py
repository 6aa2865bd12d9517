"""What customers, suppliers and the staff of customer service are told of cases. A receipt to the
customer is sent by a machine, and so is no response (standard 6.1.3).
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

Facts = Mapping[str, Any]
LEAD = Recipient(RecipientKind.ROLE, "lead")
COMPLIANCE = Recipient(RecipientKind.ROLE, "compliance")

WORDS = {
    "normal": Words("一般", "normal"),
    "major": Words("重大", "major"),
    "complaint": Words("投诉", "complaint"),
    "enquiry": Words("咨询", "enquiry"),
    "follow_up": Words("回访", "follow-up"),
    "return": Words("退货", "return"),
    "exchange": Words("换货", "exchange"),
    "repair": Words("维修", "repair"),
    "respond": Words("首次回应", "first response"),
    "answer": Words("明确答复", "clear answer"),
    "handle": Words("重大投诉处理", "handling of a major complaint"),
    "enquiry_answer": Words("咨询答复", "answer to an enquiry"),
    "close": Words("结案", "closing"),
    "assign": Words("分派", "assignment"),
    "promise": Words("对客户的承诺", "promise to the customer"),
    "supplier_answer": Words("供应商答复", "answer of the supplier"),
    "carrier_answer": Words("承运商答复", "answer of the carrier"),
    "ticket": Words("主管部门工单答复", "answer to an authority's ticket"),
    "decision": Words("售后申请决定", "decision on an after-sales request"),
    "inspection": Words("退回商品查验", "inspection of returned goods"),
    "refund": Words("退款", "refund"),
    "replacement": Words("换货发出", "replacement"),
    "decision_line": Words("售后申请决定（15 日）", "decision within 15 days"),
    "return_parcel": Words("顾客寄回商品", "return of the goods by the customer"),
    "arrival": Words("退回商品送达", "arrival of returned goods"),
    "refund_line": Words("退款（15 日）", "refund within 15 days"),
    "remedy_line": Words("换货或开始修理（15 日）", "replacement or repair within 15 days"),
    "after_repair": Words("修理未成后的处理", "what follows a repair in vain"),
    "send_back": Words("未通过查验的商品寄回", "sending back goods that were not accepted"),
    "platform": Words("平台", "the platform"),
    "supplier": Words("供应商", "the supplier"),
    "carrier": Words("承运商", "the carrier"),
    "customer": Words("顾客", "the customer"),
    "answered": Words("已答复", "answered"),
    "refunded": Words("已退款", "refunded"),
    "exchanged": Words("已换货", "exchanged"),
    "repaired": Words("已修复", "repaired"),
    "refused": Words("未予同意", "not approved"),
    "sent_back": Words("商品已寄回", "goods sent back"),
    "nothing_received": Words("未收到商品", "no goods received"),
    "compensated": Words("已赔偿", "compensated"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "called_off": Words("订单已取消", "its order was cancelled"),
    "unfounded": Words("不成立", "not confirmed"),
    "handled_by_authority": Words("由主管部门处理", "handled by an authority"),
    "no_contact": Words("无法联系", "nobody could be reached"),
    "injury": Words("人身伤害", "injury"),
    "food_safety": Words("食品安全", "food safety"),
    "fire": Words("起火、爆炸或触电", "fire, explosion or electric shock"),
    "fraud": Words("欺诈、假冒", "fraud or counterfeits"),
    "minors": Words("涉及未成年人", "minors"),
    "press": Words("媒体曝光", "press or media"),
    "privacy": Words("个人信息泄露", "leak of personal data"),
    "amount": Words("金额较大", "a large amount"),
    "repeated": Words("多次发生", "repeated"),
    "other": Words("其他", "other"),
    "call_back": Words("回电", "a call"),
    "delivery": Words("送达", "delivery"),
    "visit": Words("上门", "a visit"),
    "document": Words("单据", "a document"),
}


def customer(facts: Facts) -> tuple[Recipient, ...]:
    """The customer, as far as there is an account."""
    subject = facts["customer_id"]
    return (Recipient(RecipientKind.PERSON, subject),) if subject else ()


def customer_who_asked(facts: Facts) -> tuple[Recipient, ...]:
    """The customer of a case; nobody for a follow-up, which the platform opens itself."""
    return () if facts["case_kind"] == "follow_up" else customer(facts)


def assignee(facts: Facts) -> tuple[Recipient, ...]:
    """Whoever has the case, or the leads while nobody has it."""
    subject = facts["assignee"]
    return (Recipient(RecipientKind.PERSON, subject),) if subject else (LEAD,)


def escalation(facts: Facts) -> tuple[Recipient, ...]:
    """The role that goes on, and whoever has the case."""
    role = Recipient(RecipientKind.ROLE, facts["escalated_to"])
    return tuple(dict.fromkeys((role, *assignee(facts))))


def leads_and_assignee(facts: Facts) -> tuple[Recipient, ...]:
    """Those who lead the teams, and whoever has the case."""
    return tuple(dict.fromkeys((LEAD, *assignee(facts))))


def leads_and_compliance(_: Facts) -> tuple[Recipient, ...]:
    """Those who lead the teams, and those who watch over the rules."""
    return (LEAD, COMPLIANCE)


def asked_supplier(facts: Facts) -> tuple[Recipient, ...]:
    """The supplier that is asked; carriers are asked in other ways."""
    if facts["party"] != "supplier":
        return ()
    return (Recipient(RecipientKind.SUPPLIER, facts["party_id"]),)


def reader(facts: Facts) -> tuple[Recipient, ...]:
    """Whom a message is for: the other side."""
    if facts["author"] != "staff":
        return assignee(facts)
    if facts["visibility"] == "customer":
        return customer(facts)
    return (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


TEMPLATES = (
    Template(
        event="CaseOpened",
        context="care",
        recipients=customer_who_asked,
        subject=Words("您的来件已收到", "We have received your message"),
        body=Words(
            "您的{case_kind:word}（编号 {case_id}）已于 {arrived_at:instant} 收到，"
            "客服人员将与您联系。本消息为自动回执。",
            "Your {case_kind:word} ({case_id}) arrived at {arrived_at:instant}; a member of our "
            "staff will contact you. This is an automatic receipt.",
        ),
        words=WORDS,
    ),
    Template(
        event="CaseAssigned",
        context="care",
        recipients=assignee,
        subject=Words("有新的服务单由您处理", "A case was assigned to you"),
        body=Words(
            "{severity:word}{case_kind:word} {case_id} 由您处理，请在时限内回应和答复。",
            "The {case_kind:word} {case_id} ({severity:word}) is yours; please respond and answer "
            "in time.",
        ),
        words=WORDS,
    ),
    Template(
        event="CaseRaised",
        context="care",
        recipients=leads_and_assignee,
        subject=Words("有服务单升级为重大投诉", "A complaint became a major one"),
        body=Words(
            "{case_id} 为重大投诉，原因：{reasons:word}。须在到达后 48 小时内处理完毕。",
            "{case_id} is a major complaint: {reasons:word}. It must be handled within 48 hours of "
            "its arrival.",
        ),
        words=WORDS,
    ),
    Template(
        event="CaseResponded",
        context="care",
        recipients=customer,
        subject=Words("客服已回应", "Customer service has responded"),
        body=Words(
            "客服已回应您的{case_kind:word}（编号 {case_id}），请登录查看。",
            "Customer service has responded to your {case_kind:word} ({case_id}); sign in to read.",
        ),
        words=WORDS,
    ),
    Template(
        event="CaseAnswered",
        context="care",
        recipients=customer,
        subject=Words("您有一条答复", "You have an answer"),
        body=Words(
            "您的{case_kind:word}（编号 {case_id}）已有明确答复，请登录查看。",
            "Your {case_kind:word} ({case_id}) was answered; sign in to read.",
        ),
        words=WORDS,
    ),
    Template(
        event="CaseClosed",
        context="care",
        recipients=customer,
        subject=Words("服务单已结案", "Your case is closed"),
        body=Words(
            "您的{case_kind:word}（编号 {case_id}）已结案：{resolution:word}。"
            "如有异议，请告知我们。",
            "Your {case_kind:word} ({case_id}) is closed: {resolution:word}. Tell us if "
            "you do not agree.",
        ),
        words=WORDS,
    ),
    Template(
        event="MessageAdded",
        context="care",
        recipients=reader,
        subject=Words("服务单有新留言", "A new message on a case"),
        body=Words(
            "服务单 {case_id} 有新留言，请登录查看。",
            "There is a new message on case {case_id}; sign in to read.",
        ),
    ),
    Template(
        event="PromiseMade",
        context="care",
        recipients=customer,
        subject=Words("我们对您的承诺", "What we promised you"),
        body=Words(
            "就服务单 {case_id}，我们承诺于 {due_at:instant} 前完成：{what:word}。",
            "On case {case_id} we promised, by {due_at:instant}: {what:word}.",
        ),
        words=WORDS,
    ),
    Template(
        event="PartyAsked",
        context="care",
        recipients=asked_supplier,
        subject=Words("有客户问题待您答复", "A customer's question waits for you"),
        body=Words(
            "服务单 {case_id} 有关于贵司商品的问询（第 {request} 号），"
            "请于 {due_at:instant} 前答复。",
            "Case {case_id} holds a question about your goods (request {request}); please answer "
            "by {due_at:instant}.",
        ),
    ),
    Template(
        event="TicketReceived",
        context="care",
        recipients=leads_and_compliance,
        subject=Words("收到主管部门工单", "A ticket of an authority arrived"),
        body=Words(
            "服务单 {case_id} 收到工单 {ticket}，请于 {due_at:instant} 前答复。",
            "Case {case_id} has ticket {ticket}; it must be answered by {due_at:instant}.",
        ),
    ),
    Template(
        event="ClockWarned",
        context="care",
        recipients=assignee,
        subject=Words("服务单时限将到", "A clock of a case runs out soon"),
        body=Words(
            "{case_id} 的“{clock:word}”已用去 {share}% 的时间，截止 {due_at:instant}。",
            "{share}% of the time for “{clock:word}” of {case_id} have passed; it is due at "
            "{due_at:instant}.",
        ),
        words=WORDS,
    ),
    Template(
        event="ClockBreached",
        context="care",
        recipients=escalation,
        subject=Words("服务单已超时", "A clock of a case ran out"),
        body=Words(
            "{case_id} 的“{clock:word}”应于 {due_at:instant} 前完成，现已超时；"
            "延误方：{late_party:word}。请立即处理。",
            "“{clock:word}” of {case_id} was due at {due_at:instant} and is late because of "
            "{late_party:word}. Please act now.",
        ),
        words=WORDS,
    ),
    Template(
        event="ClockEscalated",
        context="care",
        recipients=escalation,
        subject=Words("超时服务单已升级", "A late case was escalated"),
        body=Words(
            "{case_id} 的“{clock:word}”（应于 {due_at:instant} 前完成）仍未完成，"
            "已升级至第 {level} 级。",
            "“{clock:word}” of {case_id}, due at {due_at:instant}, has still not happened; it has "
            "reached level {level}.",
        ),
        words=WORDS,
    ),
)
