"""What suppliers and staff are told of violation cases. What was found, said and decided is shown
on the platform, where its reader has signed in, and not here.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "false_documents": Words("提供虚假资料", "false documents"),
    "counterfeit_goods": Words("假冒伪劣商品", "counterfeit goods"),
    "agreement_breach": Words("违反合作协议", "a breach of the agreement"),
    "serious_offence": Words("其他严重违法行为", "a serious offence"),
    "opened": Words("调查期间", "for the time of the investigation"),
    "decided": Words("随处理决定", "with the decision"),
    "not_appealed": Words("申诉期限届满未申诉", "nobody appealed in time"),
    "appeal_refused": Words("申诉未获支持", "the appeal was refused"),
    "decision": Words("处理决定", "decision"),
    "appeal": Words("申诉决定", "decision on the appeal"),
    "timed_out": Words("无人在期限内作出决定", "nobody decided in time"),
    "withdrawn": Words("决定请求被撤回", "it was taken back before it was given"),
    "not_independent": Words(
        "决定人曾参与该案件", "it was made by somebody who had a part in the case"
    ),
    "other_case_open": Words(
        "该供应商另一案件的决定尚可申诉，待其生效后再作决定",
        "another case of the supplier can still be appealed against, and this one waits for it",
    ),
}
HELP = {
    "return": Words(
        "已为您开通退货退款，无须举证，运费由平台承担；如希望保留商品，可撤回申请",
        "a return with full refund is open for you, no proof is needed and the way back is paid "
        "for; to keep the goods, withdraw it",
    ),
    "claim": Words(
        "已代您向权益保障基金申请先行赔付，无须寄回商品",
        "the refund was claimed for you from the protection fund; the goods need not go back",
    ),
    "called_off": Words(
        "订单已由平台取消，已付款项将原路退回",
        "the order was cancelled by the platform, and what you paid goes back the way it came",
    ),
    "under_way": Words(
        "您此前的申请将照常办理",
        "what you asked for before goes on",
    ),
    "waiting": Words(
        "商品在途且尚未付款，您可以拒收；签收后我们将为您办理退货",
        "the goods are on their way and not paid: you may refuse them, and once they are signed "
        "for a return is opened for you",
    ),
}
COMPLIANCE = Recipient(RecipientKind.ROLE, "compliance")
LEGAL = Recipient(RecipientKind.ROLE, "legal")
MANAGER = Recipient(RecipientKind.ROLE, "manager")


def supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier whose case it is."""
    return (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


def supplier_and_compliance(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier, and those who investigate."""
    return (*supplier(facts), COMPLIANCE)


def investigators(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who investigate."""
    return (COMPLIANCE,)


def judges(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who decide on appeals, and those who investigated."""
    return (LEGAL, COMPLIANCE)


def leaders(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who see to it that cases go on."""
    return (COMPLIANCE, MANAGER)


def customer(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer who bought goods of a violation."""
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


TEMPLATES = (
    Template(
        event="AffectedCustomerHelped",
        context="violations",
        recipients=customer,
        subject=Words("您购买的商品有问题", "Goods that you bought are not as they should be"),
        body=Words(
            "您的订单 {order_id} 中有经平台查实存在违规（如假冒、与所售不符）的商品。"
            "{help:word}。您还可以依法主张惩罚性赔偿，请在平台的“权益保障基金”中提交申请。",
            "Your order {order_id} has goods that the platform found not to be what they were sold "
            "as: {help:word}. You may besides claim damages by law, at the protection fund on the "
            "platform.",
        ),
        words=HELP,
    ),
    Template(
        event="ViolationCaseOpened",
        context="violations",
        recipients=supplier_and_compliance,
        subject=Words("违规案件已立案", "A violation case was opened"),
        body=Words(
            "就涉嫌{type:word}，平台已立案 {case_id} 调查。调查结论作出后，"
            "供应商可在期限内陈述和申辩。",
            "The platform investigates {type:word} as case {case_id}. The supplier is heard once "
            "it "
            "is known what happened.",
        ),
        words=WORDS,
    ),
    Template(
        event="InterimMeasureOrdered",
        context="violations",
        recipients=supplier,
        subject=Words("已对案件涉及的商品或合作采取措施", "Measures of a case act at once"),
        body=Words(
            "{cause:word}，案件 {case_id} 中为保护消费者的措施立即执行，范围和理由请登录平台查看。",
            "In case {case_id} measures that protect customers act at once ({cause:word}); what "
            "they "
            "are about is shown on the platform.",
        ),
        words=WORDS,
    ),
    Template(
        event="ViolationStatementRequested",
        context="violations",
        recipients=supplier,
        subject=Words("请就调查结论陈述和申辩", "Please state your view of what was found"),
        body=Words(
            "案件 {case_id} 的调查结论和拟采取措施已可在平台查看，请在 {due_at:instant} "
            "前提交陈述和申辩；"
            "逾期未提交的，平台将依已有材料作出决定。",
            "What was found in case {case_id}, and what is proposed, is shown on the platform. "
            "State "
            "your view before {due_at:instant}; without it the case goes on upon what is there.",
        ),
    ),
    Template(
        event="ViolationStatementGiven",
        context="violations",
        recipients=investigators,
        subject=Words("供应商已陈述和申辩", "A supplier stated its view"),
        body=Words(
            "供应商 {supplier_id} 已就案件 {case_id} 提交陈述和申辩，案件已提请决定。",
            "Supplier {supplier_id} stated its view of case {case_id}; a decision is asked for.",
        ),
    ),
    Template(
        event="ViolationDecided",
        context="violations",
        recipients=supplier_and_compliance,
        subject=Words("违规处理决定", "A decision on a violation"),
        body=Words(
            "案件 {case_id}（{type:word}）已作出处理决定，记 {points} 分，"
            "理由和措施请登录平台查看。"
            "如不服，可在 {appeal_until:instant} 前申诉；申诉期间罚款和终止合作不执行。",
            "Case {case_id} ({type:word}) was decided with {points} points; reasons and measures "
            "are "
            "shown on the platform. You may appeal before {appeal_until:instant}; until that is "
            "decided no fine is taken and the cooperation does not end.",
        ),
        words=WORDS,
    ),
    Template(
        event="ViolationAppealed",
        context="violations",
        recipients=judges,
        subject=Words("供应商已申诉", "A supplier appealed"),
        body=Words(
            "供应商 {supplier_id} 已就案件 {case_id} 申诉，由未参与该案件的人员决定，"
            "期间暂缓生效。",
            "Supplier {supplier_id} appealed in case {case_id}; somebody who had no part in it "
            "decides, and nothing takes effect until then.",
        ),
    ),
    Template(
        event="ViolationEffective",
        context="violations",
        recipients=supplier_and_compliance,
        subject=Words("违规处理决定已生效", "A decision on a violation took effect"),
        body=Words(
            "案件 {case_id} 的处理决定已生效（{cause:word}），措施开始执行；"
            "供应商 {supplier_id} 目前累计 {points_in_force} 分。",
            "The decision of case {case_id} took effect ({cause:word}) and its measures are "
            "carried "
            "out; {points_in_force} points stand against supplier {supplier_id}.",
        ),
        words=WORDS,
    ),
    Template(
        event="ViolationAnnulled",
        context="violations",
        recipients=supplier_and_compliance,
        subject=Words("违规处理决定已撤销", "A decision on a violation was annulled"),
        body=Words(
            "案件 {case_id} 的申诉获得支持，处理决定已撤销，记分取消，已采取的措施将恢复。",
            "The appeal in case {case_id} was upheld: the decision is void, its points are gone, "
            "and "
            "what was done is taken back.",
        ),
    ),
    Template(
        event="ViolationDismissed",
        context="violations",
        recipients=supplier_and_compliance,
        subject=Words("案件不予处理", "A case was dismissed"),
        body=Words(
            "案件 {case_id} 经调查不予处理，调查期间采取的措施将恢复。",
            "Case {case_id} was dismissed; what was ordered for the time being is taken back.",
        ),
    ),
    Template(
        event="ViolationMeasureFailed",
        context="violations",
        recipients=leaders,
        subject=Words("措施未能执行", "A measure could not be carried out"),
        body=Words(
            "案件 {case_id} 的一项措施未能执行，请登录平台查看并处理。",
            "A measure of case {case_id} could not be carried out; please look at it on the "
            "platform.",
        ),
    ),
    Template(
        event="ViolationCaseStalled",
        context="violations",
        recipients=leaders,
        subject=Words("案件的决定未能作出", "A decision on a case came to nothing"),
        body=Words(
            "案件 {case_id} 的{stage:word}（第 {round} 次）未能作出：{error:word}。"
            "系统将自动重新提请。",
            "The {stage:word} of case {case_id} (round {round}) came to nothing: {error:word}. It "
            "is "
            "asked for again by itself.",
        ),
        words=WORDS,
    ),
    Template(
        event="ViolationCaseOverdue",
        context="violations",
        recipients=leaders,
        subject=Words("案件调查逾期", "An investigation is overdue"),
        body=Words(
            "案件 {case_id} 应于 {due_at:instant} 前提交调查结论，现已逾期；立案时暂停的商品不再因"
            "本案暂停。商品仍有危险的，请另行暂停该商品；请尽快提交结论，案件期间供应商不能办理"
            "新业务。",
            "The findings of case {case_id} were due by {due_at:instant} and are late; goods that "
            "were held at its opening are held by it no longer. If they are still a danger, put "
            "them on hold by hand. Please report: nothing new of the supplier is taken meanwhile.",
        ),
    ),
)
