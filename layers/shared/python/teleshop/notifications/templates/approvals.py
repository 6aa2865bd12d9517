"""What roles are told of decisions that wait for them."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "review": Words("初审", "preliminary review"),
    "product_review": Words("商品审核", "review of a product"),
    "inspection": Words("现场考察", "on-site inspection"),
    "agreement": Words("签订协议", "agreement"),
    "decision": Words("理赔决定", "decision on a claim"),
    "pricing": Words("价格审批", "pricing"),
    "finance": Words("财务", "finance"),
    "agent": Words("客服", "agent"),
    "lead": Words("客服主管", "lead"),
    "reviewer": Words("审核员", "reviewer"),
    "inspector": Words("考察员", "inspector"),
    "legal": Words("法务", "legal"),
    "appeal": Words("申诉决定", "decision on an appeal"),
    "violation_decision": Words("违规处理决定", "decision on a violation"),
    "violation_appeal": Words("违规申诉决定", "decision on the appeal of a supplier"),
    "panel_legal": Words("合议（法务）", "panel, legal"),
    "panel_compliance": Words("合议（合规）", "panel, compliance"),
    "panel_manager": Words("合议（管理）", "panel, management"),
    "signatory": Words("签约人", "signatory"),
    "manager": Words("经理", "manager"),
    "compliance": Words("合规", "compliance"),
    "admin": Words("管理员", "administrator"),
    "policy": Words("考核政策审批", "decision on a scorecard policy"),
    "consequence": Words("考核处理决定", "decision on what follows from an assessment"),
    "consequence_appeal": Words("考核申诉决定", "decision on an appeal against an assessment"),
    "improvement_plan": Words("改进计划审核", "review of an improvement plan"),
}


def asked(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The role that has to decide."""
    return (Recipient(RecipientKind.ROLE, facts["role"]),)


def next_asked(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The role that has to decide now, and the one that let its time pass."""
    roles = dict.fromkeys((facts["to_role"], facts["from_role"]))
    return tuple(Recipient(RecipientKind.ROLE, role) for role in roles)


TEMPLATES = (
    Template(
        event="ApprovalRequested",
        context="approvals",
        recipients=asked,
        subject=Words("有新的事项待您审批", "A decision waits for you"),
        body=Words(
            "{subject_id} 的“{step:word}”（第 {round} 次）待审批，请于 {due_at:instant} "
            "前作出决定。审批编号：{approval_id}。",
            "The step “{step:word}” of {subject_id} (round {round}) waits for a decision by "
            "{due_at:instant}. Approval: {approval_id}.",
        ),
        words=WORDS,
    ),
    Template(
        event="ApprovalEscalated",
        context="approvals",
        recipients=next_asked,
        subject=Words("审批超时，已升级", "A decision is overdue and was escalated"),
        body=Words(
            "{subject_id} 的“{step:word}”超时未决，已由{from_role:word}转交{to_role:word}，"
            "请于 {due_at:instant} 前作出决定。审批编号：{approval_id}。",
            "The step “{step:word}” of {subject_id} was not decided in time and has passed from "
            "{from_role:word} to {to_role:word}, to be decided by {due_at:instant}. "
            "Approval: {approval_id}.",
        ),
        words=WORDS,
    ),
)
