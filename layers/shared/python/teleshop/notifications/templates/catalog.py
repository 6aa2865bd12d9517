"""What suppliers and managers are told of products. What failed and why is shown on the platform,
where its reader has signed in. Reviewers are told of what waits by `ApprovalRequested`.
"""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "supplier_not_active": Words("供应商资格已暂停或终止", "the supplier is suspended or gone"),
    "supplier_not_admitted": Words(
        "供应商未获准经营该类商品", "the supplier is not admitted for these goods"
    ),
    "document_expired": Words("商品文件已过期", "a document has expired"),
    "supplier_on_hold": Words(
        "平台暂缓受理该供应商的新商品", "the platform takes nothing new of the supplier for now"
    ),
    "document_missing": Words("缺少必需的商品文件", "a required document is missing"),
    "no_price": Words("没有有效价格", "there is no price in force"),
    "category_retired": Words("商品类目已停用", "the category was retired"),
    "category_demands_unmet": Words(
        "商品不再符合类目要求（见平台商品页）",
        "the product lacks what its category demands now (shown with the product)",
    ),
    "shelf_life_over": Words(
        "保质期已过，请更换批次", "the shelf life is over; offer a later batch"
    ),
    "on_hold": Words(
        "平台暂停销售（理由见平台商品页）",
        "the platform put it on hold (the reason is shown with the product)",
    ),
    "timed_out": Words("无人在期限内作出决定", "nobody decided in time"),
    "check_list_not_passed": Words(
        "核对清单未全部通过", "the check list was not passed as a whole"
    ),
    "check_list_passed": Words("核对清单没有未通过的项", "nothing on the check list failed"),
    "not_started": Words("审核未能启动", "the review could not be started"),
    "category_unknown": Words("类目不存在", "there is no such category"),
}
OF_THE_SUPPLIER = {"supplier_not_active"}
"""What puts all products of a supplier off sale at once. What only keeps new ones from their first
day is none of it: of that day the supplier is told for each.
"""
MANAGER = Recipient(RecipientKind.ROLE, "manager")


def supplier(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whose product it is."""
    return (Recipient(RecipientKind.SUPPLIER, facts["supplier_id"]),)


def supplier_unless_its_own_standing(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whose product it is; unless all its products come and go with the supplier itself, of which
    it is told once and not once for each.
    """
    causes = {*facts.get("reasons", ()), *facts.get("cured", ())}
    return () if causes and causes <= OF_THE_SUPPLIER else supplier(facts)


def supplier_if_by_platform(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Whose product it is, unless it took the product off itself."""
    return supplier(facts) if facts["by_platform"] else ()


def manager(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Who lets a review run again."""
    return (MANAGER,)


TEMPLATES = (
    Template(
        event="ProductReturned",
        context="catalog",
        recipients=supplier,
        subject=Words("商品被退回修改", "A product was returned to you"),
        body=Words(
            "商品 {product_id}（第 {revision} 版）被退回修改。"
            "未通过的项目和理由请登录平台查看，修改后可重新提交，只审核未通过和改动过的项目。",
            "Product {product_id} (revision {revision}) was returned for change. What failed and "
            "why is shown on the platform; once changed, submit it again: only what failed and "
            "what you change is checked.",
        ),
    ),
    Template(
        event="ProductRefused",
        context="catalog",
        recipients=supplier,
        subject=Words("商品未获批准", "A product was refused"),
        body=Words(
            "商品 {product_id}（第 {revision} 版）未获批准，理由请登录平台查看。",
            "Product {product_id} (revision {revision}) was refused; the reason is shown on the "
            "platform.",
        ),
    ),
    Template(
        event="ProductApproved",
        context="catalog",
        recipients=supplier,
        subject=Words("商品审核通过", "A product was approved"),
        body=Words(
            "商品 {product_id}（第 {revision} 版）已批准。价格生效且无其他障碍后即上架销售。",
            "Product {product_id} (revision {revision}) was approved. It is on sale as soon as a "
            "price is in force and nothing else stands against it.",
        ),
    ),
    Template(
        event="ProductPublished",
        context="catalog",
        recipients=supplier_unless_its_own_standing,
        subject=Words("商品已上架", "A product is on sale"),
        body=Words(
            "商品 {product_id}（第 {revision} 版）已上架销售。",
            "Product {product_id} (revision {revision}) is on sale.",
        ),
    ),
    Template(
        event="ProductSuspended",
        context="catalog",
        recipients=supplier_unless_its_own_standing,
        subject=Words("商品已暂停销售", "A product was suspended"),
        body=Words(
            "商品 {product_id} 已暂停销售，原因：{reasons:word}。原因消除后将自动恢复销售。",
            "Product {product_id} was suspended: {reasons:word}. It goes back on sale by itself "
            "when that is cured.",
        ),
        words=WORDS,
    ),
    Template(
        event="ProductWithdrawn",
        context="catalog",
        recipients=supplier_if_by_platform,
        subject=Words("商品已被平台下架", "The platform took a product off"),
        body=Words(
            "商品 {product_id} 已被平台下架，理由请登录平台查看。",
            "Product {product_id} was taken off by the platform; the reason is shown there.",
        ),
    ),
    Template(
        event="ProductDocumentExpiring",
        context="catalog",
        recipients=supplier,
        subject=Words("商品文件即将到期", "A document of a product ends soon"),
        body=Words(
            "商品 {product_id} 的文件（{type}）将于 {valid_to:day} 到期，剩余 {days_left} 天。"
            "请提交含有新文件的修改，否则到期后商品将暂停销售。",
            "A document ({type}) of product {product_id} ends on {valid_to:day}, in {days_left} "
            "days. Submit a change with a new one, or the product is suspended after that day.",
        ),
    ),
    Template(
        event="ProductReviewStalled",
        context="catalog",
        recipients=manager,
        subject=Words("商品审核中断", "The review of a product stopped"),
        body=Words(
            "商品 {product_id}（第 {revision} 版，第 {round} 轮）的审核已中断：{error:word}。"
            "请重新启动审核。",
            "The review of product {product_id} (revision {revision}, round {round}) stopped: "
            "{error:word}. Please let it run again.",
        ),
        words=WORDS,
    ),
)
