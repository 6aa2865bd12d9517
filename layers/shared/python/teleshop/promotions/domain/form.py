"""Whether the parts of a plan fit its kind; found when it is written, all faults at once."""

from collections import Counter
from collections.abc import Iterator

from teleshop.kernel.errors import FieldError
from teleshop.promotions.domain.content import (
    ITEM_KINDS,
    WHOLE,
    Content,
    Kind,
    Scope,
)

PARTS = {
    Kind.FIXED_PRICE: ("items",),
    Kind.PERCENT_OFF: ("items", "rate"),
    Kind.ON_AIR: ("items", "slot"),
    Kind.THRESHOLD: ("threshold",),
    Kind.BUNDLE: ("bundle",),
    Kind.GIFT: ("items", "gift"),
}
"""What each kind needs; what is not named, it does not take."""


def _fault(pointer: str, code: str, zh: str, en: str, **params: str | int) -> FieldError:
    return FieldError(pointer, code, zh, en, dict(params), clause="4.3.1")


def form_faults(content: Content) -> list[FieldError]:
    """Everything that does not fit; pointers are into the content."""
    return [
        *_parts(content),
        *_shares(content),
        *_channels(content),
        *_items(content),
        *_threshold(content),
        *_bundle(content),
    ]


def _parts(content: Content) -> Iterator[FieldError]:
    needed = set(PARTS[content.kind])
    if content.threshold is not None and content.threshold.scope is Scope.SKUS:
        needed.add("items")
    for name in ("items", "rate", "slot", "threshold", "bundle", "gift"):
        given = bool(getattr(content, name))
        if name in needed and not given:
            yield _fault(
                f"/{name}",
                "part_missing",
                "此类促销须填写 {part}。",
                "This kind of promotion needs {part}.",
                part=name,
            )
        elif given and name not in needed:
            yield _fault(
                f"/{name}",
                "part_not_taken",
                "此类促销没有 {part}，请删除。",
                "This kind of promotion takes no {part}; leave it out.",
                part=name,
            )


def _shares(content: Content) -> Iterator[FieldError]:
    total = content.supplier_share + content.platform_share
    if total != WHOLE:
        yield _fault(
            "/platform_share",
            "shares_incomplete",
            "供应商与平台的承担比例之和须为 10000（即 100%），现为 {total}。",
            "The shares of supplier and platform must add up to 10,000 (100 %), not {total}.",
            total=total,
        )


def _channels(content: Content) -> Iterator[FieldError]:
    if len(set(content.channels)) < len(content.channels):
        yield _fault(
            "/channels", "channel_twice", "渠道重复，请去重。", "A channel is named twice."
        )


def _items(content: Content) -> Iterator[FieldError]:
    priced = content.kind in (Kind.FIXED_PRICE, Kind.ON_AIR)
    count = Counter(item.sku for item in content.items)
    for number, item in enumerate(content.items):
        place = f"/items/{number}"
        if count[item.sku] > 1:
            yield _fault(
                f"{place}/sku",
                "sku_twice",
                "商品 {sku} 重复，请只保留一行。",
                "{sku} is named twice; keep one.",
                sku=item.sku,
            )
        if priced and item.amount is None:
            yield _fault(
                f"{place}/amount", "amount_missing", "请填写促销价。", "Give the promotional price."
            )
        if not priced and item.amount is not None:
            yield _fault(
                f"{place}/amount",
                "amount_not_taken",
                "此类促销不逐件定价，请删除该价格。",
                "This kind of promotion sets no price for each article; leave it out.",
            )
        if item.comparison is not None and content.kind not in ITEM_KINDS:
            yield _fault(
                f"{place}/comparison",
                "comparison_not_taken",
                "只有按件定价的促销可以标示划线价，请删除。",
                "Only a promotion that sets the price of a piece is compared with another price; "
                "leave it out.",
            )


def _threshold(content: Content) -> Iterator[FieldError]:
    found = content.threshold
    if found is None:
        return
    if found.off >= found.threshold:
        yield _fault(
            "/threshold/off",
            "discount_above_threshold",
            "减免金额须小于门槛金额。",
            "What is taken off must be less than the threshold.",
        )
    if (found.scope is Scope.CATEGORY) != (found.category_id is not None):
        yield _fault(
            "/threshold/category_id",
            "category_unfit",
            "按品类满减须填写品类，其他范围不填。",
            "Name a category if the discount counts one, and only then.",
        )


def _bundle(content: Content) -> Iterator[FieldError]:
    if content.bundle is None:
        return
    count = Counter(part.sku for part in content.bundle.parts)
    for number, part in enumerate(content.bundle.parts):
        if count[part.sku] > 1:
            yield _fault(
                f"/bundle/parts/{number}/sku",
                "sku_twice",
                "商品 {sku} 重复，请合并数量。",
                "{sku} is named twice; add up the quantities.",
                sku=part.sku,
            )
    if sum(part.quantity for part in content.bundle.parts) < 2:  # noqa: PLR2004 - a set has two
        yield _fault(
            "/bundle/parts",
            "bundle_of_one",
            "组合至少包含两件商品。",
            "A bundle has two pieces at least.",
        )
