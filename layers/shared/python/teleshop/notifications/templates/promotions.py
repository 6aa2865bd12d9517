"""What merchandisers and managers are told of promotions."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "approved": Words("已批准", "approved"),
    "refused": Words(
        "未批准，原因请登录平台查看", "refused; the reasons are shown on the platform"
    ),
    "returned": Words(
        "被退回，原因请登录平台查看，修改后可重新提交",
        "returned; the reasons are shown on the platform, and it can be changed and sent in again",
    ),
    "withdrawn": Words("已撤回", "withdrawn"),
    "by_staff": Words("由工作人员停止", "stopped by staff"),
    "stock_used_up": Words("促销备货已售完", "the stock stated for it is sold"),
    "not_below_reference": Words(
        "促销价已不低于近期成交价", "its price is not below the lowest recent deal any more"
    ),
    "comparison_not_above_price": Words(
        "可标示的划线价已不高于促销价",
        "its price is not below what it may be compared with any more",
    ),
    "not_below_price": Words(
        "促销价已不低于标价", "its price is not below the marked price any more"
    ),
    "bundle_not_cheaper": Words(
        "组合价已不低于单件合计", "its bundle is not cheaper than the pieces any more"
    ),
    "gift_value_differs": Words(
        "赠品标示价值与现行售价不符", "the value of its gift is not the selling price any more"
    ),
    "raised_before": Words(
        "标价在促销前或促销期间上调且未说明理由",
        "a price was raised shortly before or during it without a recorded reason",
    ),
    "approval_path_changed": Words(
        "按现在的标价和成本还须其他部门审批",
        "with prices and costs as they are now others must approve it as well",
    ),
    "supplier_suspended": Words(
        "其中商品的供应商已被暂停或终止合作", "a supplier of its goods is suspended or gone"
    ),
    "gift_without_price": Words("赠品已无售价", "its gift has no selling price any more"),
    "timed_out": Words("无人在期限内作出决定", "nobody decided in time"),
}
MANAGER = Recipient(RecipientKind.ROLE, "manager")
MERCHANDISER = Recipient(RecipientKind.ROLE, "merchandiser")


def requester(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who planned the promotion."""
    return (Recipient(RecipientKind.PERSON, facts["requester"]),)


def all_merchants(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who planned it, and those who work with its prices."""
    return (*requester(facts), MERCHANDISER, MANAGER)


def if_not_reverted(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who planned it; a manager as well where a price did not go back."""
    return requester(facts) if facts["reverted"] else (*requester(facts), MANAGER)


def manager(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who lets a review run again."""
    return (MANAGER,)


TEMPLATES = (
    Template(
        event="PromotionDecided",
        context="promotions",
        recipients=requester,
        subject=Words("促销审批有结果", "A promotion was decided"),
        body=Words(
            "促销 {promotion_id} {outcome:word}。",
            "The promotion {promotion_id} is {outcome:word}.",
        ),
        words=WORDS,
    ),
    Template(
        event="PromotionStarted",
        context="promotions",
        recipients=requester,
        subject=Words("促销已开始", "A promotion has begun"),
        body=Words(
            "促销 {promotion_id} 已开始，至 {ends_at:instant} 结束。",
            "The promotion {promotion_id} has begun; it ends at {ends_at:instant}.",
        ),
    ),
    Template(
        event="PromotionComparisonFell",
        context="promotions",
        recipients=requester,
        subject=Words("划线价已调整", "A reference price was changed"),
        body=Words(
            "促销 {promotion_id} 部分商品的可比价格与批准时不同，"
            "划线价已自动改为真实可标示的价格。",
            "Another price may be claimed for some articles of the promotion {promotion_id} than "
            "was approved; their reference prices were changed to what is true.",
        ),
    ),
    Template(
        event="PromotionArticleSoldOut",
        context="promotions",
        recipients=all_merchants,
        subject=Words("促销商品备货已售完", "The stock of a promotion is sold for one article"),
        body=Words(
            "促销 {promotion_id} 为商品 {sku} 准备的备货已售完，该商品已恢复标价；"
            "其余商品的促销继续进行。",
            "The pieces that the promotion {promotion_id} had of {sku} are sold, and its marked "
            "price holds again; for its other articles the promotion goes on.",
        ),
    ),
    Template(
        event="PromotionStopped",
        context="promotions",
        recipients=all_merchants,
        subject=Words("促销已停止", "A promotion was stopped"),
        body=Words(
            "促销 {promotion_id} 已立即停止：{reason_code:word}。相关商品恢复标价。",
            "The promotion {promotion_id} was stopped at once: {reason_code:word}. The marked "
            "prices "
            "hold again.",
        ),
        words=WORDS,
    ),
    Template(
        event="PromotionEnded",
        context="promotions",
        recipients=if_not_reverted,
        subject=Words("促销已结束", "A promotion is over"),
        body=Words(
            "促销 {promotion_id} 已于 {ends_at:instant} 结束，"
            "价格是否恢复的核对结果请登录平台查看。",
            "The promotion {promotion_id} ended at {ends_at:instant}; whether prices went back is "
            "shown on the platform.",
        ),
    ),
    Template(
        event="PromotionReviewStalled",
        context="promotions",
        recipients=manager,
        subject=Words("促销审批中断", "The review of a promotion stopped"),
        body=Words(
            "促销 {promotion_id} 的审批（第 {round} 次）已中断：{error:word}。请重新启动审批。",
            "The review of the promotion {promotion_id} (run {round}) stopped: {error:word}. "
            "Please "
            "let it run again.",
        ),
        words=WORDS,
    ),
)
