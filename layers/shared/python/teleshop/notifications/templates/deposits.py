"""What suppliers, finance and managers are told of deposits. Amounts are shown on the platform,
where its reader has signed in, and not here.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words
from teleshop.notifications.templates.suppliers import supplier, supplier_and_compliance

WORDS = {
    "approved": Words("已批准", "approved"),
    "refused": Words("未批准", "refused"),
    "withdrawn": Words("已由平台申请人撤回", "taken back by whoever of the platform asked for it"),
    "cancelled": Words("已取消（入账冲销）", "cancelled, since a payment was reversed"),
    "reduced": Words("金额已减少（入账冲销）", "reduced, since a payment was reversed"),
    "timed_out": Words("无人在期限内作出决定", "nobody decided in time"),
}
FINANCE = Recipient(RecipientKind.ROLE, "finance")
MANAGER = Recipient(RecipientKind.ROLE, "manager")


def supplier_and_finance(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """The supplier; and finance, which pays what is approved or asks again."""
    return (*supplier(facts), FINANCE)


def staff(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who let a payback be decided again."""
    return (FINANCE, MANAGER)


TEMPLATES = (
    Template(
        event="DepositPaidIn",
        context="deposits",
        recipients=supplier,
        subject=Words("保证金已入账", "Your deposit has arrived"),
        body=Words(
            "供应商 {supplier_id} 的保证金付款已入账（凭证 {entry_id}）；如有未缴罚款，先行抵扣。"
            "余额请登录平台查看。",
            "A payment to the deposit of supplier {supplier_id} is booked (entry {entry_id}); "
            "fines that were owed are paid first. The balance is shown on the platform.",
        ),
    ),
    Template(
        event="DepositPaymentReversed",
        context="deposits",
        recipients=supplier,
        subject=Words("保证金入账已更正", "A payment to your deposit was corrected"),
        body=Words(
            "供应商 {supplier_id} 的一笔保证金入账有误，已冲销（凭证 {entry_id}）。"
            "余额请登录平台查看，如有异议请联系平台财务。",
            "A payment to the deposit of supplier {supplier_id} was booked wrongly and is taken "
            "back (entry {entry_id}). The balance is shown on the platform; talk to its finance "
            "department if you disagree.",
        ),
    ),
    Template(
        event="DepositShort",
        context="deposits",
        recipients=supplier,
        subject=Words("请补足保证金", "Please top up your deposit"),
        body=Words(
            "供应商 {supplier_id} 的保证金低于应缴金额，请在 {due_at:instant} 前补足。"
            "逾期未补足，平台将暂缓受理新商品、新定价和新档期；已在售商品不受影响。"
            "应补金额及原因请登录平台查看。",
            "The deposit of supplier {supplier_id} is below what is required; please top it up by "
            "{due_at:instant}. After that no new goods, prices and slots are taken until it is; "
            "what is on sale goes on. How much is missing, and why, is shown on the platform.",
        ),
    ),
    Template(
        event="DepositOverdue",
        context="deposits",
        recipients=supplier_and_compliance,
        subject=Words("保证金逾期未补足", "The deposit was not topped up in time"),
        body=Words(
            "供应商 {supplier_id} 未在 {due_at:instant} 前补足保证金，即日起暂缓受理其新商品、"
            "新定价和新档期；已在售商品不受影响。补足后自动恢复。",
            "Supplier {supplier_id} did not top up its deposit by {due_at:instant}. No new goods, "
            "prices and slots of it are taken from now on; what is on sale goes on. A payment of "
            "what is missing lifts this by itself.",
        ),
    ),
    Template(
        event="DepositRestored",
        context="deposits",
        recipients=supplier,
        subject=Words("保证金已补足", "Your deposit is complete"),
        body=Words(
            "供应商 {supplier_id} 的保证金已达应缴金额，因保证金产生的限制随即解除。",
            "The deposit of supplier {supplier_id} is complete; what was held back for it is taken "
            "again.",
        ),
    ),
    Template(
        event="DepositRequired",
        context="deposits",
        recipients=supplier,
        subject=Words("保证金应缴金额已调整", "What your deposit must hold has changed"),
        body=Words(
            "供应商 {supplier_id} 的保证金应缴金额已调整，金额请登录平台查看；超出部分可申请退还。",
            "What the deposit of supplier {supplier_id} must hold has changed; the amount is shown "
            "on the platform. What exceeds it can be paid back.",
        ),
    ),
    Template(
        event="DepositFreed",
        context="deposits",
        recipients=supplier_and_finance,
        subject=Words("保证金可以退还", "A deposit can be paid back"),
        body=Words(
            "供应商 {supplier_id} 的合作已结束，保证金余额可以退还；有未结违规案件时，结案后即退。"
            "请平台财务及时办理。",
            "The cooperation with supplier {supplier_id} is over, and what is left of its deposit "
            "can be paid back, after the end of any violation case that is open. Finance should "
            "see to it soon.",
        ),
    ),
    Template(
        event="DepositFined",
        context="deposits",
        recipients=supplier,
        subject=Words("罚款已从保证金扣除", "A fine was taken from your deposit"),
        body=Words(
            "因案件 {reference}，罚款已从供应商 {supplier_id} 的保证金扣除，不足部分从下次补缴中"
            "优先扣除。对处理决定不服，请在案件的申诉期内申诉。",
            "For the case {reference} a fine was taken from the deposit of supplier {supplier_id}; "
            "what it exceeds the deposit by is taken from the next payment first. Appeal in the "
            "case, within its time, if you disagree.",
        ),
    ),
    Template(
        event="DepositFineAnnulled",
        context="deposits",
        recipients=supplier,
        subject=Words("罚款已撤销", "A fine was annulled"),
        body=Words(
            "案件 {reference} 的罚款已撤销，供应商 {supplier_id} 的保证金已恢复。",
            "The fine of the case {reference} is void, and the deposit of supplier {supplier_id} "
            "as if it had never been.",
        ),
    ),
    Template(
        event="DepositPaybackDecided",
        context="deposits",
        recipients=supplier_and_finance,
        subject=Words("保证金退还申请已有结果", "The payback of a deposit was decided"),
        body=Words(
            "供应商 {supplier_id} 的保证金退还申请 {payback_id}：{outcome:word}。"
            "未批准、取消或减少的理由请登录平台查看，原因消除后可再次申请。",
            "The payback {payback_id} of the deposit of supplier {supplier_id} was {outcome:word}. "
            "The reason of a refusal is shown on the platform; ask again once it is gone.",
        ),
        words=WORDS,
    ),
    Template(
        event="DepositPaybackStalled",
        context="deposits",
        recipients=staff,
        subject=Words("保证金退还未能审批", "A payback was not decided"),
        body=Words(
            "供应商 {supplier_id} 的保证金退还申请 {payback_id} 未能完成审批（{error:word}），"
            "已关闭。请重新发起，不得因此拖延退还。",
            "The payback {payback_id} of the deposit of supplier {supplier_id} came to no decision "
            "({error:word}) and is closed. Ask for it again: a payback must not wait for this.",
        ),
        words=WORDS,
    ),
    Template(
        event="DepositPaidBack",
        context="deposits",
        recipients=supplier,
        subject=Words("保证金已退还", "Your deposit was paid back"),
        body=Words(
            "供应商 {supplier_id} 的保证金退还申请 {payback_id} 已付款，请查收。",
            "The payback {payback_id} of the deposit of supplier {supplier_id} was paid; please "
            "look for it in your account.",
        ),
    ),
)
