"""What customers, suppliers and finance are told of claims on the protection fund. Amounts are
shown on the platform, where its reader has signed in, and not here.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "in_review": Words("审核中", "under review"),
    "waiting_for_funds": Words("排队等待资金", "waiting for funds"),
    "approved": Words("已批准", "approved"),
    "refused": Words("未批准", "refused"),
    "returned": Words("需要补充材料", "in need of more evidence"),
    "withdrawn": Words("已撤回", "withdrawn"),
    "lapsed": Words("因未补充材料而失效", "lapsed, since no evidence came"),
    "decision": Words("审核", "decision"),
    "payout": Words("付款", "payment"),
    "recovery": Words("供应商偿还", "recovery from the supplier"),
    "assessed_meanwhile": Words(
        "金额在批准后又被修改", "the amount was changed after it was approved"
    ),
    "timed_out": Words("无人在期限内作出决定", "nobody decided in time"),
}
FINANCE = Recipient(RecipientKind.ROLE, "finance")
LEAD = Recipient(RecipientKind.ROLE, "lead")
MANAGER = Recipient(RecipientKind.ROLE, "manager")


def customer(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer whose claim it is."""
    return (Recipient(RecipientKind.PERSON, facts["customer_id"]),)


def customer_and_finance(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer; and finance, which has to pay what is approved."""
    told = customer(facts)
    return (*told, FINANCE) if facts["outcome"] == "approved" else told


def supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier who owes what was paid."""
    return (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


def customer_and_supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The customer who was paid, and the supplier if it owes that."""
    return (*customer(facts), *supplier(facts)) if facts["recoverable"] else customer(facts)


def finance(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who bring in money and pay."""
    return (FINANCE, MANAGER)


def late(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who can end the delay."""
    return (LEAD, FINANCE) if facts["what"] == "decision" else (FINANCE,)


def manager(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who lets a review run again."""
    return (MANAGER,)


TEMPLATES = (
    Template(
        event="ClaimOpened",
        context="fund",
        recipients=customer,
        subject=Words("赔付申请已收到", "Your claim has arrived"),
        body=Words(
            "订单 {order_id} 的赔付申请 {claim_id} 已收到（{state:word}），"
            "我们将在 {decision_due:instant} 前作出决定。",
            "Your claim {claim_id} on order {order_id} has arrived ({state:word}); it is decided "
            "by {decision_due:instant}.",
        ),
        words=WORDS,
    ),
    Template(
        event="ClaimDecided",
        context="fund",
        recipients=customer_and_finance,
        subject=Words("赔付申请有新进展", "News of a claim"),
        body=Words(
            "订单 {order_id} 的赔付申请 {claim_id} {outcome:word}。"
            "理由、金额和后续期限请登录平台查看。",
            "The claim {claim_id} on order {order_id} is {outcome:word}. Reason, amount and dates "
            "are shown on the platform.",
        ),
        words=WORDS,
    ),
    Template(
        event="ClaimPaid",
        context="fund",
        recipients=customer_and_supplier,
        subject=Words("赔付款已支付", "A claim was paid"),
        body=Words(
            "订单 {order_id} 的赔付申请 {claim_id} 已由保障基金支付。"
            "属于供应商责任的，基金将向供应商追偿。",
            "The claim {claim_id} on order {order_id} was paid by the protection fund. Where the "
            "supplier is liable, it owes this to the fund.",
        ),
    ),
    Template(
        event="ClaimWrittenOff",
        context="fund",
        recipients=finance,
        subject=Words("追偿款已核销", "A recovery was written off"),
        body=Words(
            "供应商 {supplier_id} 就赔付申请 {claim_id} 的应追偿款已核销。",
            "What supplier {supplier_id} still owed for claim {claim_id} was written off.",
        ),
    ),
    Template(
        event="ClaimOverdue",
        context="fund",
        recipients=late,
        subject=Words("赔付申请逾期", "A claim is overdue"),
        body=Words(
            "赔付申请 {claim_id} 的{what:word}应于 {due_at:instant} 前完成，现已逾期。",
            "The {what:word} of claim {claim_id} was due by {due_at:instant} and is late.",
        ),
        words=WORDS,
    ),
    Template(
        event="ClaimReviewStalled",
        context="fund",
        recipients=manager,
        subject=Words("赔付审核中断", "The review of a claim stopped"),
        body=Words(
            "赔付申请 {claim_id} 的审核（第 {round} 次）已中断：{error:word}。请重新启动审核。",
            "The review of claim {claim_id} (run {round}) stopped: {error:word}. Please let it run "
            "again.",
        ),
        words=WORDS,
    ),
    Template(
        event="FundInsufficient",
        context="fund",
        recipients=finance,
        subject=Words("保障基金余额不足", "The protection fund is short of money"),
        body=Words(
            "保障基金可用资金不足，赔付申请 {claim_id} 正在排队等待。请尽快补足资金。",
            "The free money of the protection fund does not suffice; claim {claim_id} has to wait. "
            "Please bring in money.",
        ),
    ),
    Template(
        event="FundStatementMade",
        context="fund",
        recipients=finance,
        subject=Words("基金月度报表已生成", "The statement of the fund is ready"),
        body=Words(
            "{month} 的保障基金月度报表已生成，请登录平台下载。",
            "The statement of the protection fund for {month} is ready on the platform.",
        ),
    ),
)
