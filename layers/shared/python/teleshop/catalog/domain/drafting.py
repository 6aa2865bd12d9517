"""Writing a content: SKUs are given, and what a change means for a check list that was passed."""

from collections.abc import Collection
from dataclasses import replace

from teleshop.catalog.domain.checks.variants import stored_gtin
from teleshop.catalog.domain.content import Content
from teleshop.catalog.domain.policy import (
    MAX_ATTRIBUTES,
    MAX_DOCUMENTS,
    MAX_PICTURES,
    MAX_VARIANTS,
)
from teleshop.catalog.domain.revision import CheckItem, ItemState
from teleshop.kernel.errors import FieldError
from teleshop.kernel.ids import derived_id

SKU_PREFIX = "sku"
_LIMITS = {
    "variants": MAX_VARIANTS,
    "attributes": MAX_ATTRIBUTES,
    "pictures": MAX_PICTURES,
    "documents": MAX_DOCUMENTS,
}


def oversized(content: Content) -> list[FieldError]:
    """What has more members than a row and a transaction hold."""
    return [
        FieldError(
            f"/{name}",
            "too_many",
            "最多 {limit} 项，当前为 {count} 项。",
            "At most {limit} are possible, and there are {count}.",
            params={"limit": limit, "count": len(getattr(content, name))},
            clause="2.2.2",
        )
        for name, limit in _LIMITS.items()
        if len(getattr(content, name)) > limit
    ]


def with_skus(content: Content, product_id: str) -> Content:
    """The content with the platform's id on each variant, and bar codes as they are kept. The id
    follows from product and article number, so that an article that is taken out and put in again
    is the same one.
    """
    variants = tuple(
        replace(
            variant,
            sku=derived_id(SKU_PREFIX, product_id, variant.own_code),
            gtin=None if variant.gtin is None else stored_gtin(variant.gtin),
        )
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
