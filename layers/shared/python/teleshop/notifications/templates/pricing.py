"""What merchandisers and managers are told of price changes. Amounts are shown on the platform."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "approved": Words("已批准", "approved"),
    "returned": Words("被退回", "returned"),
    "refused": Words("未批准", "refused"),
    "withdrawn": Words("因商品规格下架而撤销", "withdrawn, since its article left the product"),
    "timed_out": Words("无人在期限内作出决定", "nobody decided in time"),
}


def requester(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whoever asked."""
    return (Recipient(RecipientKind.PERSON, facts["requester"]),)


def people_of_prices(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who can let a review run again."""
    return (
        Recipient(RecipientKind.ROLE, "manager"),
        Recipient(RecipientKind.ROLE, "merchandiser"),
    )


TEMPLATES = (
    Template(
        event="PriceChangeDecided",
        context="pricing",
        recipients=requester,
        subject=Words("价格变更申请有结果", "A price change was decided"),
        body=Words(
            "商品 {sku} 的价格变更申请 {change_id} {outcome:word}。理由和生效时间请登录平台查看；"
            "被退回的，请补充后提交新的申请。",
            "The price change {change_id} of {sku} was {outcome:word}. Reason and times are shown "
            "on the platform; if it was returned, file a new one with what was missing.",
        ),
        words=WORDS,
    ),
    Template(
        event="PriceChangeStalled",
        context="pricing",
        recipients=people_of_prices,
        subject=Words("价格变更审批中断", "The review of a price change stopped"),
        body=Words(
            "商品 {sku} 的价格变更申请 {change_id} 的审批（第 {round} 次）已中断：{error:word}。"
            "请重新启动审批。",
            "The review of price change {change_id} of {sku} (run {round}) stopped: {error:word}. "
            "Please let it run again.",
        ),
        words=WORDS,
    ),
)
