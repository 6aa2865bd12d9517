"""What suppliers, and the staff who look after them, are told."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "automatic_check": Words("自动检查", "automatic check"),
    "review": Words("初审", "preliminary review"),
    "inspection": Words("现场考察", "on-site inspection"),
    "agreement": Words("合作协议", "agreement"),
    "document_expired": Words("资质文件已过期", "a qualification document has expired"),
    "agreement_expired": Words("合作协议已到期", "the agreement has ended"),
    "blacklisted": Words("已列入黑名单", "an entry in the blacklist"),
    "manual_hold": Words("平台人工暂停", "a decision of the platform"),
    "violation": Words("违规处理", "a violation"),
    "assessment": Words("考核结果", "the result of an assessment"),
}
COMPLIANCE = Recipient(RecipientKind.ROLE, "compliance")


def supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier."""
    return (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


def supplier_and_compliance(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier, and those who watch over the rules."""
    return (*supplier(facts), COMPLIANCE)


def supplier_if_begun(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier; of the end of a benefit, which was announced with it, nobody is told."""
    return supplier(facts) if facts["until"] else ()


TEMPLATES = (
    Template(
        event="SupplierApplicationSubmitted",
        context="suppliers",
        recipients=supplier,
        subject=Words("入驻申请已收到", "Your application has arrived"),
        body=Words(
            "您的入驻申请 {supplier_id}（第 {round} 次提交）已收到，将依次进行自动检查、初审、"
            "现场考察和协议签订。每一步的结果都会通知您。",
            "Your application {supplier_id} (submission {round}) has arrived. Automatic check, "
            "preliminary review, on-site inspection and agreement follow; you are told of each "
            "result.",
        ),
    ),
    Template(
        event="SupplierApplicationReturned",
        context="suppliers",
        recipients=supplier,
        subject=Words("入驻申请被退回修改", "Your application was returned for change"),
        body=Words(
            "您的入驻申请 {supplier_id} 在“{step:word}”环节被退回。请登录平台查看需要修改的内容，"
            "修改后重新提交。",
            "Your application {supplier_id} was returned at the step “{step:word}”. Please look up "
            "on the platform what has to be changed, and send it in again.",
        ),
        words=WORDS,
    ),
    Template(
        event="SupplierRejected",
        context="suppliers",
        recipients=supplier,
        subject=Words("入驻申请未通过", "Your application was rejected"),
        body=Words(
            "您的入驻申请 {supplier_id} 在“{step:word}”环节未通过。理由请登录平台查看。",
            "Your application {supplier_id} was rejected at the step “{step:word}”. The reason is "
            "shown on the platform.",
        ),
        words=WORDS,
    ),
    Template(
        event="SupplierActivated",
        context="suppliers",
        recipients=supplier,
        subject=Words("欢迎入驻", "You are on board"),
        body=Words(
            "供应商 {supplier_id} 已正式入驻（协议第 {agreement_version} 版）。"
            "请在 {reverification_due:day} 前完成下一次资质复核。",
            "Supplier {supplier_id} is on board (agreement version {agreement_version}). The next "
            "verification is due by {reverification_due:day}.",
        ),
    ),
    Template(
        event="SupplierSuspended",
        context="suppliers",
        recipients=supplier_and_compliance,
        subject=Words("合作已暂停", "The cooperation is suspended"),
        body=Words(
            "供应商 {supplier_id} 的合作已暂停，原因：{kind:word}。消除原因后即可恢复。",
            "The cooperation with supplier {supplier_id} is suspended because of: {kind:word}. It "
            "goes on as soon as the cause is gone.",
        ),
        words=WORDS,
    ),
    Template(
        event="SupplierRestored",
        context="suppliers",
        recipients=supplier,
        subject=Words("合作已恢复", "The cooperation goes on"),
        body=Words(
            "供应商 {supplier_id} 的暂停原因已全部消除，合作恢复。",
            "Nothing suspends supplier {supplier_id} any more; the cooperation goes on.",
        ),
    ),
    Template(
        event="SupplierFeatured",
        context="suppliers",
        recipients=supplier_if_begun,
        subject=Words("已列为优秀供应商", "You are shown as an excellent supplier"),
        body=Words(
            "供应商 {supplier_id} 考核优秀，至 {until:instant} 前商品页标注“优秀供应商”，"
            "提交的商品优先审核。",
            "Supplier {supplier_id} was found excellent: until {until:instant} its product pages "
            "say so, and what it sends in is reviewed first.",
        ),
    ),
    Template(
        event="QualificationExpiring",
        context="suppliers",
        recipients=supplier,
        subject=Words("资质即将到期", "A qualification ends soon"),
        body=Words(
            "资质 {qualification_id} 将于 {valid_to:day} 到期（剩余 {days_left} 天）。"
            "请及时上传新的文件；到期未更新将暂停合作。",
            "Qualification {qualification_id} ends on {valid_to:day} ({days_left} days left). "
            "Please renew it in time; otherwise the cooperation is suspended.",
        ),
    ),
    Template(
        event="ReverificationDue",
        context="suppliers",
        recipients=supplier,
        subject=Words("资质复核即将到期", "A verification is due soon"),
        body=Words(
            "供应商 {supplier_id} 须在 {due:day} 前完成资质复核（剩余 {days_left} 天），"
            "逾期不能上架新商品。",
            "Supplier {supplier_id} must be verified again by {due:day} ({days_left} days left); "
            "after that no new products can be listed.",
        ),
    ),
    Template(
        event="ReverificationOverdue",
        context="suppliers",
        recipients=supplier_and_compliance,
        subject=Words("资质复核已逾期", "A verification is overdue"),
        body=Words(
            "供应商 {supplier_id} 未在 {due:day} 前完成资质复核，复核完成前不能上架新商品。",
            "Supplier {supplier_id} was not verified again by {due:day}; no new products can be "
            "listed until it is.",
        ),
    ),
)
