"""What those responsible for prices are told of violations (standard 4.4.2-4.4.3)."""

from collections.abc import Mapping
from typing import Any

from teleshop.notifications.domain import Recipient, RecipientKind, Template, Words

WORDS = {
    "raised_then_discounted": Words("先涨后降", "raised, then discounted"),
    "reference_without_deals": Words("虚构原价", "reference price without deals"),
    "endless_promotion": Words("长期促销", "endless promotion"),
    "promotion_not_reverted": Words("促销结束未恢复", "promotion not reverted"),
    "charged_not_published": Words("收费与公布价格不符", "charged another price than published"),
    "fee_above_marked": Words("价外加价", "fee above the marked price"),
    "unequal_prices": Words("同等条件不同价", "different prices under the same conditions"),
    "sold_without_price": Words("价格暂停或下架期间销售", "sold while suspended or off sale"),
    "gift_missing": Words("承诺的赠品缺失", "a promised gift is missing"),
    "minor": Words("轻微", "minor"),
    "serious": Words("较重", "serious"),
    "severe": Words("严重，价格已暂停", "severe, the price is suspended"),
    "closed": Words("整改通过，已结案", "corrected and closed"),
    "dismissed": Words("不构成违规", "no violation"),
}
MERCHANDISER = Recipient(RecipientKind.ROLE, "merchandiser")
MANAGER = Recipient(RecipientKind.ROLE, "manager")
COMPLIANCE = Recipient(RecipientKind.ROLE, "compliance")


def responsible(facts: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who correct prices; compliance and the manager too where it is severe."""
    more = (MANAGER, COMPLIANCE) if facts["severity"] == "severe" else ()
    return (MERCHANDISER, *more)


def verifiers(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who verify corrections."""
    return (COMPLIANCE,)


def everybody(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who correct, and those who answer for it."""
    return (MERCHANDISER, MANAGER, COMPLIANCE)


def merchandisers(_: Mapping[str, Any]) -> tuple[Recipient, ...]:
    """Those who correct prices."""
    return (MERCHANDISER,)


TEMPLATES = (
    Template(
        event="PriceViolationFound",
        context="pricewatch",
        recipients=responsible,
        subject=Words("发现价格违规", "A price violation was found"),
        body=Words(
            "SKU {sku}（{channel}）：{kind:word}（{severity:word}）。违规编号 {violation_id}，"
            "请在 {due_at:instant} 前完成整改并提交说明。",
            "SKU {sku} ({channel}): {kind:word} ({severity:word}). Violation {violation_id}; "
            "correct it and say what was done by {due_at:instant}.",
        ),
        words=WORDS,
    ),
    Template(
        event="PriceViolationCorrected",
        context="pricewatch",
        recipients=verifiers,
        subject=Words("价格整改待核验", "The correction of a price waits for verification"),
        body=Words(
            "违规 {violation_id}（{kind:word}，SKU {sku}）已提交整改，请核验。",
            "The correction of violation {violation_id} ({kind:word}, SKU {sku}) waits for you to "
            "verify it.",
        ),
        words=WORDS,
    ),
    Template(
        event="PriceCorrectionRejected",
        context="pricewatch",
        recipients=merchandisers,
        subject=Words("价格整改未通过", "The correction of a price was rejected"),
        body=Words(
            "违规 {violation_id}（{kind:word}，SKU {sku}）的整改未通过，"
            "请在 {due_at:instant} 前重新整改。",
            "The correction of violation {violation_id} ({kind:word}, SKU {sku}) was rejected; "
            "correct it again by {due_at:instant}.",
        ),
        words=WORDS,
    ),
    Template(
        event="PriceViolationEnded",
        context="pricewatch",
        recipients=merchandisers,
        subject=Words("价格违规已结案", "A price violation has ended"),
        body=Words(
            "违规 {violation_id}（{kind:word}，SKU {sku}）：{outcome:word}。",
            "Violation {violation_id} ({kind:word}, SKU {sku}): {outcome:word}.",
        ),
        words=WORDS,
    ),
    Template(
        event="PriceCorrectionDue",
        context="pricewatch",
        recipients=merchandisers,
        subject=Words("价格整改即将到期", "The correction of a price is due soon"),
        body=Words(
            "违规 {violation_id}（{kind:word}，SKU {sku}）须在 {due_at:instant} 前整改并提交说明。",
            "Violation {violation_id} ({kind:word}, SKU {sku}) must be corrected by "
            "{due_at:instant}; say what was done.",
        ),
        words=WORDS,
    ),
    Template(
        event="PriceCorrectionOverdue",
        context="pricewatch",
        recipients=everybody,
        subject=Words("价格整改逾期", "The correction of a price is overdue"),
        body=Words(
            "违规 {violation_id}（{kind:word}，SKU {sku}）未在 {due_at:instant} 前整改，"
            "已记为逾期，请立即处理。",
            "Violation {violation_id} ({kind:word}, SKU {sku}) was not corrected by "
            "{due_at:instant}; that stays on record. See to it at once.",
        ),
        words=WORDS,
    ),
    Template(
        event="DayCheckFailed",
        context="pricewatch",
        recipients=everybody,
        subject=Words("当日价格核对未完成", "The check of a day was not finished"),
        body=Words(
            "{day} 的价格核对（第 {run} 次）未在规定时间内完成；请在平台重新发起，将从中断处继续。",
            "The check of the prices charged on {day} (run {run}) was not finished in time; start "
            "it again on the platform, and it goes on where it stopped.",
        ),
    ),
)
