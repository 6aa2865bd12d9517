"""Writing a content: SKUs are given, and what a change means for a check list that was passed."""

from collections.abc import Collection
from dataclasses import replace

from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.revision import CheckItem, ItemState
from teleshop.kernel.ids import derived_id

SKU_PREFIX = "sku"


def with_skus(content: Content, product_id: str) -> Content:
    """The content with the platform's id on each variant. It follows from product and article
    number, so that an article that is taken out and put in again is the same one.
    """
    variants = tuple(
        replace(variant, sku=derived_id(SKU_PREFIX, product_id, variant.own_code))
        for variant in content.variants
    )
    return replace(content, variants=variants)


def reopened(items: tuple[CheckItem, ...], changed: Collection[str]) -> tuple[CheckItem, ...]:
    """The check list after fields were changed: what had passed and says something else now is
    open again. What failed stays so until it is sent in, so that the supplier sees why.
    """
    return tuple(
        CheckItem(field=item.field)
        if item.state is ItemState.PASSED and item.field in changed
        else item
        for item in items
    )
